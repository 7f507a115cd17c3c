#include "server/http/compression.h"

#include <zlib.h>

#include <catch2/catch.hpp>

using namespace newssearch;

namespace {

std::string gunzip(const std::string& packed) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 16 + MAX_WBITS) == Z_OK);
  std::string bytes(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = static_cast<uInt>(bytes.size());
  REQUIRE(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  bytes.resize(stream.total_out);
  inflateEnd(&stream);
  return bytes;
}

HttpResponse packed(std::size_t bytes, const std::string& type, const std::string& accept) {
  HttpResponse response;
  response.content_type = type;
  response.body.assign(bytes, 'x');
  response.headers["ETag"] = "\"a\"";
  HttpRequest request;
  if (!accept.empty()) request.headers["accept-encoding"] = accept;
  compress(response, request);
  return response;
}

}  // namespace

TEST_CASE("a client takes gzip where it says so") {
  const auto [accept, taken] = GENERATE(table<std::string, bool>({
      {"", false},
      {"gzip", true},
      {"GZIP", true},
      {"x-gzip", true},
      {"br, gzip;q=0.5", true},
      {"deflate, br", false},
      {"gzip;q=0", false},
      {"gzip; q=0.000", false},
      {"gzip;q=0, *", false},
      {"*", true},
      {"*;q=0", false},
      {"identity", false},
      {"gzipped", false},
  }));
  CAPTURE(accept);
  CHECK(takes_gzip(accept) == taken);
}

TEST_CASE("an answer is packed for who takes it, and is the same text") {
  const HttpResponse response = packed(50'000, "application/json", "gzip, br");
  CHECK(response.headers.at("Content-Encoding") == "gzip");
  CHECK(response.headers.at("Vary") == "Accept-Encoding");
  CHECK(response.headers.at("ETag") == "W/\"a\"");
  CHECK(response.body.size() < 1000);
  CHECK(gunzip(response.body) == std::string(50'000, 'x'));
}

TEST_CASE("who does not take it is told that others would get other bytes") {
  const HttpResponse response = packed(50'000, "text/html; charset=utf-8", "");
  CHECK(response.body.size() == 50'000);
  CHECK(response.headers.at("Vary") == "Accept-Encoding");
  CHECK(response.headers.at("ETag") == "\"a\"");
  CHECK_FALSE(response.headers.contains("Content-Encoding"));
}

TEST_CASE("what is short, or no text, is left as it is") {
  CHECK(packed(100, "application/json", "gzip").body.size() == 100);
  CHECK(packed(50'000, "image/png", "gzip").body.size() == 50'000);
  CHECK_FALSE(packed(50'000, "image/png", "gzip").headers.contains("Vary"));
}
