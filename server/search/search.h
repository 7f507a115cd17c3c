#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/result.h"
#include "server/search/calendar.h"
#include "server/search/diagnosis.h"
#include "server/search/doc_set.h"
#include "server/search/feedback.h"
#include "server/search/freshness.h"
#include "server/search/highlighter.h"
#include "server/search/hit_order.h"
#include "server/search/matcher.h"
#include "server/search/open_generation.h"
#include "server/search/query_parser.h"
#include "server/search/ranker.h"
#include "server/search/rule_files.h"
#include "server/search/search_request.h"
#include "server/search/search_response.h"

namespace newssearch {

/// What a query is read and answered by beside the index.
struct QueryAids {
  const Vocabulary& names;  ///< spelled in several ways
  const SearchRules& rules;
};

/// One request on one generation, step by step. Everything may throw TimeBudget::Spent. What it is made with must
/// outlive it. Use it once.
class Search {
 public:
  Search(const SearchRequest& request, const Lease& lease, const QueryAids& aids, TimeBudget& budget);

  /// Code "query_too_large", naming the limit.
  Result<SearchResponse> run();

  /// How the article at a rank fares with the query. Codes as of run().
  Result<Diagnosis> diagnose(std::size_t rank);

 private:
  /// What one reading of the query finds.
  struct Matches {
    QueryNode query;
    DocSet matched;  ///< what passes the query and the dates
    DocSet found;    ///< and every filter
    std::uint32_t total = 0;
    AppliedRecency recency;
    std::optional<Feedback> feedback;
    std::vector<RankedHit> first;  ///< of those found, in the order asked for, one for each group of them
  };

  Result<ParsedQuery> read(std::string_view text) const;
  Matches match(QueryNode query);
  std::uint32_t count(const QueryNode& query);
  ClausePtr clause(const QueryNode& query);
  ClausePtr filter(Facet facet);
  ClausePtr filters();
  void pin();
  void put_in_order();
  void put_organic_in_order(const HitCursor* after, std::size_t wanted);
  std::vector<RankedHit> first_hits(std::vector<ScorerPtr> scorers, std::size_t wanted, const HitCursor* after);
  std::vector<ScorerPtr> make_scorers();
  float score_of(std::size_t rank);
  float final_score(std::size_t rank);
  float freshness_of(std::size_t rank) const;
  std::optional<std::uint32_t> still_found(const HitCursor& hit) const;
  HitCursor as_it_is_now(const HitCursor& hit);
  HitCursor cursor_at(const RankedHit& hit, std::uint32_t shown) const;
  void score(std::size_t window, const WindowBits& found, const Freshness& freshness, std::vector<ScorerPtr>& scorers,
             FirstResults& first) const;
  AppliedRecency recency_of(const Matches& matches) const;
  /// What is found and in the order of its scores or dates: all but what is pinned, and what that stands for.
  const DocSet& organic() const { return pinned_.empty() ? matches_.found : organic_; }
  const Grouping* grouping() const;
  bool comes_after(std::size_t window, const FirstResults& first) const;
  void help(const ParsedQuery& asked);
  void relax(const QueryNode& asked);
  void correct(const QueryNode& asked, std::uint32_t whole);
  std::string text_of(const QueryNode& node) const;

  DocSet found_but_for(Facet facet);
  void warn(std::vector<Warning> more);
  void count();
  const DateColumn& dates() const;
  bool by_relevance() const { return request_.sort == SortOrder::relevance; }
  bool is_filtered(Facet facet) const;
  void show(std::size_t rank, Highlighter& highlighter, SearchHit& hit) const;
  std::vector<std::size_t> found_copies(std::size_t rank) const;
  std::vector<std::size_t> found_in_group(std::size_t rank) const;
  std::size_t add_groups(const RankedHit& first, SearchHit& hit) const;
  Explanation explain(std::size_t rank);
  void fetch();

  const SearchRequest& request_;
  const Lease& lease_;
  const QueryAids& aids_;
  const Calendar calendar_;
  Matcher matcher_;
  Ranker ranker_{matcher_};
  std::size_t wanted_;  ///< so many first hits are put in order, or behind a cursor: those of a page and one more
  Matches matches_{
      .query = {}, .matched = DocSet(0), .found = DocSet(0), .total = 0, .recency = {}, .feedback = {}, .first = {}};
  /// Of a relaxed query: what was asked for, and who holds it.
  struct AskedWord {
    std::string text;
    DocSet holding;
  };
  std::vector<AskedWord> asked_;
  DocSet whole_;  ///< of a relaxed query: the articles that hold all of its words
  bool has_whole_ = false;
  std::vector<RankedHit> pinned_;  ///< of those found, in the order editors gave them; of a group the first alone
  DocSet organic_{0};              ///< see organic(); of use where some are pinned
  SearchResponse response_;
};

/// Of an article in a story.
StoryOfHit story_of_hit(const Columns& columns, std::size_t rank);

/// The article at a rank, whole. Throws Xapian::DatabaseCorruptError.
Article fetch_stored(const SearchedIndex& index, std::size_t rank);

}  // namespace newssearch
