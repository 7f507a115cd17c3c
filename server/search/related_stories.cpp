#include "server/search/related_stories.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "common/ranking.h"
#include "common/schema.h"
#include "server/search/hit_order.h"

namespace newssearch {
namespace {

constexpr std::size_t kTerms = 100;
constexpr double kHeadlineFactor = 8, kLeadFactor = 2;
constexpr std::size_t kLeadWords = 100;
constexpr double kRelatedK1 = 3, kRelatedB = 0.9;
constexpr double kFloor = 0.4, kHalfLifeDays = 2, kUndatedFactor = 0.7;
constexpr std::size_t kShingleWords = 5;
constexpr double kCopy = 0.5;
constexpr std::size_t kReasons = 5;

/// A stem of the article: how it is first printed, and how much it says.
struct TellingTerm {
  std::string term;  ///< in the index
  std::string printed;
  double weight = 0;
  double idf = 0;
};

/// The weighted count of each stem of an article, by its term in the index.
std::unordered_map<std::string, TellingTerm> count_stems(const Article& article, Analyzer& analyzer) {
  std::unordered_map<std::string, TellingTerm> stems;
  const auto count = [&](std::string_view text, auto factor_at) {
    std::size_t position = 0;
    for (const Token& token : analyzer.analyze_by_dictionary(text)) {
      std::string term = schema::stem_term(analyzer, token.word, article.lang);
      TellingTerm& entry = stems[term];
      if (entry.term.empty()) {
        entry.term = std::move(term);
        entry.printed = text.substr(token.begin, token.end - token.begin);
      }
      entry.weight += factor_at(position++);
    }
  };
  count(article.headline, [](std::size_t) { return kHeadlineFactor; });
  count(article.body, [](std::size_t position) { return position < kLeadWords ? kLeadFactor : 1.0; });
  return stems;
}

std::vector<TellingTerm> telling_terms(const Article& article, const SearchedIndex& index) {
  const auto articles = static_cast<std::uint32_t>(index.columns.articles());
  std::vector<TellingTerm> terms;
  for (auto& [term, entry] : count_stems(article, index.analyzer)) {
    const std::uint32_t holding = articles_with(index, term);
    if (holding < 2) continue;  // only the article itself
    entry.idf = ranking::idf(articles, holding);
    entry.weight *= std::sqrt(entry.idf);
    terms.push_back(std::move(entry));
  }
  const auto most = terms.begin() + std::min<std::ptrdiff_t>(kTerms, std::ssize(terms));
  std::partial_sort(terms.begin(), most, terms.end(), [](const TellingTerm& a, const TellingTerm& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
  });
  terms.erase(most, terms.end());
  return terms;
}

float nearness(const DateColumn& dates, std::size_t a, std::size_t b) {
  if (dates.known[a] == DateColumn::undated || dates.known[b] == DateColumn::undated)
    return static_cast<float>(kUndatedFactor);
  const double days = std::abs(static_cast<double>(dates.seconds[a] - dates.seconds[b])) / 86'400;
  return static_cast<float>(kFloor + (1 - kFloor) * std::exp2(-days / kHalfLifeDays));
}

/// What terms are worth in the articles, window after window. An impact is of the ranking's BM25, not of this one: what
/// it tells of the term's count and the article's length is scored anew.
class TermScorer {
 public:
  TermScorer(const std::vector<TellingTerm>& terms, const SearchedIndex& index, PostingLists& lists)
      : lengths_(index.columns.lengths()), budget_(lists.budget()) {
    for (const TellingTerm& term : terms) {
      weights_.push_back(static_cast<float>(term.weight * term.idf * (kRelatedK1 + 1)));
      cursors_.emplace_back(lists.of(term.term));
    }
    order_.resize(terms.size());
    std::iota(order_.begin(), order_.end(), 0U);
    std::stable_sort(order_.begin(), order_.end(),
                     [&](std::size_t a, std::size_t b) { return weights_[a] > weights_[b]; });
  }

  /// Calls visit(rank, score) for each article that scores more than `least()` says at that time.
  template <class Least, class Visit>
  void for_each(Least least, Visit visit) {
    for (std::size_t window = 0; window * kWindowArticles < lengths_.words.size(); ++window) {
      budget_.look();
      WindowScores scores{};
      const std::vector<std::uint16_t> places = score(window, least(), scores);
      for (const std::uint16_t place : places) {
        const std::size_t rank = window * kWindowArticles + place;
        if (scores[place] > least() && rank < lengths_.words.size()) visit(rank, scores[place]);
      }
    }
  }

  /// What each of the terms adds to an article's score.
  std::vector<float> parts(std::size_t rank) {
    std::vector<float> parts(cursors_.size());
    const std::size_t window = rank / kWindowArticles;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (cursors_[i].seek(window) != window) continue;
      parts[i] = weights_[i] * share(cursors_[i].at(rank % kWindowArticles), ratio(rank));
    }
    return parts;
  }

 private:
  /// While more places than this may still score enough, lists are read whole.
  static constexpr std::size_t kFewPlaces = 64, kTermsPerLook = 8;

  /// With x / 255 = f / (f + K), this is f / (f + ratio * K).
  static float share(float impact, float ratio) { return impact / (255 * ratio + impact * (1 - ratio)); }

  /// The places of a window that may score more than `least`, and their scores. Lists are read whole, the most telling
  /// terms' first, until what the rest can add lifts few places only above `least`: of these the rest is looked up.
  std::vector<std::uint16_t> score(std::size_t window, float least, WindowScores& scores) {
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
      cursors_[i].add_each(
          [&ratios, weight = weights_[i]](std::size_t place, unsigned char impact) {
            return weight * share(impact, ratios[place]);
          },
          scores);
      rest -= weights_[i] * share(cursors_[i].most(), smallest);
    }
    return above(least);
  }

  /// Of the two normalisers of an article's length.
  float ratio(std::size_t rank) const {
    if (rank >= lengths_.words.size()) return 1;
    const auto length = static_cast<float>(lengths_.words[rank] / lengths_.average);
    const auto normaliser = [&](double k1, double b) {
      return static_cast<float>(k1 * (1 - b)) + static_cast<float>(k1 * b) * length;
    };
    return normaliser(kRelatedK1, kRelatedB) / normaliser(ranking::kK1, ranking::kB);
  }

  const ArticleLengths& lengths_;
  const TimeBudget& budget_;
  std::vector<float> weights_;
  std::vector<PostingCursor> cursors_;
  std::vector<std::size_t> order_;  ///< by weight
};

/// Hashes of every run of five words of the body: ascending, each once.
std::vector<std::uint64_t> shingles(std::string_view body, Analyzer& analyzer) {
  std::vector<std::uint64_t> words, hashes;
  for (const Token& token : analyzer.analyze(body)) words.push_back(std::hash<std::string>{}(token.word));
  for (std::size_t i = 0; i + kShingleWords <= words.size(); ++i) {
    std::uint64_t run = 0;
    for (std::size_t word = 0; word < kShingleWords; ++word) run = (run ^ words[i + word]) * 0x9E3779B97F4A7C15ULL;
    hashes.push_back(run);
  }
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

double jaccard(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::size_t shared = 0;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (*x == *y) ++shared;
    const bool next_x = *x <= *y, next_y = *y <= *x;
    x += next_x ? 1 : 0;
    y += next_y ? 1 : 0;
  }
  const std::size_t all = a.size() + b.size() - shared;
  return all == 0 ? 0 : static_cast<double>(shared) / static_cast<double>(all);
}

/// Tells copies of an article, or of a story taken before, by the words they share: first by the telling terms, what
/// each is worth in both, then by their texts, which are read only then.
class CopyFilter {
 public:
  explicit CopyFilter(const SearchedIndex& index) : index_(index) {}

  void take(std::size_t rank, std::vector<float> parts) { taken_.push_back({rank, std::move(parts), std::nullopt}); }
  bool is_copy(std::size_t rank, const std::vector<float>& parts) {
    std::optional<std::vector<std::uint64_t>> own;
    for (Taken& other : taken_) {
      if (overlap(parts, other.parts) < kLikelyCopy) continue;
      if (!own) own = read(rank);
      if (!other.shingles) other.shingles = read(other.rank);
      if (jaccard(*own, *other.shingles) >= kCopy) return true;
    }
    return false;
  }

 private:
  /// Copies share more than this of what the terms are worth.
  static constexpr float kLikelyCopy = 0.5F;

  struct Taken {
    std::size_t rank;
    std::vector<float> parts;
    std::optional<std::vector<std::uint64_t>> shingles;  ///< once asked for
  };
  static float overlap(const std::vector<float>& a, const std::vector<float>& b) {
    float least = 0, most = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      least += std::min(a[i], b[i]);
      most += std::max(a[i], b[i]);
    }
    return most > 0 ? least / most : 0;
  }
  std::vector<std::uint64_t> read(std::size_t rank) const {
    const Result<Article> article = index_.articles.article(static_cast<Xapian::docid>(rank + 1));
    return article ? shingles(article->body, index_.analyzer) : std::vector<std::uint64_t>();
  }

  const SearchedIndex& index_;
  std::vector<Taken> taken_;
};

/// The terms that are worth most in an article.
std::vector<std::string> most_telling(const std::vector<TellingTerm>& terms, const std::vector<float>& parts) {
  std::vector<std::size_t> order(terms.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return parts[a] > parts[b]; });
  std::vector<std::string> words;
  for (const std::size_t i : order)
    if (parts[i] > 0 && words.size() < kReasons) words.push_back(terms[i].printed);
  return words;
}

/// An article is like another one if it scores this share of what that one scores by itself.
constexpr double kLike = 0.2;

}  // namespace

std::vector<RelatedStory> related_stories(const Article& article, std::size_t rank, const SearchedIndex& index,
                                          PostingLists& lists, std::uint32_t limit) {
  const std::vector<TellingTerm> terms = telling_terms(article, index);
  TermScorer scorer(terms, index, lists);
  FirstArticles first(limit * 3 + 10, is_better);
  const auto least = [&] { return first.is_full() ? first.last().score : 0; };  // nearness makes no score greater
  scorer.for_each(least, [&](std::size_t other, float score) {
    if (other == rank) return;
    first.add(
        {.rank = static_cast<std::uint32_t>(other), .score = score * nearness(index.columns.published(), rank, other)});
  });
  CopyFilter copies(index);
  copies.take(rank, scorer.parts(rank));
  std::vector<RelatedStory> stories;
  for (const RankedHit& hit : std::move(first).in_order()) {
    if (stories.size() == limit) break;
    std::vector<float> parts = scorer.parts(hit.rank);
    if (copies.is_copy(hit.rank, parts)) continue;
    stories.push_back({.rank = hit.rank, .score = hit.score, .why = most_telling(terms, parts)});
    copies.take(hit.rank, std::move(parts));
  }
  return stories;
}

ArticlesLike articles_like(const std::string& id, const SearchedIndex& index, PostingLists& lists) {
  const std::string term = schema::id_term(id);
  const Xapian::PostingIterator found = index.database.postlist_begin(term);
  if (found == index.database.postlist_end(term)) return {};
  const std::size_t own = *found - 1;
  const Result<Article> article = index.articles.article(*found);
  if (!article) return {};
  TermScorer scorer(telling_terms(*article, index), index, lists);
  const std::vector<float> own_parts = scorer.parts(own);
  const auto least = static_cast<float>(kLike * std::accumulate(own_parts.begin(), own_parts.end(), 0.0));
  std::vector<RankedHit> like;
  float best = 0;
  scorer.for_each([&] { return least; },
                  [&](std::size_t rank, float score) {
                    if (rank == own) return;
                    like.push_back({.rank = static_cast<std::uint32_t>(rank), .score = score});
                    best = std::max(best, score);
                  });
  PostingPacker postings(true);
  for (const RankedHit& hit : like) postings.add(hit.rank, impact_of(hit.score / best));
  return {lists.keep(postings), best};
}

}  // namespace newssearch
