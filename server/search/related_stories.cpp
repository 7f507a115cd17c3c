#include "server/search/related_stories.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "common/ranking.h"
#include "common/schema.h"

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

double nearness(const DateColumn& dates, std::size_t a, std::size_t b) {
  if (dates.known[a] == DateColumn::undated || dates.known[b] == DateColumn::undated) return kUndatedFactor;
  const double days = std::abs(static_cast<double>(dates.seconds[a] - dates.seconds[b])) / 86'400;
  return kFloor + (1 - kFloor) * std::exp2(-days / kHalfLifeDays);
}

/// Scores every article by the terms. An impact is of the ranking's BM25, not of this one: what it tells of the term's
/// count and the article's length is scored anew.
std::vector<float> score_all(const std::vector<TellingTerm>& terms, const SearchedIndex& index, PostingLists& lists) {
  const ArticleLengths& lengths = index.columns.lengths();
  const auto normaliser = [&](std::size_t rank, double k1, double b) {
    return k1 * (1 - b + b * lengths.words[rank] / lengths.average);
  };
  std::vector<float> ratios(index.columns.articles()), scores(ratios.size());
  for (std::size_t rank = 0; rank < ratios.size(); ++rank)
    ratios[rank] =
        static_cast<float>(normaliser(rank, kRelatedK1, kRelatedB) / normaliser(rank, ranking::kK1, ranking::kB));
  for (const TellingTerm& term : terms) {
    const auto weight = static_cast<float>(term.weight * term.idf * (kRelatedK1 + 1));
    PostingCursor cursor(lists.of(term.term));
    for (std::size_t window = cursor.seek(0); window != PostingCursor::kEnd; window = cursor.seek(window + 1))
      cursor.for_each([&](std::size_t place, std::uint8_t impact) {
        const std::size_t rank = window * kWindowArticles + place;
        if (rank >= scores.size()) return;  // a damaged list
        const float odds = ranking::odds(impact);
        scores[rank] += weight * (odds / (odds + ratios[rank]));
      });
  }
  return scores;
}

/// Hashes of every run of five words of the body.
std::unordered_set<std::size_t> shingles(const std::vector<Token>& tokens) {
  std::unordered_set<std::size_t> hashes;
  for (std::size_t i = 0; i + kShingleWords <= tokens.size(); ++i) {
    std::string run;
    for (std::size_t word = 0; word < kShingleWords; ++word) (run += tokens[i + word].word) += ' ';
    hashes.insert(std::hash<std::string>{}(run));
  }
  return hashes;
}

double jaccard(const std::unordered_set<std::size_t>& a, const std::unordered_set<std::size_t>& b) {
  if (a.empty() || b.empty()) return 0;
  const auto shared =
      static_cast<double>(std::count_if(a.begin(), a.end(), [&](std::size_t hash) { return b.contains(hash); }));
  return shared / (static_cast<double>(a.size() + b.size()) - shared);
}

/// The terms that weigh most in both articles.
std::vector<std::string> shared_words(const std::vector<TellingTerm>& terms, const Article& other, Analyzer& analyzer) {
  const std::unordered_map<std::string, TellingTerm> stems = count_stems(other, analyzer);
  std::vector<std::pair<double, const TellingTerm*>> shared;
  for (const TellingTerm& term : terms)
    if (const auto found = stems.find(term.term); found != stems.end())
      shared.emplace_back(term.weight * term.idf * found->second.weight / (found->second.weight + kRelatedK1), &term);
  std::sort(shared.begin(), shared.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> words;
  for (std::size_t i = 0; i < std::min(kReasons, shared.size()); ++i) words.push_back(shared[i].second->printed);
  return words;
}

/// An article is like another one if it scores this share of what that one scores by itself.
constexpr double kLike = 0.2;

}  // namespace

std::vector<RelatedStory> related_stories(const Article& article, std::size_t rank, const SearchedIndex& index,
                                          PostingLists& lists, std::uint32_t limit) {
  Analyzer& analyzer = index.analyzer;
  const std::vector<TellingTerm> terms = telling_terms(article, index);
  std::vector<float> scores = score_all(terms, index, lists);
  std::vector<std::size_t> ranks;
  for (std::size_t other = 0; other < scores.size(); ++other) {
    if (other == rank || scores[other] <= 0) continue;
    scores[other] *= static_cast<float>(nearness(index.columns.published(), rank, other));
    ranks.push_back(other);
  }
  const auto better = [&](std::size_t a, std::size_t b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
  };
  const auto considered = std::min<std::size_t>(limit * 3 + 10, ranks.size());
  std::partial_sort(ranks.begin(), ranks.begin() + static_cast<std::ptrdiff_t>(considered), ranks.end(), better);

  std::vector<RelatedStory> stories;
  std::vector<std::unordered_set<std::size_t>> seen = {shingles(analyzer.analyze(article.body))};
  for (std::size_t i = 0; i < considered && stories.size() < limit; ++i) {
    const Result<Article> other =
        schema::to_article(index.database.get_document(static_cast<Xapian::docid>(ranks[i] + 1)));
    if (!other) continue;
    std::unordered_set<std::size_t> own = shingles(analyzer.analyze(other->body));
    if (std::any_of(seen.begin(), seen.end(), [&](const auto& earlier) { return jaccard(earlier, own) >= kCopy; }))
      continue;
    seen.push_back(std::move(own));
    stories.push_back({.rank = ranks[i], .score = scores[ranks[i]], .why = shared_words(terms, *other, analyzer)});
  }
  return stories;
}

ArticlesLike articles_like(const std::string& id, const SearchedIndex& index, PostingLists& lists) {
  const std::string term = schema::id_term(id);
  const Xapian::PostingIterator found = index.database.postlist_begin(term);
  if (found == index.database.postlist_end(term)) return {};
  const std::size_t own = *found - 1;
  const Result<Article> article = schema::to_article(index.database.get_document(*found));
  if (!article) return {};
  std::vector<float> scores = score_all(telling_terms(*article, index), index, lists);
  const double least = kLike * std::exchange(scores[own], 0.0F);
  const float best = scores.empty() ? 0 : *std::max_element(scores.begin(), scores.end());
  PostingPacker postings(true);
  for (std::size_t rank = 0; rank < scores.size(); ++rank)
    if (scores[rank] > 0 && scores[rank] >= least)
      postings.add(static_cast<std::uint32_t>(rank), impact_of(scores[rank] / best));
  return {lists.keep(postings), best};
}

}  // namespace newssearch
