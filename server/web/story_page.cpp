#include "server/search/calendar.h"
#include "server/web/frame.h"
#include "server/web/hits.h"
#include "server/web/search_page.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

Day day_named(const std::string& date) { return parse_range_start(date).value(); }

Html facts(const StoryResponse& story) {
  std::vector<Html> parts;
  parts.emplace_back() << counted(story.articles, "article");
  if (!story.days.empty())
    parts.emplace_back() << in_words(day_named(story.days.front().date), day_named(story.days.back().date));
  if (!story.sources.empty()) parts.emplace_back() << counted(story.sources.size(), "source");
  return joined(parts, " · ");
}

Html article(const SearchHit& hit) {
  Html html;
  html << "<li dir=\"auto\"><h3" << lang_attribute(hit.article) << "><a href=\"" << article_href(hit.article.id)
       << "\">" << headline_or_untitled(hit.article) << "</a></h3>\n<p class=\"facts\">"
       << joined({isolated(hit.article.source), published_element(hit.article, "UTC")}, " · ");
  if (!hit.copies.empty())
    html << " · <a href=\"" << article_href(hit.article.id) << "#copies\">"
         << (hit.copies.size() == 1 ? std::string("1 copy") : grouped(hit.copies.size()) + " copies") << "</a>";
  return html << "</p></li>\n";
}

bool is_of(const Article& article, const std::string& date) {
  return article.published && format_iso(std::chrono::floor<std::chrono::days>(article.published->time)) == date;
}

Html timeline(const StoryResponse& story) {
  Html html;
  auto hit = story.hits.begin();
  html << "<ol class=\"timeline\">\n";
  for (const StoryDay& day : story.days) {
    html << (day.turning_point ? Html::Literal("<li class=\"turn\">") : Html::Literal("<li>"))
         << "<h2><time datetime=\"" << day.date << "\">" << in_words(day_named(day.date), day_named(day.date))
         << "</time></h2>\n";
    if (day.turning_point && !day.new_words.empty()) {
      std::vector<Html> words;
      for (const std::string& word : day.new_words) words.push_back(isolated(word));
      html << "<p class=\"why\">New: " << joined(words, ", ") << "</p>\n";
    }
    html << "<ul>\n";
    for (; hit != story.hits.end() && is_of(hit->article, day.date); ++hit) html << article(*hit);
    html << "</ul></li>\n";
  }
  if (hit != story.hits.end()) {
    html << "<li><h2>Undated</h2>\n<ul>\n";
    for (; hit != story.hits.end(); ++hit) html << article(*hit);
    html << "</ul></li>\n";
  }
  return html << "</ol>\n";
}

Html sources(const StoryResponse& story) {
  Html html;
  if (story.sources.empty()) return html;
  html << "<aside aria-labelledby=\"sources\"><h2 id=\"sources\">Sources</h2>\n<ul class=\"facet\">\n";
  for (const FacetCount& source : story.sources)
    html << "<li><a href=\"" << SearchAddress().adding("source", source.value).href() << "\"><bdi>" << source.value
         << "</bdi> <span>" << grouped(source.count) << "</span></a></li>\n";
  return html << "</ul></aside>\n";
}

}  // namespace

std::string story_page(const StoryResponse& story) {
  const std::string headline = story.headline.empty() ? "Untitled story" : story.headline;
  Html main;
  main << "<p><a class=\"back\" href=\"/search\">All articles</a></p>\n<article>\n<h1 dir=\"auto\">" << headline
       << "</h1>\n<p class=\"facts\">" << facts(story) << "</p>\n"
       << timeline(story) << "</article>\n";
  return framed({.title = headline + " – newssearch", .main = main, .aside = sources(story)});
}

}  // namespace newssearch
