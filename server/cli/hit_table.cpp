#include "server/cli/hit_table.h"

#include <algorithm>
#include <cstdio>

#include "server/cli/terminal_text.h"
#include "server/web/wording.h"

namespace newssearch {

std::string joined(const std::vector<std::string>& words, const std::string& separator) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : separator) + word;
  return text;
}

namespace {

constexpr int kWidestText = 100;  ///< longer lines are hard to read

/// Draws what stands under one rank, every line behind the same margin.
class HitDrawing {
 public:
  HitDrawing(const Screen& screen, int margin) : screen_(screen), margin_(margin) {}

  void headline(std::uint32_t rank, const Parts& parts) {
    std::string number = std::to_string(rank);
    number.insert(0, static_cast<std::size_t>(margin_ - 2) - number.size(), ' ');
    text_ += inked(number, Ink::faint, screen_.colour) + "  ";
    const bool none = parts.empty() || (parts.size() == 1 && parts[0].text.empty());
    lines(none ? Parts{{"(no headline)", false}} : parts, none ? Ink::faint : Ink::strong, Ink::strong_match, true);
  }
  void text(const Parts& parts, Ink ink, Ink match = Ink::match) {
    if (!parts.empty()) lines(parts, ink, match, false);
  }
  std::string take() { return std::move(text_); }

 private:
  void lines(const Parts& parts, Ink ink, Ink match, bool behind_rank) {
    for (const Parts& line : wrap(parts, std::min(screen_.width, kWidestText) - margin_)) {
      if (!behind_rank) text_ += std::string(static_cast<std::size_t>(margin_), ' ');
      behind_rank = false;
      for (const TextPart& part : line) text_ += inked(part.text, part.match ? match : ink, screen_.colour);
      text_ += "\n";
    }
  }

  const Screen& screen_;
  const int margin_;
  std::string text_;
};

std::string figure(const char* format, double number) {
  char text[32];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

std::string explained(const SearchHit& hit) {
  std::string text = (hit.pinned ? "put first by a pin; score " : "score ") + figure("%.2f", hit.score);
  const char* sign = " = ";
  for (const Explanation::Term& term : hit.explanation->terms) {
    text += sign + term.word + " " + figure("%.2f", term.score) + " (idf " + figure("%.2f", term.idf) + " × tf " +
            figure("%.2f", term.tf) + ", in " + counted(term.articles, "article") + ")";
    sign = " + ";
  }
  if (hit.explanation->expansion > 0)
    text = text + "; of that " + figure("%.1f", hit.explanation->asked) + ", + " +
           figure("%.2f", hit.explanation->expansion) + " for words of the first hits";
  if (hit.explanation->freshness < 1) text += "; × " + figure("%.2f", hit.explanation->freshness) + " for its date";
  return text + "; length " + figure("%.2f", hit.explanation->length) + " × average";
}

/// What else there is of it: "2 copies · story of 14 articles".
std::string standing_for(const SearchHit& hit) {
  std::vector<std::string> parts;
  if (!hit.copies.empty()) parts.push_back(hit.copies.size() == 1 ? "1 copy" : grouped(hit.copies.size()) + " copies");
  if (hit.story && hit.story->size > 1)
    parts.push_back("story " + hit.story->id + " of " + counted(hit.story->size, "article"));
  return joined(parts, " · ");
}

/// What a near copy says otherwise, line by line.
std::vector<std::string> differing(const CopyOfHit& copy) {
  const TextDifference& difference = copy.difference;
  std::vector<std::string> lines = {figure("%.0f", 100 * copy.resemblance) + " % the same"};
  for (const std::string& sentence : difference.added) lines.push_back("+ " + sentence);
  for (const std::string& sentence : difference.cut) lines.push_back("- " + sentence);
  for (const TextDifference::Change& change : difference.changed) {
    lines.push_back("- " + change.from);
    lines.push_back("+ " + change.to);
  }
  return lines;
}

std::string day_in_words(const std::optional<ArticleDate>& date, const Calendar& calendar) {
  if (!date) return "undated";
  const bool whole_day = date->precision == DatePrecision::day;
  const Day day = whole_day ? std::chrono::floor<std::chrono::days>(date->time) : calendar.day_of(date->time);
  return in_words(day, day);
}

}  // namespace

std::string provenance(const Article& article, const Calendar& calendar) {
  std::string text = article.source;
  const auto add = [&](const std::string& more) {
    if (!more.empty()) text += (text.empty() ? "" : " · ") + more;
  };
  add(joined(article.sections, ", "));
  add(day_in_words(article.published, calendar));
  return text;
}

std::string hit_table(const std::vector<SearchHit>& hits, std::uint32_t first_rank, const Calendar& calendar,
                      const Screen& screen) {
  const std::string last = std::to_string(first_rank + hits.size() - (hits.empty() ? 0 : 1));
  HitDrawing drawing(screen, static_cast<int>(last.size()) + 3);
  std::string table;
  for (std::uint32_t rank = first_rank; const SearchHit& hit : hits) {
    drawing.headline(rank++, hit.headline);
    drawing.text({{(hit.pinned ? "pinned · " : "") + provenance(hit.article, calendar) +
                       (hit.article.revision > 1 ? " · updated" : ""),
                   false}},
                 Ink::plain);
    drawing.text(hit.snippet.parts, Ink::plain);
    if (const std::string more = standing_for(hit); !more.empty()) drawing.text({{more, false}}, Ink::faint);
    if (!hit.missing.empty()) drawing.text({{"without: " + joined(hit.missing, ", "), false}}, Ink::faint);
    if (!hit.why.empty()) drawing.text({{"shares: " + joined(hit.why, ", "), false}}, Ink::faint);
    if (hit.copy_of)
      for (const std::string& line : differing(*hit.copy_of)) drawing.text({{line, false}}, Ink::plain);
    if (hit.explanation) drawing.text({{explained(hit), false}}, Ink::faint);
    drawing.text({{hit.article.id, false}}, Ink::faint);
    table += drawing.take() + "\n";
  }
  return table;
}

}  // namespace newssearch
