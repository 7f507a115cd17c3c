#include "server/web/opensearch.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/search/wire_format.h"
#include "server/web/search_address.h"
#include "server/web/wording.h"
#include "server/web/xml.h"

namespace newssearch {
namespace {

std::string place_of(const Suggestion& suggestion) {
  if (suggestion.kind == SuggestionKind::headline) return article_href(suggestion.id);
  const bool is_facet = facet_from_string(to_string(suggestion.kind)).has_value();
  return SearchAddress().adding(is_facet ? to_string(suggestion.kind) : "q", suggestion.text).href();
}

}  // namespace

std::string opensearch_description(std::string_view origin) {
  Xml xml;
  xml << R"(<?xml version="1.0" encoding="UTF-8"?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
<ShortName>newssearch</ShortName>
<Description>Search the news of this archive</Description>
<InputEncoding>UTF-8</InputEncoding>
<OutputEncoding>UTF-8</OutputEncoding>
<Image height="16" width="16" type="image/svg+xml">)"
      << origin << R"(/assets/icon.svg</Image>
<Url type="text/html" template=")"
      << origin << R"(/search?q={searchTerms}"/>
<Url type="application/x-suggestions+json" rel="suggestions" template=")"
      << origin << R"(/v1/suggest/opensearch?q={searchTerms}"/>
<Url type="application/rss+xml" template=")"
      << origin << R"(/v1/feed.rss?q={searchTerms}&amp;per_page={count?}&amp;page={startPage?}"/>
<Url type="application/atom+xml" template=")"
      << origin << R"(/v1/feed.atom?q={searchTerms}&amp;per_page={count?}&amp;page={startPage?}"/>
<Url type="application/opensearchdescription+xml" rel="self" template=")"
      << origin << R"(/opensearch.xml"/>
</OpenSearchDescription>
)";
  return std::move(xml).str();
}

std::string opensearch_suggestions(std::string_view typed, const SuggestResponse& response, std::string_view origin) {
  std::vector<std::string> texts, counts, addresses;
  for (const Suggestion& suggestion : response.suggestions) {
    if (std::find(texts.begin(), texts.end(), suggestion.text) != texts.end()) continue;
    texts.push_back(suggestion.text);
    counts.push_back(counted(suggestion.count, "article"));
    addresses.push_back(std::string(origin) + place_of(suggestion));
  }
  return dump(nlohmann::ordered_json::array({typed, texts, counts, addresses}));
}

}  // namespace newssearch
