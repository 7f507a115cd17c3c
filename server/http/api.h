#pragma once
#include "server/http/router.h"
#include "server/search/search_engine.h"

namespace newssearch {

/// Every address the server answers: the JSON API under /v1, the pages, the pages' assets, health and /openapi.json.
/// The engine must outlive the router.
Router make_router(const SearchEngine& engine);

}  // namespace newssearch
