#include <algorithm>
#include <filesystem>

#include "tests/corpus/packing.h"
#include "tests/corpus/reading.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;
namespace fs = std::filesystem;

namespace {

std::string line(const std::string& title) { return "{\"title\":\"" + title + "\"}\n"; }

/// Lines that do not compress well, so that a file is cut in mid-data.
std::string many_lines(int count) {
  std::string lines;
  unsigned state = 1;
  for (int i = 0; i < count; ++i) {
    std::string title = std::to_string(i);
    for (int j = 0; j < 40; ++j) title += static_cast<char>('a' + (state = state * 1664525 + 1013904223) / 65536 % 26);
    lines += line(title);
  }
  return lines;
}

std::vector<ReadArticle> read_paths(const std::vector<std::string>& paths) {
  const std::unique_ptr<ArticleSource> source = open_articles(paths, options_of_2025());
  std::vector<ReadArticle> records;
  while (std::optional<ReadArticle> record = source->next()) records.push_back(*std::move(record));
  return records;
}

}  // namespace

TEST_CASE("compressed files are known by their bytes, not their names") {
  const std::string lines = line("One") + line("Two");
  for (const std::string& packed : {gzip(lines), zstd(lines)})
    CHECK(outcomes(read_all(packed)) == Lines{"file:1 One", "file:2 Two"});
}

TEST_CASE("all members of a gzip file are read, and all frames of a zstd file") {
  CHECK(outcomes(read_all(gzip(line("One")) + gzip(line("Two")) + gzip(""))) == Lines{"file:1 One", "file:2 Two"});
  CHECK(outcomes(read_all(zstd(line("One")) + zstd(line("Two")))) == Lines{"file:1 One", "file:2 Two"});
  CHECK(outcomes(read_all(gzip(line("One")) + std::string(512, '\0'))) == Lines{"file:1 One"});
}

TEST_CASE("compressed data that is cut short gives what could be read, and says so") {
  const auto pack = GENERATE(gzip, zstd);
  const std::string packed = pack(many_lines(20'000));
  const std::vector<ReadArticle> records = read_all(packed.substr(0, packed.size() / 2));
  REQUIRE(records.size() > 1000);
  for (std::size_t i = 0; i + 1 < records.size(); ++i) REQUIRE(records[i].article);
  REQUIRE_FALSE(records.back().article);
  CHECK(records.back().article.error() ==
        Error{"unreadable", "the compressed data ends in the middle: it was cut short"});
}

TEST_CASE("corrupt compressed data is a record of its own") {
  const auto pack = GENERATE(gzip, zstd);
  std::string packed = pack(many_lines(20'000));
  for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 64; ++i) packed[i] = static_cast<char>(~packed[i]);
  const std::vector<ReadArticle> records = read_all(packed);
  REQUIRE_FALSE(records.back().article);
  CHECK(records.back().article.error().code == "unreadable");
  CHECK_THAT(records.back().article.error().message, Catch::StartsWith("the compressed data is corrupt"));
}

TEST_CASE("a decompression bomb ends at 200 times its size") {
  const auto pack = GENERATE(gzip, zstd);
  const std::string bomb = pack(line("One") + std::string(32 << 20, ' '));
  REQUIRE(bomb.size() < (32 << 20) / 900);
  const std::vector<ReadArticle> records = read_all(bomb);
  REQUIRE(records.size() == 2);
  CHECK(records.front().article->headline == "One");
  CHECK(records.back().article.error() ==
        Error{"unreadable", "the compressed data grows more than 200-fold: unpack it first if that is right"});
}

TEST_CASE("little more is unpacked of a decompression bomb than is allowed") {
  const auto pack = GENERATE(gzip, zstd);
  const std::string bomb = pack(std::string(32 << 20, ' '));
  Result<std::unique_ptr<ByteStream>> bytes = bytes_of(bomb);
  REQUIRE(bytes);
  std::vector<char> block(64 << 10);
  std::size_t unpacked = 0;
  Result<std::size_t> count = (*bytes)->read(block);
  for (; count && *count > 0; count = (*bytes)->read(block)) unpacked += *count;
  CHECK_FALSE(count);
  CHECK(unpacked <= std::max<std::size_t>(kAlwaysExpanded, bomb.size() * kMaxExpansion));
}

TEST_CASE("a small file may compress as well as it likes") {
  const std::string spaces = line("One") + std::string(900'000, ' ') + "\n" + line("Three");
  CHECK(outcomes(read_all(gzip(spaces))) == Lines{"file:1 One", "file:3 Three"});
}

TEST_CASE("a file without articles is a record that says so") {
  CHECK(outcomes(read_all("")) == Lines{"file empty: no articles in it"});
  CHECK(outcomes(read_all("\n \n")) == Lines{"file empty: no articles in it"});
  CHECK(outcomes(read_all(gzip(""))) == Lines{"file empty: no articles in it"});
}

TEST_CASE("what was compressed twice says so") {
  CHECK(outcomes(read_members(gzip(gzip(line("One"))))) ==
        Lines{"file nested_archive: it is compressed twice: unpack it first"});
}

TEST_CASE("a directory is read to its bottom, in order of path") {
  const TemporaryFolder folder;
  folder.write("b.jsonl", line("B"));
  folder.write("a/z.jsonl.gz", gzip(line("Z")));
  folder.write("a/deep/y.jsonl", line("Y"));
  folder.write(".hidden.jsonl", line("Hidden"));
  folder.write(".git/x.jsonl", line("Hidden too"));
  fs::create_directory_symlink(folder.path(), folder.path() / "a/loop");
  const std::string root = folder.path().string();
  CHECK(outcomes(read_paths({root})) ==
        Lines{root + "/a/deep/y.jsonl:1 Y", root + "/a/z.jsonl.gz:1 Z", root + "/b.jsonl:1 B"});
}

TEST_CASE("a file that is named is read, hidden or not") {
  const TemporaryFolder folder;
  const std::string file = folder.write(".hidden.jsonl", line("Hidden"));
  CHECK(outcomes(read_paths({file})) == Lines{file + ":1 Hidden"});
}

TEST_CASE("what cannot be read is a record between those that can") {
  const TemporaryFolder folder;
  const std::string root = folder.path().string();
  folder.write("one.jsonl", line("One"));
  folder.write("empty.jsonl", "");
  fs::create_directory(folder.path() / "nothing");
  CHECK(outcomes(read_paths({root + "/gone", root + "/one.jsonl", root + "/nothing", root + "/empty.jsonl"})) ==
        Lines{root + "/gone unreadable: no such file or directory", root + "/one.jsonl:1 One",
              root + "/nothing unreadable: no files in it", root + "/empty.jsonl empty: no articles in it"});
}

TEST_CASE("bytes are counted as they lie on the disk") {
  const TemporaryFolder folder;
  const std::string packed = gzip(many_lines(1000));
  const std::string root = folder.path().string();
  folder.write("a.gz", packed);
  folder.write("b.jsonl", line("B"));
  CHECK(total_bytes({root}) == packed.size() + line("B").size());
  const std::unique_ptr<ArticleSource> source = open_articles({root}, options_of_2025());
  CHECK(source->bytes_read() == 0);
  while (source->next()) {}
  CHECK(source->bytes_read() == total_bytes({root}));
}

TEST_CASE("the formats that can be asked for are those that are read") {
  CHECK(format_names() == Lines{"auto", "jsonl", "reuters-json", "text", "html", "feed", "ghost", "sitemap", "ninjs",
                                "newsml", "nitf", "iptc7901", "anpa", "warc"});
  ReadOptions options = options_of_2025();
  options.format = "text";
  CHECK(read_article("{\"title\":\"One\"}", options).headline == "{\"title\":\"One\"}");
  options.format = "jsonl";
  CHECK(read_one("One", options).article.error().code == "bad_json");
  options.format = "reuters-json";
  CHECK(read_article(R"([{"id":"1","title":"T"}])", options).id == "reuters-1");
}
