#include "corpus/web_archive.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "corpus/ascii.h"
#include "corpus/clean_text.h"
#include "corpus/crawl_record.h"
#include "corpus/gathered_record.h"
#include "corpus/input_window.h"
#include "corpus/stored_response.h"

namespace newssearch {
namespace {

constexpr std::size_t kShownUri = 200, kKindLookedAt = 512;
constexpr std::size_t kNowhere = std::string_view::npos;

/// Where a record begins at the front of `text` or of one of its later lines.
std::size_t find_record(std::string_view text, const CrawlFormat& format) {
  for (std::size_t at = 0; at < text.size();) {
    if (format.begins(text.substr(at))) return at;
    const std::size_t newline = text.find('\n', at);
    if (newline == kNowhere) break;
    at = newline + 1;
  }
  return kNowhere;
}

std::string_view without_line_ends(std::string_view text) { return text.substr(0, text.find_last_not_of("\r\n") + 1); }

bool is_page_type(const std::string& type) {
  if (type == "image/svg+xml") return false;
  for (const std::string_view page : {"text/html", "text/plain", "text/xml", "text/json", "application/json",
                                      "application/xml", "application/xhtml+xml"})
    if (type == page) return true;
  return type.ends_with("+xml") || type.ends_with("+json");
}

/// Crawlers keep their own notes under other schemes, "metadata:" or "urn:".
bool is_page_address(std::string_view uri) {
  const std::string scheme = ascii_lower(uri.substr(0, std::min<std::size_t>(uri.find(':'), 8)));
  for (const std::string_view known : {"http", "https", "ftp", "file", ""})
    if (scheme == known) return !uri.substr(0, uri.find('?')).ends_with("/robots.txt");
  return false;
}

/// What a record holds, as far as its front tells.
struct Payload {
  bool wanted = false;
  std::size_t body_at = 0;
  std::string content_type, content_encoding;
  bool chunked = false;
  std::optional<Error> broken = std::nullopt;
};

Payload payload_of(const CrawlRecord& record, std::string_view front) {
  using Kind = CrawlRecord::Kind;
  Payload payload;
  if (record.kind == Kind::other || !is_page_address(record.uri)) return payload;
  payload.content_type = record.content_type;
  if (record.kind == Kind::response) {
    const std::optional<StoredResponse> response = read_stored_response(front);
    if (!response) {
      payload.broken = Error{"bad_record", "no whole HTTP header in it"};
      return payload;
    }
    if (response->status != 200) return payload;
    payload = {.body_at = response->header_bytes,
               .content_type = response->content_type,
               .content_encoding = response->content_encoding,
               .chunked = response->chunked};
  }
  const std::string type = media_type(payload.content_type);
  payload.wanted = type.empty() ? looks_like_text(front.substr(payload.body_at)) : is_page_type(type);
  return payload;
}

/// What is said to be HTML is read as that, unless it opens as a feed or JSON, which some servers call so.
bool is_html_body(const std::string& type, std::string_view body) {
  if (type != "text/html" && type != "application/xhtml+xml") return false;
  const std::string front = ascii_lower(trim(body));
  for (const std::string_view other : {"{", "[", "<?xml", "<rss", "<feed", "<rdf"})
    if (front.starts_with(other)) return false;
  return !front.empty();
}

class CrawlMembers final : public Members {
 public:
  CrawlMembers(std::string name, std::unique_ptr<ByteStream> bytes, const CrawlFormat& format,
               std::size_t max_record_bytes)
      : name_(std::move(name)),
        format_(format),
        limit_(max_record_bytes + kCrawlHeaderBytes),
        input_(std::move(bytes)) {}

  std::optional<Member> next() override {
    while (found_.empty() && !ended_) read_record();
    if (found_.empty()) return std::nullopt;
    any_ = true;
    Member member = std::move(found_.front());
    found_.pop_front();
    return member;
  }
  std::uint64_t bytes_read() const override { return input_.bytes_read(); }

 private:
  void read_record() {
    while (input_.peek().starts_with('\r') || input_.peek().starts_with('\n')) take(1);
    const std::string_view window = input_.peek(kCrawlHeaderBytes);
    if (window.empty()) return end();
    where_ = name_ + "@" + std::to_string(offset_);
    if (!format_.begins(window)) {
      const std::uint64_t passed = pass_over(UINT64_MAX);
      return tell("no record begins here: " + megabytes(passed) + " passed over");
    }
    const Result<CrawlRecord> record = format_.read_header(window);
    if (!record) {
      tell(record.error().message);
      take(1);
      pass_over(UINT64_MAX);
      return;
    }
    TextRepairs unimportant;
    if (!record->uri.empty()) where_ += " " + clean_line(clip(record->uri, kShownUri), unimportant);
    take(record->header_bytes);
    if (record->length > limit_)
      read_long(*record);
    else
      read_whole(*record);
  }

  /// A record that is held in memory as a whole, so that a length that is wrong can be mended.
  void read_whole(const CrawlRecord& record) {
    const auto length = static_cast<std::size_t>(record.length);
    const std::string_view window = input_.peek(length + kCrawlHeaderBytes);
    std::string_view body = window.substr(0, length);
    std::size_t size = body.size();
    std::string problem;
    if (window.size() < length || !is_boundary(window.substr(length))) {
      if (const std::size_t next = find_record(window, format_); next != kNowhere) {
        size = next;
        body = without_line_ends(window.substr(0, next));
        problem = "the record says that it has " + std::to_string(length) + " bytes, but the next one begins after " +
                  std::to_string(next);
      } else if (window.size() < length) {
        problem = "the record was cut short: " + std::to_string(size) + " bytes of " + std::to_string(length);
      }
    }
    const bool lost = record.kind != CrawlRecord::Kind::other || size == window.size();
    add(record, body);
    if (!problem.empty() && lost) tell(problem);
    take(size);
  }

  /// A record that is passed over, unless another one begins within it.
  void read_long(const CrawlRecord& record) {
    const std::string_view front = input_.peek(kCrawlHeaderBytes);
    const Payload payload = payload_of(record, front.substr(0, find_record(front, format_)));
    const std::uint64_t passed = pass_over(record.length);
    if (passed < record.length)
      tell("the record says that it has " + std::to_string(record.length) + " bytes, but ends after " +
           std::to_string(passed));
    else if (payload.wanted)
      found_.push_back(
          {where_, Error{"too_large", "the record of " + megabytes(record.length) + " is over the limit of " +
                                          megabytes(limit_ - kCrawlHeaderBytes)}});
  }

  /// What follows a record that is whole: nothing, or the next.
  bool is_boundary(std::string_view rest) const {
    rest.remove_prefix(std::min(rest.find_first_not_of("\r\n"), rest.size()));
    return rest.empty() || format_.begins(rest);
  }

  void add(const CrawlRecord& record, std::string_view content) {
    Payload payload = payload_of(record, content);
    if (payload.broken) return void(found_.push_back({where_, *std::move(payload.broken)}));
    if (!payload.wanted) return;
    ChunkedBody body = payload.chunked ? without_chunks(content.substr(payload.body_at))
                                       : ChunkedBody{std::string(content.substr(payload.body_at)), true};
    Result<std::unique_ptr<ByteStream>> bytes = decoded_body(std::move(body.body), payload.content_encoding);
    if (!bytes) return void(found_.push_back({where_, bytes.error()}));
    auto looked_at = std::make_unique<LookedAt>(*std::move(bytes), kKindLookedAt);
    Member member{where_, std::unique_ptr<ByteStream>(),
                  Origin{.url = record.uri, .charset = charset_of(payload.content_type)}};
    if (record.kind == CrawlRecord::Kind::text) member.format = "text";
    if (is_html_body(media_type(payload.content_type), looked_at->front())) member.format = "html";
    member.bytes = std::unique_ptr<ByteStream>(std::move(looked_at));
    found_.push_back(std::move(member));
    if (!body.whole) tell("the chunks of its body break off in the middle");
  }

  void tell(const std::string& problem) { found_.push_back({where_, Error{"bad_record", problem}}); }

  void end() {
    ended_ = true;
    if (input_.failure())
      found_.push_back({name_, *input_.failure()});
    else if (!any_)
      found_.push_back({name_, Error{"empty", "no pages in it"}});
  }

  void take(std::size_t count) {
    input_.take(count);
    offset_ += count;
  }

  /// Takes up to `count` bytes, but stops where a record begins on a line of its own; how many it took.
  std::uint64_t pass_over(std::uint64_t count) {
    std::uint64_t passed = 0;
    while (passed < count) {
      const std::string_view window = input_.peek(2 * kCrawlHeaderBytes);
      if (window.empty()) break;
      const bool last = window.size() < 2 * kCrawlHeaderBytes;
      // The first line is what is passed over; the last ones may go on beyond the window.
      const std::size_t line = std::min(window.find('\n'), window.size() - 1) + 1;
      const std::size_t begin = find_record(window.substr(line), format_);
      std::size_t step = begin != kNowhere ? line + begin : window.size();
      if (begin == kNowhere && !last) step = before_last_lines(window);
      step = static_cast<std::size_t>(std::min<std::uint64_t>(step, count - passed));
      take(step);
      passed += step;
      if (begin != kNowhere) break;
    }
    return passed;
  }

  /// How much of a window can be no beginning of a record that goes on beyond it.
  static std::size_t before_last_lines(std::string_view window) {
    const std::size_t newline = window.rfind('\n');
    return newline == kNowhere || newline < kCrawlHeaderBytes ? window.size() : newline;
  }

  const std::string name_;
  const CrawlFormat& format_;
  const std::size_t limit_;  // of a record and its HTTP header
  InputWindow input_;
  std::uint64_t offset_ = 0;
  std::string where_;  // the record that is read
  std::deque<Member> found_;
  bool any_ = false, ended_ = false;
};

}  // namespace

bool is_web_archive(std::string_view front) { return front.starts_with("WARC/") || front.starts_with("filedesc://"); }

std::unique_ptr<Members> members_of_web_archive(const std::string& name, std::unique_ptr<ByteStream> bytes,
                                                std::size_t max_record_bytes) {
  auto looked_at = std::make_unique<LookedAt>(std::move(bytes), 1);
  const CrawlFormat& format = looked_at->front().starts_with('W') ? kWarc : kArc;
  return std::make_unique<CrawlMembers>(name, std::move(looked_at), format, max_record_bytes);
}

}  // namespace newssearch
