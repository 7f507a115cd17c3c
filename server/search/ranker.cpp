#include "server/search/ranker.h"

#include <algorithm>
#include <limits>

#include "common/ranking.h"
#include "common/schema.h"

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;

QueryNode leaf(const std::string& word) {
  QueryNode node;
  node.kind = is_ideographic(word) ? Kind::characters : Kind::word;
  node.words = {word};
  return node;
}

float weight_of(double idf) { return static_cast<float>(idf * ranking::kMaxTermFrequency); }

}  // namespace

double Ranker::idf(std::uint32_t holding) const { return ranking::idf(matcher_.index().stored(), holding); }

const Ranker::ScoredWord& Ranker::scored_word(const std::string& word) {
  const auto [entry, fresh] = scored_.try_emplace(word);
  ScoredWord& scored = entry->second;
  if (!fresh) return scored;
  const WordForms::Terms terms = matcher_.forms().terms_of(word, false);
  PostingLists& lists = matcher_.lists();
  const bool unstemmed = lists.of(terms.whole.front()).articles > 0;
  for (const auto* some : {&terms.whole, &terms.as_name})
    for (const PostingList& list : lists.of(*some)) {
      scored.lists.push_back(list);
      scored.holding += list.articles;
    }
  // An article is in one language, and holds one stem at the most; an unstemmed word it may hold beside.
  scored.held = unstemmed && scored.lists.size() > 1 ? Held::summed : Held::one;
  scored.as_name = !terms.as_name.empty();
  if (scored.as_name || scored.held == Held::summed) scored.holding = matcher_.count(*matcher_.with_word(terms));
  scored.idf = idf(scored.holding);
  return scored;
}

std::vector<ScorerPtr> Ranker::scorers(const QueryNode& node) {
  std::vector<ScorerPtr> scorers;
  add(node, scorers);
  return scorers;
}

void Ranker::add(const QueryNode& node, std::vector<ScorerPtr>& scorers) {
  switch (node.kind) {
    case Kind::word:
      if (node.unfinished) scorers.push_back(prefix(node));  // beside the word itself, which so comes first
      [[fallthrough]];
    case Kind::exact:
    case Kind::phrase:
      for (const std::string& asked : node.words)
        scorers.push_back(is_ideographic(asked) ? characters(leaf(asked)) : word(asked));
      return;
    case Kind::characters:
      return scorers.push_back(characters(node));
    case Kind::prefix:
      return scorers.push_back(prefix(node));
    case Kind::variants:
      return scorers.push_back(variants(node));
    case Kind::like: {
      const ArticlesLike& like = matcher_.articles_like(node.words.front());
      return scorers.push_back(word_scorer({like.list}, Held::one, like.best));
    }
    case Kind::all:
    case Kind::any:
    case Kind::near:
      for (const QueryNode& child : node.children) add(child, scorers);
      return;
    case Kind::everything:
    case Kind::value:
    case Kind::dates:
    case Kind::none:
      return;
  }
}

ScorerPtr Ranker::word(const std::string& word) {
  const ScoredWord& scored = scored_word(word);
  ClausePtr among;
  if (scored.as_name) among = matcher_.with_word(matcher_.forms().terms_of(word, false));
  return word_scorer(scored.lists, scored.held, weight_of(scored.idf), std::move(among));
}

/// A run of characters stands in an article no more often than the rarest of its pairs.
ScorerPtr Ranker::characters(const QueryNode& node) {
  std::vector<std::vector<PostingCursor>> places;
  for (const std::vector<std::string>& place : matcher_.printed_row(node.words, false)) {
    places.emplace_back();
    for (const PostingList& list : matcher_.lists().of(place)) places.back().emplace_back(list);
  }
  PostingPacker postings(true);
  matcher_.for_each_window(*matcher_.clause(node), [&](std::size_t window, const WindowBits& bits) {
    WindowScores least;
    least.fill(std::numeric_limits<float>::max());
    for (std::vector<PostingCursor>& place : places) {
      WindowScores odds{};
      for (PostingCursor& cursor : place)
        if (cursor.seek(window) == window)
          cursor.for_each([&](std::size_t at, std::uint8_t impact) { odds[at] += ranking::odds(impact); });
      for (std::size_t at = 0; at < least.size(); ++at) least[at] = std::min(least[at], odds[at]);
    }
    for_each_place(bits, [&](std::size_t at) {
      postings.add(static_cast<std::uint32_t>(window * kWindowArticles + at), ranking::impact_of_odds(least[at]));
    });
  });
  const PostingList list = matcher_.lists().keep(postings);
  return word_scorer({list}, Held::one, weight_of(idf(list.articles)));
}

/// As a word that stands once in each article, in its headline where one of those does.
ScorerPtr Ranker::prefix(const QueryNode& node) {
  std::vector<PostingCursor> headlines;
  for (const PostingList& list : matcher_.lists().of(matcher_.forms().expand(node.words.front(), true).terms))
    headlines.emplace_back(list);
  const ArticleLengths& lengths = matcher_.index().columns.lengths();
  PostingPacker postings(true);
  matcher_.for_each_window(*matcher_.clause(node), [&](std::size_t window, const WindowBits& bits) {
    WindowBits titled{};
    for (PostingCursor& headline : headlines)
      if (headline.seek(window) == window) headline.mark(titled);
    for_each_place(bits, [&](std::size_t place) {
      const std::size_t rank = window * kWindowArticles + place;
      const std::uint32_t weight = has_place(titled, place) ? schema::kHeadlineWeight : 1;
      postings.add(static_cast<std::uint32_t>(rank), ranking::impact(weight, lengths.words[rank], lengths.average));
    });
  });
  const PostingList list = matcher_.lists().keep(postings);
  return word_scorer({list}, Held::one, weight_of(idf(list.articles)));
}

/// Ways to say one thing are as telling as the commonest of them: an article is no better for a rare spelling.
ScorerPtr Ranker::variants(const QueryNode& node) {
  std::vector<ScoredWay> ways;
  const double weight = telling(node, 0);
  for (const QueryNode& child : node.children) {
    const std::uint32_t holding = matcher_.count(*matcher_.way(child));
    if (holding == 0) continue;
    ways.push_back({.matching = matcher_.way(child),
                    .scorers = scorers(child),
                    .factor = static_cast<float>(weight / telling(child, holding))});
  }
  return best_of(std::move(ways));
}

/// The idf that a match is scored with; of several words, of them all. `holding` articles match.
double Ranker::telling(const QueryNode& node, std::uint32_t holding) {
  double sum = 0;
  switch (node.kind) {
    case Kind::word:
    case Kind::exact:
    case Kind::phrase:
      for (const std::string& word : node.words) sum += is_ideographic(word) ? idf(holding) : idf_of(word);
      return sum;
    case Kind::all:
      for (const QueryNode& child : node.children) sum += telling(child, holding);
      return sum;
    case Kind::variants:
      sum = std::numeric_limits<double>::infinity();
      for (const QueryNode& child : node.children) {
        const std::uint32_t own = matcher_.count(*matcher_.way(child));
        if (own > 0) sum = std::min(sum, telling(child, own));
      }
      return sum;
    default:
      return idf(holding);
  }
}

double Ranker::idf_of_words(const QueryNode& node) {
  std::map<std::string, double> words;
  const auto add = [&](const auto& self, const QueryNode& one) -> void {
    switch (one.kind) {
      case Kind::word:
      case Kind::exact:
      case Kind::phrase:
        for (const std::string& word : one.words) words[word] = idf_of(word);
        return;
      case Kind::characters:
      case Kind::prefix:
      case Kind::variants:
        words[to_string(one)] = telling(one, matcher_.count(one));
        return;
      case Kind::all:
      case Kind::any:
      case Kind::near:
        for (const QueryNode& child : one.children) self(self, child);
        return;
      default:
        return;
    }
  };
  add(add, node);
  double sum = 0;
  for (const auto& [word, idf] : words) sum += idf;
  return sum;
}

void Ranker::explain_leaves(const QueryNode& node) {
  const auto add = [&](const QueryNode& leaf, std::string label) {
    ExplainedLeaf explained{std::move(label), 0, 0, scorers(leaf)};
    explained.holding = leaf.kind == Kind::word ? articles_with(leaf.words.front()) : matcher_.count(leaf);
    explained.idf = leaf.kind == Kind::variants ? telling(leaf, explained.holding) : idf(explained.holding);
    explained_->push_back(std::move(explained));
  };
  switch (node.kind) {
    case Kind::word:
    case Kind::exact:
    case Kind::phrase:
      for (const std::string& word : node.words) add(leaf(word), word);
      return;
    case Kind::characters:
    case Kind::prefix:
    case Kind::variants:
      return add(node, to_string(node));
    case Kind::all:
    case Kind::any:
    case Kind::near:
      for (const QueryNode& child : node.children) explain_leaves(child);
      return;
    default:
      return;
  }
}

Explanation Ranker::explain(const QueryNode& node, std::size_t rank) {
  if (!explained_) {
    explained_.emplace();
    explain_leaves(node);
  }
  const ArticleLengths& lengths = matcher_.index().columns.lengths();
  Explanation explanation;
  explanation.length = lengths.words[rank] / lengths.average;
  for (const ExplainedLeaf& leaf : *explained_) {
    WindowScores scores{};
    for (const ScorerPtr& scorer : leaf.scorers) scorer->add(rank / kWindowArticles, scores);
    if (const double score = scores[rank % kWindowArticles]; score > 0)
      explanation.terms.push_back(
          {.word = leaf.label, .articles = leaf.holding, .idf = leaf.idf, .tf = score / leaf.idf, .score = score});
  }
  return explanation;
}

}  // namespace newssearch
