#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/end_to_end/workplace.h"

using namespace newssearch;
using Catch::Contains;
using nlohmann::json;

namespace {

class ThreeArticles : public Workplace {
 public:
  ThreeArticles() { run({"index", "-"}, kThree); }

  std::string ids(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"search", "--output", "ids0"});
    std::string ids = run(std::move(arguments)).out;
    for (char& c : ids)
      if (c == '\0') c = ' ';
    return ids;
  }
};

}  // namespace

TEST_CASE("a search prints what it found and ends with 0, and with 1 where it found nothing") {
  const ThreeArticles archive;
  const Ended found = archive.run({"search", "coffee"});
  CHECK(found.code == 0);
  CHECK_THAT(found.out, Catch::StartsWith("1 article in "));
  CHECK_THAT(found.out, Contains(" 1  Coffee harvest\n    AP · coffee · undated\n"));
  CHECK(found.err.empty());
  const Ended nothing = archive.run({"search", "zeppelin"});
  CHECK(nothing.code == 1);
  CHECK_THAT(nothing.out, Catch::StartsWith("No article in "));
}

TEST_CASE("after the first query word a -word excludes, and long options may stand anywhere") {
  const ThreeArticles archive;
  CHECK(archive.ids({"bank", "-opinion"}) == "1 ");
  CHECK(archive.ids({"bank", "-opinion", "--limit", "5"}) == "1 ");
  CHECK(archive.ids({"bank", "--sort", "newest"}) == "2 1 ");
  CHECK(archive.ids({"--sort", "newest", "bank", "--limit", "1"}) == "2 ");
  CHECK(archive.ids({"--", "coffee", "--limit"}) == "3 ");
}

TEST_CASE("the option --data may stand before the command, after it, and after the query") {
  const ThreeArticles archive;
  const std::string data = archive.data().string();
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--data", data, "search", "coffee"},
                                                    {"search", "--data", data, "coffee"},
                                                    {"search", "coffee", "--data=" + data}}) {
    Start start = archive.start(arguments);
    start.environment.erase("NEWSSEARCH_DATA");
    CHECK(run_program(start).code == 0);
  }
}

TEST_CASE("dates, filters and negated filters choose among the articles") {
  const ThreeArticles archive;
  CHECK(archive.ids({"--since", "1987-10-20"}) == "2 ");
  CHECK(archive.ids({"--until", "1987-10-19"}) == "1 ");
  CHECK(archive.ids({"--since", "1987", "--until", "1987-10", "--sort", "oldest"}) == "1 2 ");
  CHECK(archive.ids({"--section", "coffee"}) == "3 ");
  CHECK(archive.ids({"bank", "--section", "-opinion"}) == "1 ");
  CHECK(archive.ids({"--source", "ap", "--source", "reuters", "--section", "coffee"}) == "3 ");
}

TEST_CASE("a question without words is everything, newest first") {
  const ThreeArticles archive;
  CHECK(archive.ids({}) == "2 1 3 ");
  CHECK(archive.ids({""}) == "2 1 3 ");
}

TEST_CASE("the JSON is one object with the API's members") {
  const ThreeArticles archive;
  const json answer = json::parse(
      archive.run({"search", "bank", "--output", "json", "--facets", "section", "--histogram", "year"}).out);
  CHECK(answer.at("total").at("value") == 2);
  CHECK(answer.at("hits").size() == 2);
  CHECK(answer.at("facets").at("section").size() == 2);
  CHECK(answer.at("date_histogram").at("interval") == "year");
  CHECK(answer.at("index").at("generation") == 1);
}

TEST_CASE("every form of output holds the same hits in the same order") {
  const ThreeArticles archive;
  const auto output = [&](const char* form) {
    return archive.run({"search", "bank", "--sort", "newest", "--output", form}).out;
  };
  CHECK(output("trec") == "1 Q0 2 1 1.000000 newssearch\n1 Q0 1 2 0.500000 newssearch\n");
  CHECK(output("ids0") == std::string("2\0001\000", 4));
  CHECK_THAT(output("csv"), Catch::StartsWith("rank,id,") && Contains("\r\n1,2,1987-10-20,Bank opinion,") &&
                                Contains("\r\n2,1,1987-10-19T09:41:00Z,Bank cuts rates,"));
  const std::string lines = output("ndjson");
  CHECK(json::parse(lines.substr(0, lines.find('\n'))).at("id") == "2");
}

TEST_CASE("counts and histograms are drawn below the hits") {
  const ThreeArticles archive;
  const std::string table = archive.run({"search", "bank", "--facets", "section", "--histogram=day"}).out;
  CHECK_THAT(table, Contains("section\n  money-fx  1  █") && Contains("by day\n  1987-10-19  1  █"));
}

TEST_CASE("colours come on a terminal or when asked for, and not where NO_COLOR is set") {
  const ThreeArticles archive;
  const auto coloured = [&](std::vector<std::string> arguments, bool no_color, bool terminal) {
    arguments.insert(arguments.begin(), {"search", "coffee", "--no-pager"});
    Start start = archive.start(arguments);
    start.environment["TERM"] = "xterm";
    if (no_color) start.environment["NO_COLOR"] = "1";
    return holds((terminal ? run_in_terminal(start, 80) : run_program(start)).out, "\033[");
  };
  CHECK(coloured({}, false, true));
  CHECK_FALSE(coloured({}, false, false));
  CHECK_FALSE(coloured({}, true, true));
  CHECK(coloured({"--color", "always"}, true, false));
  CHECK_FALSE(coloured({"--color", "never"}, false, true));
}

TEST_CASE("the table is as wide as the terminal") {
  const SampleArchive archive;
  for (const unsigned short columns : {40, 80}) {
    const std::string out =
        run_in_terminal(archive.start({"search", "dam", "--no-pager", "--color=never"}), columns).out;
    std::size_t widest = 0;
    for (std::size_t begin = 0, end; (end = out.find("\r\n", begin)) != std::string::npos; begin = end + 2) {
      std::size_t characters = 0;
      for (std::size_t i = begin; i < end; ++i) characters += (static_cast<unsigned char>(out[i]) & 0xC0) != 0x80;
      widest = std::max(widest, characters);
    }
    CHECK(widest <= columns);
    CHECK(widest > columns - 12U);
  }
}

TEST_CASE("a pager is started on a terminal, and only there") {
  const ThreeArticles archive;
  const auto out = [&](std::vector<std::string> arguments, bool terminal) {
    Start start = archive.start(std::move(arguments));
    start.environment["PAGER"] = "sed s/Coffee/PAGED/";
    return (terminal ? run_in_terminal(start, 80) : run_program(start)).out;
  };
  CHECK_THAT(out({"search", "harvest"}, true), Contains("PAGED"));
  CHECK_FALSE(holds(out({"search", "harvest"}, false), "PAGED"));
  CHECK_FALSE(holds(out({"search", "harvest", "--no-pager"}, true), "PAGED"));
}

TEST_CASE("an escape sequence in an article never reaches the output raw") {
  const Workplace place;
  place.run(
      {"index", "-"},
      R"({"id":"1","title":"Evil news \u001b[2J \u009b31m","body":"Some \u001b]0;title\u0007 text \u202e end.","source":"\u001b[8m"})");
  for (const char* form : {"table", "json", "ndjson", "csv"}) {
    const std::string out = place.run({"search", "news", "--output", form}).out;
    CHECK_THAT(out, Contains("news"));
    CHECK_FALSE(holds(out, "\x1b"));
    CHECK_FALSE(holds(out, "\xc2\x9b"));
    CHECK_FALSE(holds(out, "\u202e"));
  }
  CHECK_FALSE(holds(place.run({"show", "1"}).out, "\x1b"));
}

TEST_CASE("related stories, one article and headlines have commands of their own") {
  const SampleArchive archive;
  const Ended related = archive.run({"related", "kestrel-dam-breach", "--limit", "3"});
  CHECK(related.code == 0);
  CHECK_THAT(related.out, Contains("related articles in") && Contains("shares: "));
  const json hits = json::parse(archive.run({"related", "kestrel-dam-breach", "--output", "json"}).out).at("hits");
  CHECK(hits.size() == 5);
  CHECK_FALSE(hits.at(0).at("why").empty());
  CHECK_THAT(archive.run({"show", "kestrel-dam-breach"}).out,
             Catch::StartsWith("URGENT: Dam fails above Arlenby, hundreds told to leave homes\n") &&
                 Contains("Kestrel Wire · UK · 14 February 2024\n") && Contains("completed in 1912"));
  CHECK(json::parse(archive.run({"show", "kestrel-dam-breach", "--output", "json"}).out).at("id") ==
        "kestrel-dam-breach");
  CHECK_THAT(archive.run({"suggest", "dam", "fai"}).out, Contains("URGENT: Dam fails above Arlenby"));
  CHECK(json::parse(archive.run({"suggest", "dam", "--output", "json"}).out).at("suggestions").size() > 1);
}

TEST_CASE("what is not there is said on one line, with what to do, and ends with 2") {
  const ThreeArticles archive;
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"show", "no-such-id"},
                                                    {"related", "no-such-id"},
                                                    {"search", "bank", "--nonsense"},
                                                    {"search", std::string(600, 'x')},
                                                    {"search", "--limit", "0", "bank"},
                                                    {"serch", "bank"},
                                                    {"search", "--data", "/no/such/folder", "bank"}}) {
    const Ended ended = archive.run(arguments);
    CAPTURE(arguments);
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK_THAT(ended.err, Catch::StartsWith("newssearch: "));
    CHECK(std::count(ended.err.begin(), ended.err.end(), '\n') == 1);
  }
  CHECK(archive.run({"suggest", "zeppelin"}).code == 1);
}

TEST_CASE("a search whose output cannot be written does not end as if it could") {
  const ThreeArticles archive;
  Start start = archive.start({"search", "coffee"});
  start.stdout_to = "/dev/full";
  const Ended ended = run_program(start);
  CHECK(ended.code == 4);
  CHECK_THAT(ended.err, Contains("standard output"));
}
