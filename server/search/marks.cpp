#include "server/search/marks.h"

#include <algorithm>

#include "server/search/text_parts.h"

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;

/// Words that must stand together tell more than the same words apart.
constexpr double kTogether = 1.5;
/// A word of every article still tells more than none.
constexpr double kLeastWeight = 0.01;

bool is_stop(const QueryNode& node) {
  return node.stop || (node.kind == Kind::variants && !node.children.empty() &&
                       std::all_of(node.children.begin(), node.children.end(), is_stop));
}

/// Most stemmers take off endings only; these take off beginnings as well.
bool keeps_first_letter(std::string_view lang) {
  constexpr std::array<std::string_view, 4> others = {"ar", "ga", "id", "ta"};
  return std::find(others.begin(), others.end(), lang) == others.end();
}

unsigned char first_byte(const std::string& word) { return static_cast<unsigned char>(word.front()); }

/// Of marks in order, those of a `near` are kept where some stretch of its span holds them and one of each other child.
class NearFilter {
 public:
  NearFilter(std::uint32_t from, std::uint32_t to, std::uint32_t span) : from_(from), span_(span), held_(to - from) {}

  void apply(std::vector<Mark>& marks) {
    std::vector<std::size_t> ours;
    for (std::size_t i = 0; i < marks.size(); ++i)
      if (marks[i].wanted - from_ < held_.size()) ours.push_back(i);
    std::vector<bool> drop(marks.size());
    for (const std::size_t i : ours) drop[i] = true;
    std::size_t end = 0, kept = 0, distinct = 0;
    for (std::size_t begin = 0; begin < ours.size(); ++begin) {
      for (; end < ours.size() && marks[ours[end]].first - marks[ours[begin]].first <= span_; ++end)
        if (held_[marks[ours[end]].wanted - from_]++ == 0) ++distinct;
      if (distinct == held_.size())
        for (kept = std::max(kept, begin); kept < end; ++kept) drop[ours[kept]] = false;
      if (--held_[marks[ours[begin]].wanted - from_] == 0) --distinct;
    }
    std::size_t i = 0;
    std::erase_if(marks, [&](const Mark&) { return drop[i++]; });
  }

 private:
  std::uint32_t from_, span_;
  std::vector<std::size_t> held_;
};

/// A name's own signs, before and behind its tokens: @cnn, #metoo, c++, c#.
void take_signs(std::string_view text, std::string_view word, Mark& mark) {
  if ((word.front() == '@' || word.front() == '#') && mark.begin > 0 && text[mark.begin - 1] == word.front())
    --mark.begin;
  const std::string_view behind = word.substr(word.find_last_not_of("+#") + 1);
  if (text.substr(mark.end).starts_with(behind)) mark.end += static_cast<std::uint32_t>(behind.size());
}

}  // namespace

bool joins(std::string_view between) {
  return std::all_of(between.begin(), between.end(), [](char c) { return is_blank(c) || c == '-'; });
}

MarkFinder::MarkFinder(const QueryNode& query, Analyzer& analyzer, const WordWeight& weight, IsName is_name)
    : analyzer_(analyzer), is_name_(std::move(is_name)) {
  collect(query, weight);
}

void MarkFinder::collect(const QueryNode& node, const WordWeight& weight) {
  switch (node.kind) {
    case Kind::all:
    case Kind::any:
      for (const QueryNode& child : node.children) collect(child, weight);
      return;
    case Kind::near:
      collect_near(node, weight);
      return;
    default: {
      const auto wanted = static_cast<std::uint32_t>(wanted_.size());
      const double total = add_patterns(node, wanted, weight);
      if (patterns_.empty() || patterns_.back().wanted != wanted) return;
      wanted_.push_back({std::max(total, kLeastWeight), is_stop(node)});
    }
  }
}

void MarkFinder::collect_near(const QueryNode& node, const WordWeight& weight) {
  const auto from = static_cast<std::uint32_t>(wanted_.size());
  for (const QueryNode& child : node.children) {
    const double total = add_patterns(child, static_cast<std::uint32_t>(wanted_.size()), weight);
    wanted_.push_back({std::max(kTogether * total, kLeastWeight), false});
  }
  const auto to = static_cast<std::uint32_t>(wanted_.size());
  if (to > from + 1) near_.push_back({from, to, node.distance * (to - from - 1)});
}

std::vector<MarkFinder::Piece> MarkFinder::pieces(const std::vector<std::string>& words) {
  std::vector<Piece> pieces;
  for (const std::string& word : words) {
    const std::vector<Token> tokens = analyzer_.analyze(word);
    if (std::none_of(tokens.begin(), tokens.end(), [](const Token& token) { return token.ideographic; })) {
      pieces.push_back({word, false});
      continue;
    }
    for (const Token& token : tokens)
      pieces.push_back({token.word, &token != &tokens.front() && token.begin == std::prev(&token)->end});
  }
  return pieces;
}

/// The weight of what they find.
double MarkFinder::add_patterns(const QueryNode& node, std::uint32_t wanted, const WordWeight& weight) {
  const auto add = [&](Pattern::Kind kind, std::vector<Piece> words) {
    if (words.empty()) return;
    most_words_ = std::max(most_words_, words.size());
    patterns_.push_back({kind, std::move(words), node.in_headline, wanted});
  };
  switch (node.kind) {
    case Kind::word:
    case Kind::prefix:
      if (node.kind == Kind::word) add(Pattern::Kind::word, {{node.words.front(), false}});
      if (node.kind == Kind::prefix || node.unfinished) add(Pattern::Kind::prefix, {{node.words.front(), false}});
      return weight(node.words.front());
    case Kind::exact:
    case Kind::phrase:
    case Kind::characters: {
      add(Pattern::Kind::phrase, pieces(node.words));
      double total = 0;
      for (const std::string& word : node.words) total += weight(word);
      return node.words.size() > 1 ? kTogether * total : total;
    }
    case Kind::variants:
    case Kind::all:
    case Kind::any: {
      double best = 0;
      for (const QueryNode& child : node.children) best = std::max(best, add_patterns(child, wanted, weight));
      return best;
    }
    default:
      return 0;
  }
}

MarkFinder::Language& MarkFinder::language(std::string_view lang) {
  if (const auto found = languages_.find(lang); found != languages_.end()) return found->second;
  Language& fresh = languages_.try_emplace(std::string(lang)).first->second;
  for (const Pattern& pattern : patterns_) {
    const std::string& word = pattern.pieces.front().word;
    const bool stemmed = pattern.kind == Pattern::Kind::word && !(is_name_ && is_name_(word, lang));
    fresh.stems.push_back(stemmed ? analyzer_.stem(word, lang) : "");
    fresh.first_bytes[first_byte(word)] = true;
    if (stemmed) fresh.first_bytes[first_byte(fresh.stems.back())] = true;
  }
  if (!keeps_first_letter(lang)) fresh.first_bytes.fill(true);
  return fresh;
}

bool MarkFinder::begins(const std::string& word, const std::string& stem, std::uint32_t pattern,
                        const Language& known) const {
  const std::string& wanted = patterns_[pattern].pieces.front().word;
  if (word == wanted) return true;
  switch (patterns_[pattern].kind) {
    case Pattern::Kind::prefix:
      return word.starts_with(wanted);
    case Pattern::Kind::word: {
      if (!known.stems[pattern].empty()) return stem == known.stems[pattern];
      const auto& [shorter, longer] =
          std::minmax(word, wanted, [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
      return longer.size() == shorter.size() + 1 && longer.ends_with('s') && longer.starts_with(shorter);
    }
    default:
      return false;
  }
}

/// A text repeats its words: each distinct one is stemmed and compared once, most not even that.
const MarkFinder::PatternIds& MarkFinder::begun_by(const std::string& word, std::string_view lang, Language& known) {
  static const PatternIds none;
  if (!known.first_bytes[first_byte(word)]) return none;
  const auto [entry, fresh] = known.known.try_emplace(word);
  if (!fresh) return entry->second;
  const std::string& stem = analyzer_.stem(word, lang);
  for (std::uint32_t i = 0; i < patterns_.size(); ++i)
    if (begins(word, stem, i, known)) entry->second.push_back(i);
  return entry->second;
}

/// Stemmers leave the first two letters of a word alone, where they leave the first.
MarkFinder::Beginnings MarkFinder::beginnings(std::string_view lang) {
  const Language& known = language(lang);
  Beginnings beginnings;
  const auto add = [&](const std::string& begin) {
    beginnings.first_[first_byte(begin)] = true;
    for (std::size_t second = 0; second < 256; ++second)
      if (begin.size() < 2 || static_cast<unsigned char>(begin[1]) == second)
        beginnings.pairs_[first_byte(begin) * 256U + second] = true;
  };
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    add(patterns_[i].pieces.front().word);
    if (!known.stems[i].empty()) add(known.stems[i]);
  }
  if (!keeps_first_letter(lang)) {
    beginnings.first_.fill(true);
    beginnings.pairs_.assign(beginnings.pairs_.size(), true);
  }
  return beginnings;
}

bool MarkFinder::begun_by(const std::string& word, std::string_view lang, std::vector<std::uint32_t>& things) {
  for (const std::uint32_t id : begun_by(word, lang, language(lang))) {
    if (patterns_[id].in_headline) continue;
    if (patterns_[id].pieces.size() > 1) return false;
    things.push_back(patterns_[id].wanted);
  }
  return true;
}

std::vector<std::uint32_t> MarkFinder::begun_in(std::string_view text, std::size_t bytes, std::string_view lang) {
  std::vector<std::uint32_t> things;
  for (const Mark& mark : find(text, analyzer_.analyze_with_alternates(text, lang), lang, Place::body))
    if (mark.begin < bytes) things.push_back(mark.wanted);
  return things;
}

void MarkFinder::find_tokens(const std::vector<Token>& tokens, std::string_view lang, Place place,
                             std::vector<Mark>& marks) {
  Language& known = language(lang);
  for (std::size_t at = 0; at < tokens.size(); ++at)
    for (const std::uint32_t id : begun_by(tokens[at].word, lang, known)) {
      const Pattern& pattern = patterns_[id];
      const std::size_t last = at + pattern.pieces.size() - 1;
      if ((pattern.in_headline && place != Place::headline) || last >= tokens.size()) continue;
      const auto same = [](const Piece& piece, const Token& token) {
        return piece.word == token.word && (!piece.touches_previous || token.begin == std::prev(&token)->end);
      };
      if (!std::equal(pattern.pieces.begin() + 1, pattern.pieces.end(),
                      tokens.begin() + static_cast<std::ptrdiff_t>(at) + 1, same))
        continue;
      marks.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(last), tokens[at].begin,
                       tokens[last].end, pattern.wanted, false});
    }
}

void MarkFinder::find_alternates(std::string_view text, const Analysis& analysis, std::string_view lang, Place place,
                                 std::vector<Mark>& marks) {
  Language& known = language(lang);
  for (const Alternate& alternate : analysis.alternates)
    for (const std::uint32_t id : begun_by(alternate.word, lang, known)) {
      const Pattern& pattern = patterns_[id];
      if (pattern.pieces.size() > 1 || (pattern.in_headline && place != Place::headline)) continue;
      Mark mark{alternate.first,
                alternate.last,
                analysis.tokens[alternate.first].begin,
                analysis.tokens[alternate.last].end,
                pattern.wanted,
                true};
      if (alternate.kind == Alternate::Kind::sign) take_signs(text, alternate.word, mark);
      marks.push_back(mark);
    }
}

/// A stop word counts beside another mark, and so does the one beside it: "the Bank of the North".
void MarkFinder::drop_lone_stop_words(std::string_view text, const std::vector<Token>& tokens,
                                      std::vector<Mark>& marks) const {
  enum State : std::uint8_t { unmarked, stop, kept };
  std::vector<State> states(tokens.size());
  for (const Mark& mark : marks)
    for (std::uint32_t at = mark.first; at <= mark.last; ++at)
      states[at] = wanted_[mark.wanted].stop ? std::max(states[at], stop) : kept;
  const auto touch = [&](std::size_t a) {
    return joins(text.substr(tokens[a].end, tokens[a + 1].begin - tokens[a].end));
  };
  for (std::size_t at = 1; at < states.size(); ++at)
    if (states[at] == stop && states[at - 1] == kept && touch(at - 1)) states[at] = kept;
  for (std::size_t at = states.size(); at-- > 1;)
    if (states[at - 1] == stop && states[at] == kept && touch(at - 1)) states[at - 1] = kept;
  std::erase_if(marks, [&](const Mark& mark) { return wanted_[mark.wanted].stop && states[mark.first] != kept; });
}

std::vector<Mark> MarkFinder::find(std::string_view text, const Analysis& analysis, std::string_view lang,
                                   Place place) {
  std::vector<Mark> marks;
  if (patterns_.empty()) return marks;
  find_tokens(analysis.tokens, lang, place, marks);
  find_alternates(text, analysis, lang, place, marks);
  std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
  for (const NearGroup& near : near_) NearFilter(near.from, near.to, near.span).apply(marks);
  const auto is_stop_mark = [&](const Mark& mark) { return wanted_[mark.wanted].stop; };
  if (std::any_of(marks.begin(), marks.end(), is_stop_mark)) drop_lone_stop_words(text, analysis.tokens, marks);
  return marks;
}

}  // namespace newssearch
