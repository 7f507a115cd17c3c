#include "server/http/api.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "common/article.h"
#include "server/http/admin_api.h"
#include "server/http/caching.h"
#include "server/http/cursor.h"
#include "server/http/feeds.h"
#include "server/http/log.h"
#include "server/http/metrics.h"
#include "server/http/openapi.h"
#include "server/http/pages.h"
#include "server/http/problem.h"
#include "server/http/rules_api.h"
#include "server/http/search_params.h"
#include "server/http/target.h"
#include "server/search/wire_format.h"
#include "server/web/search_address.h"

namespace newssearch {
namespace {

using Json = nlohmann::ordered_json;
using Invalid = std::vector<InvalidParameter>;

constexpr const char* kRevalidate = "public, max-age=0, must-revalidate";
constexpr std::size_t kToldReasons = 20;

HttpResponse json_response(const Json& json) {
  HttpResponse response;
  response.body = dump(json);
  return response;
}

HttpResponse cached(HttpResponse response, const std::string& etag) {
  response.headers["ETag"] = etag;
  response.headers["Cache-Control"] = kRevalidate;
  return response;
}

std::string search_link(Params params, const std::string& name, const std::string& value) {
  std::erase_if(params, [](const auto& param) { return param.first == "page" || param.first == "cursor"; });
  if (!value.empty()) params.emplace_back(name, value);
  return params.empty() ? "/v1/search" : "/v1/search?" + to_query(params);
}

std::string page_link(const Params& params, std::uint32_t page) {
  return search_link(params, "page", page > 1 ? std::to_string(page) : "");
}

/// Where an answer lies and those beside it; behind the last page there is, by a cursor.
Json search_links(const SearchResponse& response, const SearchRequest& asked, const Params& params,
                  const std::string& next_cursor) {
  const auto page = response.page;
  Json links = {
      {"self", page_link(params, page)}, {"next", nullptr}, {"prev", nullptr}, {"rss", feed_href("rss", params)}};
  const bool reachable = !asked.after && std::uint64_t{page + 1} * response.per_page <= kMaxReachable;
  if (!next_cursor.empty())
    links["next"] = reachable ? page_link(params, page + 1) : search_link(params, "cursor", next_cursor);
  if (asked.after) {
    links["self"] = search_link(params, "cursor", cursor_text(*asked.after, params));
  } else if (page > 1) {
    links["prev"] = page_link(params, page - 1);
  }
  return links;
}

void leave_only(const std::vector<std::string>& fields, Json& hits) {
  if (fields.empty()) return;
  for (auto& hit : hits) {
    Json kept = Json::object();
    for (const auto& [name, value] : hit.items()) {
      if (name == "id" || std::find(fields.begin(), fields.end(), name) != fields.end()) kept[name] = value;
    }
    hit = std::move(kept);
  }
}

HttpResponse search(const SearchEngine& engine, QueryAnalytics* queries, const HttpRequest& http,
                    const Params& params) {
  const auto asked = read_search_request(params, UnknownParameter::refused);
  if (const auto* invalid = std::get_if<Invalid>(&asked)) return to_response(invalid_parameters(*invalid), http);
  const auto etag = search_etag(engine.answer_version(), "/v1/search", params);
  if (client_has(http, etag)) return not_modified(etag, kRevalidate);
  const auto& request = std::get<SearchRequest>(asked);
  const auto answer = engine.search(request);
  if (!answer) return to_response(refused_query(answer.error(), request.text), http);
  if (queries && request.page == 1 && !request.after && !request.unfinished)
    queries->count(request.text, answer->total);
  Json json = to_json(*answer);
  leave_only(request.fields, json["hits"]);
  const auto next_cursor = answer->next ? cursor_text(*answer->next, params) : "";
  json["next_cursor"] = next_cursor.empty() ? Json(nullptr) : Json(next_cursor);
  json["links"] = search_links(*answer, request, params, next_cursor);
  return cached(json_response(json), search_etag(answer->version, "/v1/search", params));
}

HttpResponse search_posted(const SearchEngine& engine, QueryAnalytics* queries, const HttpRequest& http) {
  if (media_type(http) != "application/json") {
    return to_response({415, "unsupported_media_type", "the body must be application/json"}, http);
  }
  const auto params = params_from_json(http.body);
  if (!params) return to_response({400, params.error().code, params.error().message}, http);
  Params all = http.params;
  all.insert(all.end(), params->begin(), params->end());
  return search(engine, queries, http, all);
}

/// What writes may name in If-Match, and caches of whatever index may keep: the revision, and what it says.
std::string article_etag(const Article& article) {
  return "\"" + std::to_string(article.revision) + "-" + content_hash(article).substr(0, 16) + "\"";
}

HttpResponse article(const SearchEngine& engine, const HttpRequest& http) {
  const auto found = engine.article(http.path_values.at("id"));
  if (!found) return to_response(no_such_article(http.path_values.at("id"), found.error()), http);
  const auto etag = article_etag(*found);
  if (client_has(http, etag)) return not_modified(etag, kRevalidate);
  return cached(json_response(to_json(*found)), etag);
}

/// The revisions an index has of an article, the last one first.
HttpResponse versions(const SearchEngine& engine, const HttpRequest& http) {
  const auto& id = http.path_values.at("id");
  const auto found = engine.versions(id);
  if (!found) return to_response(no_such_article(id, found.error()), http);
  const auto etag = article_etag(found->front().article);
  if (client_has(http, etag)) return not_modified(etag, kRevalidate);
  return cached(json_response(to_json(*found)), etag);
}

HttpResponse related(const SearchEngine& engine, const HttpRequest& http) {
  const auto asked = read_list_request(related_parameters(), http.params);
  if (const auto* invalid = std::get_if<Invalid>(&asked)) return to_response(invalid_parameters(*invalid), http);
  const auto& request = std::get<ListRequest>(asked);
  const auto answer = engine.related(http.path_values.at("id"), request.mode, request.per_page);
  return answer ? json_response(to_json(*answer))
                : to_response(no_such_article(http.path_values.at("id"), answer.error()), http);
}

HttpResponse story(const SearchEngine& engine, const HttpRequest& http) {
  const auto asked = read_list_request(story_parameters(), http.params);
  if (const auto* invalid = std::get_if<Invalid>(&asked)) return to_response(invalid_parameters(*invalid), http);
  const auto& id = http.path_values.at("id");
  const auto found = engine.story(id, std::get<ListRequest>(asked).time_zone);
  if (!found) return to_response(no_such_story(id, found.error()), http);
  if (found->id == id) return json_response(to_json(*found));
  return redirection(308, "/v1/stories/" + found->id + (http.query.empty() ? "" : "?" + http.query));
}

HttpResponse trending(const SearchEngine& engine, const HttpRequest& http) {
  const auto asked = read_trending_request(http.params, UnknownParameter::refused);
  if (const auto* invalid = std::get_if<Invalid>(&asked)) return to_response(invalid_parameters(*invalid), http);
  const auto answer = engine.trending(std::get<TrendingRequest>(asked));
  return answer ? json_response(to_json(*answer)) : to_response(refused_query(answer.error(), ""), http);
}

HttpResponse suggest(const SearchEngine& engine, const HttpRequest& http) {
  const auto asked = read_list_request(suggest_parameters(), http.params);
  if (const auto* invalid = std::get_if<Invalid>(&asked)) return to_response(invalid_parameters(*invalid), http);
  const auto& request = std::get<ListRequest>(asked);
  return json_response(to_json(engine.suggest(request.text, request.per_page)));
}

HttpResponse health(const HttpRequest&) { return json_response({{"status", "ok"}}); }

/// Why what is searched is not what it should be: damage, rules that make no sense. Throws where there is nothing to
/// search.
std::vector<std::string> why_degraded(const SearchEngine& engine) {
  engine.state();
  std::vector<std::string> reasons = engine.rule_errors();
  if (const auto damage = engine.damage(); !damage.empty()) reasons.insert(reasons.begin(), damage);
  if (reasons.size() > kToldReasons) reasons.resize(kToldReasons);
  return reasons;
}

/// Ready: the newest generation is whole and is the one searched, by the rules as they are written. A server that
/// searches all the same is no reason to send readers elsewhere. Reasons go to the log, not to the public.
HttpResponse readiness(const SearchEngine& engine, const HttpRequest& http) {
  const auto reasons = why_degraded(engine);
  if (!reasons.empty()) {
    const auto more = reasons.size() == 1 ? "" : " (and " + std::to_string(reasons.size() - 1) + " more)";
    log_event(LogLevel::warning, "degraded", {{"request_id", http.id}, {"reason", reasons.front() + more}});
  }
  return json_response({{"status", reasons.empty() ? "ready" : "degraded"}});
}

/// Empty where all is well.
std::string why_nothing_is_written(const WriterClient& writer) try {
  const auto failure = writer.state().failure;
  return failure.empty() ? "" : "nothing is published at present: " + failure;
} catch (const WriterUnavailable&) {
  return "the writer is away, nothing can be written: the log of `newssearch serve` and `newssearch status` say why";
}

/// For those who run the archive: with the reasons, those of the writer too.
HttpResponse readiness_with_reasons(const SearchEngine& engine, const WriterClient& writer, bool has_writer) {
  auto reasons = why_degraded(engine);
  if (const auto reason = has_writer ? why_nothing_is_written(writer) : ""; !reason.empty()) reasons.push_back(reason);
  return json_response({{"status", reasons.empty() ? "ready" : "degraded"}, {"reasons", reasons}});
}

HttpResponse metrics_of(Metrics& metrics, const SearchEngine& engine, const WriterClient& writer) {
  HttpResponse response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = metrics.text(engine, writer);
  response.headers["Cache-Control"] = "no-store";
  return response;
}

Json queries_as_json(const std::vector<QueryAnalytics::Query>& queries) {
  Json list = Json::array();
  for (const auto& query : queries)
    list.push_back({{"query", query.text}, {"times", query.times}, {"total", query.total}});
  return list;
}

HttpResponse query_report(const QueryAnalytics& queries, const HttpRequest& http) {
  const auto asked = read_list_request(analytics_parameters(), http.params);
  if (const auto* invalid = std::get_if<Invalid>(&asked)) return to_response(invalid_parameters(*invalid), http);
  const auto report = queries.report(std::get<ListRequest>(asked).per_page);
  return json_response({{"since", report.since},
                        {"searches", report.searches},
                        {"without_hits", report.without_hits},
                        {"top", queries_as_json(report.top)},
                        {"zero_hits", queries_as_json(report.zero_hits)}});
}

Parameter story_id() { return {"id", "A story's id, as hits have it", R"({"type":"string"})", "s110ea6b9e3c6"}; }

void add_api(Router& router, const SearchEngine& engine, QueryAnalytics* queries) {
  const auto with_engine = [&engine](HttpResponse (*answer)(const SearchEngine&, const HttpRequest&)) {
    return [&engine, answer](const HttpRequest& request) { return answer(engine, request); };
  };
  const auto got = [&engine, queries](const HttpRequest& http) { return search(engine, queries, http, http.params); };
  const auto posted = [&engine, queries](const HttpRequest& http) { return search_posted(engine, queries, http); };
  router
      .add({"GET", "/v1/search", got, Cost::worker, "Ranked articles with snippets, facets and a date histogram",
            "Search", documented(search_parameters())})
      .examples = {{"A phrase, by month, and in which sections",
                    "/v1/search?q=%22dam%20collapse%22&date_histogram=month&facets=section"},
                   {"Any of two sections, without one outlet, newest first",
                    "/v1/search?q=dam%20inquiry&section=UK&section=Politics&source=-Kestrel%20Wire&sort=newest"},
                   {"A year's articles in French or German, ten headlines",
                    "/v1/search?from=2024&to=2024&lang=fr&lang=de&fields=headline"},
                   {"One hit a story", "/v1/search?q=interest%20rates&collapse=story"}};
  router.add(
      {"POST", "/v1/search", posted, Cost::worker, "As GET, with the parameters as a JSON object", "Search",
       documented(search_parameters()),
       RequestBody{
           "application/json", "", 0,
           R"({"q": "dam inquiry", "from": "2024-02", "section": ["UK", "Politics"], "sort": "newest", "per_page": 20})"}});
  router.add({"GET",
              "/v1/articles/{id}",
              with_engine(article),
              Cost::worker,
              "One article, whole",
              "Article",
              {article_id()}});
  router.add({"GET",
              "/v1/articles/{id}/versions",
              with_engine(versions),
              Cost::worker,
              "The revisions of an article, the last one first, each with what was changed",
              "Versions",
              {article_id()}});
  router
      .add({"GET", "/v1/articles/{id}/related", with_engine(related), Cost::worker,
            "Articles beside an article, best first, or its near copies", "Related",
            documented(related_parameters(), {article_id()})})
      .examples = {{"Near copies, with what each says otherwise", "/v1/articles/kestrel-dam-toll/related?mode=copies"}};
  router.add({"GET", "/v1/stories/{id}", with_engine(story), Cost::worker,
              "A story day by day; asked for by a former name or an article's id, where it is (308)", "Story",
              documented(story_parameters(), {story_id()})});
  router.add({"GET", "/v1/trending", with_engine(trending), Cost::worker,
              "What is said at a time more than in the archive, an entry a story", "Trending",
              documented(trending_parameters())});
  router.add({"GET", "/v1/suggest", with_engine(suggest), Cost::worker,
              "Names, sections and headlines that complete what was typed", "Suggestions",
              documented(suggest_parameters())});
  router.add({"GET", "/healthz", health, Cost::at_once, "200 while the process lives", "Status", {}});
  add_feeds(router, engine);
  add_pages(router, engine, queries);
}

/// Last of all: it describes the routes there are.
void add_description(Router& router) {
  router.get(
      "/openapi.json",
      [document = openapi_document(router.routes())](const HttpRequest&) {
        HttpResponse response;
        response.body = document;
        return response;
      },
      Cost::at_once);
}

}  // namespace

Router make_router(const SearchEngine& engine, QueryAnalytics* queries) {
  Router router;
  add_api(router, engine, queries);
  router.add(
      {"GET",
       "/readyz",
       [&engine](const HttpRequest& http) { return readiness(engine, http); },
       Cost::worker,
       "200 while there is an index to search; degraded: not all of the newest one, or not all rules, can be used",
       "Status",
       {}});
  add_description(router);
  return router;
}

/// While one request opens a new generation, others are answered from the one before. What was written is written where
/// it cannot be searched, too.
static void await_generation(const SearchEngine& engine, std::uint64_t number) {
  constexpr std::chrono::milliseconds kLongest(2000), kPause(1);
  const auto deadline = std::chrono::steady_clock::now() + kLongest;
  const auto is_there = [&] {
    try {
      return engine.state().generation >= number;
    } catch (const NoIndex&) {
      return false;
    }
  };
  while (number > 0 && !is_there() && std::chrono::steady_clock::now() < deadline) std::this_thread::sleep_for(kPause);
}

Router make_admin_router(const SearchEngine& engine, const WriterClient& writer, const Operation& operation,
                         const WriteLimits& limits) {
  Router router;
  add_api(router, engine, nullptr);
  router.add({"GET",
              "/readyz",
              [&engine, &writer, has_writer = operation.has_writer](const HttpRequest&) {
                return readiness_with_reasons(engine, writer, has_writer);
              },
              Cost::writer,
              "200 while there is an index to search; degraded: for these reasons",
              "Readiness",
              {}});
  router.get(
      "/metrics",
      [&metrics = operation.metrics, &engine, &writer](const HttpRequest&) {
        return metrics_of(metrics, engine, writer);
      },
      Cost::writer);
  router.add({"GET", "/v1/admin/analytics/queries",
              [&queries = operation.queries](const HttpRequest& http) { return query_report(queries, http); },
              Cost::worker,
              "What is searched for most, and what finds nothing: without who asked, and nothing that was asked once",
              "QueryReport", documented(analytics_parameters())});
  add_rules_api(router, operation.rules);
  add_admin_api(router, writer, limits, [&engine](std::uint64_t number) { await_generation(engine, number); });
  add_description(router);
  return router;
}

}  // namespace newssearch
