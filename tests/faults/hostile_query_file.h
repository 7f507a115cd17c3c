#pragma once
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace newssearch::faults {

struct HostileQuery {
  std::size_t line = 0;
  std::string text;  ///< any bytes
};

/// Reads hostile_queries.txt, whose head says what a line may be. `long_article` is the id that stands for
/// {"article": "longest"}. Throws std::runtime_error naming the line that is none.
std::vector<HostileQuery> read_hostile_queries(const std::filesystem::path& file, const std::string& long_article);

}  // namespace newssearch::faults
