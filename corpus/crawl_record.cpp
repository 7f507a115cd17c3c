#include "corpus/crawl_record.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "corpus/ascii.h"
#include "corpus/clean_text.h"

namespace newssearch {
namespace {

constexpr std::size_t kQuotedLength = 40;
constexpr std::uint64_t kLongestRecord = std::uint64_t{1} << 62;

bool is_decimal(char c) { return c >= '0' && c <= '9'; }

/// The first line, without its end; nullopt where it has none.
std::optional<std::string_view> whole_line(std::string_view text) {
  const std::size_t newline = text.find('\n');
  if (newline == std::string_view::npos) return std::nullopt;
  std::string_view line = text.substr(0, newline);
  while (line.ends_with('\r')) line.remove_suffix(1);  // two where a file was taken for one of another system
  return line;
}

Error bad_record(const std::string& reason) { return Error{"bad_record", reason}; }

Result<std::uint64_t> read_length(std::string_view stated) {
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(stated.data(), stated.data() + stated.size(), length);
  if (error != std::errc() || end != stated.data() + stated.size() || length > kLongestRecord)
    return bad_record("its length '" + std::string(clip(stated, kQuotedLength)) + "' is no number of bytes");
  return length;
}

/// "WARC/1.0"
bool begins_warc(std::string_view text) {
  constexpr std::string_view mark = "WARC/";
  const std::size_t number = mark.size();
  if (!text.starts_with(mark) || text.size() < number + 3 || !is_decimal(text[number])) return false;
  const std::string_view version = trim(text.substr(number, std::min(text.find('\n'), number + 8) - number));
  return version.find_first_not_of("0123456789.") == std::string_view::npos && version.size() <= 5;
}

/// "<http://example.org/>", as some programs wrote it.
std::string bare_uri(std::string uri) {
  if (uri.starts_with('<') && uri.ends_with('>')) uri = uri.substr(1, uri.size() - 2);
  return uri;
}

CrawlRecord::Kind kind_of_warc(const std::string& type, const std::string& content_type) {
  using Kind = CrawlRecord::Kind;
  const bool http = content_type.empty() || content_type.starts_with("application/http");
  if (type == "response") return http ? Kind::response : Kind::document;
  if (type == "resource") return Kind::document;
  return type == "conversion" ? Kind::text : Kind::other;
}

/// The lines up to the blank one. A line that is no field ends the search: the next record may begin there.
Result<std::string_view> warc_header(std::string_view text) {
  std::size_t at = 0;
  while (at < kCrawlHeaderBytes) {
    const std::optional<std::string_view> line = whole_line(text.substr(at));
    if (!line) break;
    const bool first = at == 0;
    at = text.find('\n', at) + 1;
    if (line->empty()) return text.substr(0, at);
    const bool continued = line->front() == ' ' || line->front() == '\t';
    if (!first && !continued && line->find(':') == std::string_view::npos)
      return bad_record("its header holds a line that is no field: '" + std::string(clip(*line, kQuotedLength)) + "'");
  }
  return bad_record(text.size() < kCrawlHeaderBytes ? "the file ends within its header: it was cut short"
                                                    : "its header has no end within 64 kB");
}

Result<CrawlRecord> read_warc(std::string_view text) {
  const Result<std::string_view> found = warc_header(text);
  if (!found) return found.error();
  const std::string_view header = *found;
  const std::string stated = header_field(header, "Content-Length");
  if (stated.empty()) return bad_record("its header states no Content-Length");
  const Result<std::uint64_t> length = read_length(stated);
  if (!length) return length.error();
  CrawlRecord record;
  record.content_type = header_field(header, "Content-Type");
  record.kind = kind_of_warc(ascii_lower(header_field(header, "WARC-Type")), ascii_lower(record.content_type));
  record.uri = bare_uri(header_field(header, "WARC-Target-URI"));
  record.length = *length;
  record.header_bytes = header.size();
  return record;
}

std::vector<std::string_view> split_at_blanks(std::string_view line) {
  std::vector<std::string_view> fields;
  while (!line.empty()) {
    const std::size_t blank = std::min(line.find(' '), line.size());
    fields.push_back(line.substr(0, blank));
    line.remove_prefix(std::min(blank + 1, line.size()));
  }
  return fields;
}

bool is_scheme(std::string_view text) {
  const std::size_t colon = text.substr(0, 12).find(':');
  return colon != std::string_view::npos && colon > 1 &&
         std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon),
                     [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_decimal_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_decimal);
}

/// Addresses may hold blanks: fields are counted from the end, where the length stands.
bool begins_arc(std::string_view text) {
  if (!is_scheme(text)) return false;
  const std::optional<std::string_view> line = whole_line(clip(text, kCrawlHeaderBytes));
  if (!line || std::count(line->begin(), line->end(), ' ') < 4) return false;
  return is_decimal_number(line->substr(line->rfind(' ') + 1));
}

/// The time of the crawl, YYYYMMDDhhmmss, stands third in a line of five fields and of ten.
Result<CrawlRecord> read_arc(std::string_view text) {
  const std::string_view line = whole_line(text).value_or(std::string_view());
  const std::vector<std::string_view> fields = split_at_blanks(line);
  if (fields.size() < 5) return bad_record("its header line has fewer than five fields");
  const Result<std::uint64_t> length = read_length(fields.back());
  if (!length) return length.error();
  std::size_t date = 2;
  while (date + 3 < fields.size() && (fields[date].size() != 14 || !is_decimal_number(fields[date]))) ++date;
  CrawlRecord record;
  record.uri = std::string(line.substr(0, static_cast<std::size_t>(fields[date - 1].data() - line.data())));
  record.uri = std::string(trim(record.uri));
  record.kind = record.uri.starts_with("http") ? CrawlRecord::Kind::response : CrawlRecord::Kind::other;
  record.length = *length;
  record.header_bytes = text.find('\n') + 1;
  return record;
}

}  // namespace

const CrawlFormat kWarc{begins_warc, read_warc};
const CrawlFormat kArc{begins_arc, read_arc};

std::size_t end_of_header(std::string_view text) {
  for (std::size_t newline = text.find('\n'); newline != std::string_view::npos;
       newline = text.find('\n', newline + 1)) {
    const std::size_t end = text.find_first_not_of('\r', newline + 1);
    if (end != std::string_view::npos && text[end] == '\n') return end + 1;
  }
  return std::string_view::npos;
}

std::string header_field(std::string_view lines, std::string_view name) {
  const std::string wanted = ascii_lower(name);
  std::string value;
  bool found = false;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    const bool continued = line.starts_with(' ') || line.starts_with('\t');
    if (found && !continued) break;
    if (found) {
      value += ' ';
      value += trim(line);
    } else if (const std::size_t colon = line.find(':');
               !continued && colon != std::string_view::npos && ascii_lower(trim(line.substr(0, colon))) == wanted) {
      value = trim(line.substr(colon + 1));
      found = true;
    }
  }
  return std::string(trim(value));
}

}  // namespace newssearch
