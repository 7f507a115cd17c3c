#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <nlohmann/json.hpp>

#include "tests/end_to_end/workplace.h"

using namespace newssearch;
using Catch::Contains;
using nlohmann::json;

namespace {

json report(const Ended& ended) { return json::parse(ended.out); }

std::string gzipped(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string zstandard(const std::string& text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
  return packed;
}

}  // namespace

TEST_CASE("indexing the same articles a second time changes nothing and publishes nothing") {
  const Workplace place;
  const std::string file = place.write("three.jsonl", kThree);
  const json first = report(place.run({"index", "--format-report", "json", file}));
  CHECK(first.at("indexed") == 3);
  CHECK(first.at("added") == 3);
  CHECK(first.at("published") == true);
  CHECK(first.at("generation") == 1);
  const Ended again = place.run({"index", "--format-report", "json", file});
  CHECK(again.code == 0);
  CHECK(report(again).at("indexed") == 0);
  CHECK(report(again).at("unchanged") == 3);
  CHECK(report(again).at("published") == false);
  CHECK(report(again).at("generation") == 1);
  CHECK_THAT(place.run({"index", file}).out, Contains("nothing changed"));
}

TEST_CASE("an article under a known id replaces the one it had") {
  const Workplace place;
  place.run({"index", place.write("three.jsonl", kThree)});
  const Ended ended = place.run({"index", "--format-report", "json", "-"},
                                R"({"id":"1","title":"Bank raises rates","body":"It did the opposite."})");
  CHECK(ended.code == 0);
  CHECK(report(ended).at("replaced") == 1);
  CHECK(report(ended).at("articles") == 3);
  CHECK(report(ended).at("generation") == 2);
  CHECK_THAT(place.run({"show", "1"}).out, Contains("It did the opposite."));
}

TEST_CASE("a bad line costs neither its neighbours nor its place in the file") {
  const Workplace place;
  const std::string file = place.write("bad.jsonl", R"({"id":"1","title":"One","body":"First article."}
{"id": not JSON
{"id":"3","title":"Three","body":"Third article."}
)");
  const Ended ended = place.run({"index", file});
  CHECK(ended.code == 1);
  CHECK_THAT(ended.out, Contains("rejected           1"));
  CHECK_THAT(ended.out, Contains("bad.jsonl:2: "));
  CHECK_THAT(ended.out, Contains("articles           2"));
}

TEST_CASE("where no article can be read at all, nothing is published, replaced or lost") {
  const Workplace place;
  place.run({"index", place.write("three.jsonl", kThree)});
  const Ended ended =
      place.run({"index", "--replace-all", "--format", "jsonl", place.write("bad.jsonl", "{not JSON\n")});
  CHECK(ended.code == 2);
  CHECK_THAT(ended.out, Contains("bad.jsonl:1: "));
  CHECK_THAT(ended.err, Contains("nothing was published"));
  CHECK(place.run({"show", "1"}).code == 0);
}

TEST_CASE("replacing all forgets what the input does not hold") {
  const Workplace place;
  place.run({"index", place.write("three.jsonl", kThree)});
  const Ended ended = place.run({"index", "--replace-all", "--format-report", "json", "-"},
                                R"({"id":"9","title":"Nine","body":"Alone."})");
  CHECK(ended.code == 0);
  CHECK(report(ended).at("articles") == 1);
  CHECK(report(ended).at("removed") == 3);
  CHECK(place.run({"show", "1"}).code == 2);
}

TEST_CASE("articles come from standard input, from .gz and .zst files and from directories") {
  const std::string three = kThree;
  const auto indexed = [](const Workplace& place, const std::string& path, const std::string& input = "") {
    return report(place.run({"index", "--format-report", "json", path}, input)).at("indexed");
  };
  CHECK(indexed(Workplace(), "-", three) == 3);
  CHECK(indexed(Workplace(), "-", gzipped(three)) == 3);
  const Workplace gz, zst, folder;
  CHECK(indexed(gz, gz.write("three.jsonl.gz", gzipped(three))) == 3);
  CHECK(indexed(zst, zst.write("three.jsonl.zst", zstandard(three))) == 3);
  folder.write("in/a/three.jsonl", three);
  folder.write("in/b/four.jsonl", R"({"id":"4","title":"Four","body":"The fourth."})");
  CHECK(indexed(folder, (folder.path() / "in").string()) == 4);
}

TEST_CASE("warnings are counted by kind, with an example of each") {
  const Workplace place;
  const Ended ended = place.run({"index", "--format-report", "json", "-"},
                                R"({"id":"1","title":"One","body":"First.","published":"1987-13-01"}
{"id":"2","title":"Two","body":"Second.","published":"1988-14-01"}
)");
  CHECK(ended.code == 0);
  REQUIRE(report(ended).at("warnings").size() == 1);
  CHECK(report(ended).at("warnings").at(0).at("count") == 2);
  CHECK_THAT(report(ended).at("warnings").at(0).at("example").get<std::string>(), Contains("1987-13-01"));
}

TEST_CASE("a path that does not exist is refused before anything is touched") {
  const Workplace place;
  const Ended ended = place.run({"index", place.write("three.jsonl", kThree), "/no/such/file"});
  CHECK(ended.code == 2);
  CHECK(ended.err == "newssearch: index: /no/such/file: no such file or directory: nothing was indexed\n");
  CHECK_FALSE(std::filesystem::exists(place.data()));
}

TEST_CASE("no path, an unknown format or language, and an empty input are usage errors") {
  const Workplace place;
  CHECK(place.run({"index"}).code == 2);
  CHECK(place.run({"index", "--format", "stone-tablet", "-"}).code == 2);
  CHECK(place.run({"index", "--lang", "klingonish", "-"}, kThree).code == 2);
  CHECK(place.run({"index", "-"}).code == 2);
}

TEST_CASE("while another process writes, indexing ends with 3 and says who is busy") {
  const Workplace place;
  const std::string file = place.write("three.jsonl", kThree);
  place.run({"index", file});
  const int lock = open((place.data() / "writer.lock").c_str(), O_RDWR);
  REQUIRE(lock >= 0);
  struct flock whole {};
  whole.l_type = F_WRLCK;
  REQUIRE(fcntl(lock, F_OFD_SETLK, &whole) == 0);
  REQUIRE(flock(lock, LOCK_EX | LOCK_NB) == 0);
  const Ended ended = place.run({"index", "--replace-all", file});
  CHECK(ended.code == 3);
  CHECK_THAT(ended.err, Catch::StartsWith("newssearch: "));
  close(lock);
  CHECK(place.run({"index", file}).code == 0);
}

TEST_CASE("a data directory that cannot be written is an I/O error") {
  const Workplace place;
  const std::string file = place.write("three.jsonl", kThree);
  const std::string in_the_way = place.write("in-the-way", "");
  const Ended ended = place.run({"index", file, "--data", in_the_way + "/data"});
  CHECK(ended.code == 4);
  CHECK_THAT(ended.err, Contains("in-the-way"));
}

TEST_CASE("reindexing publishes the same articles anew") {
  const Workplace place;
  CHECK(place.run({"reindex"}).code == 2);
  place.run({"index", place.write("three.jsonl", kThree)});
  const Ended ended = place.run({"reindex"});
  CHECK(ended.code == 0);
  CHECK_THAT(ended.out, Contains("articles           3   generation 2"));
}

TEST_CASE("Ctrl-C leaves the generation there was, and no trace of the one begun") {
  const Workplace place;
  place.run({"index", place.write("three.jsonl", kThree)});
  // A pipe that never ends: the program waits for its second article until the signal comes.
  const std::string pipe = (place.path() / "pipe").string();
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  RunningProgram program(place.start({"index", pipe}));
  const int writer = open(pipe.c_str(), O_WRONLY);
  const std::string one = R"({"id":"8","title":"Eight","body":"The eighth."})"
                          "\n";
  REQUIRE(write(writer, one.data(), one.size()) == static_cast<ssize_t>(one.size()));
  program.signal(SIGINT);
  REQUIRE(write(writer, one.data(), one.size()) == static_cast<ssize_t>(one.size()));
  close(writer);
  CHECK(program.wait().code == 130);
  CHECK(place.run({"show", "8"}).code == 2);
  CHECK(place.run({"show", "1"}).code == 0);
  CHECK_FALSE(std::filesystem::exists(place.data() / "building"));
}

TEST_CASE("a progress bar is drawn on a terminal and nowhere else") {
  const Workplace place;
  const std::string file = place.write("three.jsonl", kThree);
  CHECK(place.run({"index", file}).err.empty());
  CHECK_THAT(run_in_terminal(place.start({"index", "--replace-all", file}), 80).out, Contains("reading   █"));
  CHECK_FALSE(holds(run_in_terminal(place.start({"index", "-q", file}), 80).out, "reading"));
}

TEST_CASE("lines that recur on the pages of a source are not indexed, unless they are to be kept") {
  const Workplace place;
  std::string articles;
  for (int i = 0; i < 40; ++i)
    articles += json{{"id", i},
                     {"title", "Story " + std::to_string(i)},
                     {"source", "Courier"},
                     {"body", "The council met " + std::to_string(i) +
                                  " times.\n\nTap here for our newsletter\n\nNumber " + std::to_string(i) + " rose."}}
                    .dump() +
                "\n";
  const std::string file = place.write("scraped.jsonl", articles);
  const json report_json = report(place.run({"index", "--format-report", "json", file}));
  CHECK(report_json.at("dropped_lines") == 40);
  CHECK(place.run({"search", "newsletter"}).code == 1);
  CHECK(place.run({"index", "--keep-recurring-lines", file}).code == 0);
  CHECK(place.run({"search", "newsletter"}).code == 0);
}

TEST_CASE("the doctor shows how files are read: what is kept, what is left out, and why") {
  const Workplace place;
  const std::string file = place.write("page.txt",
                                       "Home\nSubscribe\nBridge to close for a year\nBy Ada Okafor\nPublished\n3 May "
                                       "2024\nThe old bridge will be closed for repairs from Monday, the council said "
                                       "on Friday.\nDrivers must use the tunnel, which will be free of charge until "
                                       "the work is done.\nContinue Reading\nTrending\n");
  const Ended shown = place.run({"doctor", file});
  CHECK(shown.code == 0);
  for (const char* part : {"Bridge to close for a year", "3 May 2024", "Ada Okafor", "left out", "ends the article"})
    CHECK_THAT(shown.out, Contains(part));
  const json read = json::parse(place.run({"doctor", "--output", "json", file}).out);
  CHECK(read.at("file") == file);
  CHECK(read.at("byline") == "Ada Okafor");
  CHECK(read.at("published_at") == "2024-05-03");
  CHECK(read.at("date").at("source") == "text");
  CHECK(read.at("dropped").size() >= 3);
}

TEST_CASE("the doctor says what is refused, and asks for something to look at") {
  const Workplace place;
  const std::string file = place.write("broken.jsonl", "{\"title\": 1}\n");
  const Ended shown = place.run({"doctor", "--output", "json", file});
  CHECK(shown.code == 1);
  CHECK(json::parse(shown.out).at("error").at("code") == "bad_field");
  CHECK_THAT(place.run({"doctor", file}).out, Contains("refused"));
  const Ended nothing = place.run({"doctor"});
  CHECK(nothing.code == 2);
  CHECK_THAT(nothing.err, Contains("name files"));
}

TEST_CASE("what is there but once is read once, whatever it is called") {
  const Workplace place;
  for (const char* input : {"-", "/dev/stdin"}) {
    CAPTURE(input);
    const Ended ended = place.run({"index", "--replace-all", "--format-report", "json", input}, kThree);
    REQUIRE(ended.code == 0);
    CHECK(report(ended).at("articles") == 3);
  }
}
