#include "server/http/write_batch.h"

#include <catch2/catch.hpp>

namespace newssearch {
namespace {

using Op = WriteOrder::Op;

BatchLine one_line(const std::string& text) {
  const auto lines = read_batch(text, {});
  REQUIRE(lines.size() == 1);
  return lines[0];
}

}  // namespace

TEST_CASE("a line of a batch is an article or names one to remove") {
  const auto [text, order] = GENERATE(table<std::string, WriteOrder>({
      {R"({"id":"a","body":"b"})", {Op::put, "", R"({"id":"a","body":"b"})", {}, ""}},
      {R"({"delete":"wire/2"})", {Op::remove, "wire/2", "", {}, ""}},
      {R"( {"purge":"a","reason":"court order"} )", {Op::purge, "a", "", {}, "court order"}},
      {R"({"purge":"a"})", {Op::purge, "a", "", {}, ""}},
      {"no JSON", {Op::put, "", "no JSON", {}, ""}},
      {"[1]", {Op::put, "", "[1]", {}, ""}},
      {"{\"body\":\"\xff\"}", {Op::put, "", "{\"body\":\"\xff\"}", {}, ""}},
  }));
  CAPTURE(text);
  const auto line = one_line(text);
  CHECK_FALSE(line.problem);
  CHECK(line.order == order);
}

TEST_CASE("a line that seems to remove and says more removes nothing") {
  const auto text = GENERATE(as<std::string>(), R"({"delete":7})", R"({"delete":""})", R"({"delete":"a","body":"b"})",
                             R"({"delete":"a","reason":"r"})", R"({"purge":"a","reason":7})",
                             R"({"purge":"a","delete":"b"})", R"({"purge":null})");
  CAPTURE(text);
  const auto line = one_line(text);
  REQUIRE(line.problem);
  CHECK(line.problem->status == 422);
}

TEST_CASE("lines are counted from one, empty ones too, and need no last end") {
  const auto lines = read_batch("{}\r\n\n  \n{}\nx", {});
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].number == 1);
  CHECK(lines[0].order.article == "{}");
  CHECK(lines[1].number == 4);
  CHECK(lines[2].number == 5);
  CHECK(read_batch("", {}).empty());
}

TEST_CASE("a line longer than an article may be costs itself alone") {
  WriteLimits limits;
  limits.article_bytes = 10;
  const auto lines = read_batch("{}\n{\"a\":\"0123456789\"}\n{}", limits);
  REQUIRE(lines.size() == 3);
  REQUIRE(lines[1].problem);
  CHECK(lines[1].problem->status == 413);
  CHECK(lines[1].problem->detail.find("10 bytes") != std::string::npos);
  CHECK_FALSE(lines[2].problem);
}

}  // namespace newssearch
