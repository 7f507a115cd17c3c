#include "corpus/web_archive.h"

#include <algorithm>

#include "tests/corpus/packing.h"
#include "tests/corpus/reading.h"

using namespace newssearch;
using Catch::Contains;
using Catch::EndsWith;
using Catch::StartsWith;

namespace {

const std::string kUri = "https://example.org/news";

/// The right `length` where none is given.
std::string record(const std::string& type, const std::string& content_type, const std::string& block,
                   const std::string& length = "", const std::string& uri = kUri) {
  return "WARC/1.0\r\nWARC-Type: " + type + "\r\nWARC-Target-URI: " + uri + "\r\nContent-Type: " + content_type +
         "\r\nContent-Length: " + (length.empty() ? std::to_string(block.size()) : length) + "\r\n\r\n" + block +
         "\r\n\r\n";
}

std::string http(const std::string& body, const std::string& fields = "Content-Type: application/json\r\n",
                 const std::string& status = "HTTP/1.1 200 OK") {
  return status + "\r\n" + fields + "\r\n" + body;
}

std::string response(const std::string& block, const std::string& length = "", const std::string& uri = kUri) {
  return record("response", "application/http; msgtype=response", block, length, uri);
}

/// Only the headlines, and the codes of errors.
Lines titles(const std::string& content) {
  Lines lines;
  for (const ReadArticle& found : read_members(content))
    lines.push_back(found.article ? found.article->headline : found.article.error().code);
  return lines;
}

std::string arc(const std::string& uri, const std::string& block, const std::string& length = "") {
  return uri + " 192.0.2.1 20250102030405 application/json " +
         (length.empty() ? std::to_string(block.size()) : length) + "\n" + block + "\n";
}
std::string arc_front() {
  const std::string fields = "1 0 Crawler\nURL IP-address Archive-date Content-type Archive-length\n";
  return "filedesc://crawl.arc 0.0.0.0 20250102030405 text/plain " + std::to_string(fields.size()) + "\n" + fields +
         "\n";
}
const std::string kArcFront = arc_front();

}  // namespace

TEST_CASE("the pages in a WARC file are read, and where they stand is told") {
  const std::string first = response(http(article_of("One")));
  const std::string warc = first + response(http(article_of("Two")), "", "https://example.org/2");
  const Lines expected = {"file@0 https://example.org/news:1 One",
                          "file@" + std::to_string(first.size()) + " https://example.org/2:1 Two"};
  CHECK(outcomes_of(warc) == expected);
  CHECK(outcomes_of(gzip(first) + gzip(warc.substr(first.size()))) == expected);
  CHECK(outcomes_of(zstd(warc)) == expected);
}

TEST_CASE("what was not a page, or was not found, is passed over in silence") {
  const std::string html = "Content-Type: text/plain\r\n";
  CHECK(outcomes_of(record("warcinfo", "application/warc-fields", "software: a\r\n") +
                    record("request", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n") +
                    record("metadata", "application/warc-fields", "a: b") +
                    record("revisit", "application/http", http("")) +
                    response(http("Not here", html, "HTTP/1.1 404 Not Found")) +
                    response(http("", html, "HTTP/1.1 301 Moved")) +
                    response(http("\x89PNG\r\n", "Content-Type: image/png\r\n")) +
                    response(http("a {}", "Content-Type: text/css\r\n")) +
                    response(http("<svg/>", "Content-Type: image/svg+xml\r\n")) +
                    response(http("User-agent: *", html), "", "https://example.org/robots.txt") +
                    record("resource", "text/plain", "crawl begun", "", "metadata://crawler/log") +
                    record("response", "text/dns", "example.org. 1 IN A 192.0.2.1") + response(http(article_of("One"))))
            .size() == 1);
  CHECK(outcomes_of(record("warcinfo", "a/b", "c")) == Lines{"file empty: no pages in it"});
}

TEST_CASE("documents without HTTP, and texts taken from pages, are read") {
  CHECK(titles(record("resource", "application/json", article_of("One")) +
               record("conversion", "text/plain", "Bridge closed\n\nThe ferry runs.") +
               record("resource", "image/png", "\x89PNG")) == Lines{"One", "Bridge closed"});
}

TEST_CASE("bodies are unpacked as HTTP says they were packed") {
  const std::string body = article_of("One");
  const std::string json = "Content-Type: application/json\r\n";
  struct Packed {
    std::string encoding, body;
  };
  const Packed packed = GENERATE_REF(values<Packed>({{"gzip", gzip(body)},
                                                     {"x-gzip", gzip(body)},
                                                     {"deflate", zlib_format(body)},
                                                     {"deflate", bare_deflate(body)},
                                                     {"gzip", body},
                                                     {"br", body},
                                                     {"identity", body}}));
  INFO(packed.encoding);
  CHECK(titles(response(http(packed.body, json + "Content-Encoding: " + packed.encoding + "\r\n"))) == Lines{"One"});
}

TEST_CASE("a body that cannot be unpacked says why") {
  CHECK_THAT(outcomes_of(response(http(std::string("\x0b\x02\x80\x00\x03", 5),
                                       "Content-Type: text/html\r\ncontent-encoding: br\r\n")))
                 .front(),
             EndsWith("unreadable: its Content-Encoding 'br' is not read: gzip and deflate are"));
}

TEST_CASE("chunks are put together, and a body without their marks is left") {
  const std::string fields = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
  CHECK(titles(response(http("7\r\n{\"title\r\nc;a=b\r\n\": \"One\"}   \r\n0\r\n\r\n", fields))) == Lines{"One"});
  CHECK(titles(response(http(article_of("One"), fields))) == Lines{"One"});
}

TEST_CASE("chunks that break off are told") {
  const std::string fields = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
  const std::string size = GENERATE("20", "ffffffffffffffff", "fffffffffffffffffffffff");
  CHECK(titles(response(http(size + "\r\n{\"title\":\"One\"}", fields)) + response(http(article_of("Two")))) ==
        Lines{"One", "bad_record", "Two"});
}

TEST_CASE("a length that is wrong costs no neighbour, and is told") {
  const std::string length = GENERATE("0", "20", "90", "150", "5000", "9999999999", "4611686018427387904");
  INFO(length);
  const Lines found = titles(response(http(article_of("One"))) + response(http(article_of("Two")), length) +
                             response(http(article_of("Three"))));
  CHECK(found.front() == "One");
  CHECK(found.back() == "Three");
  CHECK(std::count(found.begin(), found.end(), "bad_record") == 1);
}

TEST_CASE("a record whose length is a little wrong is read all the same") {
  const std::string block = http(article_of("Two"));
  for (const int off : {-2, 1, 3, 30})
    CHECK(titles(response(block, std::to_string(static_cast<int>(block.size()) + off)) +
                 response(http(article_of("Three")))) ==
          (off == 1 || off == 3 ? Lines{"Two", "Three"} : Lines{"Two", "bad_record", "Three"}));
}

TEST_CASE("a length that is none is told, and the next record is found") {
  const std::string length = GENERATE("-1", "x", "1e3", "99999999999999999999999", " ");
  CHECK(titles(response(http(article_of("One"))) + response(http(article_of("Two")), length) +
               response(http(article_of("Three")))) == Lines{"One", "bad_record", "Three"});
}

TEST_CASE("a WARC file that is cut short gives what there is, and says so") {
  const std::string one = response(http(article_of("One") + article_of("Two")));
  const Lines found = outcomes_of(one + one.substr(0, one.size() - 10));
  REQUIRE(found.size() == 5);
  CHECK_THAT(found[2], EndsWith(":1 One"));
  CHECK_THAT(found[4], Contains("bad_record: the record was cut short: "));
  CHECK_THAT(outcomes_of(one + "WARC/1.0\r\nWARC-Type: resp").back(),
             EndsWith("bad_record: the file ends within its header: it was cut short"));
  const std::string packed = gzip(one);
  CHECK_THAT(outcomes_of(packed + packed.substr(0, packed.size() / 2)).back(),
             EndsWith("unreadable: the compressed data ends in the middle: it was cut short"));
}

TEST_CASE("rubbish between records is passed over, and told") {
  const std::string one = response(http(article_of("One")));
  CHECK(titles(one + "rubbish\r\n" + std::string(300'000, 'x') + "\r\n" + one) == Lines{"One", "bad_record", "One"});
  CHECK(titles(one + "\r\n\r\n\r\n\r\n" + one) == Lines{"One", "One"});
  CHECK(titles(one.substr(0, one.size() - 4) + one) == Lines{"One", "One"});
  CHECK(titles(one + "rubbish") == Lines{"One", "bad_record"});
}

TEST_CASE("headers may be folded, in any case, and end in bare newlines") {
  CHECK(titles("WARC/0.17\nwarc-type:\n response\ncontent-length: 54\ncontent-type: application/http\n\n" +
               std::string("HTTP/1.0 200\nContent-Type: text/plain\n\n{\"title\":\"One\"}") + "\n\n") == Lines{"One"});
}

TEST_CASE("line ends that were converted once too often are read") {
  const std::string one = response(http(article_of("One")));
  std::string converted;
  for (const char c : one.substr(0, one.find("HTTP/"))) converted += c == '\n' ? "\r\n" : std::string(1, c);
  CHECK(titles(converted + one.substr(one.find("HTTP/"))) == Lines{"One"});
}

TEST_CASE("a header without an end is told") {
  const std::string one = response(http(article_of("One")));
  CHECK(titles(one + "WARC/1.0\r\nA: " + std::string(1 << 20, 'b') + "\r\n\r\n" + one) ==
        Lines{"One", "bad_record", "One"});
  CHECK(titles(one + "WARC/1.0\r\nno field\r\n\r\n" + one) == Lines{"One", "bad_record", "One"});
  CHECK(titles(response("HTTP/1.1 200 OK\r\nContent-Type: text/html") + one) == Lines{"bad_record", "One"});
}

TEST_CASE("a record over the limit is passed over without a word on what is no page") {
  ReadOptions options = options_of_2025();
  options.max_record_bytes = 1 << 20;
  const std::string long_text(3 << 20, 'x');
  const std::vector<ReadArticle> records =
      read_members(response(http(long_text, "Content-Type: video/mp4\r\n")) +
                       response(http(long_text, "Content-Type: text/html\r\n")) + response(http(article_of("One"))),
                   options);
  REQUIRE(records.size() == 2);
  CHECK(records.front().article.error().code == "too_large");
  CHECK(records.back().article->headline == "One");
}

TEST_CASE("where a page came from is handed to its reader") {
  Result<std::unique_ptr<ByteStream>> bytes = bytes_of(
      response(http("x", "Content-Type: Text/HTML; Charset=\"ISO-8859-1\"\r\n"), "", "<https://example.org/a b>"));
  REQUIRE(bytes);
  const std::unique_ptr<Members> members = members_of_web_archive("file", *std::move(bytes), 1 << 20);
  const std::optional<Member> member = members->next();
  REQUIRE(member);
  CHECK(member->where == "file@0 https://example.org/a b");
  CHECK(member->origin.url == "https://example.org/a b");
  CHECK(member->origin.charset == "iso-8859-1");
  CHECK(member->format == "html");
  CHECK_FALSE(members->next());
}

TEST_CASE("the pages in an ARC file are read") {
  const std::string first = arc("http://example.org/a b", http(article_of("One")));
  const std::string second = "http://example.org/2 192.0.2.1 20250102030405 application/json 200 - - 0 crawl.arc " +
                             std::to_string(http(article_of("Two")).size()) + "\n" + http(article_of("Two")) + "\n";
  CHECK(outcomes_of(kArcFront + first + second) ==
        Lines{"file@" + std::to_string(kArcFront.size()) + " http://example.org/a b:1 One",
              "file@" + std::to_string(kArcFront.size() + first.size()) + " http://example.org/2:1 Two"});
  CHECK(titles(gzip(kArcFront) + gzip(first)) == Lines{"One"});
}

TEST_CASE("an ARC record whose length is wrong costs no neighbour") {
  const std::string length = GENERATE("0", "20", "5000", "99999999999");
  const Lines found = titles(kArcFront + arc("http://example.org/1", http(article_of("One"))) +
                             arc("http://example.org/2", http(article_of("Two")), length) +
                             arc("http://example.org/3", http(article_of("Three"))));
  CHECK(found.front() == "One");
  CHECK(found.back() == "Three");
  CHECK(std::count(found.begin(), found.end(), "bad_record") == 1);
}

TEST_CASE("web archives can be asked for, and what is none says so") {
  ReadOptions options = options_of_2025();
  options.format = "warc";
  CHECK(read_members(response(http(article_of("One"))), options).front().article->headline == "One");
  CHECK(outcomes(read_members("One", options)) ==
        Lines{"file unknown_format: it is neither WARC nor ARC: check --format"});
}
