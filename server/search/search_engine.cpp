#include "server/search/search_engine.h"

#include <algorithm>
#include <chrono>

#include "server/search/answer_cache.h"
#include "server/search/highlighter.h"
#include "server/search/hit_order.h"
#include "server/search/open_generation.h"
#include "server/search/query_parser.h"
#include "server/search/ranker.h"
#include "server/search/related_stories.h"
#include "server/search/search.h"
#include "server/search/suggestions.h"

namespace newssearch {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

Instant now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

std::shared_ptr<const Vocabulary> known_names() {
  Analyzer analyzer;
  auto names = std::make_shared<Vocabulary>();
  names->add_name_spellings(analyzer);
  return names;
}

std::optional<std::size_t> rank_of(const Xapian::Database& database, std::string_view id) {
  const std::string term = schema::id_term(id);
  const Xapian::PostingIterator found = database.postlist_begin(term);
  if (found == database.postlist_end(term)) return std::nullopt;
  return *found - 1;
}

Error no_article(std::string_view id) { return {"not_found", "there is no article '" + std::string(id) + "'"}; }

std::optional<Error> refused(const SearchRequest& request) {
  const std::vector<InvalidParameter> invalid = validate(request);
  if (invalid.empty()) return std::nullopt;
  const InvalidParameter& first = invalid.front();
  return Error{"invalid_request", first.name + ": '" + first.value + "' " + first.reason};
}

Error spent(std::chrono::milliseconds limit) {
  return {"query_timeout",
          "the query took more than " + std::to_string(limit.count()) + " ms; ask for rarer words, or for fewer"};
}

Result<Article> fetch_article(const Lease& lease, std::string_view id) {
  const std::optional<std::size_t> rank = rank_of(lease.database(), id);
  if (!rank) return no_article(id);
  return fetch_stored(lease, *rank);
}

Result<RelatedResponse> related_in(const Lease& lease, std::string_view article_id, std::uint32_t limit,
                                   TimeBudget& budget) {
  const std::optional<std::size_t> rank = rank_of(lease.database(), article_id);
  if (!rank) return no_article(article_id);
  const Article article = fetch_stored(lease, *rank);
  const SearchedIndex index = lease.index();
  PostingLists lists(index, budget);
  RelatedResponse response;
  Highlighter highlighter({}, lease.analyzer(), [](const std::string&) { return 0.0; });
  for (RelatedStory& story : related_stories(article, *rank, index, lists, limit)) {
    SearchHit hit;
    hit.article = fetch_stored(lease, story.rank);
    hit.headline = highlighter.headline(hit.article.headline, hit.article.lang);
    hit.snippet = highlighter.snippet(hit.article.body, hit.article.lang, SearchRequest{}.snippet_length);
    hit.article.body.clear();
    hit.score = story.score;
    hit.why = std::move(story.why);
    response.hits.push_back(std::move(hit));
  }
  return response;
}

}  // namespace

SearchEngine::SearchEngine(DataDirectory directory, EngineOptions options)
    : options_(std::move(options)),
      names_(known_names()),
      words_(std::make_unique<VocabularyFiles>(options_.vocabulary.value_or(VocabularyFiles::in(directory.root())))),
      generations_(std::make_unique<CurrentGeneration>(std::move(directory), options_.engine)),
      cache_(std::make_unique<AnswerCache>(options_.cached_answers)) {}
SearchEngine::~SearchEngine() = default;

Result<SearchResponse> SearchEngine::search(const SearchRequest& request) const {
  const Clock::time_point start = Clock::now();
  if (const std::optional<Error> error = refused(request)) return *error;
  const Lease lease = generations_->lease();
  const IndexState state = lease.generation().state();
  const std::string version = options_.cached_answers > 0 ? answer_version(state.generation) : "";
  if (const std::shared_ptr<const SearchResponse> known = cache_->find(request, version)) {
    SearchResponse response = *known;
    response.took_ms = milliseconds_since(start);
    return response;
  }
  const QueryAids aids{names_, words_->current()};
  TimeBudget budget(options_.time_limit);
  try {
    Result<SearchResponse> response = Search(request, lease, aids, budget, now()).run();
    if (!response) return response;
    response->index = state;
    response->took_ms = milliseconds_since(start);
    if (options_.cached_answers > 0) cache_->keep(request, version, std::make_shared<const SearchResponse>(*response));
    return response;
  } catch (const TimeBudget::Spent&) {
    return spent(options_.time_limit);
  }
}

Result<Diagnosis> SearchEngine::diagnose(const SearchRequest& request, std::string_view article_id) const {
  if (const std::optional<Error> error = refused(request)) return *error;
  const Lease lease = generations_->lease();
  const std::optional<std::size_t> rank = rank_of(lease.database(), article_id);
  if (!rank) return no_article(article_id);
  const QueryAids aids{names_, words_->current()};
  TimeBudget budget(options_.time_limit);
  try {
    return Search(request, lease, aids, budget, now()).diagnose(*rank);
  } catch (const TimeBudget::Spent&) {
    return spent(options_.time_limit);
  }
}

Result<RelatedResponse> SearchEngine::related(std::string_view article_id, std::uint32_t limit) const {
  const Clock::time_point start = Clock::now();
  const Lease lease = generations_->lease();
  TimeBudget budget(options_.time_limit);
  try {
    Result<RelatedResponse> response = related_in(lease, article_id, limit, budget);
    if (response) response->took_ms = milliseconds_since(start);
    return response;
  } catch (const TimeBudget::Spent&) {
    return spent(options_.time_limit);
  }
}

Result<Article> SearchEngine::article(std::string_view article_id) const {
  const Lease lease = generations_->lease();
  return fetch_article(lease, article_id);
}

SuggestResponse SearchEngine::suggest(std::string_view text, std::uint32_t limit) const {
  const Lease lease = generations_->lease();
  return {suggestions_for(text, lease.suggestions(), lease.analyzer(), limit)};
}

std::vector<SearchEngine::Ranked> SearchEngine::rank(std::string_view topic, std::size_t depth) const {
  const Lease lease = generations_->lease();
  TimeBudget unlimited(std::chrono::hours(1));
  const Calendar utc("UTC");
  Matcher matcher(lease.index(), utc, unlimited);
  Ranker ranker(matcher);
  const QueryNode words = any_words(topic, lease.analyzer());
  const ClausePtr matching = matcher.clause(words);
  const std::vector<ScorerPtr> scorers = ranker.scorers(words);
  FirstArticles first(depth, is_better);
  matcher.for_each_window(*matching, [&](std::size_t window, const WindowBits& found) {
    WindowScores scores{};
    for (const ScorerPtr& scorer : scorers) scorer->add(window, scores);
    for_each_place(found, [&](std::size_t place) {
      first.add({.rank = static_cast<std::uint32_t>(window * kWindowArticles + place), .score = scores[place]});
    });
  });
  std::vector<Ranked> best;
  for (const RankedHit& hit : std::move(first).in_order())
    best.push_back({std::string(lease.columns().ids()[hit.rank]), hit.score});
  return best;
}

std::string SearchEngine::answer_version(std::uint64_t generation) const {
  const auto quarter = std::chrono::floor<std::chrono::duration<std::int64_t, std::ratio<900>>>(now());
  return std::to_string(generation) + ' ' + words_->current()->revision() + ' ' +
         std::to_string(quarter.time_since_epoch().count());
}

std::vector<std::string> SearchEngine::vocabulary_errors() const { return words_->current()->errors(); }

IndexState SearchEngine::state() const { return generations_->current()->state(); }
std::string SearchEngine::damage() const { return generations_->current()->damage(); }

}  // namespace newssearch
