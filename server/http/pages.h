#pragma once
#include "server/http/router.h"
#include "server/search/search_engine.h"

namespace newssearch {

/// Adds the HTML pages (/, /search, /article/{id}) and their assets. The engine must outlive the router.
void add_pages(Router& router, const SearchEngine& engine);

}  // namespace newssearch
