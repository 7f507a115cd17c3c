#include <catch2/catch.hpp>

#include "tests/end_to_end/served.h"
#include "tests/end_to_end/workplace.h"

using namespace newssearch;
using Catch::Contains;

namespace {

const std::string kHeader = "query,from,to,found,articles,share\r\n";

/// Seven articles: three of January, two of March, an undated one, and one of another source.
class Archive : public Workplace {
 public:
  Archive() {
    const std::string articles =
        R"({"id":"1","title":"Dockers strike","body":"A strike began at the docks.","published":"1987-01-05","source":"AP"}
{"id":"2","title":"Strike goes on","body":"The strike at the docks goes on, said the ministry.","published":"1987-01-20","source":"AP"}
{"id":"3","title":"Coffee harvest","body":"Growers expect a better harvest.","published":"1987-01-31","source":"AP"}
{"id":"4","title":"Strikes end","body":"The dockers went back to work.","published":"1987-03-02","source":"AP"}
{"id":"5","title":"Coffee frost","body":"Growers fear frost.","published":"1987-03-31T23:30:00Z","source":"AP"}
{"id":"6","title":"On strikes","body":"An undated opinion.","source":"AP"}
{"id":"7","title":"Strike in Spain","body":"Miners are on strike.","published":"1987-02-11","source":"EFE"}
)";
    REQUIRE(run({"index", write("seven.jsonl", articles)}).code == 0);
  }

  std::string csv(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "trend");
    arguments.insert(arguments.end(), {"--output", "csv"});
    const Ended ended = run(arguments);
    CHECK(ended.err.empty());
    return ended.out;
  }
};

}  // namespace

TEST_CASE("a trend is what part of the articles of each month is found") {
  const Archive archive;
  CHECK(archive.csv({"strike"}) == kHeader +
                                       "strike,1987-01-01,1987-02-01,2,3,0.666667\r\n"
                                       "strike,1987-02-01,1987-03-01,1,1,1.000000\r\n"
                                       "strike,1987-03-01,1987-04-01,1,2,0.500000\r\n"
                                       "strike,,,1,1,1.000000\r\n");
  CHECK(archive.csv({"strike", "-docks", "--by", "year"}) == kHeader +
                                                                 "strike -docks,1987-01-01,1988-01-01,2,6,0.333333\r\n"
                                                                 "strike -docks,,,1,1,1.000000\r\n");
}

TEST_CASE("options say which articles are looked at, the query which of them are counted") {
  const Archive archive;
  CHECK(archive.csv({"strike", "--source", "AP", "--since", "1987"}) ==
        kHeader +
            "strike,1987-01-01,1987-02-01,2,3,0.666667\r\n"
            "strike,1987-02-01,1987-03-01,0,0,\r\n"
            "strike,1987-03-01,1987-04-01,1,2,0.500000\r\n");
  CHECK(archive.csv({"strike", "source:AP", "--since", "1987-02"}) ==
        kHeader +
            "strike source:AP,1987-02-01,1987-03-01,0,1,0.000000\r\n"
            "strike source:AP,1987-03-01,1987-04-01,1,2,0.500000\r\n");
}

TEST_CASE("months are those of the time zone") {
  const Archive archive;
  CHECK_THAT(archive.csv({"frost", "--since", "1987-03", "--tz", "Europe/Paris"}),
             Contains("frost,1987-03-01,1987-04-01,0,1,") && Contains("frost,1987-04-01,1987-05-01,1,1,"));
}

TEST_CASE("a trend counts what holds all the words as they are written, however little that is") {
  const Archive archive;
  const Ended none = archive.run({"trend", "coffee", "strikke"});
  CHECK(none.code == 1);
  CHECK_THAT(none.out, Catch::StartsWith("coffee strikke: 0 of 7 articles by month\n"));
  CHECK(archive.run({"search", "coffee", "strikke", "--no-relax", "--no-spelling"}).code == 1);
  CHECK(archive.run({"search", "coffee", "strikke"}).code == 0);
  CHECK(archive.run({"trend", "strikke"}).code == 1);
  CHECK(archive.run({"trend", "strike"}).code == 0);
}

TEST_CASE("queries are drawn beside each other") {
  const Archive archive;
  const Ended table = archive.run({"trend", "strike", "--beside", "coffee", "--beside", "-coffee"});
  CHECK(table.code == 0);
  for (const char* heading : {"strike: 5 of 7 ", "\ncoffee: 2 of 7 ", "\n-coffee: 5 of 7 "})
    CHECK_THAT(table.out, Contains(heading));
  const std::string svg = archive.run({"trend", "strike", "--beside", "coffee", "--output", "svg"}).out;
  CHECK_THAT(svg, Catch::StartsWith("<svg ") && Catch::EndsWith("</svg>\n") && Contains("strike · 5 articles") &&
                      Contains("coffee · 2 articles"));
}

TEST_CASE("a server gives the same trend") {
  const Archive archive;
  const Served served(archive);
  for (const char* form : {"table", "csv", "svg"}) {
    const std::vector<std::string> asked = {"trend",   "dockers strike", "--beside", "coffee",   "--until",
                                            "1987-03", "--by",           "week",     "--output", form};
    std::vector<std::string> from_server = asked;
    from_server.insert(from_server.end(), {"--server", served.url("")});
    const Ended here = archive.run(asked), there = archive.run(from_server);
    CHECK(here.code == 0);
    CHECK(there.code == 0);
    CHECK(there.out == here.out);
    CHECK(there.err == here.err);
  }
}

TEST_CASE("a time too long to be divided so finely is said to be") {
  const Archive archive;
  archive.run({"index", archive.write("old.jsonl",
                                      R"({"id":"8","title":"Old","body":"An old strike.","published":"1912-04-15"})")});
  const Ended ended = archive.run({"trend", "strike", "--by", "day"});
  CHECK_THAT(ended.out, Contains(" by month\n"));
  CHECK_THAT(ended.err, Contains("so long a time has too many buckets by day; counted by month"));
}

TEST_CASE("what is no trend is refused with what to do") {
  const Archive archive;
  const auto refusal = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "trend");
    const Ended ended = archive.run(arguments);
    CHECK(ended.code == 2);
    return ended.err;
  };
  CHECK_THAT(refusal({}), Contains("QUERY"));
  CHECK_THAT(refusal({"strike", "--since", "1987-13"}), Contains("trend: --since: '1987-13': month 13 does not exist"));
  CHECK_THAT(refusal({"strike", "--by", "hour"}), Contains("--by"));
  CHECK_THAT(refusal({"a", "--beside", "b", "--beside", "c", "--beside", "d", "--beside", "e", "--beside", "f"}),
             Contains("--beside: no more than 4"));
}
