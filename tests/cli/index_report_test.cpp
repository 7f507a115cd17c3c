#include "server/cli/index_report.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace newssearch;

namespace {

Article article(const std::string& body) {
  Article article;
  article.body = body;
  return article;
}

IndexReport two_read_twelve_rejected() {
  IndexReport report;
  report.count({"a:1",
                article(std::string(1'500'000, 'x')),
                {"published: '1987-13-01': month 13 does not exist; kept as undated"}});
  report.count({"a:2",
                article(std::string(500'000, 'x')),
                {"published: '1988-14-01': month 14 does not exist; kept as undated"}});
  for (int line = 3; line <= 14; ++line)
    report.count({"a:" + std::to_string(line), Error{"no_text", "no text at all"}, {}});
  return report;
}

BuildSummary summary() {
  BuildSummary summary;
  summary.added = 1;
  summary.replaced = 1;
  summary.unchanged = 3;
  summary.articles = 21578;
  summary.generation = 12;
  summary.published = true;
  summary.cpu_seconds = 3.5;
  summary.comparing_cpu_seconds = 0.5;
  return summary;
}

}  // namespace

TEST_CASE("warnings that differ in their values alone are of one kind") {
  CHECK(kind_of("published: '1987-13-01': month 13 does not exist") == "published: '…': month # does not exist");
  CHECK(kind_of("published: '1988-14-01': month 14 does not exist") == "published: '…': month # does not exist");
  CHECK(kind_of("the agency's date is not read") == "the agency's date is not read");
  CHECK(kind_of("an open 'quote") == "an open 'quote");
}

TEST_CASE("the report counts what came in and shows the first ten rejections") {
  CHECK(two_read_twelve_rejected().text(summary(), 2.0) ==
        "indexed            2   1 new, 1 replaced\n"
        "unchanged          3\n"
        "rejected          12\n"
        "  a:3: no text at all\n  a:4: no text at all\n  a:5: no text at all\n  a:6: no text at all\n"
        "  a:7: no text at all\n  a:8: no text at all\n  a:9: no text at all\n  a:10: no text at all\n"
        "  a:11: no text at all\n  a:12: no text at all\n"
        "  and 2 more\n"
        "warnings           2\n"
        "  2 ×, as a:1: published: '1987-13-01': month 13 does not exist; kept as undated\n"
        "articles      21,578   generation 12\n"
        "seconds          2.0   1.0 MB/s of text\n"
        "CPU              3.5   seconds, 0.5 of them comparing for copies and stories\n");
}

TEST_CASE("the report says where nothing changed") {
  BuildSummary same;
  same.unchanged = 5;
  same.generation = 3;
  CHECK_THAT(IndexReport().text(same, 1), Catch::Contains("generation 3, as before: nothing changed"));
}

TEST_CASE("the report as JSON holds every rejection with its code") {
  const auto json = nlohmann::json::parse(two_read_twelve_rejected().json(summary(), 2.0));
  CHECK(json.at("indexed") == 2);
  CHECK(json.at("replaced") == 1);
  CHECK(json.at("unchanged") == 3);
  CHECK(json.at("rejected") == 12);
  CHECK(json.at("rejections").size() == 12);
  CHECK(json.at("rejections").at(0) ==
        nlohmann::json({{"where", "a:3"}, {"code", "no_text"}, {"reason", "no text at all"}}));
  CHECK(json.at("warnings").at(0).at("count") == 2);
  CHECK(json.at("articles") == 21578);
  CHECK(json.at("generation") == 12);
  CHECK(json.at("published") == true);
  CHECK(json.at("mb_per_second") == 1.0);
}

TEST_CASE("an escape sequence in a rejected file's name never reaches the terminal") {
  IndexReport report;
  report.count({"\x1b[2J:1", Error{"no_text", "\x1b[2J"}, {"\x1b"}});
  CHECK(report.text({}, 1).find('\x1b') == std::string::npos);
}
