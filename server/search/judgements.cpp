#include "server/search/judgements.h"

#include <optional>
#include <sstream>
#include <string_view>

namespace newssearch {
namespace {

/// Gives each line that is not blank to `read`, which says whether it is what was expected.
template <class Read>
std::optional<Error> find_bad_line(std::istream& lines, const char* code, std::string_view expected, Read read) {
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() || read(line)) continue;
    return Error{code, "line " + std::to_string(number) + ": expected " + std::string(expected)};
  }
  return std::nullopt;
}

Result<Topics> read_named_texts(std::istream& lines, const char* code, std::string_view expected) {
  Topics topics;
  const std::optional<Error> error = find_bad_line(lines, code, expected, [&](const std::string& line) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string::npos || tab == 0) return false;
    topics.emplace_back(line.substr(0, tab), line.substr(tab + 1));
    return true;
  });
  if (error) return *error;
  return topics;
}

}  // namespace

Result<Topics> read_topics(std::istream& lines) { return read_named_texts(lines, "bad_topics", "id<TAB>text"); }

Result<Topics> read_known_items(std::istream& lines) {
  return read_named_texts(lines, "bad_known_items", "article<TAB>text");
}

Result<Judgements> read_qrels(std::istream& lines) {
  Judgements judgements;
  const auto read = [&](const std::string& line) {
    std::istringstream fields(line);
    std::string topic, iteration, article;
    int grade = 0;
    if (!(fields >> topic >> iteration >> article >> grade)) return false;
    judgements[topic][article] = grade;
    return true;
  };
  if (const auto error = find_bad_line(lines, "bad_qrels", "topic iteration article grade", read)) return *error;
  return judgements;
}

Result<Stories> read_clusters(std::istream& lines) {
  Stories stories;
  const auto read = [&](const std::string& line) {
    std::istringstream fields(line);
    std::string article, story;
    if (!(fields >> article >> story)) return false;
    stories[story].push_back(article);
    return true;
  };
  if (const auto error = find_bad_line(lines, "bad_clusters", "article story", read)) return *error;
  return stories;
}

Result<std::vector<JudgedPair>> read_pairs(std::istream& lines) {
  std::vector<JudgedPair> pairs;
  const auto read = [&](const std::string& line) {
    std::istringstream fields(line);
    JudgedPair pair;
    if (!(fields >> pair.a >> pair.b >> pair.similarity)) return false;
    pairs.push_back(std::move(pair));
    return true;
  };
  if (const auto error = find_bad_line(lines, "bad_pairs", "article article similarity", read)) return *error;
  return pairs;
}

}  // namespace newssearch
