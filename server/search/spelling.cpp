#include "server/search/spelling.h"

#include <algorithm>
#include <cmath>

#include "common/characters.h"

namespace newssearch {
namespace {

/// What each edit costs, and a first letter that is another, on the scale of the logarithm of the number of articles.
/// Of the words of 320 queries and 3,000 of the lexicon of 37,554 articles, misspelt with one or two random edits,
/// about 90 and 84 of 100 come first, and 93 of 100 pairs of words run together (`newssearch_bench_words`). The optimum
/// is flat: many costs near these do as well.
constexpr double kEditCost = 5, kFirstLetterCost = 1.5, kSplitCost = 8;
/// Parts of a word written apart by mistake are words of their own often enough.
constexpr std::uint32_t kWellKnown = 20;
constexpr std::uint32_t kJoinedOverParts = 10;
constexpr std::size_t kMinPartLetters = 2;

using Letters = std::u32string;

Letters letters_of(std::string_view word) {
  Letters letters;
  for (std::size_t at = 0; at < word.size();) letters += static_cast<char32_t>(next_character(word, at));
  return letters;
}

/// Walks a lexicon in order for words within some edits of one: optimal string alignment, a row of the matrix for each
/// letter of the word walked, of which only the cells matter that are no farther from the diagonal than the edits
/// allowed. Words that begin alike share the rows of what they begin with, and where every way to go on costs too much,
/// all words that begin so are passed over.
class NearWords {
 public:
  struct Found {
    std::size_t number;
    unsigned edits;
  };

  NearWords(std::string_view word, unsigned edits, const Lexicon& lexicon)
      : asked_(letters_of(word)), edits_(edits), lexicon_(lexicon), width_(asked_.size() + 1) {
    rows_.resize((asked_.size() + edits_ + 1) * width_);
    for (std::size_t j = 0; j < width_; ++j) rows_[j] = static_cast<unsigned>(j);
  }

  std::vector<Found> find() {
    for (std::size_t number = 0; number < lexicon_.size();) number = visit(number);
    return std::move(found_);
  }

 private:
  /// Returns the number of the next word worth a look. Between two looks all words share more with the first than the
  /// second does, so that what the second shares with its neighbour it shares with the first.
  std::size_t visit(std::size_t number) {
    const std::string_view word = lexicon_.word(number);
    const std::size_t same = lexicon_.shared(number);
    while (!ends_.empty() && ends_.back() > same) {
      ends_.pop_back();
      path_.pop_back();
    }
    for (std::size_t at = ends_.empty() ? 0 : ends_.back(); at < word.size();) {
      const auto letter = static_cast<char32_t>(next_character(word, at));
      if (path_.size() == asked_.size() + edits_ || !go_on_with(letter)) return lexicon_.next_without(at, number);
      ends_.push_back(at);
    }
    if (path_.size() + edits_ >= asked_.size()) {
      const unsigned edits = rows_[path_.size() * width_ + asked_.size()];
      if (edits > 0 && edits <= edits_) found_.push_back({number, edits});
    }
    return number + 1;
  }

  /// Fills the row of one more letter; false where no word can go on from here.
  bool go_on_with(char32_t letter) {
    const std::size_t i = path_.size() + 1;
    const std::size_t first = i > edits_ ? i - edits_ : 0, last = std::min(i + edits_, width_ - 1);
    const unsigned far = edits_ + 1;
    unsigned* row = &rows_[i * width_];
    const unsigned* above = row - width_;
    unsigned left = far, least = far;
    for (std::size_t j = first; j <= last; ++j) {
      unsigned cost = far;
      if (j == 0) {
        cost = static_cast<unsigned>(i);
      } else {
        const bool in_above = j < i + edits_;  // the row above ends a cell earlier
        cost = std::min({above[j - 1] + (asked_[j - 1] == letter ? 0 : 1), left + 1, in_above ? above[j] + 1 : far});
        if (i > 1 && j > 1 && asked_[j - 2] == letter && asked_[j - 1] == path_.back())
          cost = std::min(cost, rows_[(i - 2) * width_ + j - 2] + 1);
      }
      row[j] = left = cost;
      least = std::min(least, cost);
    }
    if (least > edits_) return false;
    path_ += letter;
    return true;
  }

  const Letters asked_;
  const unsigned edits_;
  const Lexicon& lexicon_;
  const std::size_t width_;
  std::vector<unsigned> rows_;
  Letters path_;                   ///< what the rows but the first are of
  std::vector<std::size_t> ends_;  ///< where each of its letters ends, in bytes
  std::vector<Found> found_;
};

double known_by(std::uint32_t articles) { return std::log(static_cast<double>(std::max(articles, 1U))); }

void add_near(std::string_view word, const Lexicon& lexicon, std::vector<Correction>& found) {
  const unsigned edits = allowed_edits(word);
  if (edits == 0) return;
  std::size_t first_bytes = 0;
  next_character(word, first_bytes);
  const std::string_view first = word.substr(0, first_bytes);
  for (const NearWords::Found& near : NearWords(word, edits, lexicon).find()) {
    const LexiconWord candidate = lexicon.at(near.number);
    const double cost = kEditCost * near.edits + (candidate.word.starts_with(first) ? 0 : kFirstLetterCost);
    found.push_back(
        {{std::string(candidate.word)}, near.edits, candidate.articles, known_by(candidate.articles) - cost});
  }
}

void add_splits(std::string_view word, const Lexicon& lexicon, std::vector<Correction>& found) {
  const std::size_t letters = letters_of(word).size();
  std::size_t at = 0;
  for (std::size_t before = 1; before + kMinPartLetters <= letters; ++before) {
    next_character(word, at);
    if (before < kMinPartLetters) continue;
    const std::optional<LexiconWord> first = lexicon.find(word.substr(0, at)), second = lexicon.find(word.substr(at));
    if (!first || !second) continue;
    const std::uint32_t articles = std::min(first->articles, second->articles);
    if (articles < kWellKnown) continue;
    found.push_back(
        {{std::string(first->word), std::string(second->word)}, 1, articles, known_by(articles) - kSplitCost});
  }
}

}  // namespace

unsigned allowed_edits(std::string_view word) {
  constexpr std::size_t kOneEdit = 5, kTwoEdits = 8;
  const std::size_t letters = letters_of(word).size();
  return letters < kOneEdit ? 0 : letters < kTwoEdits ? 1 : 2;
}

std::vector<Correction> corrections(std::string_view word, const Lexicon& lexicon, std::size_t limit) {
  std::vector<Correction> found;
  if (!belongs_in_lexicon(word)) return found;
  add_near(word, lexicon, found);
  add_splits(word, lexicon, found);
  std::sort(found.begin(), found.end(), [](const Correction& a, const Correction& b) {
    return a.score != b.score ? a.score > b.score : a.words < b.words;
  });
  if (found.size() > limit) found.resize(limit);
  return found;
}

std::optional<Correction> joined(std::string_view first, std::string_view second, const Lexicon& lexicon) {
  const std::string word = std::string(first) + std::string(second);
  const std::optional<LexiconWord> known = lexicon.find(word);
  if (!known) return std::nullopt;
  const auto articles_of = [&](std::string_view part) {
    const std::optional<LexiconWord> found = lexicon.find(part);
    return found ? found->articles : 0;
  };
  const std::uint32_t rarer = std::min(articles_of(first), articles_of(second));
  if (known->articles < kJoinedOverParts * std::max(rarer, 1U)) return std::nullopt;
  return Correction{{word}, 1, known->articles, known_by(known->articles) - kSplitCost};
}

}  // namespace newssearch
