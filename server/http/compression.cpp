#include "server/http/compression.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace newssearch {
namespace {

constexpr std::size_t kLeastBytes = 1024;  ///< less fits into a packet or two anyway
constexpr int kLevel = 4;                  ///< of 9
constexpr int kGzip = 16 + MAX_WBITS;

bool is_text(std::string_view type) {
  static constexpr std::array<std::string_view, 6> kTexts = {
      "text/",           "application/json",    "application/problem+json",
      "application/xml", "application/openapi", "image/svg+xml"};
  return type.find("+xml") != std::string_view::npos || type.find("+json") != std::string_view::npos ||
         std::any_of(kTexts.begin(), kTexts.end(), [&](std::string_view text) { return type.starts_with(text); });
}

/// Empty where zlib has no memory.
std::string gzip(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // which zlib does not write to
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  packed.resize(done ? stream.total_out : 0);
  deflateEnd(&stream);
  return packed;
}

bool equal_ignoring_case(std::string_view text, std::string_view small) {
  return std::equal(text.begin(), text.end(), small.begin(), small.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

}  // namespace

bool takes_gzip(std::string_view accept_encoding) {
  bool any = false;
  while (!accept_encoding.empty()) {
    const auto item = accept_encoding.substr(0, accept_encoding.find(','));
    accept_encoding.remove_prefix(std::min(item.size() + 1, accept_encoding.size()));
    const auto coding = trimmed(item.substr(0, item.find(';')));
    const auto weight = item.find(';') == std::string_view::npos ? "" : trimmed(item.substr(item.find(';') + 1));
    const bool refused = weight.starts_with("q=0") && weight.find_first_of("123456789") == std::string_view::npos;
    if (equal_ignoring_case(coding, "gzip") || equal_ignoring_case(coding, "x-gzip")) return !refused;
    if (coding == "*") any = !refused;
  }
  return any;
}

void compress(HttpResponse& response, const HttpRequest& request) {
  if (!is_text(response.content_type) || response.body.size() < kLeastBytes) return;
  auto& vary = response.headers["Vary"];
  vary += vary.empty() ? "Accept-Encoding" : ", Accept-Encoding";
  if (!takes_gzip(header(request, "accept-encoding"))) return;
  auto packed = gzip(response.body);
  if (packed.empty()) return;
  response.body = std::move(packed);
  response.headers["Content-Encoding"] = "gzip";
  if (const auto etag = response.headers.find("ETag"); etag != response.headers.end() && etag->second.front() == '"')
    etag->second.insert(0, "W/");
}

}  // namespace newssearch
