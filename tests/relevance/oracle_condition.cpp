#include "tests/relevance/oracle_condition.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "common/schema.h"

namespace newssearch::oracle {
namespace {

using Kind = QueryNode::Kind;

constexpr std::size_t kMostWordsOfPrefix = 100;

/// Where names have no endings but an s.
constexpr std::array<std::string_view, 13> kNamesEndInS = {"ca", "da", "de", "en", "es", "fr", "it",
                                                           "nb", "nl", "nn", "no", "pt", "sv"};

bool contains(const Numbers& ascending, std::uint32_t number) {
  return std::binary_search(ascending.begin(), ascending.end(), number);
}

/// One place of each child, no two the same, the last less than `window` behind the first. `chosen`: those of the
/// children before.
bool have_places_within(const std::vector<Numbers>& places, std::uint32_t window, Numbers& chosen) {
  if (chosen.size() == places.size()) return true;
  for (const std::uint32_t place : places[chosen.size()]) {
    const bool fits = std::all_of(chosen.begin(), chosen.end(), [&](std::uint32_t other) {
      return place != other && std::max(place, other) - std::min(place, other) < window;
    });
    if (!fits) continue;
    chosen.push_back(place);
    if (have_places_within(places, window, chosen)) return true;
    chosen.pop_back();
  }
  return false;
}

}  // namespace

Condition::Condition(const QueryNode& node, Archive& archive, const std::vector<bool>& languages)
    : kind_(node.kind), in_headline_(node.in_headline), distance_(node.distance), field_(node.field), days_(node.days) {
  if (kind_ == Kind::like || node.since) throw std::invalid_argument("the oracle has no answer to " + to_string(node));
  if (kind_ == Kind::word) read_word(node.words.front(), archive, languages);
  if (kind_ == Kind::exact || kind_ == Kind::phrase || kind_ == Kind::characters) read_row(node.words, archive);
  if (kind_ == Kind::prefix) read_prefix(node.words.front(), archive);
  if (kind_ == Kind::value) read_value(node.words, archive);
  for (const QueryNode& child : node.children) {
    asked_.push_back(!child.stop);
    children_.emplace_back(child, archive, languages);
  }
}

void Condition::read_word(const std::string& word, Archive& archive, const std::vector<bool>& languages) {
  word_ = archive.words().find(word);
  unstemmed_ = archive.stems().find(schema::unstemmed_term(word));
  const bool is_name = archive.is_name(word);
  for (const std::string& form :
       {word, word + "s", word.size() > 2 && word.ends_with('s') ? word.substr(0, word.size() - 1) : word})
    names_.push_back(archive.words().find(form));
  std::sort(names_.begin(), names_.end());
  const std::vector<std::string>& known = archive.values(Facet::lang).texts();
  for (std::size_t lang = 0; lang < known.size(); ++lang) {
    const bool looked_up = languages[lang] && is_stemmed(word, known[lang]);
    stems_.push_back(looked_up ? archive.stems().find(schema::stem_term(archive.analyzer(), word, known[lang]))
                               : Numbering::kUnknown);
    only_names_.push_back(is_name &&
                          std::find(kNamesEndInS.begin(), kNamesEndInS.end(), known[lang]) != kNamesEndInS.end());
  }
}

/// Touching characters must touch in the text, and where the row goes on behind them, so must the text.
void Condition::read_row(const std::vector<std::string>& words, Archive& archive) {
  for (const std::string& word : words) {
    const std::vector<Token> tokens = archive.analyzer().analyze(word);
    if (tokens.empty() || !tokens.front().ideographic) {
      row_.push_back({archive.words().find(word), Piece::Next::any});
      continue;
    }
    for (const Token& token : tokens) row_.push_back({archive.words().find(token.word), Piece::Next::touches});
    row_.back().next = &word == &words.back() ? Piece::Next::any : Piece::Next::apart;
  }
}

/// The most used.
void Condition::read_prefix(const std::string& head, const Archive& archive) {
  const std::vector<std::string>& texts = archive.words().texts();
  const auto used = [&](std::uint32_t word) { return archive.articles_with(word, in_headline_); };
  for (std::uint32_t word = 0; word < texts.size(); ++word)
    if (texts[word].starts_with(head) && used(word) > 0) words_.push_back(word);
  std::sort(words_.begin(), words_.end(), [&](std::uint32_t a, std::uint32_t b) {
    return used(a) != used(b) ? used(a) > used(b) : texts[a] < texts[b];
  });
  words_.resize(std::min(words_.size(), kMostWordsOfPrefix));
  std::sort(words_.begin(), words_.end());
}

void Condition::read_value(const std::vector<std::string>& words, Archive& archive) {
  for (const std::string& value : archive.values(field_).texts()) {
    const std::vector<Token> tokens = archive.analyzer().analyze(value);
    const auto same = [](const Token& token, const std::string& word) {
      const bool is_domain = word.find('.') != std::string::npos;
      return token.word == word || (is_domain && token.word.ends_with("." + word));
    };
    const auto row = std::search(tokens.begin(), tokens.end(), words.begin(), words.end(), same);
    values_.push_back(row != tokens.end());
  }
}

bool Condition::holds(const CountedArticle& article, const Clocks& clocks) const {
  const auto child_holds = [&](const Condition& child) { return child.holds(article, clocks); };
  switch (kind_) {
    case Kind::everything:
      return true;
    case Kind::word:
      return holds_word(article);
    case Kind::exact:
    case Kind::phrase:
    case Kind::characters:
    case Kind::prefix:
      return !places(article).empty();
    case Kind::near:
      return holds_near(article, clocks);
    case Kind::value:
      return holds_value(article);
    case Kind::dates:
      return is_within(article.published, days_, clocks);
    case Kind::all:
      for (std::size_t i = 0; i < children_.size(); ++i)
        if (asked_[i] && !child_holds(children_[i])) return false;
      return true;
    case Kind::any:
    case Kind::variants:
      return std::any_of(children_.begin(), children_.end(), child_holds);
    case Kind::none:
      return std::none_of(children_.begin(), children_.end(), child_holds);
    case Kind::like:
      break;
  }
  return false;
}

bool Condition::holds_word(const CountedArticle& article) const {
  const auto held = [&](std::uint32_t stem) {
    return contains(article.headline.held, stem) || (!in_headline_ && contains(article.body.held, stem));
  };
  if (held(unstemmed_)) return true;
  if (!held(stems_[article.lang])) return false;
  const auto prints_name = [&](const CountedText& text) {
    return std::any_of(text.words.begin(), text.words.end(),
                       [&](std::uint32_t word) { return contains(names_, word); });
  };
  return !only_names_[article.lang] || prints_name(article.headline) || (!in_headline_ && prints_name(article.body));
}

bool Condition::holds_near(const CountedArticle& article, const Clocks& clocks) const {
  std::vector<Numbers> places_of;
  for (const Condition& child : children_) {
    if (!child.holds(article, clocks)) return false;
    places_of.push_back(child.places(article));
  }
  const auto window = static_cast<std::uint32_t>(distance_ * (children_.size() - 1) + 1);
  Numbers chosen;
  return have_places_within(places_of, window, chosen);
}

bool Condition::holds_value(const CountedArticle& article) const {
  const Numbers& values = article.values[static_cast<std::size_t>(field_)];
  return std::any_of(values.begin(), values.end(), [&](std::uint32_t value) { return values_[value]; });
}

bool Condition::is_form(const CountedText& text, std::size_t place, std::uint32_t lang) const {
  if (text.words[place] == word_) return true;
  if (stems_[lang] == Numbering::kUnknown) return false;
  return only_names_[lang] ? contains(names_, text.words[place]) : text.stems[place] == stems_[lang];
}

bool Condition::is_row(const CountedText& text, std::size_t place) const {
  if (place + row_.size() > text.words.size()) return false;
  for (std::size_t i = 0; i < row_.size(); ++i) {
    if (text.words[place + i] != row_[i].word) return false;
    if (row_[i].next != Piece::Next::any && text.touches[place + i] != (row_[i].next == Piece::Next::touches))
      return false;
  }
  return true;
}

/// Where a text has a form of the word, the row's first word, or a word of the prefix.
Numbers Condition::places(const CountedText& text, std::uint32_t lang) const {
  Numbers found;
  for (std::size_t place = 0; place < text.words.size(); ++place) {
    const bool here = kind_ == Kind::word     ? is_form(text, place, lang)
                      : kind_ == Kind::prefix ? contains(words_, text.words[place])
                                              : is_row(text, place);
    if (here) found.push_back(static_cast<std::uint32_t>(place));
  }
  return found;
}

/// The body's places follow the headline's after a gap.
Numbers Condition::places(const CountedArticle& article) const {
  Numbers found;
  if (kind_ == Kind::variants) {
    for (const Condition& child : children_)
      for (const std::uint32_t place : child.places(article)) found.push_back(place);
    return found;
  }
  found = places(article.headline, article.lang);
  if (in_headline_) return found;
  const auto body = static_cast<std::uint32_t>(article.headline.words.size() + schema::kHeadlineGap);
  for (const std::uint32_t place : places(article.body, article.lang)) found.push_back(body + place);
  return found;
}

bool is_within(const std::optional<ArticleDate>& date, const DayRange& days, const Clocks& clocks) {
  if (days.empty()) return true;
  if (!date) return false;
  const Day day = std::chrono::floor<std::chrono::days>(clocks.shown(*date));
  return (!days.from || day >= *days.from) && (!days.to || day <= *days.to);
}

}  // namespace newssearch::oracle
