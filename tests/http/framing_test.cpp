#include "server/http/framing.h"

#include <catch2/catch.hpp>

namespace newssearch {
namespace {

RequestHead get(Params more = {}) {
  RequestHead head{"GET", "/search", 11, {{"host", "example.org"}}};
  head.fields.insert(head.fields.end(), more.begin(), more.end());
  return head;
}

RequestHead post(Params more) {
  auto head = get(std::move(more));
  head.method = "POST";
  return head;
}

unsigned status_of(const RequestHead& head, const ServerLimits& limits = {}) {
  const auto problem = refuse(head, limits);
  return problem ? problem->status : 0;
}

}  // namespace

TEST_CASE("requests whose end is plain are taken") {
  CHECK(status_of(get()) == 0);
  CHECK(status_of(get({{"content-length", "0"}})) == 0);
  CHECK(status_of(post({{"content-length", "17"}})) == 0);
  CHECK(status_of(post({{"transfer-encoding", "chunked"}})) == 0);
  CHECK(status_of(post({{"content-length", "17"}, {"expect", "100-continue"}})) == 0);
  CHECK(status_of(post({})) == 0);
}

TEST_CASE("requests whose end two readers could see at two places are refused") {
  const auto fields = GENERATE(as<Params>(),                                                       //
                               Params{{"content-length", "5"}, {"content-length", "5"}},           //
                               Params{{"content-length", "5, 5"}},                                 //
                               Params{{"content-length", "+5"}},                                   //
                               Params{{"content-length", "0x5"}},                                  //
                               Params{{"content-length", ""}},                                     //
                               Params{{"content-length", "5"}, {"transfer-encoding", "chunked"}},  //
                               Params{{"transfer-encoding", "gzip, chunked"}},                     //
                               Params{{"transfer-encoding", "chunked, identity"}},                 //
                               Params{{"transfer-encoding", "Chunked"}},                           //
                               Params{{"transfer-encoding", "xchunked"}},                          //
                               Params{{"transfer-encoding", "chunked"}, {"transfer-encoding", "chunked"}},
                               Params{{"transfer-encoding", "chunked"}, {"trailer", "x-sum"}});
  CAPTURE(fields);
  CHECK(status_of(post(fields)) == 400);
}

TEST_CASE("HTTP/1.0 has no chunks and needs no Host") {
  RequestHead old{"POST", "/search", 10, {{"transfer-encoding", "chunked"}}};
  CHECK(status_of(old) == 400);
  old.fields = {{"content-length", "3"}};
  CHECK(status_of(old) == 0);
}

TEST_CASE("HTTP/1.1 needs exactly one Host") {
  CHECK(status_of({"GET", "/", 11, {}}) == 400);
  CHECK(status_of({"GET", "/", 11, {{"host", "a"}, {"host", "a"}}}) == 400);
}

TEST_CASE("GET and HEAD take no body") {
  for (const std::string method : {"GET", "HEAD"}) {
    CHECK(status_of({method, "/", 11, {{"host", "a"}, {"content-length", "1"}}}) == 400);
    CHECK(status_of({method, "/", 11, {{"host", "a"}, {"transfer-encoding", "chunked"}}}) == 400);
  }
}

TEST_CASE("limits hold to the byte and to the field") {
  ServerLimits limits;
  limits.target_bytes = 7;
  CHECK(status_of(get(), limits) == 0);
  limits.target_bytes = 6;
  CHECK(status_of(get(), limits) == 414);

  limits = {};
  limits.header_fields = 2;
  CHECK(status_of(get({{"a", "b"}}), limits) == 0);
  CHECK(status_of(get({{"a", "b"}, {"a", "b"}}), limits) == 431);

  limits = {};
  limits.header_bytes = std::string("GET /search HTTP/1.1\r\nhost: example.org\r\n\r\n").size();
  CHECK(status_of(get(), limits) == 0);
  --limits.header_bytes;
  CHECK(status_of(get(), limits) == 431);
}

TEST_CASE("expecting anything but 100-continue fails") {
  CHECK(status_of(post({{"content-length", "1"}, {"expect", "200-ok"}})) == 417);
}

TEST_CASE("repeated fields are joined") {
  CHECK(joined({{"accept", "a"}, {"host", "h"}, {"accept", "b"}}) ==
        std::map<std::string, std::string>{{"accept", "a, b"}, {"host", "h"}});
}

}  // namespace newssearch
