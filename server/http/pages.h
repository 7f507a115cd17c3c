#pragma once
#include "server/http/query_analytics.h"
#include "server/http/router.h"
#include "server/search/search_engine.h"

namespace newssearch {

/// Adds the HTML pages (/, /search, /article/{id}) and their assets. `queries` counts what is searched for; it may be
/// null. All given must outlive the router.
void add_pages(Router& router, const SearchEngine& engine, QueryAnalytics* queries);

}  // namespace newssearch
