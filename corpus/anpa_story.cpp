#include <algorithm>
#include <utility>

#include "corpus/agency_terms.h"
#include "corpus/ascii.h"
#include "corpus/clean_text.h"
#include "corpus/wire_story.h"

namespace newssearch {
namespace {

/// Blanks, control characters of tables, and the mark of lines that are set apart.
constexpr std::string_view kBeforeLine = "^ \t\r\b\x10\x1f";

/// A line of the head: "^By JANE DOE=" with "By JANE DOE" in it.
struct AnpaLine {
  std::string text;
  char end = ' ';  ///< '<', '=' or ' '
};

AnpaLine head_line(std::string_view line) {
  line = trim(line);
  if (line.starts_with('^')) line.remove_prefix(1);
  const char end = line.ends_with('<') ? '<' : line.ends_with('=') ? '=' : ' ';
  if (end != ' ') line.remove_suffix(1);
  return {collapse(line), end};
}

/// "AP Photo XYZ101, XYZ102": a few words, then numbers of pictures and nothing else.
bool lists_media(std::string_view line) {
  constexpr std::size_t words_before = 3;
  const std::vector<std::string> words = wire_words(line);
  std::size_t first = words.size();
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    while (word.ends_with(',') || word.ends_with('.')) word.remove_suffix(1);
    const std::size_t digits = word.find_first_of("0123456789");
    const bool number = digits != std::string_view::npos && digits >= 2 && is_number(word.substr(digits)) &&
                        std::all_of(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(digits),
                                    [](char c) { return c >= 'A' && c <= 'Z'; });
    if (number) first = std::min(first, i);
    if (!number && first < i) return false;
  }
  return first < words.size() && first <= words_before;
}

bool is_note(std::string_view line) {
  if (line.starts_with('(')) line.remove_prefix(1);
  const std::string words = ascii_lower(line.substr(0, 16));
  return words.starts_with("eds:") || words.starts_with("eds ") || words.starts_with("editors:") ||
         words.starts_with("editor's note") || words.starts_with("editors' note");
}

/// "``Yes,'' she said" with the quotes of today.
std::string with_quotes(std::string_view text) {
  std::string quoted;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view two = text.substr(i, 2);
    if (two == "``" || two == "''") {
      quoted += '"';
      ++i;
    } else {
      quoted += text[i];
    }
  }
  return quoted;
}

class AnpaReader {
 public:
  explicit AnpaReader(const WireMessage& message) : message_(message), lines_(wire_lines(message.text)) {}

  Draft read() {
    read_dates();
    read_keyword();
    read_head();
    read_body();
    if (draft_.article.body.empty()) draft_.article.body = summary_;
    take_dateline(draft_);
    return std::move(draft_);
  }

 private:
  /// "AP-WF-11-13-13 1509GMT<", after the text
  void read_dates() {
    std::string trailer = message_.trailer;
    std::replace(trailer.begin(), trailer.end(), '-', ' ');
    const std::vector<std::string> words = wire_words(trailer);
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
      if (words[i].size() != 2 || !is_number(words[i]) || !is_number(words[i + 1])) continue;
      const std::string time = i + 3 < words.size() ? words[i + 3].substr(0, 4) : "";
      const auto date = wire_date(words[i + 2].substr(0, 2), std::stoi(words[i]), words[i + 1], time);
      if (!date) continue;
      day_ = date->substr(0, 10);
      take_date(draft_.evidence.published, *date, "trailer");
      if (i > 0 && std::none_of(words[0].begin(), words[0].end(), [](char c) { return c < 'A' || c > 'Z'; }))
        draft_.article.source = words[0];
      return;
    }
  }

  /// "BC-LT--Lighthouse Keepers, 1st Ld-Writethru,466<"
  void read_keyword() {
    if (lines_.empty()) return;
    std::string_view first = lines_[next_++];
    if (const std::size_t caret = first.rfind('^'); caret != std::string_view::npos) first.remove_prefix(caret + 1);
    const AnpaLine head = head_line(first);
    const std::string_view line = head.text;
    const std::size_t comma = std::min(line.find(','), line.size());
    const std::string keyword(line.substr(0, comma));
    std::string_view label = trim(line.substr(comma));
    const std::size_t last = label.rfind(',');
    if (last != std::string_view::npos && is_number(trim(label.substr(last + 1)))) label = label.substr(0, last);
    while (label.starts_with(',') || label.starts_with(' ')) label.remove_prefix(1);
    draft_.article.version = label;
    if (keyword.empty()) return;
    std::string name = ascii_lower(keyword);
    std::replace(name.begin(), name.end(), ' ', '-');
    const bool kill = keyword.ends_with("-KILL") || keyword.ends_with(" KILL") ||
                      ascii_lower(label).find("kill") != std::string::npos;
    constexpr std::size_t length_of_kill = 5;
    if (kill && name.ends_with("-kill")) name.resize(name.size() - length_of_kill);
    while (name.ends_with('-')) name.pop_back();
    draft_.article.id = "anpa:" + name + ":" + (day_.empty() ? header_day() : day_);
    if (kill) take_status(draft_, "canceled");
    keyword_ = keyword;
  }

  /// The "11-13" in the header, where there is no trailer.
  std::string header_day() const {
    for (const std::string& word : wire_words(message_.header))
      if (word.size() == 5 && word[2] == '-' && is_number(word.substr(0, 2)) && is_number(word.substr(3))) return word;
    return {};
  }

  void read_head() {
    for (; next_ < lines_.size(); ++next_) {
      const std::string_view line = lines_[next_];
      if (trim(line).empty()) continue;
      const AnpaLine head = head_line(line);
      if (!trim(line).starts_with('^') || head.end == ' ') break;
      take_head_line(head);
    }
    if (draft_.evidence.headlines.empty()) take_headline(draft_, keyword_, "keyword");
  }

  void take_head_line(const AnpaLine& head) {
    const bool after_byline = std::exchange(byline_seen_, false);
    if (head.text.starts_with("By ") || head.text.starts_with("BY ")) {
      take_byline(draft_, head.text);
      byline_seen_ = true;
    } else if (is_note(head.text)) {
      draft_.article.ednote += (draft_.article.ednote.empty() ? "" : "\n") + head.text;
    } else if (lists_media(head.text) || (after_byline && head.end == '=')) {
      return;  // "AP Sports Writer=" below a name
    } else if (draft_.evidence.headlines.empty()) {
      take_headline(draft_, head.text, "headline");
    } else {
      summary_ += (summary_.empty() ? "" : "\n\n") + head.text;
    }
  }

  /// A line that is indented begins a paragraph, others go on with it.
  void read_body() {
    std::string& body = draft_.article.body;
    bool parted = true;
    for (; next_ < lines_.size(); ++next_) {
      std::string_view line = lines_[next_];
      const bool row = !line.empty() && static_cast<unsigned char>(line.front()) < ' ' && line.front() != '\t';
      const bool begins = line.starts_with(' ') || line.starts_with('\t') || line.starts_with('^');
      line.remove_prefix(std::min(line.find_first_not_of(kBeforeLine), line.size()));
      if (line.ends_with('<')) line.remove_suffix(1);
      line = trim(line);
      if (line == "END" || line.empty()) {
        parted = true;
        continue;
      }
      if (!body.empty()) body += begins || parted ? "\n\n" : row ? "\n" : " ";
      body += with_quotes(line);
      parted = false;
    }
  }

  const WireMessage& message_;
  const std::vector<std::string_view> lines_;
  std::size_t next_ = 0;
  std::string day_, keyword_, summary_;
  bool byline_seen_ = false;
  Draft draft_;
};

}  // namespace

Draft read_anpa_story(const WireMessage& message) { return AnpaReader(message).read(); }

}  // namespace newssearch
