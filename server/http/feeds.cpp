#include "server/http/feeds.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <variant>

#include "server/http/caching.h"
#include "server/http/cursor.h"
#include "server/http/origin.h"
#include "server/http/problem.h"
#include "server/http/search_params.h"
#include "server/http/target.h"
#include "server/web/feed_writer.h"
#include "server/web/opensearch.h"

namespace newssearch {
namespace {

constexpr const char* kRevalidateFeeds = "public, max-age=0, must-revalidate";
constexpr const char* kKeepTheDescription = "public, max-age=86400";

/// What a feed means where a search would mean another thing.
constexpr std::array<std::pair<const char*, const char*>, 3> kFeedDefaults = {
    {{"sort", "newest"}, {"per_page", "20"}, {"spelling", "off"}}};
constexpr std::array kNotOfFeeds = {"facets", "facet_limit", "date_histogram", "fields", "unfinished", "explain"};
/// Which part of what is found is in the feed, and how much of it.
constexpr std::array kOfThePart = {"page", "cursor", "per_page", "snippet_length", "facets", "date_histogram"};

template <class Names>
bool is_among(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Behind the twentieth of all articles, newest first: a search's cursor is of another order.
constexpr const char* kFeedCursor =
    "WyJlODYwZDNkZiIsMjAsZmFsc2UsMC4wLDE3NTE4MjMzMDAsMTc1MTgyMzMwMCwia2VzdHJlbC1maXJlLXN0YXJ0IiwwLFsiZ2F6ZXR0ZS1maXJlLW"
    "V2YWN1YXRpb24iLCJkaWFyaW8taW5jZW5kaW8tZGVzYWxvam8iLCJzYWRhLWhhcmlxLWlzYmFuaWEiXV0";

struct FeedFormat {
  std::string path, type;
  std::string (*write)(const SearchRequest&, const SearchResponse&, const FeedPlace&);
  std::string name, schema;  ///< for /openapi.json
};

std::vector<FeedFormat> feed_formats() {
  return {{"/v1/feed.rss", "application/rss+xml", rss_feed, "RSS 2.0", "XmlFeed"},
          {"/v1/feed.atom", "application/atom+xml", atom_feed, "Atom, without the undated ones", "XmlFeed"},
          {"/v1/feed.json", "application/feed+json", json_feed, "JSON Feed 1.1", "JsonFeed"}};
}

/// The parameters of the search that a feed's stand for: nothing left to what is usual for searches.
Params as_searched(Params params) {
  std::erase_if(params, [](const auto& param) { return param.second.empty(); });
  for (const auto& [name, value] : kFeedDefaults) {
    const auto is_it = [name = name](const auto& param) { return param.first == name; };
    if (std::none_of(params.begin(), params.end(), is_it)) params.emplace_back(name, value);
  }
  params.emplace_back("facets", "");
  params.emplace_back("date_histogram", "");
  return params;
}

std::variant<SearchRequest, std::vector<InvalidParameter>> read_feed_request(const Params& params) {
  SearchRequest unused;
  auto invalid = read_parameters(feed_parameters(), params, UnknownParameter::refused, unused);
  if (!invalid.empty()) return invalid;
  return read_search_request(as_searched(params), UnknownParameter::refused);
}

/// Those that hold all the words come first.
void leave_out_what_lacks_words(SearchResponse& answer) {
  if (std::erase_if(answer.hits, [](const SearchHit& hit) { return !hit.missing.empty(); }) > 0) answer.next.reset();
}

std::string address(const std::string& path, const Params& params) {
  return params.empty() ? path : path + "?" + to_query(params);
}

FeedPlace place_of(const std::string& origin, const std::string& path, const Params& params,
                   const SearchResponse& answer) {
  const auto searched = as_searched(params);
  Params of_page = searched, of_next = params;
  std::erase_if(of_page, [](const auto& param) { return is_among(kOfThePart, param.first); });
  std::erase_if(of_next, [](const auto& param) { return param.first == "page" || param.first == "cursor"; });
  FeedPlace place{origin, origin + address(path, params), origin + address("/search", of_page)};
  if (answer.next) {
    of_next.emplace_back("cursor", cursor_text(*answer.next, searched));
    place.next = origin + address(path, of_next);
  }
  return place;
}

HttpResponse varying(HttpResponse response) {
  response.headers["Vary"] = kOriginHeaders;
  return response;
}

HttpResponse answered(std::string type, std::string body, const std::string& etag, const char* cache_control) {
  HttpResponse response;
  response.content_type = std::move(type);
  response.body = std::move(body);
  response.headers = {{"ETag", etag}, {"Cache-Control", cache_control}};
  return varying(std::move(response));
}

HttpResponse bad_host(const Error& error, const HttpRequest& http) {
  return to_response({400, error.code, error.message}, http);
}

HttpResponse feed(const SearchEngine& engine, const HttpRequest& http, const FeedFormat& format) {
  const auto asked = read_feed_request(http.params);
  if (const auto* invalid = std::get_if<std::vector<InvalidParameter>>(&asked))
    return to_response(invalid_parameters(*invalid), http);
  const auto origin = origin_of(http);
  if (!origin) return bad_host(origin.error(), http);
  const auto etag_of = [&](const std::string& version) {
    return search_etag(version, *origin + format.path, http.params);
  };
  if (const auto etag = etag_of(engine.answer_version()); client_has(http, etag))
    return varying(not_modified(etag, kRevalidateFeeds));
  const auto& request = std::get<SearchRequest>(asked);
  auto answer = engine.search(request);
  if (!answer) return to_response(refused_query(answer.error(), request.text), http);
  leave_out_what_lacks_words(*answer);
  return answered(format.type + "; charset=utf-8",
                  format.write(request, *answer, place_of(*origin, format.path, http.params, *answer)),
                  etag_of(answer->version), kRevalidateFeeds);
}

HttpResponse description(const HttpRequest& http) {
  const auto origin = origin_of(http);
  if (!origin) return bad_host(origin.error(), http);
  auto body = opensearch_description(*origin);
  const auto etag = make_etag(body);
  if (client_has(http, etag)) return varying(not_modified(etag, kKeepTheDescription));
  return answered("application/opensearchdescription+xml; charset=utf-8", std::move(body), etag, kKeepTheDescription);
}

HttpResponse suggestions(const SearchEngine& engine, const HttpRequest& http) {
  const auto asked = read_list_request(suggest_parameters(), http.params);
  if (const auto* invalid = std::get_if<std::vector<InvalidParameter>>(&asked))
    return to_response(invalid_parameters(*invalid), http);
  const auto origin = origin_of(http);
  if (!origin) return bad_host(origin.error(), http);
  const auto& request = std::get<ListRequest>(asked);
  HttpResponse response;
  response.content_type = "application/x-suggestions+json";
  response.body = opensearch_suggestions(request.text, engine.suggest(request.text, request.per_page), *origin);
  return varying(std::move(response));
}

std::vector<ParameterOf<SearchRequest>> make_feed_table() {
  std::vector<ParameterOf<SearchRequest>> table;
  for (const auto& entry : search_parameters()) {
    if (!is_among(kNotOfFeeds, entry.parameter.name)) table.push_back(entry);
  }
  for (auto& [parameter, read, takes_empty] : table) {
    if (parameter.name == "cursor") parameter.example = kFeedCursor;
    for (const auto& [name, value] : kFeedDefaults) {
      if (parameter.name != name) continue;
      auto schema = nlohmann::ordered_json::parse(parameter.schema);
      schema["default"] = schema["default"].is_number() ? nlohmann::ordered_json::parse(value) : value;
      parameter.schema = schema.dump();
    }
  }
  return table;
}

}  // namespace

std::span<const ParameterOf<SearchRequest>> feed_parameters() {
  static const auto table = make_feed_table();
  return table;
}

void add_feeds(Router& router, const SearchEngine& engine) {
  for (const auto& format : feed_formats()) {
    router
        .add({"GET",
              format.path,
              [&engine, format](const HttpRequest& http) { return feed(engine, http, format); },
              Cost::worker,
              "The articles a search finds as a feed: " + format.name,
              format.schema,
              documented(feed_parameters()),
              std::nullopt,
              {200},
              format.type})
        .examples = {{"All of one outlet about the dam", format.path + "?q=dam&source=Meridian%20Post"}};
  }
  router.add({"GET",
              "/v1/suggest/opensearch",
              [&engine](const HttpRequest& http) { return suggestions(engine, http); },
              Cost::worker,
              "Suggestions as browsers take them (OpenSearch Suggestions 1.1)",
              "BrowserSuggestions",
              documented(suggest_parameters()),
              std::nullopt,
              {200},
              "application/x-suggestions+json"});
  router.get("/opensearch.xml", description, Cost::at_once);
}

}  // namespace newssearch
