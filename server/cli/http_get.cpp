#include "server/cli/http_get.h"

#include <curl/curl.h>

#include <memory>

namespace newssearch {
namespace {

constexpr long kConnectSeconds = 5, kSeconds = 30;
constexpr std::size_t kMostBytes = 8 << 20;
constexpr std::string_view kUnix = "unix:";

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;
using Transfer = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;

Error no_answer(std::string reason) { return {"no_answer", std::move(reason)}; }

/// Empty where there is none.
std::string part(const Url& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return "";
  const std::unique_ptr<char, decltype(&curl_free)> owner(text, curl_free);
  return text;
}

std::string without_last_slashes(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

/// Ends the transfer where there is too much of it.
std::size_t append(char* data, std::size_t, std::size_t bytes, std::string* body) {
  if (body->size() + bytes > kMostBytes) return 0;
  body->append(data, bytes);
  return bytes;
}

}  // namespace

Result<ServerAddress> read_server_address(const std::string& text) {
  const Error bad{"bad_address", "no address of a server: write http://HOST:PORT, https://HOST or unix:PATH"};
  if (text.starts_with(kUnix)) {
    const std::string path = text.substr(kUnix.size());
    return path.empty() ? Result<ServerAddress>(bad) : ServerAddress{"http://localhost", path, text};
  }
  const Url url(curl_url(), curl_url_cleanup);
  if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return bad;
  const std::string scheme = part(url, CURLUPART_SCHEME);
  const bool is_more = !part(url, CURLUPART_QUERY).empty() || !part(url, CURLUPART_FRAGMENT).empty();
  if ((scheme != "http" && scheme != "https") || is_more) return bad;
  ServerAddress address{without_last_slashes(part(url, CURLUPART_URL)), "", ""};
  for (const CURLUPart secret : {CURLUPART_USER, CURLUPART_PASSWORD}) curl_url_set(url.get(), secret, nullptr, 0);
  address.shown = without_last_slashes(part(url, CURLUPART_URL));
  return address;
}

Result<ReceivedAnswer> http_get(const ServerAddress& server, const std::string& target) {
  const Transfer transfer(curl_easy_init(), curl_easy_cleanup);
  CURL* curl = transfer.get();
  if (!curl) return no_answer("libcurl does not start");
  ReceivedAnswer answer;
  char failure[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(curl, CURLOPT_URL, (server.url + target).c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "newssearch/" NEWSSEARCH_VERSION);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kSeconds);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, failure);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  if (!server.socket.empty()) {
    curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, server.socket.c_str());
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
  }
  const CURLcode code = curl_easy_perform(curl);
  if (code == CURLE_WRITE_ERROR) return no_answer("it answers more than " + std::to_string(kMostBytes >> 20) + " MB");
  if (code != CURLE_OK) return no_answer(*failure ? failure : curl_easy_strerror(code));
  long status = 0;
  char* location = nullptr;
  curl_off_t retry_after = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &location);
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &retry_after);
  answer.status = static_cast<unsigned>(status);
  if (location) answer.location = location;
  answer.retry_after = std::chrono::seconds(retry_after);
  return answer;
}

}  // namespace newssearch
