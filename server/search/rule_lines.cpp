#include "server/search/rule_lines.h"

#include <unicode/utf8.h>

#include <algorithm>

namespace newssearch {
namespace {

std::string_view without_blanks_around(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const std::size_t begin = text.find_first_not_of(blanks);
  return begin == std::string_view::npos ? "" : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

/// A '#' at the beginning of the line or between blanks begins a comment; in c# and #metoo it does not.
std::string_view without_comment(std::string_view line) {
  const auto is_blank = [&](std::size_t at) { return at >= line.size() || line[at] == ' ' || line[at] == '\t'; };
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1))
    if (at == 0 || (is_blank(at - 1) && is_blank(at + 1))) return without_blanks_around(line.substr(0, at));
  return line;
}

/// Broken UTF-8, NUL, a lone carriage return: what nobody typed, and nothing would be found by.
bool is_no_text(std::string_view line) {
  for (std::int32_t at = 0; at < static_cast<std::int32_t>(line.size());) {
    UChar32 character = 0;
    U8_NEXT(line.data(), at, static_cast<std::int32_t>(line.size()), character);
    if (character < 0 || (character < ' ' && character != '\t') || character == 0x7F) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> read_rule_lines(std::string_view text, std::string_view file,
                                         const std::function<std::string(std::string_view line)>& read) {
  std::vector<std::string> errors;
  const auto complain = [&](std::size_t line, const std::string& reason) {
    errors.push_back(std::string(file) + ':' + std::to_string(line) + ": " + reason);
  };
  if (text.starts_with("\uFEFF")) text.remove_prefix(3);
  for (std::size_t number = 1; !text.empty(); ++number) {
    if (number > kMostRuleLines) {
      complain(number, "more than " + std::to_string(kMostRuleLines) + " lines; the rest is not read");
      break;
    }
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = without_comment(without_blanks_around(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    if (is_no_text(line)) {
      complain(number, "is no text: it has control characters, or is not UTF-8");
      continue;
    }
    if (const std::string reason = read(line); !reason.empty()) complain(number, reason);
  }
  return errors;
}

std::vector<std::string_view> split_rule(std::string_view line, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (std::size_t end; (end = line.find(separator)) != std::string_view::npos;
       line.remove_prefix(end + separator.size()))
    parts.push_back(without_blanks_around(line.substr(0, end)));
  parts.push_back(without_blanks_around(line));
  return parts;
}

}  // namespace newssearch
