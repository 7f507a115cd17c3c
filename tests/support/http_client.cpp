#include "tests/support/http_client.h"

#include <curl/curl.h>

#include <cctype>
#include <stdexcept>

namespace newssearch {
namespace {

constexpr long kTimeoutSeconds = 30;

std::size_t append(char* data, std::size_t, std::size_t bytes, std::string* body) {
  body->append(data, bytes);
  return bytes;
}

std::size_t note_header(char* data, std::size_t, std::size_t bytes, std::map<std::string, std::string>* headers) {
  const std::string_view line(data, bytes);
  const auto colon = line.find(": ");
  if (colon == std::string_view::npos) return bytes;
  std::string name(line.substr(0, colon));
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  (*headers)[name] = line.substr(colon + 2, line.find("\r\n") - colon - 2);
  return bytes;
}

}  // namespace

struct HttpClient::Impl {
  std::string base;
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl{curl_easy_init(), curl_easy_cleanup};
};

HttpClient::HttpClient(std::string base, const std::string& unix_socket) : impl_(std::make_unique<Impl>()) {
  impl_->base = std::move(base);
  CURL* curl = impl_->curl.get();
  if (!curl) throw std::runtime_error("libcurl does not start");
  curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, kTimeoutSeconds);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, note_header);
  if (!unix_socket.empty()) curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, unix_socket.c_str());
}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;

HttpClient::Answer HttpClient::send(const std::string& method, std::string_view path, const std::string& body,
                                    const std::vector<std::string>& headers) {
  CURL* curl = impl_->curl.get();
  Answer answer;
  curl_easy_setopt(curl, CURLOPT_URL, (impl_->base + std::string(path)).c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer.headers);
  curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  if (!body.empty()) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, body.c_str());
  }
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> lines(nullptr, curl_slist_free_all);
  for (const auto& line : headers) lines.reset(curl_slist_append(lines.release(), line.c_str()));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines.get());
  if (const CURLcode code = curl_easy_perform(curl); code != CURLE_OK) {
    answer.failure = curl_easy_strerror(code);
    return answer;
  }
  long connections = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
  curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connections);
  answer.new_connection = connections > 0;
  return answer;
}

std::string url_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      encoded += c;
    } else {
      encoded += '%';
      encoded += kDigits[byte >> 4];
      encoded += kDigits[byte & 15];
    }
  }
  return encoded;
}

}  // namespace newssearch
