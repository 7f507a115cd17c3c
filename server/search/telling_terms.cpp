#include "server/search/telling_terms.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

#include "common/ranking.h"
#include "server/search/article_terms.h"
#include "server/search/clause.h"

namespace newssearch {
namespace {

/// Chosen on the story clusters of AllSides, the topics of Reuters and the similarities of Lee together
/// (tests/relevance/README.md).
constexpr std::size_t kTerms = 150;
constexpr double kIdfPower = 0.82;
constexpr double kWordsPerHeadlineWeight = 60;
constexpr std::size_t kLeadWords = 100;
constexpr std::uint32_t kShortWords = 200;
constexpr double kRelatedK1 = 3, kRelatedB = 0.9;

/// While more places than this may still score enough, lists are read whole; a place is searched in a list in less time
/// than so many of its places are read, and in one that has them all at once.
constexpr std::ptrdiff_t kFewPlaces = 512;
constexpr std::size_t kListsPerLook = 8, kReadsPerLookUp = 32;

std::vector<TellingTerm> most_telling(std::vector<TellingTerm> terms) {
  const auto most = terms.begin() + std::min<std::ptrdiff_t>(kTerms, std::ssize(terms));
  std::partial_sort(terms.begin(), most, terms.end(), [](const TellingTerm& a, const TellingTerm& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
  });
  terms.erase(most, terms.end());
  double squares = 0;
  for (const TellingTerm& term : terms) squares += term.weight * term.weight;
  for (TellingTerm& term : terms) term.weight /= std::sqrt(squares);
  return terms;
}

/// With x / 255 = f / (f + K), this is f / (f + ratio * K).
float share(float impact, float ratio) { return impact / (255 * ratio + impact * (1 - ratio)); }

}  // namespace

TellingTerms telling_terms(const Article& article, const SearchedIndex& index) {
  std::size_t words = 0;
  const auto weight = [&words](const WordPlace& place) {
    words = place.body_words;
    if (place.in_headline) return 1 + static_cast<double>(place.body_words) / kWordsPerHeadlineWeight;
    return place.body_words >= kShortWords && place.position < kLeadWords ? 2.0 : 1.0;
  };
  std::vector<TellingTerm> terms;
  for (ArticleTerm& term : article_terms(article, index, weight))
    terms.push_back({.term = std::move(term.term),
                     .printed = std::move(term.printed),
                     .weight = term.count * std::pow(term.idf, kIdfPower),
                     .idf = term.idf});
  return {most_telling(std::move(terms)), words < kShortWords};
}

std::vector<TellingTerm> joined(std::vector<TellingTerm> own, const std::vector<std::vector<TellingTerm>>& others,
                                const std::vector<double>& shares) {
  std::map<std::string, TellingTerm> all;
  for (TellingTerm& term : own) all.emplace(term.term, std::move(term));
  for (std::size_t i = 0; i < others.size(); ++i)
    for (const TellingTerm& term : others[i]) {
      const auto [known, fresh] = all.try_emplace(term.term, term);
      known->second.weight = (fresh ? 0 : known->second.weight) + shares[i] * term.weight;
    }
  std::vector<TellingTerm> terms;
  for (auto& [name, term] : all) terms.push_back(std::move(term));
  return most_telling(std::move(terms));
}

TermScorer::TermScorer(const std::vector<TellingTerm>& terms, const SearchedIndex& index, PostingLists& lists)
    : TermScorer(index.columns.lengths(), lists.budget()) {
  std::vector<std::string> names;
  for (const TellingTerm& term : terms) names.push_back(term.term);
  lists.fetch(names);
  for (const TellingTerm& term : terms) add(static_cast<float>(term.weight), lists.of(term.term));
}

TermScorer::TermScorer(const ArticleLengths& lengths, const TimeBudget& budget)
    : lengths_(lengths), shortness_(static_cast<float>(1 / lengths.average)), budget_(budget) {}

void TermScorer::add(float weight, const PostingList& list) {
  weights_.push_back(weight);
  cursors_.emplace_back(list);
}

std::vector<std::vector<float>> TermScorer::parts(const std::vector<std::size_t>& ranks) {
  std::vector<std::vector<float>> parts(ranks.size(), std::vector<float>(cursors_.size()));
  std::vector<std::size_t> ascending(ranks.size());
  std::iota(ascending.begin(), ascending.end(), 0U);
  std::sort(ascending.begin(), ascending.end(), [&](std::size_t a, std::size_t b) { return ranks[a] < ranks[b]; });
  for (std::size_t term = 0; term < cursors_.size(); ++term)
    for (const std::size_t i : ascending) {
      const std::size_t rank = ranks[i], window = rank / kWindowArticles;
      if (rank < lengths_.words.size() && cursors_[term].seek(window) == window)
        parts[i][term] = weights_[term] * share(cursors_[term].at(rank % kWindowArticles), ratio(lengths_.words[rank]));
    }
  return parts;
}

/// Of the articles [begin, end), from that of `near` on, then those before it: cursors go back once only.
std::vector<std::size_t> TermScorer::windows(std::size_t begin, std::size_t end, std::size_t near) {
  if (begin >= end) return {};
  std::vector<std::size_t> all((end - 1) / kWindowArticles + 1 - begin / kWindowArticles);
  std::iota(all.begin(), all.end(), begin / kWindowArticles);
  std::rotate(all.begin(), std::lower_bound(all.begin(), all.end(), near / kWindowArticles), all.end());
  return all;
}

/// The places of a window that score more than `least`, and their scores. Lists are read whole, first those that
/// can add most for what it costs to read them, until what the rest can add lifts few places only above `least`: of the
/// rest these alone are weighed.
std::vector<std::uint16_t> TermScorer::score(std::size_t window, float least, WindowScores& scores) {
  WindowScores ratios;
  ratios.fill(1);
  const std::size_t begin = window * kWindowArticles;
  const std::size_t count = std::min(kWindowArticles, lengths_.words.size() - begin);
  std::uint32_t fewest = UINT32_MAX;
  for (std::size_t place = 0; place < count; ++place)
    if (lengths_.words[begin + place] > 0) fewest = std::min(fewest, lengths_.words[begin + place]);
  for (std::size_t place = 0; place < count; ++place) ratios[place] = ratio(lengths_.words[begin + place]);
  const float smallest = ratio(fewest);

  struct List {
    const PostingCursor* cursor;
    float weight, most;  ///< it can add
    std::size_t reads;   ///< to read it whole
  };
  std::vector<List> lists;
  float rest = 0;
  for (std::size_t i = 0; i < cursors_.size(); ++i)
    if (cursors_[i].seek(window) == window) {
      const float most = weights_[i] * share(cursors_[i].most(), smallest);
      lists.push_back({&cursors_[i], weights_[i], most, cursors_[i].reads()});
      rest += most;
    }
  std::stable_sort(lists.begin(), lists.end(), [](const List& a, const List& b) {
    return a.most * static_cast<float>(b.reads) > b.most * static_cast<float>(a.reads);
  });

  const auto above = [&](float limit) {
    std::vector<std::uint16_t> places;
    for (std::size_t place = 0; place < scores.size(); ++place)
      if (scores[place] > limit) places.push_back(static_cast<std::uint16_t>(place));
    return places;
  };
  std::optional<std::vector<std::uint16_t>> few;
  WindowBits wanted{};  ///< those few
  for (std::size_t at = 0; at < lists.size(); ++at) {
    const List& list = lists[at];
    if (!few && at % kListsPerLook == 0 && rest < least) {
      const auto places =
          std::count_if(scores.begin(), scores.end(), [&](float score) { return score > least - rest; });
      if (places <= kFewPlaces) {
        few = above(least - rest);
        for (const std::uint16_t place : *few) wanted[place / 64] |= 1ULL << (place % 64);
      }
    }
    const auto add = [&](std::size_t place, unsigned char impact) {
      scores[place] += list.weight * share(impact, ratios[place]);
    };
    if (few && (list.reads == kWindowArticles || few->size() * kReadsPerLookUp < list.reads)) {
      for (const std::uint16_t place : *few) add(place, list.cursor->at(place));
    } else if (few) {
      list.cursor->for_each([&](std::size_t place, unsigned char impact) {
        if (has_place(wanted, place)) add(place, impact);
      });
    } else {
      list.cursor->add_each(
          [&ratios, weight = list.weight](std::size_t place, unsigned char impact) {
            return weight * share(impact, ratios[place]);
          },
          scores);
    }
    rest -= list.most;
  }
  if (!few) return above(least);
  std::erase_if(*few, [&](std::uint16_t place) { return !(scores[place] > least); });
  return std::move(*few);
}

/// Of the two normalisers of an article's length: it grows with the length.
float TermScorer::ratio(std::uint32_t words) const {
  const float length = static_cast<float>(words) * shortness_;
  const auto normaliser = [&](double k1, double b) {
    return static_cast<float>(k1 * (1 - b)) + static_cast<float>(k1 * b) * length;
  };
  return normaliser(kRelatedK1, kRelatedB) / normaliser(ranking::kK1, ranking::kB);
}

}  // namespace newssearch
