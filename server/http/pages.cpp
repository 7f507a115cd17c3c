#include "server/http/pages.h"

#include <algorithm>
#include <set>

#include "common/article.h"
#include "server/http/caching.h"
#include "server/http/problem.h"
#include "server/http/search_params.h"
#include "server/web/assets.h"
#include "server/web/search_address.h"
#include "server/web/search_page.h"

namespace newssearch {
namespace {

constexpr const char* kRevalidate = "public, max-age=0, must-revalidate";
constexpr const char *kKeepForADay = "public, max-age=86400", *kKeepForAnHour = "public, max-age=3600";
constexpr std::uint32_t kRelatedStories = 5, kBeforeAndAfter = 3, kCopies = 20;

HttpResponse page(std::string html, const std::string& etag) {
  HttpResponse response;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(html);
  response.headers = {{"Cache-Control", kRevalidate}, {"ETag", etag}};
  return response;
}

HttpResponse results(const SearchEngine& engine, QueryAnalytics* queries, const HttpRequest& http) {
  const auto asked = read_search_request(http.params, UnknownParameter::ignored);
  if (const auto* invalid = std::get_if<std::vector<InvalidParameter>>(&asked)) {
    return to_response(invalid_parameters(*invalid), http);
  }
  const auto current = search_etag(engine.answer_version(), http.path, http.params);
  if (client_has(http, current)) return not_modified(current, kRevalidate);
  const auto& request = std::get<SearchRequest>(asked);
  const auto answer = engine.search(request);
  if (!answer) return to_response(refused_query(answer.error(), request.text), http);

  if (queries && request.page == 1 && !request.after) queries->count(request.text, answer->total);
  std::optional<RelatedResponse> related;
  if (answer->page == 1 && !answer->hits.empty()) {
    if (auto found = engine.related(answer->hits.front().article.id, RelatedMode::related, kRelatedStories))
      related = std::move(*found);
  }
  return page(search_page(request, *answer, http.query, related ? &*related : nullptr),
              search_etag(answer->version, http.path, http.params));
}

/// What stands beside an article: nothing twice.
BesideArticle beside(const SearchEngine& engine, const Article& article) {
  const std::string& id = article.id;
  BesideArticle all;
  std::set<std::string> shown;
  const auto list = [&](RelatedMode mode, std::uint32_t most) {
    auto found = engine.related(id, mode, most + static_cast<std::uint32_t>(shown.size()));
    if (!found) return RelatedResponse();
    std::erase_if(found->hits, [&](const SearchHit& hit) { return shown.contains(hit.article.id); });
    found->hits.resize(std::min<std::size_t>(found->hits.size(), most));
    for (const SearchHit& hit : found->hits) shown.insert(hit.article.id);
    return *std::move(found);
  };
  all.copies = list(RelatedMode::copies, kCopies);
  all.related = list(RelatedMode::related, kRelatedStories);
  all.background = list(RelatedMode::background, kBeforeAndAfter);
  all.followups = list(RelatedMode::followups, kBeforeAndAfter);
  if (const auto story = engine.story_of(id)) all.story = *story;
  if (article.revision > 1)
    if (auto versions = engine.versions(id)) all.versions = *std::move(versions);
  return all;
}

HttpResponse one_article(const SearchEngine& engine, const HttpRequest& http) {
  const auto& id = http.path_values.at("id");
  const auto etag = search_etag(engine.answer_version(), http.path, {});
  if (client_has(http, etag)) return not_modified(etag, kRevalidate);
  const auto article = engine.article(id);
  if (!article) return to_response(no_such_article(id, article.error()), http);
  return page(article_page(*article, beside(engine, *article)), etag);
}

HttpResponse one_story(const SearchEngine& engine, const HttpRequest& http) {
  const auto& id = http.path_values.at("id");
  const auto etag = search_etag(engine.answer_version(), http.path, {});
  if (client_has(http, etag)) return not_modified(etag, kRevalidate);
  const auto story = engine.story(id, "UTC");
  if (!story) return to_response(no_such_story(id, story.error()), http);
  if (story->id != id) return redirection(308, story_href(story->id));
  return page(story_page(*story), etag);
}

HttpResponse what_trends(const SearchEngine& engine, const HttpRequest& http) {
  const auto asked = read_trending_request(http.params, UnknownParameter::ignored);
  if (const auto* invalid = std::get_if<std::vector<InvalidParameter>>(&asked)) {
    return to_response(invalid_parameters(*invalid), http);
  }
  const auto etag = search_etag(engine.answer_version(), http.path, http.params);
  if (client_has(http, etag)) return not_modified(etag, kRevalidate);
  const auto answer = engine.trending(std::get<TrendingRequest>(asked));
  if (!answer) return to_response(refused_query(answer.error(), ""), http);
  return page(trending_page(*answer, http.query), etag);
}

HttpResponse to_search(const HttpRequest&) { return redirection(302, "/search"); }

Handler serve_asset(const Asset& asset) {
  const char* keep = asset.is_for_other_sites() ? kKeepForAnHour : kKeepForADay;
  return [asset, keep, etag = make_etag(std::string(asset.body))](const HttpRequest& http) {
    HttpResponse response = not_modified(etag, keep);
    if (!client_has(http, etag)) {
      response.status = 200;
      response.content_type = asset.content_type;
      response.body = asset.body;
    }
    if (asset.is_for_other_sites()) response.headers["Access-Control-Allow-Origin"] = "*";  // as modules have to be
    return response;
  };
}

}  // namespace

void add_pages(Router& router, const SearchEngine& engine, QueryAnalytics* queries) {
  router.get("/", to_search, Cost::at_once);
  router.get("/search", [&engine, queries](const HttpRequest& request) { return results(engine, queries, request); });
  router.get("/story/{id}", [&engine](const HttpRequest& request) { return one_story(engine, request); });
  router.get("/trending", [&engine](const HttpRequest& request) { return what_trends(engine, request); });
  router.get("/article/{id}", [&engine](const HttpRequest& request) { return one_article(engine, request); });
  for (const auto& asset : assets()) router.get(std::string(asset.path), serve_asset(asset), Cost::at_once);
}

}  // namespace newssearch
