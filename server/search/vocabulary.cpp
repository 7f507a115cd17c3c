#include "server/search/vocabulary.h"

#include <algorithm>
#include <utility>

#include "common/generation.h"
#include "server/search/name_spellings.h"
#include "server/search/query_words.h"
#include "server/search/rule_lines.h"

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;
using Nodes = std::vector<QueryNode>;

/// Longer names are no phrase a query could ask for.
constexpr std::size_t kMostWordsInName = 10;

/// Київ is also found as its romanisation, but no other name of it is: who wants that writes it.
NameSpellings spellings_of(std::string_view name) {
  const std::string folded = fold(name);
  const bool is_latin = !folded.empty() && static_cast<unsigned char>(folded.front()) < 0x80;
  return is_latin ? NameSpellings::all : NameSpellings::as_typed;
}

}  // namespace

void Vocabulary::add_errors(std::vector<std::string> errors) {
  for (std::string& error : errors) add_error(std::move(error));
}

std::string Vocabulary::key_of(std::span<const QueryNode> nodes) {
  std::string key;
  for (const QueryNode& node : nodes) {
    const QueryNode& typed = node.kind == Kind::variants ? node.children.front() : node;
    for (const std::string& word : typed.words) key += (key.empty() ? "" : " ") + word;
  }
  return key;
}

std::vector<Vocabulary::Name> Vocabulary::others(const std::string& words) const {
  std::vector<Name> names;
  if (const auto found = others_.find(words); found != others_.end())
    for (const std::uint32_t number : found->second) names.push_back(names_[number]);
  return names;
}

/// The names in a comma-separated list; one without words is an empty side.
std::vector<Vocabulary::Side> Vocabulary::read_sides(std::string_view text, Analyzer& analyzer) {
  std::vector<Side> sides;
  for (const std::string_view name : split_rule(text, ",")) {
    if (sides.size() > kMostNamesInLine) break;  // the line is left out anyway
    const Nodes nodes = read_bare_words(name, 0, kMostWordsInName, analyzer, spellings_of(name)).nodes;
    Side side{key_of(nodes), {}};
    const auto add = [&](Kind kind, std::vector<std::string> words) {
      side.names.push_back(static_cast<std::uint32_t>(names_.size()));
      names_.push_back({kind, std::move(words)});
    };
    if (nodes.size() > 1) {
      add(Kind::phrase, words_of_phrase(analyzer.analyze(name)));
    } else {
      for (const QueryNode& node : nodes)
        for (const QueryNode& way : node.kind == Kind::variants ? node.children : nodes) add(way.kind, way.words);
    }
    longest_ = std::max(longest_, nodes.size());
    sides.push_back(std::move(side));
  }
  return sides;
}

std::string Vocabulary::connect(const Side& from, const Side& to) {
  if (from.key == to.key) return {};
  std::vector<std::uint32_t>& others = others_[from.key];
  for (const std::uint32_t number : to.names) {
    const bool known =
        std::any_of(others.begin(), others.end(), [&](std::uint32_t other) { return names_[other] == names_[number]; });
    if (known) continue;
    if (others.size() == kMostOtherNames)
      return "'" + from.key + "' has more than " + std::to_string(kMostOtherNames) + " other names";
    others.push_back(number);
  }
  return {};
}

std::string Vocabulary::add_line(std::string_view line, Analyzer& analyzer) {
  const std::vector<std::string_view> halves = split_rule(line, "=>");
  if (halves.size() > 2) return "'=>' stands twice";
  const std::vector<Side> left = read_sides(halves.front(), analyzer);
  const std::vector<Side> right = halves.size() == 1 ? left : read_sides(halves.back(), analyzer);
  if (left.size() > kMostNamesInLine || right.size() > kMostNamesInLine)
    return "more than " + std::to_string(kMostNamesInLine) + " names";
  const auto is_empty = [](const Side& side) { return side.names.empty(); };
  if (std::any_of(left.begin(), left.end(), is_empty) || std::any_of(right.begin(), right.end(), is_empty))
    return "there is a name without a word";
  if (halves.size() == 1 && left.size() < 2) return "one name alone; expected 'a, b' or 'a => b'";
  std::string reason;
  for (const Side& from : left)
    for (const Side& to : right)
      if (std::string problem = connect(from, to); !problem.empty()) reason = std::move(problem);
  return reason;
}

void Vocabulary::add_synonyms(std::string_view lines, std::string_view file, Analyzer& analyzer) {
  revision_ = sha256_hex(revision_ + "synonyms\n" + std::string(lines));
  add_errors(read_rule_lines(lines, file, [&](std::string_view line) { return add_line(line, analyzer); }));
}

void Vocabulary::add_stop_words(std::string_view lines, std::string_view file, Analyzer& analyzer) {
  revision_ = sha256_hex(revision_ + "stop words\n" + std::string(lines));
  add_errors(read_rule_lines(lines, file, [&](std::string_view line) -> std::string {
    const Nodes nodes = read_bare_words(line, 0, 1, analyzer).nodes;
    if (nodes.size() != 1) return "expected one word";
    stop_words_.insert(key_of(nodes));
    return {};
  }));
}

void Vocabulary::add_name_spellings(Analyzer& analyzer) {
  for (const std::string_view names : name_spellings()) add_line(names, analyzer);
}

}  // namespace newssearch
