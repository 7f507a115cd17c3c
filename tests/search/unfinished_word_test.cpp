#include <algorithm>
#include <catch2/catch.hpp>

#include "server/search/search_engine.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

namespace {

using Ids = std::vector<std::string>;

class Typed {
 public:
  Typed() : engine_((publish_articles(directory_, articles()), directory_)) {}

  SearchResponse search(const std::string& text, bool unfinished = true) const {
    SearchRequest request;
    request.text = text;
    request.unfinished = unfinished;
    request.collapse = Collapse::none;
    return engine_.search(request).value();
  }
  Ids ids(const std::string& text) const {
    Ids ids;
    for (const SearchHit& hit : search(text).hits) ids.push_back(hit.article.id);
    return ids;
  }
  Ids sorted(const std::string& text) const {
    Ids found = ids(text);
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  static std::vector<Article> articles() {
    return {
        make_article("dam", "Dam inquiry opens", "The dam above the town was old. An inquiry into the dam begins."),
        make_article("damage", "Damage, damage, damage", "Damage to the town was put at millions by an inquirer."),
        make_article("rates", "Rates rise", "Interest rates rose; the floods are forgotten."),
        make_article("flood", "A flood", "The flood came at night."),
        make_article("quarry", "Quarry to close", "The pit is the oldest of the county, and the last to be worked."),
        make_article("pit", "The pit closes", "A quarry is shut.")};
  }
  const TemporaryFolder folder_;
  const DataDirectory directory_{folder_.path()};
  const SearchEngine engine_;
};

}  // namespace

TEST_CASE("a word that is being typed finds those that begin with it, and itself first") {
  const Typed typed;
  CHECK(typed.ids("dam") == Ids{"dam", "damage"});
  CHECK(typed.sorted("town inq") == Ids{"dam", "damage"});
  CHECK(typed.sorted("headline:inq") == Ids{"dam"});
  CHECK(typed.search("dam").parsed == "dam…");
  CHECK(typed.search("dam", false).total == 1);
}

TEST_CASE("headlines that hold what a word begins come first, unfinished or with a wildcard") {
  const Typed typed;
  CHECK(typed.ids("qua") == Ids{"quarry", "pit"});
  CHECK(typed.ids("quar*") == Ids{"quarry", "pit"});
}

TEST_CASE("a word that may be finished finds its other forms") {
  CHECK(Typed().sorted("floods") == Ids{"flood", "rates"});
}

TEST_CASE("what was found is marked where a word only begins as the one that is typed") {
  const SearchResponse response = Typed().search("inquire");
  REQUIRE(response.total > 0);
  const auto& parts = response.hits.front().snippet.parts;
  CHECK(std::any_of(parts.begin(), parts.end(), [](const TextPart& part) { return part.match; }));
}

TEST_CASE("only the bare word at the end is unfinished, and of three letters or more") {
  const Typed typed;
  CHECK(typed.search("dam ").parsed == "dam");
  CHECK(typed.search("da").parsed == "da");
  CHECK(typed.search("dam AND town").parsed == "dam AND town…");
  CHECK(typed.search("\"old dam\"").parsed == "\"old dam\"");
  CHECK(typed.search("town -dam").parsed == "town AND NOT dam");
  CHECK(typed.search("town OR dam").parsed == "town OR dam…");
  CHECK(typed.search("dam*").parsed == "dam*");
}

TEST_CASE("a word that is begun is not taken for a misspelling, one that nothing begins with is") {
  const Typed typed;
  CHECK_FALSE(typed.search("town inqu").did_you_mean);
  CHECK(typed.search("town inqu").corrected.empty());
  const SearchResponse response = typed.search("town innquiry");
  CHECK((response.did_you_mean || !response.corrected.empty()));
}
