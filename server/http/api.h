#pragma once
#include "common/write_protocol.h"
#include "server/http/metrics.h"
#include "server/http/query_analytics.h"
#include "server/http/router.h"
#include "server/http/server_options.h"
#include "server/search/search_engine.h"

namespace newssearch {

/// Every address the server answers: the JSON API under /v1, the pages, the pages' assets, health and /openapi.json.
/// What is searched for is counted by `queries`, where it is given. All given must outlive the router.
Router make_router(const SearchEngine& engine, QueryAnalytics* queries = nullptr);

/// What those who run the archive see and change beside its articles.
struct Operation {
  Metrics& metrics;
  const QueryAnalytics& queries;
  RuleFiles::Paths rules;
  bool has_writer = true;  ///< false: nothing can be written, as the index lies in shards
};

/// The same as for readers and, beside it, what those who run the archive may do and watch: see add_admin_api,
/// add_rules_api, Metrics and QueryAnalytics. All given must outlive the router.
Router make_admin_router(const SearchEngine& engine, const WriterClient& writer, const Operation& operation,
                         const WriteLimits& limits = {});

}  // namespace newssearch
