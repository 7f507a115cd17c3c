#pragma once
#include <string>

#include "server/search/search_response.h"

namespace newssearch {

inline SearchHit example_hit(const std::string& text = "Harbour reopens") {
  SearchHit hit;
  hit.article.id = "reut:1";
  hit.article.url = "https://example.org/1";
  hit.article.headline = text;
  hit.article.source = hit.article.lang = text;
  hit.article.sections = hit.article.authors = {text};
  hit.article.published = parse_iso_date("1987-10-19T09:41:00Z").value();
  hit.headline = hit.snippet.parts = {{text, false}, {text, true}};
  hit.snippet.text_fragment = text;
  hit.why = {text};
  return hit;
}

/// A page with something in every place where text from outside can stand.
struct Example {
  SearchRequest request;
  SearchResponse response;
  RelatedResponse related;

  explicit Example(const std::string& text = "Harbour reopens") {
    request.text = text;
    for (FacetFilter& filter : request.filters) filter = {.any = {text}, .none = {text}};
    response.query = response.parsed = text;
    response.total = response.folded = 25;
    response.pages = 3;
    response.hits = {example_hit(text)};
    response.warnings = {{text, 0, 1}};
    for (const Facet facet : kFacets) response.facets.push_back({facet, {{text, 3, false}, {"other", 2, true}}, 2});
    response.histogram =
        DateHistogram{.interval = HistogramInterval::month,
                      .time_zone = text,
                      .buckets = {{"1987-03-01", "1987-04-01", 301, 0}, {"1987-04-01", "1987-05-01", 7, 0}}};
    response.index = {.generation = 12, .articles = 19043, .newest = "1987-10-20T22:53:00Z"};
    related.hits = {example_hit(text)};
  }
};

}  // namespace newssearch
