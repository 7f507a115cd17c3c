#include "server/search/telling_terms.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "common/ranking.h"
#include "server/search/article_terms.h"

namespace newssearch {
namespace {

/// Chosen on the story clusters of AllSides, the topics of Reuters and the similarities of Lee together
/// (tests/relevance/README.md).
constexpr std::size_t kTerms = 150;
constexpr double kIdfPower = 0.85;
constexpr double kWordsPerHeadlineWeight = 60;
constexpr std::size_t kLeadWords = 100;
constexpr std::uint32_t kShortWords = 200;
constexpr double kRelatedK1 = 3, kRelatedB = 0.9;

/// While more places than this may still score enough, lists are read whole.
constexpr std::size_t kFewPlaces = 64, kTermsPerLook = 8;

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
    : lengths_(index.columns.lengths()), budget_(lists.budget()) {
  for (const TellingTerm& term : terms) {
    weights_.push_back(static_cast<float>(term.weight));
    cursors_.emplace_back(lists.of(term.term));
  }
  order_.resize(terms.size());
  std::iota(order_.begin(), order_.end(), 0U);
  std::stable_sort(order_.begin(), order_.end(),
                   [&](std::size_t a, std::size_t b) { return weights_[a] > weights_[b]; });
}

std::vector<float> TermScorer::parts(std::size_t rank) {
  std::vector<float> parts(cursors_.size());
  const std::size_t window = rank / kWindowArticles;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (cursors_[i].seek(window) != window) continue;
    parts[i] = weights_[i] * share(cursors_[i].at(rank % kWindowArticles), ratio(rank));
  }
  return parts;
}

/// The places of a window that may score more than `least`, and their scores. Lists are read whole, the most telling
/// terms' first, until what the rest can add lifts few places only above `least`: of these the rest is looked up.
std::vector<std::uint16_t> TermScorer::score(std::size_t window, float least, WindowScores& scores) {
  WindowScores ratios;
  for (std::size_t place = 0; place < ratios.size(); ++place) ratios[place] = ratio(window * kWindowArticles + place);
  const float smallest = *std::min_element(ratios.begin(), ratios.end());
  std::vector<std::size_t> terms;
  float rest = 0;
  for (const std::size_t i : order_)
    if (cursors_[i].seek(window) == window) {
      terms.push_back(i);
      rest += weights_[i] * share(cursors_[i].most(), smallest);
    }
  const auto above = [&](float limit) {
    std::vector<std::uint16_t> places;
    for (std::size_t place = 0; place < scores.size(); ++place)
      if (scores[place] > limit) places.push_back(static_cast<std::uint16_t>(place));
    return places;
  };
  for (std::size_t at = 0; at < terms.size(); ++at) {
    if (at % kTermsPerLook == 0 && rest < least) {
      std::vector<std::uint16_t> places = above(least - rest);
      if (places.size() <= kFewPlaces) {
        for (; at < terms.size(); ++at)
          for (const std::uint16_t place : places)
            scores[place] += weights_[terms[at]] * share(cursors_[terms[at]].at(place), ratios[place]);
        return places;
      }
    }
    const std::size_t i = terms[at];
    cursors_[i].add_each([&ratios, weight = weights_[i]](
                             std::size_t place, unsigned char impact) { return weight * share(impact, ratios[place]); },
                         scores);
    rest -= weights_[i] * share(cursors_[i].most(), smallest);
  }
  return above(least);
}

/// Of the two normalisers of an article's length.
float TermScorer::ratio(std::size_t rank) const {
  if (rank >= lengths_.words.size()) return 1;
  const auto length = static_cast<float>(lengths_.words[rank] / lengths_.average);
  const auto normaliser = [&](double k1, double b) {
    return static_cast<float>(k1 * (1 - b)) + static_cast<float>(k1 * b) * length;
  };
  return normaliser(kRelatedK1, kRelatedB) / normaliser(ranking::kK1, ranking::kB);
}

}  // namespace newssearch
