#include "server/http/log.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace newssearch {
namespace {

constexpr std::chrono::system_clock::time_point kNow{std::chrono::milliseconds(1714730400123)};

}  // namespace

TEST_CASE("a log line is a JSON object with a time, a level and an event") {
  CHECK(log_line(LogLevel::warning, "not_ready", {{"reason", "gone"}}, kNow) ==
        R"({"time":"2024-05-03T10:00:00.123Z","level":"warning","event":"not_ready","reason":"gone"})");
}

TEST_CASE("nothing a client sends can end a log line or reach a terminal") {
  const auto line = log_line(LogLevel::info, "request", {{"path", "/\x1b[2J\r\n\x7f\xff\"}"}}, kNow);
  for (const char c : line) CHECK((c >= 0x20 && c < 0x7f));
  CHECK(nlohmann::json::parse(line).at("path") == "/\x1b[2J\r\n\x7f\uFFFD\"}");
}

}  // namespace newssearch
