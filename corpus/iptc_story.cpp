#include <algorithm>
#include <array>
#include <utility>

#include "corpus/agency_terms.h"
#include "corpus/ascii.h"
#include "corpus/clean_text.h"
#include "corpus/wire_story.h"

namespace newssearch {
namespace {

/// The beginnings of the months' names in English, German, French and Spanish.
constexpr std::array<std::pair<std::string_view, int>, 25> kMonthBeginnings = {
    {{"jan", 1}, {"ene", 1},  {"feb", 2},  {"fev", 2},  {"mar", 3},  {"mae", 3},  {"mrz", 3}, {"apr", 4}, {"avr", 4},
     {"abr", 4}, {"may", 5},  {"mai", 5},  {"jun", 6},  {"jui", 6},  {"jul", 7},  {"aug", 8}, {"aou", 8}, {"ago", 8},
     {"sep", 9}, {"oct", 10}, {"okt", 10}, {"nov", 11}, {"dec", 12}, {"dez", 12}, {"dic", 12}}};

int month_of(std::string_view word) {
  const std::string begin = ascii_lower(word.substr(0, 3));
  for (const auto& [beginning, month] : kMonthBeginnings)
    if (begin == beginning) return month;
  return 0;
}

/// "1ST LEAD", "EXTRA", "(Achtung)": what a line above the headline says of the message.
bool is_label(std::string_view line) {
  constexpr std::size_t longest = 30;
  if (line.size() > longest) return false;
  if (line.starts_with('(') && line.ends_with(')')) return true;
  return std::none_of(line.begin(), line.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c & 0x80) != 0; });
}

/// From here on the text is for editors: a row of asterisks, or a heading for their notebook.
bool begins_notes(std::string_view line) {
  if (!line.empty() && line.find_first_not_of("* ") == std::string_view::npos && line.find("* *") != line.npos)
    return true;
  return line.starts_with("# ") && ascii_lower(line).find("notebook") != std::string::npos;
}

class IptcReader {
 public:
  explicit IptcReader(const WireMessage& message) : message_(message), lines_(wire_lines(message.text)) {}

  Draft read() {
    read_trailer();
    read_header();
    read_head();
    read_body();
    take_dateline(draft_);
    return std::move(draft_);
  }

 private:
  /// "131137 GMT Nov 13": day, time, zone, month and year of filing.
  void read_trailer() {
    const std::vector<std::string> words = wire_words(message_.trailer);
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
      if (words[i].size() != 6 || !is_number(words[i])) continue;
      filed_ = words[i];
      const bool zone = month_of(words[i + 1]) == 0;
      const std::size_t month = i + (zone ? 2 : 1);
      if (month + 1 >= words.size()) return;
      const bool utc = !zone || words[i + 1] == "GMT" || words[i + 1] == "UTC";
      const auto date = wire_date(words[month + 1].substr(0, 2), month_of(words[month]), words[i].substr(0, 2),
                                  utc ? words[i].substr(2) : "");
      if (date) take_date(draft_.evidence.published, *date, "filing time");
      filed_ = date.value_or(filed_);
      return;
    }
  }

  /// "abc062 4 i 211   agency 061", then the keywords
  void read_header() {
    const std::vector<std::string_view> lines = wire_lines(message_.header);
    if (lines.empty()) return;
    const std::vector<std::string> words = wire_words(lines.front());
    if (!words.empty()) draft_.article.id = "iptc7901:" + words.front() + ":" + filed_;
    constexpr std::size_t fixed = 4;  // source, priority, category, words
    if (words.size() >= fixed + 2 && is_number(words.back())) draft_.article.source = words[words.size() - 2];
    for (std::size_t i = 1; i < lines.size(); ++i) {
      std::string_view keywords = lines[i];
      while (!keywords.empty()) {
        const std::size_t slash = std::min(keywords.find('/'), keywords.size());
        add_term(draft_.article.tags, collapse(keywords.substr(0, slash)));
        keywords.remove_prefix(std::min(slash + 1, keywords.size()));
      }
    }
  }

  /// To the line that ends with "=", or else the first.
  std::size_t end_of_head() const {
    constexpr std::size_t farthest = 10;
    std::size_t first = lines_.size();
    for (std::size_t i = 0; i < std::min(lines_.size(), farthest); ++i) {
      if (trim(lines_[i]).ends_with('=')) return i + 1;
      if (!trim(lines_[i]).empty()) first = std::min(first, i);
    }
    return std::min(first + 1, lines_.size());
  }

  void read_head() {
    std::string headline;
    const std::size_t end = end_of_head();
    for (; next_ < end; ++next_) {
      std::string_view line = trim(lines_[next_]);
      if (line.ends_with('=')) line = trim(line.substr(0, line.size() - 1));
      if (line.empty()) continue;
      const bool last = next_ + 1 == end;
      if (headline.empty() && !last && is_label(line))
        take_label(line);
      else if (line.starts_with("By ") || line.starts_with("Von ") || line.starts_with("Par ") ||
               line.starts_with("Por "))
        take_byline(draft_, line);
      else
        headline += (headline.empty() ? "" : " ") + std::string(line);
    }
    take_headline(draft_, headline, "headline");
  }

  void take_label(std::string_view label) {
    Article& article = draft_.article;
    article.ednote += (article.ednote.empty() ? "" : "\n") + std::string(label);
    const std::string words = ascii_lower(label);
    if (words.find("lead") != std::string::npos || words.find("update") != std::string::npos) article.version = label;
    if (words.find("kill") == std::string::npos) return;
    article.pub_status = "canceled";
    draft_.warnings.emplace_back("the message takes a story back, but does not say which by its number");
  }

  void read_body() {
    std::string& body = draft_.article.body;
    bool parted = true;
    for (; next_ < lines_.size(); ++next_) {
      const std::string_view whole = lines_[next_], line = trim(whole);
      if (begins_notes(line)) return;
      if (line.empty()) {
        parted = true;
        continue;
      }
      const bool listed = line.starts_with("- ") || line.starts_with("#");
      if (!body.empty()) body += parted || whole.starts_with("  ") ? "\n\n" : listed ? "\n" : " ";
      body += line;
      parted = line.starts_with("#");
    }
  }

  const WireMessage& message_;
  const std::vector<std::string_view> lines_;
  std::size_t next_ = 0;
  std::string filed_;
  Draft draft_;
};

}  // namespace

Draft read_iptc_story(const WireMessage& message) { return IptcReader(message).read(); }

}  // namespace newssearch
