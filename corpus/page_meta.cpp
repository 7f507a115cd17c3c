#include "corpus/page_meta.h"

#include <algorithm>
#include <array>

#include "corpus/ascii.h"
#include "corpus/byline.h"
#include "corpus/clean_text.h"
#include "corpus/text_shape.h"
#include "corpus/written_date.h"

namespace newssearch {
namespace {

using Role = DateMention::Role;

constexpr int kBylineWidth = 100, kBylineWords = 14;

bool starts_with_word(std::string_view text, std::string_view word) {
  return ascii_lower(text.substr(0, word.size())) == word &&
         (text.size() == word.size() || text[word.size()] == ' ' || text[word.size()] == ':');
}

/// "2 hours ago", "5 min read": known to be no text, worth nothing as a date.
bool is_relative_time(std::string_view text) {
  const std::string words = ascii_lower(text);
  const bool counted = !words.empty() && ((words[0] >= '0' && words[0] <= '9') || words.starts_with("a"));
  return words == "just now" || words == "today" || words == "yesterday" ||
         (counted && count_words(words) <= 4 && (words.ends_with(" ago") || words.ends_with(" read")));
}

/// Takes "Published", "Last updated:", "Posted on" and the like off the front; unsaid where there is none of them.
struct Label {
  Role role = Role::unsaid;
  bool found = false;
};
Label take_label(std::string_view& text) {
  Label label;
  constexpr std::array<std::string_view, 5> neutral = {"first", "last", "on", "at", "date"};
  while (true) {
    text = trim(text);
    const std::size_t size = std::min(text.find_first_of(" :"), text.size());
    const std::string word = ascii_lower(text.substr(0, size));
    if (word == "published" || word == "posted")
      label.role = Role::published;
    else if (word == "updated" || word == "modified")
      label.role = Role::updated;
    else if (std::find(neutral.begin(), neutral.end(), word) == neutral.end())
      return label;
    label.found = label.found || label.role != Role::unsaid || word == "on";
    text.remove_prefix(size);
    while (text.starts_with(':') || text.starts_with(' ')) text.remove_prefix(1);
  }
}

bool read_date_text(std::string_view text, Role role, PageMeta& meta) {
  if (!is_date(text)) return false;
  meta.dates.push_back({role, std::string(trim(text))});
  return true;
}

/// What follows "By": names, and perhaps a date.
bool read_byline(std::string_view text, Role role, PageMeta& meta) {
  for (std::size_t cut = text.find(' '); cut != std::string_view::npos; cut = text.find(' ', cut + 1)) {
    std::string_view rest = text.substr(cut);
    const Label label = take_label(rest);
    if (!is_date(rest)) continue;
    text = trim(text.substr(0, cut));
    while (text.ends_with(',') || text.ends_with('-')) text.remove_suffix(1);
    read_date_text(rest, label.role == Role::unsaid ? role : label.role, meta);
    break;
  }
  if (!is_names(trim(text))) return false;
  if (const std::size_t place = text.find(" in "); place != std::string_view::npos) text = text.substr(0, place);
  for (std::string& author : split_byline(text)) meta.authors.push_back(std::move(author));
  return true;
}

bool read_part(std::string_view part, PageMeta& meta) {
  std::string_view rest = part;
  const Label label = take_label(rest);
  if (rest.empty()) {
    if (label.found) meta.dates.push_back({label.role, ""});
    return label.found;
  }
  if (starts_with_word(rest, "by")) {
    rest.remove_prefix(2);
    while (rest.starts_with(':') || rest.starts_with(' ')) rest.remove_prefix(1);
    if (rest.empty()) return meta.announces_author = true;
    return read_byline(rest, label.role, meta);
  }
  if (is_relative_time(rest)) return true;
  if (const std::size_t by = ascii_lower(rest).find(" by "); by != std::string::npos && is_date(rest.substr(0, by)))
    return read_date_text(rest.substr(0, by), label.role, meta) &&
           read_byline(trim(rest.substr(by + 4)), label.role, meta);
  return read_date_text(rest, label.role, meta);
}

/// Takes off what stands before the next of "|", "·" and "•".
std::string_view take_part(std::string_view& rest) {
  std::size_t end = rest.size(), length = 0;
  for (const std::string_view separator : {"|", "·", "•"})
    if (const std::size_t found = rest.find(separator); found < end) {
      end = found;
      length = separator.size();
    }
  const std::string_view part = trim(rest.substr(0, end));
  rest.remove_prefix(end + length);
  return part;
}

}  // namespace

bool is_names(std::string_view text) {
  if (text.empty() || width(text) > kBylineWidth || count_words(text) > kBylineWords) return false;
  const char first = text.front();
  if (!((first >= 'A' && first <= 'Z') || static_cast<unsigned char>(first) >= 0xc3)) return false;
  if (text.find_first_of("0123456789?!") != std::string_view::npos) return false;
  return !ends_sentence(text) || ascii_lower(text).ends_with("jr.") || ascii_lower(text).ends_with("sr.");
}

std::optional<PageMeta> read_page_meta(std::string_view line) {
  constexpr int longest = 160;
  if (width(line) > longest) return std::nullopt;
  PageMeta meta;
  for (std::string_view rest = line; !rest.empty();) {
    const std::string_view part = take_part(rest);
    if (!part.empty() && !read_part(part, meta)) return std::nullopt;
  }
  return meta;
}

}  // namespace newssearch
