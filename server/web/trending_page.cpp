#include "server/web/frame.h"
#include "server/web/hits.h"
#include "server/web/search_page.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

struct Window {
  std::string_view name;
  Html::Literal words;
};
constexpr Window kWindows[] = {{"24h", "Day"}, {"7d", "Week"}, {"30d", "Month"}, {"365d", "Year"}};

/// Those that lie before the newest article; the time named days mean is none of them.
Html window_switch(const SearchAddress& address) {
  Html html;
  html << "<nav class=\"sort\" aria-label=\"Time\"><ul>\n";
  std::string current = "24h";
  for (const auto& [name, value] : address.parameters()) {
    if (name == "window") current = value;
    if (name == "from" || name == "to") current.clear();
  }
  for (const Window& window : kWindows)
    html << "<li><a " << (window.name == current ? Html::Literal("aria-current=\"true\" ") : Html::Literal(""))
         << "href=\"/trending?window=" << window.name << "\">" << window.words << "</a></li>\n";
  return html << "</ul></nav>\n";
}

Html period(const TrendingResponse& response) {
  Html html;
  const auto from = parse_iso_date(response.from), to = parse_iso_date(response.to);
  if (!from || !to) return html << "<p class=\"facts\">No article is dated.</p>\n";
  return html << "<p class=\"facts\">" << counted(response.articles, "article") << " from " << in_words(*from, "UTC")
              << " to " << in_words(*to, "UTC") << "</p>\n";
}

Html entry(const TrendingEntry& trend) {
  Html html;
  html << "<li dir=\"auto\"><h2><a href=\"" << story_href(trend.story) << "\">" << isolated(trend.phrase)
       << "</a></h2>\n";
  if (!trend.more.empty()) {
    std::vector<Html> words;
    for (const std::string& word : trend.more) words.push_back(isolated(word));
    html << "<p class=\"why\">" << joined(words, ", ") << "</p>\n";
  }
  html << "<p><a href=\"" << article_href(trend.article) << "\">"
       << (trend.headline.empty() ? std::string("Untitled") : trend.headline) << "</a></p>\n<p class=\"facts\">"
       << counted(trend.articles, "article") << " · <a href=\""
       << SearchAddress().adding("q", "\"" + trend.phrase + "\"").href() << "\">Search for it</a></p></li>\n";
  return html;
}

}  // namespace

std::string trending_page(const TrendingResponse& response, const std::string& query_string) {
  Html main;
  main << "<h1>Trending</h1>\n"
       << period(response) << "<div class=\"bar\">" << window_switch(SearchAddress(query_string)) << "</div>\n";
  if (response.entries.empty())
    main << "<section class=\"empty\"><p>Nothing is said then more than elsewhere: a longer time may "
            "help.</p></section>\n";
  else
    main << "<ol class=\"trends\">\n";
  for (const TrendingEntry& trend : response.entries) main << entry(trend);
  if (!response.entries.empty()) main << "</ol>\n";
  return framed({.title = "Trending – newssearch", .main = main});
}

}  // namespace newssearch
