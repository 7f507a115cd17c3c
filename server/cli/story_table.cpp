#include "server/cli/story_table.h"

#include <algorithm>

#include "server/cli/figures.h"
#include "server/cli/hit_table.h"
#include "server/cli/terminal_text.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

constexpr int kMargin = 4;

std::string lines(const std::string& text, int margin, Ink ink, const Screen& screen) {
  std::string all;
  for (const Parts& line : wrap({{text, false}}, std::max(20, screen.width - margin))) {
    all += std::string(static_cast<std::size_t>(margin), ' ');
    for (const TextPart& part : line) all += inked(part.text, ink, screen.colour);
    all += "\n";
  }
  return all;
}

std::string day_in_words(const std::string& date) {
  const Day day = parse_range_start(date).value();
  return in_words(day, day);
}

std::string article(const SearchHit& hit, const Screen& screen) {
  std::string facts = hit.article.source;
  if (!hit.copies.empty())
    facts += (facts.empty() ? "" : " · ") +
             (hit.copies.size() == 1 ? std::string("1 copy") : grouped(hit.copies.size()) + " copies");
  facts += (facts.empty() ? "" : " · ") + hit.article.id;
  return lines(hit.article.headline.empty() ? "(no headline)" : hit.article.headline, kMargin, Ink::plain, screen) +
         lines(facts, kMargin, Ink::faint, screen);
}

Day day_of(const Article& article, const Calendar& calendar) {
  const bool whole_day = article.published->precision == DatePrecision::day;
  return whole_day ? std::chrono::floor<std::chrono::days>(article.published->time)
                   : calendar.day_of(article.published->time);
}

}  // namespace

std::string story_table(const StoryResponse& story, const Calendar& calendar, const Screen& screen) {
  std::string table = lines(story.headline.empty() ? "(no headline)" : story.headline, 0, Ink::strong, screen);
  std::string facts = counted(story.articles, "article");
  if (!story.days.empty())
    facts += " · " + in_words(parse_range_start(story.days.front().date).value(),
                              parse_range_start(story.days.back().date).value());
  if (!story.sources.empty()) facts += " · " + counted(story.sources.size(), "source");
  table += lines(facts + " · story " + story.id, 0, Ink::faint, screen);
  auto hit = story.hits.begin();
  for (const StoryDay& day : story.days) {
    table += "\n" + inked(day.turning_point ? "● " : "○ ", Ink::bar, screen.colour) +
             inked(day_in_words(day.date), Ink::strong, screen.colour) + "\n";
    if (day.turning_point && !day.new_words.empty())
      table += lines("new: " + joined(day.new_words, ", "), kMargin, Ink::match, screen);
    for (; hit != story.hits.end() && hit->article.published && format_iso(day_of(hit->article, calendar)) == day.date;
         ++hit)
      table += article(*hit, screen);
  }
  if (hit != story.hits.end()) table += "\n" + inked("○ undated", Ink::strong, screen.colour) + "\n";
  for (; hit != story.hits.end(); ++hit) table += article(*hit, screen);
  return table;
}

}  // namespace newssearch
