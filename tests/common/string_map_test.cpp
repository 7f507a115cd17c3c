#include "common/string_map.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>

using namespace newssearch;

TEST_CASE("a string map holds what a map does, in the order it came") {
  std::mt19937 random(7);
  StringMap<int> map;
  std::map<std::string, int> expected;
  std::vector<std::string> order;
  for (int i = 0; i < 20'000; ++i) {
    const std::string key(random() % 3, static_cast<char>('a' + random() % 26));
    const std::string longer = key + std::to_string(random() % 5'000);
    if (expected.try_emplace(longer).second) order.push_back(longer);
    ++expected[longer];
    ++map[longer];
  }
  CHECK(map.size() == expected.size());
  std::vector<std::string> found;
  for (const auto& [key, count] : map) {
    found.push_back(key);
    CHECK(count == expected.at(key));
  }
  CHECK(found == order);
  for (const auto& [key, count] : expected) CHECK(*map.find(key) == count);
  CHECK_FALSE(map.find("z"));
}

TEST_CASE("an empty string is a key, and a cleared map holds none") {
  StringMap<int> map;
  CHECK_FALSE(map.find(""));
  map[""] = 4;
  CHECK(*map.find("") == 4);
  map.clear();
  CHECK_FALSE(map.find(""));
  CHECK(map.size() == 0);
  CHECK(map["again"] == 0);
}
