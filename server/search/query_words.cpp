#include "server/search/query_words.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "server/search/ideographic_words.h"
#include "server/search/query_signs.h"

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;
using Tokens = std::vector<Token>;

/// Shorter words are no names: в is not v.
constexpr std::size_t kFewestInSpelling = 3;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

/// Where the digits begin in "covid19" and "f16"; 0 in other words.
std::size_t digits_after_letters(std::string_view word) {
  const auto digits = std::find_if_not(word.begin(), word.end(), is_letter);
  const bool only_digits_follow = digits != word.end() && std::all_of(digits, word.end(), is_digit);
  return only_digits_follow ? static_cast<std::size_t>(digits - word.begin()) : 0;
}

/// Reads what no blank divides.
class PieceReader {
 public:
  PieceReader(std::string_view text, std::uint32_t offset, Analyzer& analyzer,
              NameSpellings spellings = NameSpellings::all)
      : offset_(offset), analysis_(analyzer.analyze_with_alternates(text, "", spellings)) {}

  const Tokens& tokens() const { return analysis_.tokens; }

  std::vector<QueryNode> bare(std::size_t most_in_phrase) {
    std::vector<QueryNode> nodes;
    bool plain = true;
    for (std::size_t at = 0; at < tokens().size();) {
      if (tokens()[at].ideographic) {
        const IdeographicRun run = read_ideographic_run(analysis_, at);
        add_characters(run, run.end - at, nodes);
        plain = false;
        at = run.end;
      } else {
        const TokenRange name = longest_name(at);
        nodes.push_back(name_node(name));
        plain = plain && name.size() == 1 && !has_other_form(at);
        at = name.last + 1;
      }
    }
    if (!plain || nodes.size() < 2 || nodes.size() > most_in_phrase) return nodes;
    return {leaf(Kind::phrase, words({0, tokens().size() - 1}), {0, tokens().size() - 1})};
  }

  QueryNode quoted() const {
    const TokenRange all{0, tokens().size() - 1};
    if (const Alternate* sign = alternate(Alternate::Kind::sign, 0); sign && sign->last == all.last)
      return leaf(Kind::word, {sign->word}, all);
    return leaf(all.size() == 1 ? Kind::exact : Kind::phrase, words(all), all);
  }

  QueryNode prefix() const {
    std::vector<QueryNode> nodes{leaf(Kind::prefix, {tokens().front().word}, {0, 0})};
    for (const Alternate& spelling : analysis_.alternates)
      if (spelling.kind == Alternate::Kind::spelling) nodes.push_back(leaf(Kind::prefix, {spelling.word}, {0, 0}));
    return variants(std::move(nodes));
  }

  std::vector<QueryNode> plain() const {
    std::vector<QueryNode> nodes;
    for (std::size_t at = 0; at < tokens().size();) {
      if (!tokens()[at].ideographic) {
        nodes.push_back(leaf(Kind::word, {tokens()[at].word}, {at, at}));
        ++at;
      } else {
        const IdeographicRun run = read_ideographic_run(analysis_, at);
        add_characters(run, run.end - at, nodes);
        at = run.end;
      }
    }
    return nodes;
  }

  std::size_t count() const {
    std::size_t count = 0;
    for (std::size_t at = 0; at < tokens().size();) {
      const bool ideographic = tokens()[at].ideographic;
      const IdeographicRun run = ideographic ? read_ideographic_run(analysis_, at) : IdeographicRun{{{at, at}}, at + 1};
      count += run.words.size();
      at = run.end;
    }
    return count;
  }

 private:
  QueryNode leaf(Kind kind, std::vector<std::string> words, TokenRange from) const {
    QueryNode node;
    node.kind = kind;
    node.words = std::move(words);
    node.begin = offset_ + tokens()[from.first].begin;
    node.end = offset_ + tokens()[from.last].end;
    return node;
  }

  static QueryNode variants(std::vector<QueryNode> ways) {
    if (ways.size() == 1) return std::move(ways.front());
    QueryNode node;
    node.kind = Kind::variants;
    node.begin = ways.front().begin;
    node.end = ways.front().end;
    node.children = std::move(ways);
    return node;
  }

  std::vector<std::string> words(TokenRange stretch) const {
    return words_of_phrase(std::span(tokens()).subspan(stretch.first, stretch.size()));
  }

  /// The alternates that begin with this token.
  std::span<const Alternate> alternates(std::size_t first) const {
    const auto before = [](const Alternate& other, std::size_t token) { return other.first < token; };
    const auto begin = std::lower_bound(analysis_.alternates.begin(), analysis_.alternates.end(), first, before);
    return {begin, std::lower_bound(begin, analysis_.alternates.end(), first + 1, before)};
  }

  /// The longest of a kind among them.
  const Alternate* alternate(Alternate::Kind kind, std::size_t first) const {
    const Alternate* longest = nullptr;
    for (const Alternate& other : alternates(first))
      if (other.kind == kind && (!longest || other.last > longest->last)) longest = &other;
    return longest;
  }

  TokenRange longest_name(std::size_t at) const {
    if (const Alternate* sign = alternate(Alternate::Kind::sign, at)) return {at, sign->last};
    if (const Alternate* joined = alternate(Alternate::Kind::joined, at)) return {at, joined->last};
    return {at, at};
  }

  QueryNode name_node(TokenRange name) const {
    if (const Alternate* sign = alternate(Alternate::Kind::sign, name.first)) {
      QueryNode node = leaf(Kind::word, {sign->word}, name);
      const bool marked = sign->word.starts_with('#') || sign->word.starts_with('@');
      return marked ? variants({std::move(node), side_by_side(name)}) : node;
    }
    if (const Alternate* joined = alternate(Alternate::Kind::joined, name.first))
      return variants({side_by_side(name), leaf(Kind::word, {joined->word}, name)});
    return word(name.first);
  }

  QueryNode side_by_side(TokenRange name) const {
    return leaf(name.size() == 1 ? Kind::word : Kind::phrase, words(name), name);
  }

  QueryNode word(std::size_t at) const {
    const std::string& word = tokens()[at].word;
    std::vector<QueryNode> ways{leaf(Kind::word, {word}, {at, at})};
    for (const Alternate& other : alternates(at))
      if (is_other_form(other, at)) ways.push_back(leaf(Kind::word, {other.word}, {at, at}));
    if (const std::size_t digits = digits_after_letters(word); digits > 0)
      ways.push_back(leaf(Kind::phrase, {word.substr(0, digits), word.substr(digits)}, {at, at}));
    return variants(std::move(ways));
  }

  bool is_other_form(const Alternate& other, std::size_t at) const {
    if (other.last != at || other.word == tokens()[at].word) return false;
    return (other.kind == Alternate::Kind::spelling && other.word.size() >= kFewestInSpelling) ||
           (other.kind == Alternate::Kind::part && "www." + other.word == tokens()[at].word);
  }

  bool has_other_form(std::size_t at) const {
    const std::span<const Alternate> others = alternates(at);
    return alternate(Alternate::Kind::sign, at) ||
           std::any_of(others.begin(), others.end(), [&](const Alternate& other) { return is_other_form(other, at); });
  }

  /// A single character is a word where it was typed alone; the dictionary's leavings are parts of words it lacks.
  void add_characters(const IdeographicRun& run, std::size_t typed, std::vector<QueryNode>& nodes) const {
    for (const TokenRange& word : run.words)
      nodes.push_back(leaf(typed == 1 ? Kind::word : Kind::characters, words(word), word));
  }

  std::uint32_t offset_;
  Analysis analysis_;
};

}  // namespace

QueryWords read_bare_words(std::string_view text, std::uint32_t offset, std::size_t most_in_phrase, Analyzer& analyzer,
                           NameSpellings spellings) {
  QueryWords found;
  for (std::size_t at = 0; at < text.size();) {
    if (sign_at(text, at).twin == ' ') {
      at += sign_at(text, at).bytes;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && sign_at(text, at).twin != ' ') at += sign_at(text, at).bytes;
    PieceReader piece(text.substr(begin, at - begin), offset + static_cast<std::uint32_t>(begin), analyzer, spellings);
    found.count += piece.count();
    for (QueryNode& node : piece.bare(most_in_phrase)) found.nodes.push_back(std::move(node));
  }
  return found;
}

QueryWords read_quoted_words(std::string_view text, std::uint32_t offset, Analyzer& analyzer) {
  const PieceReader piece(text, offset, analyzer);
  if (piece.tokens().empty()) return {};
  return {{piece.quoted()}, piece.count()};
}

std::vector<std::string> words_of_phrase(std::span<const Token> tokens) {
  std::vector<std::string> words;
  const Token* before = nullptr;
  for (const Token& token : tokens) {
    const bool goes_on = before && before->ideographic && token.ideographic && before->end == token.begin;
    if (goes_on)
      words.back() += token.word;
    else
      words.push_back(token.word);
    before = &token;
  }
  return words;
}

QueryWords read_prefix(std::string_view text, std::uint32_t offset, Analyzer& analyzer, NameSpellings spellings) {
  const PieceReader piece(text, offset, analyzer, spellings);
  if (piece.tokens().size() != 1 || piece.tokens().front().ideographic) return {};
  return {{piece.prefix()}, 1};
}

std::vector<QueryNode> read_plain_words(std::string_view text, Analyzer& analyzer) {
  return PieceReader(text, 0, analyzer).plain();
}

}  // namespace newssearch
