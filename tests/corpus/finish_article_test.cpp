#include "corpus/finish_article.h"

#include "tests/corpus/reading.h"

using namespace newssearch;

namespace {

Draft draft(const std::string& headline, const std::string& body = "") {
  Draft draft;
  draft.article.id = "a1";
  draft.article.headline = headline;
  draft.article.body = body;
  return draft;
}

ReadArticle finish(Draft draft, const ReadOptions& options = options_of_2025()) {
  return finish_article("here", std::move(draft), options);
}

}  // namespace

TEST_CASE("an article without any text is rejected") {
  CHECK(outcomes({finish(draft(" \n", "\x03\t"))}) == Lines{"here no_text: no text at all"});
}

TEST_CASE("a text over the limit is rejected") {
  ReadOptions options = options_of_2025();
  options.max_article_bytes = 1 << 20;
  CHECK(outcomes({finish(draft("H", std::string(1'468'006, 'x')), options)}) ==
        Lines{"here too_large: the text of 1.4 MB is over the limit of 1.0 MB"});
}

TEST_CASE("what is said around the text counts towards the limit") {
  Draft many = draft("H");
  for (int i = 0; i < 200'000; ++i) many.article.tags.push_back("tag " + std::to_string(i));
  CHECK(finish(std::move(many)).article.error().code == "too_large");
}

TEST_CASE("an id with control characters is rejected, one with blanks around it trimmed") {
  Draft broken = draft("H");
  broken.article.id = "a\x01";
  CHECK(outcomes({finish(std::move(broken))}) == Lines{"here bad_id: id: it holds control characters"});
  Draft blanks = draft("H");
  blanks.article.id = " a1\n";
  CHECK(finish(std::move(blanks)).article->id == "a1");
}

TEST_CASE("a date may lie 48 hours ahead and no more") {
  Draft near = draft("H"), far = draft("H");
  near.evidence.published = {{.stated = "2025-06-03T00:00:00Z"}};
  far.evidence.published = {{.stated = "2025-06-03T00:00:01Z"}};
  far.evidence.updated = {{.stated = "2031-01-01"}};
  CHECK(date_of(finish(near).article->published) == "2025-06-03T00:00:00Z");
  const ReadArticle refused = finish(far);
  CHECK(date_of(refused.article->published) == "undated");
  CHECK(date_of(refused.article->updated) == "undated");
  CHECK(refused.article->refused_date == "2025-06-03T00:00:01Z");
  CHECK(refused.warnings ==
        Lines{"published: '2025-06-03T00:00:01Z': more than 48 hours in the future; kept as undated",
              "updated: '2031-01-01': more than 48 hours in the future; left out"});
}

TEST_CASE("an impossible date is kept as it was stated") {
  Draft stated = draft("H");
  stated.evidence.published = {{.stated = "1987-13-01"}};
  const ReadArticle record = finish(stated);
  CHECK(date_of(record.article->published) == "undated");
  CHECK(record.article->refused_date == "1987-13-01");
  CHECK(record.warnings == Lines{"published: '1987-13-01': month 13 does not exist; kept as undated"});
}

TEST_CASE("the language is the one stated, the one asked for, or the one written") {
  const std::string german = "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke für zwei Jahre zu schließen.";
  const auto language = [&](const std::string& stated, const std::string& option) {
    Draft written = draft("", german);
    written.article.lang = stated;
    ReadOptions options = options_of_2025();
    options.lang = option;
    return finish(written, options).article->lang;
  };
  CHECK(language("fr-CA", "auto") == "fr");
  CHECK(language("zh-Hans", "auto") == "zh");
  CHECK(language("EN_us", "auto") == "en");
  CHECK(language("deu", "auto") == "de");
  CHECK(language("iw", "auto") == "he");
  CHECK(language("", "fi") == "fi");
  CHECK(language("", "auto") == "de");
  CHECK(language("German", "auto") == "de");
  CHECK(language("xx", "auto") == "de");
  CHECK(language("und", "auto") == "de");
  CHECK(finish(draft("7")).article->lang == "und");
}

TEST_CASE("values are stored once, without blanks around them") {
  Draft repeated = draft("H");
  repeated.article.tags = {" oil ", "", "trade", "oil"};
  CHECK(finish(repeated).article->tags == Lines{"oil", "trade"});
}

TEST_CASE("warnings that quote the input are clean text themselves") {
  Draft quoted = draft("H");
  quoted.evidence.published = {{.stated = "\xff\x01soon"}};
  CHECK(finish(quoted).warnings ==
        Lines{"published: '\uFFFDsoon': expected a date like 3 March 2025 or 2025-03-03; kept as undated"});
}

TEST_CASE("what is embargoed or withheld is refused, what was embargoed is kept with that") {
  ReadOptions options;
  options.now = parse_iso_date("2025-06-01T12:00:00Z").value().time;
  Draft draft;
  draft.article.headline = "Budget";
  draft.stated_embargo = "2025-06-01T13:00:00+00:00";
  const ReadArticle early = finish_article("wire", draft, options);
  REQUIRE_FALSE(early.article);
  CHECK(early.article.error().code == "embargoed");
  CHECK(early.article.error().message == "embargoed until 2025-06-01T13:00:00Z: index it again then");
  draft.stated_embargo = "2025-06-01T11:00:00Z";
  const ReadArticle late = finish_article("wire", draft, options);
  REQUIRE(late.article);
  CHECK(format_iso(late.article->embargoed.value()) == "2025-06-01T11:00:00Z");
  draft.stated_embargo = "when the speech begins";
  CHECK(finish_article("wire", draft, options).article.error().code == "bad_embargo");
  draft.stated_embargo.clear();
  draft.article.pub_status = "withheld";
  CHECK(finish_article("wire", draft, options).article.error().code == "withheld");
}

TEST_CASE("an article taken back needs an id, and no text") {
  Draft draft;
  draft.killed = true;
  CHECK(finish_article("wire", draft, {}).article.error().code == "bad_id");
  draft.article.id = "urn:wire:1";
  const ReadArticle kill = finish_article("wire", draft, {});
  REQUIRE(kill.article);
  CHECK(kill.killed);
}

TEST_CASE("of several dates the first that is possible is taken, of several headlines the first with text") {
  Draft draft;
  draft.article.body = "Text.";
  draft.evidence.headlines = {{" ", "h1"}, {"Bridge  closes", "og:title"}};
  draft.evidence.published = {{.stated = "2025-13-01", .source = DateSource::json_ld, .from = "datePublished"},
                              {.stated = " "},
                              {.stated = "2025-06-01", .source = DateSource::url, .from = "", .confidence = 0.6}};
  ReadOptions options;
  options.now = parse_iso_date("2025-06-03").value().time;
  const ReadArticle read = finish_article("page", draft, options);
  REQUIRE(read.article);
  CHECK(read.article->headline == "Bridge closes");
  CHECK(read.evidence.published.size() == 2);
  REQUIRE(read.warnings.size() == 1);
  CHECK_THAT(read.warnings[0], Catch::Contains("month 13 does not exist; the next is tried"));
  CHECK(read.article->refused_date == "2025-13-01");
  REQUIRE(read.article->published);
  CHECK(read.article->published->source == DateSource::url);
  CHECK(read.article->published->confidence == 0.6);
}

TEST_CASE("an address dates an article that nothing else does") {
  Draft draft;
  draft.article.body = "Text.";
  draft.article.url = "https://example.org/2024/05/03/bridge";
  draft.evidence.published = {{.stated = "soon"}};
  ReadOptions options;
  options.now = parse_iso_date("2025-06-03").value().time;
  const ReadArticle read = finish_article("page", draft, options);
  REQUIRE(read.article);
  REQUIRE(read.article->published);
  CHECK(format_iso(*read.article->published) == "2024-05-03");
  CHECK(read.article->published->source == DateSource::url);
  CHECK(read.warnings.size() == 1);
}
