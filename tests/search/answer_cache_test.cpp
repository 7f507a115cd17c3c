#include "server/search/answer_cache.h"

#include <catch2/catch.hpp>
#include <functional>

#include "server/search/search_engine.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

std::shared_ptr<const SearchResponse> answer(std::uint32_t total) {
  SearchResponse response;
  response.total = total;
  return std::make_shared<const SearchResponse>(std::move(response));
}

SearchRequest query(const std::string& text) {
  SearchRequest request;
  request.text = text;
  return request;
}

}  // namespace

TEST_CASE("an answer is given again to the same question about the same version") {
  AnswerCache cache(2);
  CHECK(cache.find(query("rates"), "1") == nullptr);
  cache.keep(query("rates"), "1", answer(7));
  REQUIRE(cache.find(query("rates"), "1"));
  CHECK(cache.find(query("rates"), "1")->total == 7);
  CHECK(cache.find(query("rates"), "2") == nullptr);
  CHECK(cache.find(query("rate"), "1") == nullptr);
}

TEST_CASE("questions that differ in any part have answers of their own") {
  const std::vector<std::function<void(SearchRequest&)>> changes = {
      [](auto& r) { r.text = "other"; },
      [](auto& r) { r.dates.from = Day{std::chrono::days{1}}; },
      [](auto& r) { r.dates.to = Day{std::chrono::days{1}}; },
      [](auto& r) { r.date_field = DateField::updated; },
      [](auto& r) { r.time_zone = "Europe/Paris"; },
      [](auto& r) { r.filter(Facet::section).any = {"Sport"}; },
      [](auto& r) { r.filter(Facet::section).none = {"Sport"}; },
      [](auto& r) { r.filter(Facet::source).any = {"Sport"}; },
      [](auto& r) {
        r.filter(Facet::section).any = {"Sp", "ort"};
      },
      [](auto& r) { r.sort = SortOrder::newest; },
      [](auto& r) { r.page = 2; },
      [](auto& r) { r.per_page = 2; },
      [](auto& r) { r.facets = {Facet::source}; },
      [](auto& r) { r.facets = {Facet::section}; },
      [](auto& r) { r.facet_limit = 3; },
      [](auto& r) { r.histogram = HistogramInterval::automatic; },
      [](auto& r) { r.histogram = HistogramInterval::year; },
      [](auto& r) { r.snippet_length = 0; },
      [](auto& r) { r.ids_only = true; },
      [](auto& r) { r.explain = true; },
      [](auto& r) { r.names = false; },
      [](auto& r) { r.synonyms = false; },
      [](auto& r) { r.pins = false; },
      [](auto& r) { r.spelling = false; },
      [](auto& r) { r.relax = false; },
  };
  AnswerCache cache(100);
  cache.keep(query("rates"), "1", answer(0));
  for (std::size_t i = 0; i < changes.size(); ++i) {
    CAPTURE(i);
    SearchRequest request = query("rates");
    changes[i](request);
    CHECK(cache.find(request, "1") == nullptr);
    cache.keep(request, "1", answer(static_cast<std::uint32_t>(i + 1)));
  }
  for (std::size_t i = 0; i < changes.size(); ++i) {
    SearchRequest request = query("rates");
    changes[i](request);
    CHECK(cache.find(request, "1")->total == i + 1);
  }
}

TEST_CASE("what was asked for least lately is forgotten first") {
  AnswerCache cache(2);
  cache.keep(query("a"), "1", answer(1));
  cache.keep(query("b"), "1", answer(2));
  CHECK(cache.find(query("a"), "1"));
  cache.keep(query("c"), "1", answer(3));
  CHECK(cache.find(query("a"), "1"));
  CHECK(cache.find(query("b"), "1") == nullptr);
  CHECK(cache.find(query("c"), "1"));
}

TEST_CASE("an answer much larger than a usual page is not kept") {
  AnswerCache cache(2);
  SearchResponse hits, values;
  hits.hits.resize(21);
  values.facets.push_back({.facet = Facet::author, .values = std::vector<FacetCount>(501), .distinct = 501});
  cache.keep(query("hits"), "1", std::make_shared<const SearchResponse>(hits));
  cache.keep(query("values"), "1", std::make_shared<const SearchResponse>(values));
  CHECK(cache.find(query("hits"), "1") == nullptr);
  CHECK(cache.find(query("values"), "1") == nullptr);
}

TEST_CASE("a cache of no entries keeps none") {
  AnswerCache cache(0);
  cache.keep(query("a"), "1", answer(1));
  CHECK(cache.find(query("a"), "1") == nullptr);
}

TEST_CASE("an article published shows at once, whatever was answered before") {
  TemporaryFolder folder;
  const DataDirectory directory(folder.path());
  publish_articles(directory, {make_article("one", "Rates", "The bank raised its rates.")});
  EngineOptions options;
  options.cached_answers = 10;
  const SearchEngine engine(directory, options);
  CHECK(engine.search(query("rates")).value().total == 1);
  CHECK(engine.search(query("rates")).value().total == 1);
  publish_articles(directory, {make_article("two", "Rates", "The other bank raised its rates.")});
  CHECK(engine.search(query("rates")).value().total == 2);
}
