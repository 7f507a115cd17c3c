#include <catch2/catch.hpp>

#include "server/web/search_address.h"

using namespace newssearch;

TEST_CASE("an address is read and written back in one spelling") {
  const auto [sent, written] = GENERATE(table<std::string, std::string>({
      {"", "/search"},
      {"q=oil", "/search?q=oil"},
      {"q=interest+rates", "/search?q=interest%20rates"},
      {"q=interest%20rates&&page=2&", "/search?q=interest%20rates&page=2"},
      {"q", "/search?q="},
      {"q=a=b", "/search?q=a%3Db"},
      {"q=100%", "/search?q=100%25"},
      {"q=%zz%4", "/search?q=%25zz%254"},
      {"q=%c3%a9", "/search?q=%C3%A9"},
      {"q=\"><script>", "/search?q=%22%3E%3Cscript%3E"},
  }));
  CAPTURE(sent);
  CHECK(SearchAddress(sent).href() == written);
}

TEST_CASE("a change of what is asked starts again on the first page") {
  const SearchAddress third("q=oil&page=3&section=World");
  CHECK(third.adding("section", "Politics").href() == "/search?q=oil&section=World&section=Politics");
  CHECK(third.removing("section", "World").href() == "/search?q=oil");
  CHECK(third.removing("section").href() == "/search?q=oil");
  CHECK(third.setting("sort", "newest").href() == "/search?q=oil&section=World&sort=newest");
  CHECK(SearchAddress("q=oil&cursor=abc").adding("lang", "de").href() == "/search?q=oil&lang=de");
}

TEST_CASE("another page keeps everything but the page") {
  const SearchAddress third("q=oil&page=3&section=World");
  CHECK(third.on_page(4).href() == "/search?q=oil&section=World&page=4");
  CHECK(third.on_page(1).href() == "/search?q=oil&section=World");
}

TEST_CASE("setting a parameter replaces every value it had") {
  CHECK(SearchAddress("from=1986&q=oil&from=1987").setting("from", "1988").href() == "/search?q=oil&from=1988");
}

TEST_CASE("a value is removed however its case and accents are spelt, and its opposite stays") {
  const SearchAddress address("section=caf%C3%A9&section=-Caf%C3%A9&source=Caf%C3%A9");
  CHECK(address.removing("section", "CAFE").href() == "/search?section=-Caf%C3%A9&source=Caf%C3%A9");
  CHECK(address.removing("section", "-cafe").href() == "/search?section=caf%C3%A9&source=Caf%C3%A9");
}

TEST_CASE("the feed of a search is about the same articles, whatever page of them was looked at, and in what order") {
  const SearchAddress address("q=oil+price&section=-Sport&from=1987&to=&sort=oldest&page=3&per_page=5&facets=tag&x=y");
  CHECK(feed_href("atom", address.parameters()) == "/v1/feed.atom?q=oil%20price&section=-Sport&from=1987");
  CHECK(feed_href("rss", {}) == "/v1/feed.rss");
}
