#include "server/web/search_page.h"

#include <algorithm>

#include "server/web/filters.h"
#include "server/web/frame.h"
#include "server/web/histogram.h"
#include "server/web/hits.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

bool asks_for_everything(const SearchRequest& request) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  return request.text == "*" || std::all_of(request.text.begin(), request.text.end(), blank);
}

/// The order the hits are really in: everything is shown newest first unless asked otherwise.
SortOrder effective_sort(const SearchRequest& request) {
  const bool unranked = asks_for_everything(request) && request.sort == SortOrder::relevance;
  return unranked ? SortOrder::newest : request.sort;
}

std::uint32_t last_page(const SearchResponse& response) {
  return std::min(response.pages, kMaxReachable / std::max(1U, response.per_page));
}

std::string title_of(const SearchRequest& request, const SearchResponse& response) {
  const std::string page = response.page > 1 ? ", page " + std::to_string(response.page) : "";
  return (asks_for_everything(request) ? "Newest articles" : request.text) + page + " – newssearch";
}

/// How many, as the page's heading.
Html result_count(const SearchRequest& request, const SearchResponse& response) {
  Html html;
  html << "<h1>" << (response.total == 0 ? "No articles" : counted(response.total, "article"));
  if (response.folded < response.total) html << " in " << counted(response.folded, "result");
  if (!asks_for_everything(request)) html << " for “<bdi>" << request.text << "</bdi>”";
  html << "</h1>\n";
  return html;
}

Html query_link(const std::string& query, const SearchAddress& address) {
  Html html;
  html << "<a href=\"" << address.setting("q", query).href() << "\"><bdi>" << query << "</bdi></a>";
  return html;
}

Html word_list(const std::vector<std::string>& words) {
  Html html;
  for (const std::string& word : words) {
    if (!html.empty()) html << ", ";
    html << "<bdi>" << word << "</bdi>";
  }
  return html;
}

/// What was answered where it is not just what was asked, and what may have been meant.
Html reading_notes(const SearchResponse& response, const SearchAddress& address) {
  Html html;
  if (response.did_you_mean) {
    html << "<p class=\"note did-you-mean\">Did you mean " << query_link(response.did_you_mean->text, address) << "? ("
         << counted(response.did_you_mean->total, "article") << ")</p>\n";
  }
  if (!response.corrected.empty()) {
    html << "<p class=\"note\">Nothing was found for “<bdi>" << response.query << "</bdi>”. These are the answers for "
         << query_link(response.corrected, address) << ".</p>\n";
  }
  if (!response.dropped.empty()) {
    html << "<p class=\"note\">No article holds " << word_list(response.dropped) << ": left out.</p>\n";
  }
  if (!response.optional.empty()) {
    html << "<p class=\"note\">Too few articles hold all the words, showing those with any of "
         << word_list(response.optional) << ".</p>\n";
  }
  return html;
}

Html warning_list(const std::vector<Warning>& warnings) {
  Html html;
  if (warnings.empty()) return html;
  html << "<ul class=\"warnings\" aria-label=\"Notes on your search\">\n";
  for (const Warning& warning : warnings) html << "<li dir=\"auto\">" << warning.message << "</li>\n";
  html << "</ul>\n";
  return html;
}

Html choice(const SearchAddress& changed, bool is_current, Html::Literal name) {
  Html html;
  return html << "<li><a " << (is_current ? Html::Literal("aria-current=\"true\" ") : Html::Literal("")) << "href=\""
              << changed.href() << "\">" << name << "</a></li>\n";
}

Html sort_switch(const SearchRequest& request, const SearchAddress& address) {
  const SortOrder current = effective_sort(request);
  Html html;
  const auto offer = [&](SortOrder sort, Html::Literal name) {
    html << choice(address.setting("sort", to_string(sort)), sort == current, name);
  };
  html << "<nav class=\"sort\" aria-label=\"Sort\"><ul>\n";
  if (!asks_for_everything(request)) offer(SortOrder::relevance, "Relevance");
  offer(SortOrder::newest, "Newest");
  offer(SortOrder::oldest, "Oldest");
  html << "</ul></nav>\n";
  return html;
}

/// What of articles that say the same, or tell of the same, is shown.
Html collapse_switch(const SearchRequest& request, const SearchAddress& address) {
  Html html;
  const auto offer = [&](Collapse collapse, Html::Literal name) {
    html << choice(address.setting("collapse", to_string(collapse)), collapse == request.collapse, name);
  };
  html << "<nav class=\"sort\" aria-label=\"Copies\"><ul>\n";
  offer(Collapse::copies, "No copies");
  offer(Collapse::story, "Stories");
  offer(Collapse::none, "All articles");
  html << "</ul></nav>\n";
  return html;
}

/// Says when the news comes first, and lets one have it otherwise.
Html recency_switch(const SearchResponse& response, const SearchAddress& address) {
  using Strength = AppliedRecency::Strength;
  Html html;
  const auto offer = [&](Html::Literal state, std::string_view other, Html::Literal name) {
    html << "<p class=\"recency\">" << state << " <a href=\"" << address.setting("recency", other).href() << "\">"
         << name << "</a></p>\n";
  };
  if (response.recency.strength == Strength::strong)
    offer("Newest reports first among the best.", "off", "Ignore dates");
  else if (response.asked_recency == Recency::off)
    offer("Dates are ignored.", "auto", "Prefer newer reports");
  return html;
}

Html pagination(const SearchResponse& response, const SearchAddress& address) {
  Html html;
  const std::uint32_t last = last_page(response);
  if (last < 2) return html;
  html << "<nav class=\"pages\" aria-label=\"Pages\">";
  if (response.page > 1) {
    html << "<a rel=\"prev\" href=\"" << address.on_page(std::min(response.page - 1, last)).href() << "\">Previous</a>";
  }
  html << "<span>Page " << grouped(response.page) << " of " << grouped(last) << "</span>";
  if (response.page < last) {
    html << "<a rel=\"next\" href=\"" << address.on_page(response.page + 1).href() << "\">Next</a>";
  }
  html << "</nav>\n";
  if (last < response.pages && response.page == last) {
    html << "<p class=\"note\">These are the first " << grouped(std::uint64_t{last} * response.per_page) << " of "
         << counted(response.total, "article") << ". Choose dates or filters to see the others.</p>\n";
  }
  return html;
}

Html nothing_found(const SearchRequest& request, const SearchResponse& response, const SearchAddress& address) {
  Html html;
  html << "<section class=\"empty\">\n";
  if (response.index.articles == 0) {
    html << "<p>There are no articles in this index yet.</p>\n</section>\n";
    return html;
  }
  if (!asks_for_everything(request) && !response.parsed.empty()) {
    html << "<p>Understood as <code dir=\"auto\">" << response.parsed << "</code></p>\n";
  }
  if (is_filtered(request)) {
    html << "<p><a href=\"" << without_filters(address).href() << "\">Search again without the filters</a></p>\n";
  }
  html << R"(<h2>What may help</h2>
<ul>
<li>Check the spelling of names.</li>
<li>Use fewer words, or more general ones.</li>
<li>Quotes ask for the exact words: <code>"interest rates"</code>. Leave them out to find other forms.</li>
<li>A word's beginning finds all its endings: <code>bank*</code></li>
</ul>
<p><a href="/search">See the newest articles</a></p>
</section>
)";
  return html;
}

Html past_the_end(const SearchAddress& address) {
  Html html;
  html << "<section class=\"empty\"><p>There is nothing on this page. <a href=\"" << address.on_page(1).href()
       << "\">Go to the first page</a></p></section>\n";
  return html;
}

Html results(const SearchRequest& request, const SearchResponse& response, const SearchAddress& address) {
  Html html;
  html << result_count(request, response) << reading_notes(response, address) << warning_list(response.warnings)
       << filter_chips(request, address);
  if (response.total == 0) return html << nothing_found(request, response, address);
  if (response.histogram) html << histogram_figure(*response.histogram, address);
  html << "<div class=\"bar\">" << sort_switch(request, address) << collapse_switch(request, address)
       << "<a class=\"to-filters\" href=\"#filters\">Filters</a></div>\n";
  html << recency_switch(response, address);
  return html << (response.hits.empty() ? past_the_end(address) : hit_list(response.hits, request.time_zone))
              << pagination(response, address);
}

Html sidebar(const SearchRequest& request, const SearchResponse& response, const SearchAddress& address,
             const RelatedResponse* related) {
  Html html;
  html << "<aside id=\"filters\" aria-label=\"Narrow the search\">\n"
       << date_fields(request) << facet_lists(response, address) << "</aside>\n";
  if (related && !related->hits.empty() && !response.hits.empty()) {
    html << "<aside aria-labelledby=\"related\"><h2 id=\"related\">Related to the first story</h2>\n"
         << related_list(related->hits, request.time_zone) << "</aside>\n";
  }
  return html;
}

/// What is not found today may be tomorrow: offered where there is nothing, too.
Html feed_links(const SearchAddress& address) {
  Html html;
  const auto offer = [&](Html::Literal name, std::string_view format) {
    html << " <a href=\"" << feed_href(format, address.parameters()) << "\">" << name << "</a>";
  };
  html << "<p class=\"follow\">Follow this search:";
  offer("RSS", "rss");
  offer("Atom", "atom");
  offer("JSON Feed", "json");
  html << "</p>\n";
  return html;
}

std::string milliseconds(double took_ms) {
  const auto tenths = static_cast<std::uint64_t>(std::max(0.0, took_ms) * 10 + 0.5);
  return grouped(tenths / 10) + "." + std::to_string(tenths % 10) + " ms";
}

Html index_facts(const SearchResponse& response, const SearchAddress& address) {
  Html html;
  html << "<p>" << counted(response.index.articles, "article");
  if (const auto newest = parse_iso_date(response.index.newest)) {
    html << ", newest <time datetime=\"" << response.index.newest << "\">" << in_words(*newest, "UTC") << "</time>";
  }
  html << " · generation " << response.index.generation << " · " << milliseconds(response.took_ms)
       << "</p>\n<p><a href=\"/v1" << address.href() << "\">This search as JSON</a></p>";
  return html;
}

}  // namespace

std::string search_page(const SearchRequest& request, const SearchResponse& response, const std::string& query_string,
                        const RelatedResponse* related) {
  const SearchAddress address(query_string);
  return framed({.title = title_of(request, response),
                 .query = request.text,
                 .address = address,
                 .feed = feed_href("rss", address.parameters()),
                 .main = results(request, response, address) << feed_links(address),
                 .aside = sidebar(request, response, address, related),
                 .footer = index_facts(response, address)});
}

}  // namespace newssearch
