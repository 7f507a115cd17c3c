#include "corpus/stored_response.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>

#include "corpus/ascii.h"
#include "corpus/clean_text.h"
#include "corpus/crawl_record.h"
#include "corpus/decompression.h"

namespace newssearch {
namespace {

constexpr std::size_t kShownEncoding = 40, kTextLookedAt = 512;

/// "HTTP/1.1 200 OK": 200, also where the reason is missing.
std::optional<int> status_of(std::string_view line) {
  if (!line.starts_with("HTTP/")) return std::nullopt;
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const std::string_view rest = trim(line.substr(blank));
  int status = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), status);
  if (error != std::errc()) return std::nullopt;
  return status;
}

/// The size in a chunk's first line, and where its data begins; nullopt where `sent` begins with no such line.
struct ChunkMark {
  std::uint64_t size = 0;
  std::size_t bytes = 0;
};
std::optional<ChunkMark> chunk_mark(std::string_view sent) {
  constexpr std::size_t longest = 256;
  const std::size_t newline = sent.substr(0, longest).find('\n');
  if (newline == std::string_view::npos) return std::nullopt;
  const std::string_view line = sent.substr(0, newline);
  const std::string_view size = trim(line.substr(0, line.find(';')));
  ChunkMark mark{0, newline + 1};
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), mark.size, 16);
  if (size.empty() || end != size.data() + size.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range)
    mark.size = UINT64_MAX;
  else if (error != std::errc())
    return std::nullopt;
  return mark;
}

bool is_zlib(std::string_view body) {
  if (body.size() < 2) return false;
  const unsigned first = static_cast<unsigned char>(body[0]), second = static_cast<unsigned char>(body[1]);
  return (first & 15) == 8 && (first * 256 + second) % 31 == 0;
}

}  // namespace

std::optional<StoredResponse> read_stored_response(std::string_view text) {
  const std::optional<int> status = status_of(text.substr(0, text.find('\n')));
  if (!status) return std::nullopt;
  const std::size_t end = end_of_header(text);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view header = text.substr(0, end);
  StoredResponse response;
  response.status = *status;
  response.content_type = header_field(header, "Content-Type");
  response.content_encoding = header_field(header, "Content-Encoding");
  response.chunked = ascii_lower(header_field(header, "Transfer-Encoding")).find("chunked") != std::string::npos;
  response.header_bytes = end;
  return response;
}

ChunkedBody without_chunks(std::string_view sent) {
  if (!chunk_mark(sent)) return {std::string(sent), true};
  ChunkedBody chunks;
  chunks.body.reserve(sent.size());
  while (true) {
    const std::optional<ChunkMark> mark = chunk_mark(sent);
    if (!mark) break;
    if (mark->size == 0) return chunks;
    sent.remove_prefix(mark->bytes);
    const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(mark->size, sent.size()));
    chunks.body += sent.substr(0, size);
    sent.remove_prefix(size);
    if (size < mark->size) break;
    if (sent.starts_with("\r\n"))
      sent.remove_prefix(2);
    else if (sent.starts_with('\n'))
      sent.remove_prefix(1);
  }
  chunks.whole = false;
  return chunks;
}

Result<std::unique_ptr<ByteStream>> decoded_body(std::string body, std::string_view content_encoding) {
  const std::string encoding = ascii_lower(trim(content_encoding));
  const bool known = encoding.empty() || encoding == "identity" || encoding == "gzip" || encoding == "x-gzip";
  if (known || looks_like_text(body)) return bytes_of(std::move(body));
  if (encoding == "deflate") {
    const Deflated form = is_zlib(body) ? Deflated::zlib : Deflated::bare;
    Result<std::unique_ptr<ByteStream>> bytes = bytes_of(std::move(body));
    if (!bytes) return bytes;
    return inflated(*std::move(bytes), form);
  }
  return Error{"unreadable", "its Content-Encoding '" + std::string(clip(encoding, kShownEncoding)) +
                                 "' is not read: gzip and deflate are"};
}

std::string media_type(std::string_view content_type) {
  return ascii_lower(trim(content_type.substr(0, content_type.find(';'))));
}

std::string charset_of(std::string_view content_type) {
  constexpr std::string_view name = "charset=";
  const std::string lower = ascii_lower(content_type);
  const std::size_t at = lower.find(name);
  if (at == std::string::npos) return "";
  std::string_view value = trim(std::string_view(lower).substr(at + name.size()));
  const bool quoted = value.starts_with('"') || value.starts_with('\'');
  if (quoted) value.remove_prefix(1);
  return std::string(value.substr(0, value.find_first_of(";,\"' \t")));
}

bool looks_like_text(std::string_view body) {
  const std::string_view front = body.substr(0, kTextLookedAt);
  return std::none_of(front.begin(), front.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && (byte < '\t' || byte > '\r') && byte != 0x1b) || byte == 0x7f;
  });
}

}  // namespace newssearch
