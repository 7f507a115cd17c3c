#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/end_to_end/workplace.h"

using namespace newssearch;
using Catch::Contains;

namespace {

/// Two articles about a bank's rate, and two about coffee.
constexpr const char* kFour =
    R"({"id":"rate1","title":"Bank cuts rates","body":"The bank cut its rate to ten per cent.","published":"1987-10-19"}
{"id":"rate2","title":"Bank opinion","body":"An opinion about the bank and its rate.","published":"1987-10-19"}
{"id":"coffee1","title":"Coffee harvest","body":"Growers in Brazil expect a better harvest.","published":"1987-10-19"}
{"id":"coffee2","title":"Coffee frost","body":"Growers in Brazil fear frost.","published":"1987-10-19"}
)";

class Archive : public Workplace {
 public:
  Archive() { REQUIRE(run({"index", write("four.jsonl", kFour)}).code == 0); }

  /// Judges the index by a file with these lines.
  Ended eval(const std::string& option, const std::string& lines, std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"eval", option, write("judged", lines)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
};

}  // namespace

TEST_CASE("topics are plain words, and judged by TREC's files") {
  const Archive archive;
  const Ended ended = archive.eval("--topics", "1\tcoffee OR (frost\n2\tlira\n",
                                   {"--qrels", archive.write("qrels", "1 0 coffee2 1\n1 0 coffee1 1\n2 0 rate1 1\n")});
  CHECK(ended.err.empty());
  CHECK(ended.out ==
        "topics       2\nMAP          0.5000\nnDCG@10      0.5000\nP@10         0.1000\n"
        "MRR          0.5000\nRecall@100   0.5000\n");
}

TEST_CASE("the figures of topics are those worked out by hand, and the run is the ranking they are of") {
  const Workplace place;
  const std::string articles =
      R"({"id":"first","title":"Frost, frost and frost","body":"Frost. Frost in the valleys. Frost on the hills. Frost again, and frost.","published":"1987-10-19"}
{"id":"second","title":"Frost in Brazil","body":"Frost came twice to the growers, and then the frost was gone for good.","published":"1987-10-19"}
{"id":"third","title":"Growers in Brazil","body":"They fear frost more than rain, wind, rust, thieves or low prices.","published":"1987-10-19"}
{"id":"fourth","title":"A long winter","body":"The lake was closed, the ferry lay idle, schools had no coal, trains came late, and in the end there was frost, too, among much else that nobody had asked for, the mayor said.","published":"1987-10-19"}
{"id":"fifth","title":"Coffee prices","body":"Coffee was dearer in London today.","published":"1987-10-19"}
)";
  REQUIRE(place.run({"index", place.write("five.jsonl", articles)}).code == 0);
  const std::string topics = place.write("topics", "1\tfrost\n2\tcoffee\n"),
                    qrels = place.write("qrels", "1 0 first 0\n1 0 second 2\n1 0 fourth 1\n1 0 fifth 1\n2 0 fifth 1\n"),
                    run = (place.path() / "out.run").string();
  const Ended ended = place.run({"eval", "--topics", topics, "--qrels", qrels, "--run", run});
  CHECK(ended.err.empty());
  // Topic 1 ranks first (0), second (2), third (not judged), fourth (1), and never finds fifth (1):
  //   average precision  (1/2 + 2/4) / 3 = .3333
  //   nDCG  (2/log2(3) + 1/log2(5)) / (2/log2(2) + 1/log2(3) + 1/log2(4)) = (1.2619 + .4307) / (2 + .6309 + .5) = .5406
  //   precision at 10  2/10; reciprocal rank  1/2; recall  2/3
  // Topic 2 ranks fifth (1), all there is: 1, 1, 1/10, 1 and 1. The figures are the means:
  CHECK(ended.out ==
        "topics       2\nMAP          0.6667\nnDCG@10      0.7703\nP@10         0.1500\n"
        "MRR          0.7500\nRecall@100   0.8333\n");
  std::ifstream lines(run);
  std::vector<std::string> ranks;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream columns(line);
    const std::vector<std::string> words{std::istream_iterator<std::string>(columns), {}};
    REQUIRE(words.size() == 6);
    CHECK(words[1] == "Q0");
    CHECK(std::stod(words[4]) > 0);
    CHECK(words[5] == "newssearch");
    ranks.push_back(words[0] + " " + words[2] + " " + words[3]);
  }
  CHECK(ranks == std::vector<std::string>{"1 first 1", "1 second 2", "1 third 3", "1 fourth 4", "2 fifth 1"});
}

TEST_CASE("known items are looked for by a text each") {
  const Archive archive;
  // The second one is not the best for its text but one of two; the third is not found by its text.
  const Ended ended = archive.eval("--known-items", "coffee2\tcoffee frost\ncoffee1\tcoffee frost\nrate1\tfrost\n");
  CHECK(ended.err.empty());
  CHECK(ended.out == "queries      3\nsuccess@1    0.3333\nsuccess@10   0.6667\nMRR          0.5000\n");
}

TEST_CASE("articles are asked for related ones, and judged by TREC's files") {
  const Archive archive;
  const Ended ended = archive.eval("--related", "rate1 0 rate2 2\ncoffee1 0 rate1 1\n");
  CHECK(ended.err.empty());
  CHECK(ended.out ==
        "articles     2\nnDCG@5       0.5000\nnDCG@10      0.5000\nP@10         0.0500\nMAP          0.5000\n");
}

TEST_CASE("the articles of a story find each other") {
  const Archive archive;
  const Ended ended = archive.eval("--clusters", "rate1 vote\nrate2 vote\ncoffee1 frost\ncoffee2 frost\n");
  CHECK(ended.out == "articles     4\nrecall@5     1.0000\nMRR@20       1.0000\n");
}

TEST_CASE("articles are as alike as people say, or not") {
  const Archive archive;
  // Each is most like the one of its kind, and has nothing of the others.
  const Ended ended = archive.eval("--pairs", "rate1 rate2 1\nrate1 coffee1 0\nrate2 coffee2 0\n");
  CHECK(ended.err.empty());
  CHECK(ended.out == "pairs        3\nPearson      1.0000\nSpearman     1.0000\n");
}

TEST_CASE("a run has six columns, and its scores fall with every rank") {
  const Archive archive;
  const std::string path = (archive.path() / "out.run").string();
  REQUIRE(archive.eval("--topics", "7\tgrowers in brazil expect frost\n", {"--run", path}).code == 0);
  std::ifstream run(path);
  std::string topic, q0, article, name;
  double score = 0, last = 1e9;
  int rank = 0, expected = 0;
  while (run >> topic >> q0 >> article >> rank >> score >> name) {
    CHECK(topic + q0 + name == "7Q0newssearch");
    CHECK(rank == ++expected);
    CHECK(score < last);
    last = score;
  }
  CHECK(expected == 2);
}

TEST_CASE("articles the index does not have are left out, and that is said") {
  const Archive archive;
  const Ended some = archive.eval("--known-items", "coffee2\tfrost\nnone\tfrost\n");
  CHECK_THAT(some.out, Catch::StartsWith("queries      1\n"));
  CHECK_THAT(some.err, Contains("1 of its 2 articles are not in the index, and were left out"));
  const Ended none = archive.eval("--clusters", "x story\ny story\n");
  CHECK(none.code == 2);
  CHECK_THAT(none.err, Contains("judged: the index has none of its articles: index them, or name their index"));
}

TEST_CASE("what cannot be measured is refused by file and line") {
  const Archive archive;
  const Ended bad_line = archive.eval("--pairs", "rate1 rate2 1\nrate1\n");
  CHECK(bad_line.code == 2);
  CHECK_THAT(bad_line.err, Contains("judged: line 2: expected article article similarity"));
  CHECK_THAT(archive.run({"eval", "--topics", "absent.tsv"}).err,
             Contains("absent.tsv: cannot be read: check its name"));
  CHECK_THAT(archive.run({"eval"}).err, Contains("give one of --topics, --known-items, --related"));
  CHECK_THAT(archive.run({"eval", "--topics", "a", "--pairs", "b"}).err, Contains("give one of"));
  CHECK_THAT(archive.run({"eval", "--pairs", "a", "--run", "b"}).err, Contains("leave one of them out"));
  CHECK_THAT(archive.run({"eval", "--clusters", "a", "--qrels", "b"}).err, Contains("--qrels judges --topics"));
}
