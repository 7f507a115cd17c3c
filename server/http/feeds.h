#pragma once
#include <span>

#include "server/http/parameters.h"
#include "server/http/router.h"
#include "server/search/search_engine.h"

namespace newssearch {

/// Adds what feed readers and browsers ask for: any search as RSS, Atom and JSON Feed (/v1/feed.rss, .atom, .json),
/// /opensearch.xml and /v1/suggest/opensearch. The engine must outlive the router.
///
/// A feed is a standing question. Its newest articles come first, and there are twenty of them, where nothing else is
/// asked for; words are not corrected; and an article that lacks words asked for is not in it, however few hold them
/// all: what is asked today may be answered tomorrow.
void add_feeds(Router& router, const SearchEngine& engine);

/// Those of a search but for what a feed has no place for: facets, the histogram, fields, explanations.
std::span<const ParameterOf<SearchRequest>> feed_parameters();

}  // namespace newssearch
