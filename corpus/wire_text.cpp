#include "corpus/wire_text.h"

#include <algorithm>
#include <string>
#include <utility>

#include "corpus/agency_terms.h"
#include "corpus/charset.h"
#include "corpus/clean_text.h"
#include "corpus/wire_story.h"

namespace newssearch {
namespace {

constexpr char kStartOfHeader = '\x01', kStartOfText = '\x02', kEndOfText = '\x03', kEndOfTransmission = '\x04',
               kSyn = '\x16', kUnitSeparator = '\x1f';
constexpr std::size_t kMostMessages = 20'000;
constexpr std::size_t kLongestHeader = 2 << 10, kLongestLeader = 32;

/// ANPA's header is laid out by control characters; IPTC's has none.
bool is_anpa(std::string_view header) {
  return std::any_of(header.begin(), header.end(),
                     [](char c) { return c == kUnitSeparator || c == kSyn || (c >= '\x11' && c <= '\x14'); });
}

/// Takes what stands before the first of these characters, and that character where it is `eaten`.
std::string_view take_until(std::string_view& rest, std::string_view any_of, char eaten) {
  const std::size_t end = std::min(rest.find_first_of(any_of), rest.size());
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(end);
  if (!rest.empty() && rest.front() == eaten) rest.remove_prefix(1);
  return taken;
}

Result<Draft> read_message(std::string_view& rest) {
  constexpr char soh_stx_eot[] = {kStartOfHeader, kStartOfText, kEndOfTransmission};
  constexpr char soh_etx_eot[] = {kStartOfHeader, kEndOfText, kEndOfTransmission};
  constexpr char soh_eot[] = {kStartOfHeader, kEndOfTransmission};
  const std::string_view header = take_until(rest, {soh_stx_eot, 3}, '\0');
  if (rest.empty() || rest.front() != kStartOfText)
    return Error{"bad_wire_text", "the message has no start of text (STX) after its header"};
  rest.remove_prefix(1);
  const std::string_view text = take_until(rest, {soh_etx_eot, 3}, '\0');
  const bool whole = !rest.empty() && rest.front() == kEndOfText;
  if (whole) rest.remove_prefix(1);
  const std::string_view trailer = take_until(rest, {soh_eot, 2}, kEndOfTransmission);
  const WireMessage message{decode_markup(header, "").text, decode_markup(text, "").text,
                            decode_markup(trailer, "").text};
  Draft draft = is_anpa(header) ? read_anpa_story(message) : read_iptc_story(message);
  if (!whole) draft.warnings.emplace_back("the message breaks off: it has no end of text (ETX)");
  return draft;
}

}  // namespace

bool begins_wire_text(std::string_view front) {
  const std::size_t begin = front.substr(0, kLongestLeader).find(kStartOfHeader);
  if (begin == std::string_view::npos) return false;
  const bool led_in = std::all_of(front.begin(), front.begin() + static_cast<std::ptrdiff_t>(begin), [](char c) {
    return c == kSyn || c == ' ' || c == '\r' || c == '\n' || c == '\0' || c == '\x7f';
  });
  return led_in && front.substr(begin, kLongestHeader).find(kStartOfText) != std::string_view::npos;
}

std::vector<Result<Draft>> read_wire_text(std::string_view bytes, const Origin&) {
  std::vector<Result<Draft>> drafts;
  for (std::size_t begin = bytes.find(kStartOfHeader); begin != std::string_view::npos;
       begin = bytes.find(kStartOfHeader)) {
    if (drafts.size() == kMostMessages) {
      drafts.emplace_back(Error{"bad_wire_text", "more than " + std::to_string(kMostMessages) +
                                                     " messages in one file: split it; the rest is not read"});
      break;
    }
    bytes.remove_prefix(begin + 1);
    drafts.push_back(read_message(bytes));
  }
  if (drafts.empty()) drafts.emplace_back(Error{"bad_wire_text", "no message in it: none begins with SOH"});
  return drafts;
}

std::vector<std::string_view> wire_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    while (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::vector<std::string> wire_words(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (static_cast<unsigned char>(c) > ' ' && c != '\x7f')
      words.back() += c;
    else if (!words.back().empty())
      words.emplace_back();
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::string> wire_date(std::string_view year, int month, std::string_view day, std::string_view time) {
  if (!is_number(year) || year.size() != 2 || !is_number(day) || day.size() != 2 || month < 1) return std::nullopt;
  const std::string number = std::to_string(month);
  std::string date = std::string(year < "70" ? "20" : "19").append(year) + "-" + (month < 10 ? "0" : "") + number +
                     "-" + std::string(day);
  if (is_number(time) && time.size() == 4)
    date.append("T").append(time.substr(0, 2)).append(":").append(time.substr(2)).append(":00Z");
  return date;
}

}  // namespace newssearch
