#include "server/search/search_engine.h"

#include <algorithm>
#include <chrono>

#include "server/search/facets.h"
#include "server/search/highlighter.h"
#include "server/search/histogram.h"
#include "server/search/matcher.h"
#include "server/search/open_generation.h"
#include "server/search/query_parser.h"
#include "server/search/related_stories.h"
#include "server/search/suggestions.h"

namespace newssearch {
namespace {

using Clock = std::chrono::steady_clock;

/// Fewer articles than this hold all the words: any of the words is enough then.
constexpr std::uint32_t kRelaxBelow = 3;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Bare words become "any of them"; phrases, exact words, +must, -not, fields and dates stay as they are.
/// Nothing where there are no two bare words to choose from.
std::optional<QueryNode> relax(const QueryNode& query) {
  if (query.kind != QueryNode::Kind::all) return std::nullopt;
  QueryNode any, rest;
  any.kind = QueryNode::Kind::any;
  rest.kind = QueryNode::Kind::all;
  for (const QueryNode& child : query.children) {
    const bool bare = child.kind == QueryNode::Kind::word && !child.required && !child.in_headline;
    (bare ? any : rest).children.push_back(child);
  }
  if (any.children.size() < 2) return std::nullopt;
  if (rest.children.empty()) return any;
  rest.children.insert(rest.children.begin(), std::move(any));
  return rest;
}

/// Equal scores in order of rank, the newest first: pages are stable.
struct BetterScore {
  const std::vector<float>& scores;
  bool operator()(std::size_t a, std::size_t b) const { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; }
};

/// The undated last in either order.
struct ByDate {
  const DateColumn& dates;
  bool newest_first;
  bool operator()(std::size_t a, std::size_t b) const {
    const bool undated_a = dates.known[a] == DateColumn::undated, undated_b = dates.known[b] == DateColumn::undated;
    if (undated_a || undated_b) return undated_a == undated_b ? a < b : undated_b;
    if (dates.seconds[a] == dates.seconds[b]) return newest_first ? a < b : a > b;
    return (dates.seconds[a] > dates.seconds[b]) == newest_first;
  }
};

Article fetch_stored(const Lease& lease, std::size_t rank) {
  Result<Article> article = schema::to_article(lease.database().get_document(static_cast<Xapian::docid>(rank + 1)));
  if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
  return *std::move(article);
}

/// One request on one generation, step by step.
class Search {
 public:
  Search(const SearchRequest& request, const Lease& lease)
      : request_(request),
        lease_(lease),
        calendar_(request.time_zone),
        matcher_(lease.database(), lease.columns(), lease.analyzer()) {}

  Result<SearchResponse> run() {
    const Instant now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    Result<ParsedQuery> parsed = parse_query(request_.text, lease_.analyzer(), calendar_.day_of(now));
    if (!parsed) return parsed.error();
    response_.warnings = std::move(parsed->warnings);
    response_.query = request_.text;
    match_or_relax(std::move(parsed->root));
    response_.parsed = to_string(matches_.query);
    response_.total = matches_.found.count();
    response_.page = request_.page;
    response_.per_page = request_.per_page;
    const std::uint32_t reachable = std::min(response_.total, kMaxReachable / request_.per_page * request_.per_page);
    response_.pages = (reachable + request_.per_page - 1) / request_.per_page;
    count();
    fetch(ranks_of_page());
    return std::move(response_);
  }

 private:
  /// What one reading of the query finds.
  struct Matches {
    QueryNode query;
    DocSet matched;  ///< what passes the query and the dates
    DocSet found;    ///< and every filter
    std::vector<float> scores;
  };

  Matches match(QueryNode query) {
    const std::size_t articles = lease_.columns().articles();
    Matches matches{.query = std::move(query), .matched = DocSet(articles), .found = DocSet(articles), .scores = {}};
    matches.scores.resize(articles);
    matches.matched = matcher_.match(matches.query, calendar_, by_relevance() ? &matches.scores : nullptr);
    if (!request_.dates.empty()) matches.matched &= matcher_.on_days(request_.dates, request_.date_field, calendar_);
    matches.found = matches.matched;
    for (const Facet facet : kFacets) apply_filter(facet, matches.found);
    return matches;
  }

  void match_or_relax(QueryNode query) {
    matches_ = match(std::move(query));
    const std::uint32_t strict = matches_.found.count();
    if (strict >= kRelaxBelow) return;
    if (std::optional<QueryNode> any_of_them = relax(matches_.query)) {
      Matches relaxed = match(*std::move(any_of_them));
      if (relaxed.found.count() <= strict) return;
      matches_ = std::move(relaxed);
      response_.relaxed = true;
    }
  }

  void apply_filter(Facet facet, DocSet& found) const {
    const FacetFilter& filter = request_.filter(facet);
    if (!filter.any.empty()) found &= matcher_.with_any(facet, filter.any);
    if (!filter.none.empty()) found -= matcher_.with_any(facet, filter.none);
  }

  /// A selected value does not hide the others of its facet: that facet is counted without its own choice.
  DocSet found_but_for(Facet facet) const {
    if (request_.filter(facet).any.empty()) return matches_.found;
    DocSet found = matches_.matched;
    for (const Facet other : kFacets)
      if (other != facet) apply_filter(other, found);
    if (!request_.filter(facet).none.empty()) found -= matcher_.with_any(facet, request_.filter(facet).none);
    return found;
  }

  void count() {
    const Columns& columns = lease_.columns();
    for (const Facet facet : request_.facets)
      response_.facets.push_back(
          count_facet(facet, found_but_for(facet), columns, request_.filter(facet), request_.facet_limit));
    if (!request_.histogram) return;
    const DateColumn& dates = request_.date_field == DateField::published ? columns.published() : columns.updated();
    response_.histogram = count_dates(matches_.found, dates, calendar_, request_.time_zone, *request_.histogram);
    if (*request_.histogram != HistogramInterval::automatic && *request_.histogram != response_.histogram->interval)
      response_.warnings.push_back({"so long a time has too many buckets by " +
                                        std::string(to_string(*request_.histogram)) + "; counted by " +
                                        std::string(to_string(response_.histogram->interval)),
                                    0, 0});
  }

  const DateColumn& dates() const {
    const Columns& columns = lease_.columns();
    return request_.date_field == DateField::published ? columns.published() : columns.updated();
  }
  bool by_relevance() const { return request_.sort == SortOrder::relevance; }

  std::vector<std::size_t> ranks_of_page() const {
    std::vector<std::size_t> ranks;
    matches_.found.for_each([&](std::size_t rank) { ranks.push_back(rank); });
    const std::size_t from = std::min<std::size_t>((request_.page - 1) * request_.per_page, ranks.size());
    const std::size_t to = std::min<std::size_t>(from + request_.per_page, ranks.size());
    const auto last = ranks.begin() + static_cast<std::ptrdiff_t>(to);
    if (by_relevance()) {
      std::partial_sort(ranks.begin(), last, ranks.end(), BetterScore{matches_.scores});
    } else if (request_.sort == SortOrder::oldest || request_.date_field == DateField::updated) {
      std::partial_sort(ranks.begin(), last, ranks.end(), ByDate{dates(), request_.sort == SortOrder::newest});
    }
    return {ranks.begin() + static_cast<std::ptrdiff_t>(from), last};
  }

  void fetch(const std::vector<std::size_t>& ranks) {
    Highlighter highlighter(matches_.query, lease_.analyzer(),
                            [&](const std::string& word) { return matcher_.scored_term(word).idf; });
    for (const std::size_t rank : ranks) {
      SearchHit hit;
      hit.article = fetch_stored(lease_, rank);
      hit.headline = highlighter.headline(hit.article.headline, hit.article.lang);
      hit.snippet = highlighter.snippet(hit.article.body, hit.article.lang, request_.snippet_length);
      hit.article.body.clear();
      hit.score = matches_.scores[rank];
      if (request_.explain) hit.explanation = matcher_.explain(matches_.query, rank);
      response_.hits.push_back(std::move(hit));
    }
  }

  const SearchRequest& request_;
  const Lease& lease_;
  Calendar calendar_;
  Matcher matcher_;
  Matches matches_{.query = {}, .matched = DocSet(0), .found = DocSet(0), .scores = {}};
  SearchResponse response_;
};

std::optional<std::size_t> rank_of(const Xapian::Database& database, std::string_view id) {
  const std::string term = schema::id_term(id);
  const Xapian::PostingIterator found = database.postlist_begin(term);
  if (found == database.postlist_end(term)) return std::nullopt;
  return *found - 1;
}

Result<Article> fetch_article(const Lease& lease, std::string_view id) {
  const std::optional<std::size_t> rank = rank_of(lease.database(), id);
  if (!rank) return Error{"not_found", "there is no article '" + std::string(id) + "'"};
  return fetch_stored(lease, *rank);
}

}  // namespace

SearchEngine::SearchEngine(DataDirectory directory)
    : generations_(std::make_unique<CurrentGeneration>(std::move(directory))) {}
SearchEngine::~SearchEngine() = default;

Result<SearchResponse> SearchEngine::search(const SearchRequest& request) const {
  const Clock::time_point start = Clock::now();
  if (const std::vector<InvalidParameter> invalid = validate(request); !invalid.empty())
    return Error{"invalid_request",
                 invalid.front().name + ": '" + invalid.front().value + "' " + invalid.front().reason};
  const Lease lease = generations_->lease();
  Result<SearchResponse> response = Search(request, lease).run();
  if (response) {
    response->index = lease.generation().state();
    response->took_ms = milliseconds_since(start);
  }
  return response;
}

Result<RelatedResponse> SearchEngine::related(std::string_view article_id, std::uint32_t limit) const {
  const Clock::time_point start = Clock::now();
  const Lease lease = generations_->lease();
  const Result<Article> article = fetch_article(lease, article_id);
  if (!article) return article.error();
  RelatedResponse response;
  Highlighter highlighter({}, lease.analyzer(), [](const std::string&) { return 0.0; });
  for (RelatedStory& story : related_stories(*article, *rank_of(lease.database(), article_id), lease.database(),
                                             lease.columns(), lease.analyzer(), limit)) {
    SearchHit hit;
    hit.article = fetch_stored(lease, story.rank);
    hit.headline = highlighter.headline(hit.article.headline, hit.article.lang);
    hit.snippet = highlighter.snippet(hit.article.body, hit.article.lang, SearchRequest{}.snippet_length);
    hit.article.body.clear();
    hit.score = story.score;
    hit.why = std::move(story.why);
    response.hits.push_back(std::move(hit));
  }
  response.took_ms = milliseconds_since(start);
  return response;
}

Result<Article> SearchEngine::article(std::string_view article_id) const {
  const Lease lease = generations_->lease();
  return fetch_article(lease, article_id);
}

SuggestResponse SearchEngine::suggest(std::string_view text, std::uint32_t limit) const {
  const Lease lease = generations_->lease();
  return {suggest_headlines(text, lease.database(), lease.analyzer(), limit)};
}

std::vector<SearchEngine::Ranked> SearchEngine::rank(std::string_view topic, std::size_t depth) const {
  const Lease lease = generations_->lease();
  Matcher matcher(lease.database(), lease.columns(), lease.analyzer());
  std::vector<float> scores(lease.columns().articles());
  std::vector<std::size_t> ranks;
  matcher.match(any_words(topic, lease.analyzer()), Calendar("UTC"), &scores).for_each([&](std::size_t rank) {
    ranks.push_back(rank);
  });
  const auto last = ranks.begin() + static_cast<std::ptrdiff_t>(std::min(depth, ranks.size()));
  std::partial_sort(ranks.begin(), last, ranks.end(), BetterScore{scores});
  std::vector<Ranked> best;
  for (auto at = ranks.begin(); at != last; ++at) best.push_back({fetch_stored(lease, *at).id, scores[*at]});
  return best;
}

IndexState SearchEngine::state() const { return generations_->current()->state(); }
std::string SearchEngine::damage() const { return generations_->current()->damage(); }

}  // namespace newssearch
