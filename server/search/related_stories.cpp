#include "server/search/related_stories.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "common/characters.h"
#include "common/schema.h"
#include "server/search/clause.h"
#include "server/search/hit_order.h"
#include "server/search/telling_terms.h"

namespace newssearch {
namespace {

/// Chosen with those of telling_terms.cpp; the half-lives of background and follow-ups on what little there is: pairs
/// of a story more than a day apart (tests/relevance/README.md).
constexpr double kFloor = 0.5, kUndated = 0.7;
constexpr double kSameSource = 0.7;
constexpr float kLeastAlike = 0.05F;  ///< of what the article scores by itself: less is a word or two of any article's
constexpr std::size_t kConsidered = 40, kVaried = 30;
constexpr float kHeadlineBonus = 0.5F, kSameness = 0.25F;
constexpr std::size_t kNeighbours = 10;
constexpr std::size_t kReasons = 5;
/// Half of the idf of the most telling word, or less: a common word is no reason.
constexpr double kReasonIdf = 0.5, kMostReasonIdf = 2.3;

/// An article is like another one if it scores this share of what that one scores by itself.
constexpr double kLike = 0.2;

double half_life_days(RelatedMode mode) {
  switch (mode) {
    case RelatedMode::background:
      return 90;
    case RelatedMode::followups:
      return 14;
    default:
      return 2;
  }
}

float sum(const std::vector<float>& parts) { return std::accumulate(parts.begin(), parts.end(), 0.0F); }

std::optional<Article> stored(const SearchedIndex& index, std::size_t rank) {
  const Result<Article> article = stored_article(index, rank);
  return article ? std::optional(*article) : std::nullopt;
}

bool are_copies(const Grouping& copies, std::size_t a, std::size_t b) {
  const std::optional<std::uint32_t> group = copies.shared(a);
  return group && group == copies.shared(b);
}

/// What equals the score is above it: of equals the newer one is taken.
float below(float score) { return std::nextafter(score, 0.0F); }

/// What an article is compared by: its telling terms and, of a short one, those of the articles most like it.
TellingTerms comparing_terms(const Article& article, std::size_t rank, const SearchedIndex& index,
                             PostingLists& lists) {
  TellingTerms own = telling_terms(article, index);
  if (!own.is_short) return own;
  std::vector<TellingTerm>& terms = own.terms;
  FirstArticles first(kNeighbours, ByScore{index.columns});
  TermScorer scorer(terms, index, lists);
  scorer.for_each(
      0, index.columns.ranks(), rank, [&](auto...) { return first.is_full() ? below(first.last().score) : 0; },
      [&](std::size_t other, float score) {
        if (other != rank && index.live.contains(other) && !are_copies(index.columns.copies(), rank, other))
          first.add({.rank = static_cast<std::uint32_t>(other), .score = score});
      });
  const std::vector<RankedHit> neighbours = std::move(first).in_order();
  double all = 0;
  for (const RankedHit& hit : neighbours) all += hit.score;
  std::vector<std::vector<TellingTerm>> others;
  std::vector<double> shares;
  for (const RankedHit& hit : neighbours)
    if (const std::optional<Article> other = stored(index, hit.rank)) {
      others.push_back(telling_terms(*other, index).terms);
      shares.push_back(hit.score / all);
    }
  return {joined(std::move(terms), others, shares), true};
}

/// Which articles a mode wants, and what nearness to the one asked about is worth.
class Wanted {
 public:
  Wanted(std::size_t rank, RelatedMode mode, bool is_short, const Columns& columns, const DocSet& live)
      : rank_(rank),
        mode_(mode),
        weighed_(mode != RelatedMode::related || !is_short),
        live_(live),
        dates_(columns.published()),
        copies_(columns.copies()),
        sources_(columns.values(Facet::source)) {}

  /// That of the article asked about, or near it, first: what is found there spares most of the others.
  std::vector<RankRange> ranges() const {
    if (mode_ == RelatedMode::related) return {{0, live_.articles()}};
    if (!dates_.is_dated(rank_)) return {};  // nothing is known to be before it or after
    const Instant own = dates_.at(rank_);
    std::vector<RankRange> ranges = mode_ == RelatedMode::followups
                                        ? dates_.between(own + std::chrono::seconds{1}, Instant::max())
                                        : dates_.between(Instant::min(), own);
    std::stable_sort(ranges.begin(), ranges.end(), [&](const RankRange& a, const RankRange& b) {
      return (a.begin <= rank_ && rank_ <= a.end) > (b.begin <= rank_ && rank_ <= b.end);
    });
    return ranges;
  }
  /// 0 where it is not wanted.
  float factor(std::size_t other) const {
    if (other == rank_ || !live_.contains(other) || are_copies(copies_, rank_, other)) return 0;
    if (!weighed_) return 1;
    return static_cast<float>(nearness(other) * (has_same_source(other) ? kSameSource : 1));
  }
  /// No factor of the articles [first, last) is greater.
  float most(std::size_t first, std::size_t last) const {
    if (!weighed_ || (first <= rank_ && rank_ < last)) return 1;
    return static_cast<float>(std::max(nearness(first), nearness(last - 1)));  // dates descend, the undated come last
  }

 private:
  double nearness(std::size_t other) const {
    if (!dates_.is_dated(rank_) || !dates_.is_dated(other)) return kUndated;
    const double days = std::abs(static_cast<double>(dates_.seconds[rank_] - dates_.seconds[other])) / 86'400;
    return kFloor + (1 - kFloor) * std::exp2(-days / half_life_days(mode_));
  }
  bool has_same_source(std::size_t other) const {
    const PackedNumbers own = sources_.of(rank_), others = sources_.of(other);
    return own.size() > 0 && others.size() > 0 && own[0] == others[0];
  }

  const std::size_t rank_;
  const RelatedMode mode_;
  const bool weighed_;
  const DocSet& live_;
  const PublishedDates& dates_;
  const Grouping& copies_;
  const ValueColumn& sources_;
};

/// Of the articles, how much of the query's own score is of terms that stand in the article's headline.
std::vector<float> shares_in_headlines(const std::vector<RankedHit>& hits, const std::vector<TellingTerm>& terms,
                                       const std::vector<float>& own_parts, PostingLists& lists) {
  std::vector<float> shares(hits.size());
  std::vector<std::size_t> by_rank(hits.size());
  std::iota(by_rank.begin(), by_rank.end(), 0U);
  std::sort(by_rank.begin(), by_rank.end(), [&](std::size_t a, std::size_t b) { return hits[a].rank < hits[b].rank; });
  const float self = sum(own_parts);
  for (std::size_t term = 0; term < terms.size(); ++term) {
    PostingCursor cursor(lists.of(schema::in_headline(terms[term].term)));
    WindowBits holding{};
    for (std::size_t marked = PostingCursor::kEnd; const std::size_t i : by_rank) {
      const std::size_t window = hits[i].rank / kWindowArticles;
      if (window != marked) {
        holding = {};
        if (cursor.seek(window) == window) cursor.mark(holding);
        marked = window;
      }
      if (has_place(holding, hits[i].rank % kWindowArticles)) shares[i] += own_parts[term] / self;
    }
  }
  return shares;
}

/// How much two articles say the same: what each term is worth in both.
float overlap(const std::vector<float>& a, const std::vector<float>& b) {
  float least = 0, most = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    least += std::min(a[i], b[i]);
    most += std::max(a[i], b[i]);
  }
  return most > 0 ? least / most : 0;
}

/// A candidate, and what the terms are worth in it.
struct Candidate {
  RankedHit hit;
  std::vector<float> parts;
  float most_alike = 0;  ///< of its overlaps with those chosen
};

/// True of numbers: that an article has a 6, too, says nothing to a reader.
bool is_number(std::string_view printed) {
  for (std::size_t at = 0; at < printed.size();)
    if (class_of(next_character(printed, at)) != CharClass::digit) return false;
  return true;
}

/// The words that are worth most in an article and stand in the one asked about.
std::vector<std::string> shared_words(const std::vector<TellingTerm>& terms, const std::vector<float>& own,
                                      const std::vector<float>& parts) {
  std::vector<std::size_t> order(terms.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return parts[a] > parts[b]; });
  double least = 0;
  for (const TellingTerm& term : terms) least = std::max(least, kReasonIdf * term.idf);
  least = std::min(least, kMostReasonIdf);
  std::vector<std::string> words;
  for (const std::size_t i : order)
    if (parts[i] > 0 && own[i] > 0 && terms[i].idf >= least && !is_number(terms[i].printed) && words.size() < kReasons)
      words.push_back(terms[i].printed);
  return words;
}

constexpr std::pair<RelatedMode, std::string_view> kModeNames[] = {{RelatedMode::related, "related"},
                                                                   {RelatedMode::background, "background"},
                                                                   {RelatedMode::followups, "followups"},
                                                                   {RelatedMode::copies, "copies"}};

}  // namespace

std::optional<RelatedMode> related_mode_from_string(std::string_view name) {
  for (const auto& [mode, mode_name] : kModeNames)
    if (mode_name == name) return mode;
  return std::nullopt;
}

std::string_view to_string(RelatedMode mode) {
  for (const auto& [named, name] : kModeNames)
    if (named == mode) return name;
  return {};
}

std::vector<RelatedStory> related_stories(const Article& article, std::size_t rank, const SearchedIndex& index,
                                          PostingLists& lists, RelatedMode mode, std::uint32_t limit) {
  const TellingTerms compared = comparing_terms(article, rank, index, lists);
  const std::vector<TellingTerm>& terms = compared.terms;
  TermScorer scorer(terms, index, lists);
  const std::vector<float> own = scorer.parts(rank);
  const Wanted wanted(rank, mode, compared.is_short, index.columns, index.live);
  FirstArticles first(std::max<std::size_t>(kConsidered, 2 * limit), ByScore{index.columns});
  const float least = kLeastAlike * sum(own);
  for (const RankRange& range : wanted.ranges())
    scorer.for_each(
        range.begin, range.end, rank,
        [&](std::size_t from, std::size_t to) {
          return first.is_full() ? std::max(least, below(first.last().score / wanted.most(from, to))) : least;
        },
        [&](std::size_t other, float score) {
          if (first.is_full() && score < first.last().score) return;
          if (const float factor = wanted.factor(other); factor > 0)
            first.add({.rank = static_cast<std::uint32_t>(other), .score = score * factor});
        });
  std::vector<RankedHit> hits = std::move(first).in_order();
  if (!compared.is_short) {
    const std::vector<float> shares = shares_in_headlines(hits, terms, own, lists);
    for (std::size_t i = 0; i < hits.size(); ++i) hits[i].score *= 1 + kHeadlineBonus * shares[i];
    std::sort(hits.begin(), hits.end(), ByScore{index.columns});
  }

  std::vector<std::size_t> ranks;
  for (const RankedHit& hit : hits) ranks.push_back(hit.rank);
  std::vector<std::vector<float>> parts = scorer.parts(ranks);
  std::vector<Candidate> left;
  for (std::size_t i = 0; i < hits.size(); ++i) left.push_back({hits[i], std::move(parts[i])});
  std::vector<RelatedStory> stories;
  while (stories.size() < limit && !left.empty()) {
    const auto worth = [&](const Candidate& candidate) {
      return candidate.hit.score * (compared.is_short ? 1 : 1 - kSameness * candidate.most_alike);
    };
    const auto among = left.begin() + std::min<std::ptrdiff_t>(kVaried, std::ssize(left));
    const auto next = std::max_element(left.begin(), among,
                                       [&](const Candidate& a, const Candidate& b) { return worth(a) < worth(b); });
    const Candidate chosen = std::move(*next);
    left.erase(next);
    stories.push_back({.rank = chosen.hit.rank,
                       .score = chosen.hit.score / std::max(sum(own), 1e-6F),
                       .why = shared_words(terms, own, chosen.parts)});
    std::erase_if(left, [&](const Candidate& other) {
      return are_copies(index.columns.copies(), chosen.hit.rank, other.hit.rank);
    });
    for (Candidate& other : left) other.most_alike = std::max(other.most_alike, overlap(other.parts, chosen.parts));
  }
  return stories;
}

double similarity(std::size_t a, std::size_t b, const SearchedIndex& index, PostingLists& lists) {
  const auto one_way = [&](std::size_t from, std::size_t to) {
    const std::optional<Article> article = stored(index, from);
    if (!article) return 0.0F;
    TermScorer scorer(comparing_terms(*article, from, index, lists).terms, index, lists);
    const float self = sum(scorer.parts(from));
    return self > 0 ? sum(scorer.parts(to)) / self : 0;
  };
  return (one_way(a, b) + one_way(b, a)) / 2;
}

ArticlesLike articles_like(const std::string& id, const SearchedIndex& index, PostingLists& lists) {
  const std::optional<std::size_t> known = rank_of(index, id);
  const std::optional<Article> article = known ? stored(index, *known) : std::nullopt;
  if (!article) return {};
  const std::size_t own = *known;
  TermScorer scorer(telling_terms(*article, index).terms, index, lists);
  const float least = static_cast<float>(kLike) * sum(scorer.parts(own));
  std::vector<RankedHit> like;
  float best = 0;
  scorer.for_each(
      0, index.columns.ranks(), own, [&](auto...) { return least; },
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
