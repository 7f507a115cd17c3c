#include "server/http/caching.h"

#include <algorithm>

#include "common/generation.h"
#include "server/http/target.h"

namespace newssearch {

std::string make_etag(const std::string& what) {
  return '"' + sha256_hex(NEWSSEARCH_VERSION "\n" + what).substr(0, 32) + '"';
}

std::string search_etag(const std::string& version, const std::string& path, Params params) {
  std::sort(params.begin(), params.end());
  return make_etag(version + "\n" + path + "?" + to_query(params));
}

bool client_has(const HttpRequest& request, const std::string& etag) {
  if (request.method != "GET" && request.method != "HEAD") return false;
  std::string_view rest = header(request, "if-none-match");
  if (rest == "*") return true;
  while (!rest.empty()) {
    const auto item = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(item.size() + 1, rest.size()));
    auto tag = trimmed(item);
    if (tag.starts_with("W/")) tag.remove_prefix(2);  // a cache's mark; reading compares weakly (RFC 9110, 13.1.2)
    if (tag == etag) return true;
  }
  return false;
}

HttpResponse not_modified(const std::string& etag, const std::string& cache_control) {
  HttpResponse response;
  response.status = 304;
  response.headers = {{"ETag", etag}, {"Cache-Control", cache_control}};
  return response;
}

}  // namespace newssearch
