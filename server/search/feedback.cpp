#include "server/search/feedback.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "common/ranking.h"
#include "server/search/article_terms.h"

namespace newssearch {
namespace {

constexpr std::size_t kFirst = 8, kAddedTerms = 20;
constexpr double kPower = 4;
constexpr double kK1 = 1.2;          ///< of words counted once wherever they stand
constexpr double kMostCommon = 0.2;  ///< words that more of the articles hold say nothing

/// A stem of the first articles.
struct Shared {
  ArticleTerm term;
  double worth = 0;
};

std::vector<Shared> shared_terms(const std::vector<RankedHit>& first, const SearchedIndex& index) {
  std::map<std::string, Shared> shared;
  const ArticleLengths& lengths = index.columns.lengths();
  double all = 0;
  for (const RankedHit& hit : first) all += std::pow(hit.score / first.front().score, kPower);
  for (const RankedHit& hit : first) {
    const Result<Article> article = stored_article(index, hit.rank);
    if (!article) continue;
    const double weight = std::pow(hit.score / first.front().score, kPower) / all;
    for (ArticleTerm& term : article_terms(*article, index, [](const WordPlace&) { return 1.0; })) {
      if (term.holding > kMostCommon * index.stored()) continue;
      Shared& entry = shared[term.term];
      entry.worth += weight * term.idf *
                     ranking::term_frequency(static_cast<std::uint32_t>(term.count), lengths.words[hit.rank],
                                             lengths.average, kK1);
      if (entry.term.term.empty()) entry.term = std::move(term);
    }
  }
  std::vector<Shared> terms;
  for (auto& [name, entry] : shared) terms.push_back(std::move(entry));
  std::stable_sort(terms.begin(), terms.end(), [](const Shared& a, const Shared& b) { return a.worth > b.worth; });
  terms.resize(std::min(terms.size(), kAddedTerms));
  return terms;
}

}  // namespace

bool has_any_of_many(const QueryNode& query) {
  constexpr std::size_t kMany = 4;
  if (query.kind == QueryNode::Kind::any && query.children.size() >= kMany) return true;
  return query.kind == QueryNode::Kind::all &&
         std::any_of(query.children.begin(), query.children.end(), has_any_of_many);
}

Feedback::Feedback(const std::vector<RankedHit>& hits, double asked, Matcher& matcher)
    : columns_(&matcher.index().columns) {
  if (hits.size() < 2 || hits.front().score <= 0) return;
  const std::vector<RankedHit> first(hits.begin(), hits.begin() + std::min<std::ptrdiff_t>(std::ssize(hits), kFirst));
  std::vector<Shared> shared = shared_terms(first, matcher.index());
  double all = 0;
  for (const Shared& term : shared) all += term.worth;
  for (Shared& term : shared) {
    const double weight = (1 - kAsked) * asked * term.worth / all;
    terms_.push_back(
        {PostingCursor(matcher.lists().of(term.term.term)), static_cast<float>(weight * ranking::kMaxTermFrequency)});
    words_.push_back(std::move(term.term.printed));
  }
}

float Feedback::added(std::size_t rank) {
  float sum = 0;
  const std::size_t window = rank / kWindowArticles;
  for (Term& term : terms_)
    if (term.cursor.seek(window) == window)
      sum += term.weight * static_cast<float>(share_of(term.cursor.at(rank % kWindowArticles)));
  return sum;
}

std::vector<RankedHit> Feedback::reordered(std::vector<RankedHit> hits,
                                           const std::function<float(std::size_t rank)>& factor) {
  if (terms_.empty()) return hits;
  for (RankedHit& hit : hits) hit.score *= kAsked;
  const auto end = hits.begin() + std::min<std::ptrdiff_t>(std::ssize(hits), kReordered);
  std::vector<RankedHit*> by_rank;
  for (auto hit = hits.begin(); hit != end; ++hit) by_rank.push_back(&*hit);
  std::sort(by_rank.begin(), by_rank.end(), [](const RankedHit* a, const RankedHit* b) { return a->rank < b->rank; });
  for (RankedHit* hit : by_rank) hit->score += added(hit->rank) * factor(hit->rank);
  std::sort(hits.begin() + 1, end, ByScore{*columns_});
  hits[0].score = std::max(hits[0].score, hits[1].score);
  return hits;
}

}  // namespace newssearch
