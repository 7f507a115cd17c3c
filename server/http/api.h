#pragma once
#include "common/write_protocol.h"
#include "server/http/router.h"
#include "server/http/server_options.h"
#include "server/search/search_engine.h"

namespace newssearch {

/// Every address the server answers: the JSON API under /v1, the pages, the pages' assets, health and /openapi.json.
/// The engine must outlive the router.
Router make_router(const SearchEngine& engine);

/// The same and, beside it, what those who run the archive may do and watch: see add_admin_api and Metrics. All given
/// must outlive the router.
Router make_admin_router(const SearchEngine& engine, const WriterClient& writer, Metrics& metrics,
                         const WriteLimits& limits = {});

}  // namespace newssearch
