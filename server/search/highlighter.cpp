#include "server/search/highlighter.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <set>

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;
constexpr std::string_view kEllipsis = "…";

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

std::size_t characters(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_continuation));
}

std::string_view first_bytes(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && is_continuation(text[bytes])) --bytes;
  return text.substr(0, bytes);
}

/// Builds parts from stretches of a text: white space becomes single blanks, like stretches become one part.
class PartsBuilder {
 public:
  void add(std::string_view text, bool match) {
    if (text.empty()) return;
    if (parts_.empty() || parts_.back().match != match) parts_.push_back({"", match});
    for (const char c : text) {
      const bool blank = is_blank(c);
      if (!blank || !after_blank_) parts_.back().text += blank ? ' ' : c;
      after_blank_ = blank;
    }
    if (parts_.back().text.empty()) parts_.pop_back();
  }
  std::vector<TextPart> take() { return std::move(parts_); }

 private:
  std::vector<TextPart> parts_;
  bool after_blank_ = true;
};

/// Two words found that only a blank or a hyphen parts are marked as one: "Bank of England".
bool joins(std::string_view between) {
  return std::all_of(between.begin(), between.end(), [](char c) { return is_blank(c) || c == '-'; });
}

/// Where in `text` a window from `begin` of at most `length` characters ends, not cutting a token.
std::size_t window_end(std::string_view text, const std::vector<Token>& tokens, std::size_t begin, std::size_t length) {
  std::size_t end = begin;
  for (std::size_t seen = 0; end < text.size() && (seen < length || is_continuation(text[end])); ++end)
    if (!is_continuation(text[end])) ++seen;
  if (end == text.size()) return end;
  const auto cut = std::find_if(tokens.begin(), tokens.end(), [&](const Token& token) { return token.end > end; });
  if (cut == tokens.end() || cut->begin >= end || cut == tokens.begin()) return end;
  const std::size_t before = std::prev(cut)->end;
  return before > begin ? before : end;
}

}  // namespace

Highlighter::Highlighter(const QueryNode& query, Analyzer& analyzer,
                         const std::function<double(const std::string&)>& weight)
    : analyzer_(analyzer) {
  collect(query, weight);
}

void Highlighter::collect(const QueryNode& node, const std::function<double(const std::string&)>& weight) {
  switch (node.kind) {
    case Kind::word:
    case Kind::exact:
    case Kind::phrase: {
      double total = 0;
      for (const std::string& word : node.words) total += weight(word);
      wanted_.push_back({node.kind, node.words, node.in_headline, total});
      return;
    }
    case Kind::all:
    case Kind::any:
      for (const QueryNode& child : node.children) collect(child, weight);
      return;
    default:
      return;
  }
}

/// A text repeats its words: each distinct one is stemmed and compared once.
const std::vector<std::size_t>& Highlighter::wanted_forms_of(const std::string& word, std::string_view lang) {
  auto known = forms_.find(lang);
  if (known == forms_.end()) known = forms_.try_emplace(std::string(lang)).first;
  const auto [entry, fresh] = known->second.try_emplace(word);
  if (fresh) {
    const std::string stem = analyzer_.stem(word, lang);
    for (std::size_t i = 0; i < wanted_.size(); ++i)
      if (wanted_[i].kind == Kind::word && analyzer_.stem(wanted_[i].words.front(), lang) == stem)
        entry->second.push_back(i);
  }
  return entry->second;
}

std::vector<Highlighter::Mark> Highlighter::marks(const std::vector<Token>& tokens, std::string_view lang,
                                                  bool in_headline) {
  std::vector<Mark> found;
  const auto wanted_here = [&](const Wanted& wanted) { return in_headline || !wanted.in_headline; };
  const auto same_word = [](const Token& token, const std::string& word) { return token.word == word; };
  for (std::size_t at = 0; at < tokens.size(); ++at)
    for (const std::size_t i : wanted_forms_of(tokens[at].word, lang))
      if (wanted_here(wanted_[i])) found.push_back({at, i});
  for (std::size_t i = 0; i < wanted_.size(); ++i) {
    const std::vector<std::string>& words = wanted_[i].words;
    if (wanted_[i].kind == Kind::word || !wanted_here(wanted_[i])) continue;
    for (auto at = tokens.begin();
         (at = std::search(at, tokens.end(), words.begin(), words.end(), same_word)) != tokens.end(); ++at)
      for (std::size_t word = 0; word < words.size(); ++word)
        found.push_back({static_cast<std::size_t>(at - tokens.begin()) + word, i});
  }
  std::stable_sort(found.begin(), found.end(), [](const Mark& a, const Mark& b) { return a.token < b.token; });
  return found;
}

namespace {

/// text[begin, end) as parts; `marked` tells of each token whether it matches.
std::vector<TextPart> parts(std::string_view text, std::size_t begin, std::size_t end, const std::vector<Token>& tokens,
                            const std::vector<bool>& marked) {
  PartsBuilder builder;
  if (begin > 0) builder.add(kEllipsis, false);
  std::size_t at = begin;
  bool after_match = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!marked[i] || tokens[i].begin < at || tokens[i].end > end) continue;
    const std::string_view between = text.substr(at, tokens[i].begin - at);
    builder.add(between, after_match && joins(between));
    builder.add(text.substr(tokens[i].begin, tokens[i].end - tokens[i].begin), true);
    at = tokens[i].end;
    after_match = true;
  }
  std::string_view rest = text.substr(at, end - at);
  if (end < text.size())
    while (!rest.empty() && is_blank(rest.back())) rest.remove_suffix(1);
  builder.add(rest, false);
  if (end < text.size()) builder.add(kEllipsis, false);
  return builder.take();
}

}  // namespace

std::vector<TextPart> Highlighter::headline(std::string_view text, std::string_view lang) {
  const std::vector<Token> tokens = analyzer_.analyze(text);
  std::vector<bool> marked(tokens.size());
  for (const Mark& mark : marks(tokens, lang, true)) marked[mark.token] = true;
  return parts(text, 0, text.size(), tokens, marked);
}

std::size_t Highlighter::best_sentence(const std::vector<TextRange>& sentences, const std::vector<Token>& tokens,
                                       const std::vector<Mark>& marks) const {
  std::size_t best = 0;
  double best_weight = -1;
  auto mark = marks.begin();
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    std::set<std::size_t> held;
    for (; mark != marks.end() && tokens[mark->token].begin < sentences[i].end; ++mark) held.insert(mark->wanted);
    double weight = 0;
    for (const std::size_t wanted : held) weight += wanted_[wanted].weight;
    if (weight > best_weight) {
      best = i;
      best_weight = weight;
    }
  }
  return best;
}

std::vector<TextPart> Highlighter::snippet(std::string_view whole, std::string_view lang, std::size_t length) {
  if (length == 0 || whole.empty()) return {};
  const std::string_view text = first_bytes(whole, kMaxTextBytes);
  const std::vector<Token> tokens = analyzer_.analyze(text);
  const std::vector<Mark> found = marks(tokens, lang, false);
  std::vector<bool> marked(tokens.size());
  for (const Mark& mark : found) marked[mark.token] = true;

  const std::vector<TextRange> sentences = analyzer_.sentences(text, lang);
  if (sentences.empty()) return {};
  std::size_t sentence = found.empty() ? 0 : best_sentence(sentences, tokens, found);
  std::size_t begin = sentences[sentence].begin;
  const auto first_mark =
      std::find_if(found.begin(), found.end(), [&](const Mark& mark) { return tokens[mark.token].begin >= begin; });
  if (first_mark != found.end()) {
    // A sentence longer than the snippet is entered shortly before the first word found.
    std::size_t token = first_mark->token;
    if (characters(text.substr(begin, tokens[token].end - begin)) > length) {
      while (token > 0 && tokens[token].begin > begin &&
             characters(text.substr(tokens[token].begin, tokens[first_mark->token].begin - tokens[token].begin)) <
                 length / 3)
        --token;
      begin = tokens[token].begin;
    }
  }
  // A text that ends before the snippet is full begins some sentences earlier.
  while (sentence > 0 && characters(text.substr(sentences[sentence - 1].begin)) <= length)
    begin = sentences[--sentence].begin;
  return parts(text, begin, window_end(text, tokens, begin, length), tokens, marked);
}

}  // namespace newssearch
