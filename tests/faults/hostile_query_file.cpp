#include "tests/faults/hostile_query_file.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace newssearch::faults {
namespace {

using Json = nlohmann::json;

std::string bytes_of(const std::string& hexadecimal) {
  std::istringstream digits(hexadecimal);
  std::string bytes;
  for (std::string byte; digits >> byte;) bytes += static_cast<char>(std::stoi(byte, nullptr, 16));
  return bytes;
}

std::string made_by(const Json& recipe, const std::string& long_article) {
  if (recipe.contains("bytes")) return bytes_of(recipe.at("bytes"));
  std::string text = recipe.value("before", "");
  if (recipe.contains("article")) {
    text += long_article;
  } else {
    const std::string repeated = recipe.at("repeat");
    for (std::size_t times = recipe.at("times"); times > 0; --times) text += repeated;
  }
  return text + recipe.value("after", "");
}

}  // namespace

std::vector<HostileQuery> read_hostile_queries(const std::filesystem::path& file, const std::string& long_article) {
  std::ifstream lines(file);
  if (!lines) throw std::runtime_error(file.string() + ": cannot be read");
  std::vector<HostileQuery> queries;
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.empty() || line.front() == '#') continue;
    try {
      const Json json = Json::parse(line);
      queries.push_back({number, json.is_string() ? json.get<std::string>() : made_by(json, long_article)});
    } catch (const std::exception& error) {
      throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": " + error.what());
    }
  }
  return queries;
}

}  // namespace newssearch::faults
