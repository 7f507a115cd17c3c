#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "common/result.h"

namespace newssearch {

/// The header of one record of a web archive.
struct CrawlRecord {
  /// An HTTP response with its header; a document without one; a page's text that was taken from it before; what else
  /// such archives hold: requests, metadata, repeats.
  enum class Kind { response, document, text, other };
  Kind kind = Kind::other;
  std::string uri;           ///< may be empty
  std::string content_type;  ///< of a document or a text, as stated
  std::uint64_t length = 0;  ///< of what follows the header
  std::size_t header_bytes = 0;
};

/// One way of writing web archives down.
struct CrawlFormat {
  /// True where a record's first line stands at the front of `text`.
  bool (*begins)(std::string_view text);
  /// The record whose header is at the front of `text`. Code "bad_record".
  Result<CrawlRecord> (*read_header)(std::string_view text);
};

/// No record's header is longer; `text` above should hold so much where the file does.
inline constexpr std::size_t kCrawlHeaderBytes = 64 << 10;

/// ISO 28500, versions 0.17 to 1.1: lines "Name: value" under one that says "WARC/1.0".
extern const CrawlFormat kWarc;
/// The Internet Archive's older format: one line of address, host, date, type and length, or of ten such fields.
extern const CrawlFormat kArc;

/// The value of a header's field, in lines "Name: value" that may be continued on lines that begin with a blank; names
/// are compared without case. Empty where there is none.
std::string header_field(std::string_view lines, std::string_view name);

/// Where the blank line ends that follows a header's lines; npos where there is none.
std::size_t end_of_header(std::string_view text);

}  // namespace newssearch
