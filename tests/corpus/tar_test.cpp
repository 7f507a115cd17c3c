#include "corpus/tar.h"

#include "tests/corpus/packing.h"
#include "tests/corpus/reading.h"

using namespace newssearch;
using Catch::Contains;
using Catch::StartsWith;

TEST_CASE("each file in a tar archive is read as a file of its own") {
  const std::string tar = tar_entry("news/", "", '5') +
                          tar_entry("news/a.jsonl", article_of("One") + article_of("Two")) +
                          tar_entry("./news/b.json", "[" + article_of("Three") + "]") +
                          tar_entry("c.txt", "Bridge closed\n\nThe ferry runs.") + tar_end();
  const Lines expected = {"file:news/a.jsonl:1 One", "file:news/a.jsonl:2 Two", "file:./news/b.json#1 Three",
                          "file:c.txt Bridge closed"};
  CHECK(outcomes_of(tar) == expected);
  CHECK(outcomes_of(gzip(tar)) == expected);
  CHECK(outcomes_of(zstd(tar)) == expected);
}

TEST_CASE("files in a tar archive may be compressed themselves") {
  CHECK(outcomes_of(tar_entry("a.jsonl.gz", gzip(article_of("One"))) +
                    tar_entry("b.jsonl.zst", zstd(article_of("Two"))) + tar_end()) ==
        Lines{"file:a.jsonl.gz:1 One", "file:b.jsonl.zst:1 Two"});
}

TEST_CASE("what is no file in a tar archive, or hidden, is passed over") {
  CHECK(outcomes_of(tar_entry("link", "", '2') + tar_entry("hard", "", '1') + tar_entry("device", "", '3') +
                    tar_entry("pipe", "", '6') + tar_entry(".hidden", article_of("Hidden")) +
                    tar_entry(".git/a", article_of("Hidden too")) + tar_entry("../../a", article_of("One")) +
                    tar_end()) == Lines{"file:../../a:1 One"});
}

TEST_CASE("an archive without files says so") {
  CHECK(outcomes_of(tar_entry("news/", "", '5') + tar_end()) == Lines{"file empty: no files in it"});
}

TEST_CASE("an archive within a tar archive is refused, and costs nothing else") {
  const std::string inner = tar_entry("a", article_of("Inner")) + tar_end();
  const std::string refused = "nested_archive: it is a tar archive within an archive: unpack the outer one first";
  CHECK(outcomes_of(tar_entry("a.tar", inner) + tar_entry("b.tar.gz", gzip(inner)) +
                    tar_entry("c.warc", "WARC/1.0\r\n") + tar_entry("d", article_of("One")) + tar_end()) ==
        Lines{"file:a.tar " + refused, "file:b.tar.gz " + refused,
              "file:c.warc nested_archive: it is a web archive within an archive: unpack the outer one first",
              "file:d:1 One"});
}

TEST_CASE("a bad file in a tar archive does not cost its neighbours") {
  const std::string packed = gzip(article_of("Cut"));
  CHECK(outcomes_of(tar_entry("a", "\x89PNG\r\n\x1a\n") + tar_entry("b", "") +
                    tar_entry("c.gz", packed.substr(0, packed.size() - 6)) + tar_entry("d", article_of("One")) +
                    tar_end()) ==
        Lines{"file:a unknown_format: it is an image: give pages, feeds, agency formats, JSON or plain text in UTF-8",
              "file:b empty: no articles in it", "file:c.gz:1 Cut",
              "file:c.gz:1 unreadable: the compressed data ends in the middle: it was cut short", "file:d:1 One"});
}

TEST_CASE("a broken header in a tar archive is told once, and the next sound one is found") {
  std::string broken = tar_entry("b", std::string(5000, 'x'));
  broken[0] = 'c';
  const Lines found =
      outcomes_of(tar_entry("a", article_of("One")) + broken + tar_entry("d", article_of("Two")) + tar_end());
  REQUIRE(found.size() == 3);
  CHECK(found[0] == "file:a:1 One");
  CHECK_THAT(found[1], StartsWith("file unreadable: the tar archive is damaged: "));
  CHECK(found[2] == "file:d:1 Two");
}

TEST_CASE("a tar archive that is cut short gives what could be read, and says so") {
  const std::string tar = tar_entry("a", article_of("One")) + tar_entry("b", article_of("Two") + article_of("Three"));
  SECTION("within a file") {
    const Lines found = outcomes_of(tar.substr(0, 3 * 512 + 20));
    CHECK(found.front() == "file:a:1 One");
    CHECK_THAT(found.back(), Contains("unreadable: the tar archive is damaged: "));
  }
  SECTION("between files") {
    CHECK(outcomes_of(tar) == Lines{"file:a:1 One", "file:b:1 Two", "file:b:2 Three",
                                    "file unreadable: the tar archive ends without its end mark: it was cut short"});
  }
  SECTION("within the compressed data") {
    const std::string packed = gzip(tar + tar_end());
    const Lines found = outcomes_of(packed.substr(0, packed.size() - 20));
    CHECK_THAT(found.back(), Contains("unreadable: "));
  }
}

TEST_CASE("sizes in a tar archive's headers are not believed") {
  const std::string size = GENERATE(as<std::string>(), "77777777777", "-0000000001", "zzz",
                                    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "\x80\x7f\xff\xff\xff\xff\xff");
  const Lines found =
      outcomes_of(tar_entry("a", article_of("One")) + tar_entry_of_size("b", article_of("Two"), size) + tar_end());
  CHECK(found.front() == "file:a:1 One");
  CHECK(found.size() > 1);
}

TEST_CASE("members may not grow beyond what a file may") {
  std::string tar;
  for (int i = 0; i < 40; ++i) tar += tar_entry("a" + std::to_string(i), gzip(std::string(1 << 20, ' ')));
  const Lines found = outcomes_of(gzip(tar + tar_end()));
  CHECK_THAT(found.back(), Contains("grow more than 200-fold"));
}

TEST_CASE("a name in a tar archive is shown without control characters, and not at any length") {
  CHECK(outcomes_of(tar_entry("a\x1b[31m\nb", article_of("One")) + tar_end()) == Lines{"file:a[31m b:1 One"});
  CHECK(outcomes_of(tar_entry("\xff", article_of("One")) + tar_end()) == Lines{"file:\xef\xbf\xbd:1 One"});
}

TEST_CASE("the format asked for is that of the files in a tar archive") {
  ReadOptions options = options_of_2025();
  options.format = "text";
  CHECK(outcomes(read_members(tar_entry("a", article_of("One")) + tar_end(), options)) ==
        Lines{"file:a {\"title\":\"One\"}"});
}

TEST_CASE("a tar archive is known by its checksum") {
  std::string tar = tar_entry("a", "x");
  CHECK(is_tar(tar));
  tar[3] = 'y';
  CHECK_FALSE(is_tar(tar));
  CHECK_FALSE(is_tar(std::string(512, '\0')));
  CHECK_FALSE(is_tar(std::string(512, ' ')));
  CHECK_FALSE(is_tar("a"));
}
