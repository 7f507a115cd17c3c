#include "server/search/search_engine.h"

#include <algorithm>
#include <chrono>

#include "common/shingles.h"
#include "server/search/answer_cache.h"
#include "server/search/feedback.h"
#include "server/search/highlighter.h"
#include "server/search/hit_order.h"
#include "server/search/open_generation.h"
#include "server/search/query_parser.h"
#include "server/search/ranker.h"
#include "server/search/related_stories.h"
#include "server/search/search.h"
#include "server/search/story.h"
#include "server/search/suggestions.h"
#include "server/search/trending.h"

namespace newssearch {
namespace {

using Clock = std::chrono::steady_clock;

/// For what is measured, not served.
constexpr std::chrono::milliseconds kUnlimited = std::chrono::hours(1);

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

std::string numbered(const std::vector<unsigned>& shards) {
  std::string text;
  for (const unsigned number : shards) text += (text.empty() ? "" : ", ") + std::to_string(number);
  return text;
}

std::string version_of(const IndexState& state, const SearchRules& rules, Instant time) {
  const auto quarter = std::chrono::floor<std::chrono::duration<std::int64_t, std::ratio<900>>>(time);
  return std::to_string(state.generation) + ' ' + std::to_string(state.expired) + ' ' + rules.revision() + ' ' +
         std::to_string(quarter.time_since_epoch().count()) + ' ' + numbered(state.missing_shards);
}

std::shared_ptr<const Vocabulary> known_names() {
  Analyzer analyzer;
  auto names = std::make_shared<Vocabulary>();
  names->add_name_spellings(analyzer);
  return names;
}

std::string not_answering(const IndexState& state) {
  const bool one = state.missing_shards.size() == 1;
  return std::string(one ? "shard " : "shards ") + numbered(state.missing_shards) + " of " +
         std::to_string(state.shards) + (one ? " does" : " do") + " not answer";
}

Error no_article(const Lease& lease, std::string_view id) {
  if (const IndexState state = lease.state(); !state.missing_shards.empty())
    return {"shards_missing", "the article '" + std::string(id) + "' is not found, and " + not_answering(state)};
  if (lease.generation().tombstones().find(id)) return {"gone", "the article '" + std::string(id) + "' was taken out"};
  return {"not_found", "there is no article '" + std::string(id) + "'"};
}

Error no_story(const Lease& lease, std::string_view id) {
  if (Error error = no_article(lease, id); error.code != "not_found") return error;
  return {"not_found", "there is no story '" + std::string(id) + "'"};
}

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

/// An article among those beside another: its snippet is the text's beginning.
SearchHit hit_of(const SearchedIndex& index, std::size_t rank, Highlighter& highlighter) {
  SearchHit hit;
  hit.article = fetch_stored(index, rank);
  hit.headline = highlighter.headline(hit.article.headline, hit.article.lang);
  hit.snippet = highlighter.snippet(hit.article.body, hit.article.lang, SearchRequest{}.snippet_length);
  if (index.columns.stories().size(rank) > 0) hit.story = story_of_hit(index.columns, rank);
  return hit;
}

std::vector<SearchHit> copies_of(const Article& article, std::size_t rank, const SearchedIndex& index,
                                 std::uint32_t limit) {
  Highlighter highlighter({}, index.analyzer, [](const std::string&) { return 0.0; });
  const auto shingles_of = [&](const Article& one) { return shingles(index.analyzer.analyze_by_dictionary(one.body)); };
  const std::vector<std::uint64_t> own = shingles_of(article);
  std::vector<SearchHit> hits;
  for (const std::size_t other : members(index, schema::copies_term(index.columns.copies().name(rank)))) {
    if (other == rank) continue;
    SearchHit hit = hit_of(index, other, highlighter);
    hit.score = resemblance(own, shingles_of(hit.article));
    if (hit.score < kCopyResemblance) continue;  // a copy of a copy
    hit.copy_of = CopyOfHit{hit.score, text_difference(article.body, hit.article.body, article.lang, index.analyzer)};
    hits.push_back(std::move(hit));
  }
  std::stable_sort(hits.begin(), hits.end(), [](const SearchHit& a, const SearchHit& b) { return a.score > b.score; });
  hits.resize(std::min<std::size_t>(hits.size(), limit));
  return hits;
}

Result<RelatedResponse> related_in(const Lease& lease, std::string_view article_id, RelatedMode mode,
                                   std::uint32_t limit, TimeBudget& budget) {
  const SearchedIndex index = lease.index();
  const std::optional<std::size_t> rank = rank_of(index, article_id);
  if (!rank) return no_article(lease, article_id);
  const Article article = fetch_stored(index, *rank);
  RelatedResponse response;
  if (mode == RelatedMode::copies) {
    if (index.columns.copies().shared(*rank)) response.hits = copies_of(article, *rank, index, limit);
  } else {
    PostingLists lists(index, budget);
    Highlighter highlighter({}, index.analyzer, [](const std::string&) { return 0.0; });
    for (RelatedStory& story : related_stories(article, *rank, index, lists, mode, limit)) {
      SearchHit hit = hit_of(index, story.rank, highlighter);
      hit.score = story.score;
      hit.why = std::move(story.why);
      response.hits.push_back(std::move(hit));
    }
  }
  for (SearchHit& hit : response.hits) leave_text_out(hit.article);
  return response;
}

/// By its own name, or that of an article in it or of a story it has absorbed.
std::optional<std::string> name_of_story(const SearchedIndex& index, std::string_view id) {
  std::vector<std::size_t> found = members(index, schema::story_term(id));
  if (const std::optional<std::size_t> article = rank_of(index, id); found.empty() && article)
    found.push_back(*article);
  if (found.empty() || index.columns.stories().size(found.front()) == 0) return std::nullopt;
  return std::string(index.columns.stories().name(found.front()));
}

}  // namespace

SearchEngine::SearchEngine(DataDirectory directory, EngineOptions options)
    : options_(std::move(options)),
      names_(known_names()),
      rules_(std::make_unique<RuleFiles>(options_.rules.value_or(RuleFiles::in(directory.root())))),
      generations_(std::make_unique<CurrentGeneration>(std::move(directory), options_.engine, options_.shards)),
      cache_(std::make_unique<AnswerCache>(options_.cached_answers)) {}
SearchEngine::~SearchEngine() = default;

template <class Answer>
auto SearchEngine::ask(const HiddenSources& hidden, Answer answer) const {
  constexpr int kMostAttempts = 20;  // each finds one more server that does not answer
  for (int attempt = 1;; ++attempt) {
    const Lease lease = generations_->lease(hidden);
    if (!options_.partial_answers && !lease.missing().empty()) throw ShardsMissing(not_answering(lease.state()));
    try {
      return answer(lease);
    } catch (const Xapian::Error& error) {
      if (!lease.has_lost(error) || attempt == kMostAttempts) throw;
    }
  }
}

template <class Answer>
auto SearchEngine::ask(Answer answer) const {
  return ask(*rules_->hidden(), std::move(answer));
}

Result<SearchResponse> SearchEngine::search(const SearchRequest& request) const {
  const Clock::time_point start = Clock::now();
  if (const std::optional<Error> error = refused(request)) return *error;
  const SearchRules rules = rules_->current();
  return ask(*rules.hidden, [&](const Lease& lease) -> Result<SearchResponse> {
    const IndexState state = lease.state();
    const std::string version = version_of(state, rules, lease.now());
    if (const std::shared_ptr<const SearchResponse> known = cache_->find(request, version)) {
      SearchResponse response = *known;
      response.took_ms = milliseconds_since(start);
      return response;
    }
    TimeBudget budget(options_.time_limit);
    try {
      Result<SearchResponse> response = Search(request, lease, {*names_, rules}, budget).run();
      if (!response) return response;
      response->index = state;
      response->version = version;
      if (!state.missing_shards.empty())
        response->warnings.insert(response->warnings.begin(),
                                  {"part of the archive is missing here: " + not_answering(state), 0, 0});
      response->took_ms = milliseconds_since(start);
      if (options_.cached_answers > 0)
        cache_->keep(request, version, std::make_shared<const SearchResponse>(*response));
      return response;
    } catch (const TimeBudget::Spent&) {
      return spent(options_.time_limit);
    }
  });
}

Result<Diagnosis> SearchEngine::diagnose(const SearchRequest& request, std::string_view article_id) const {
  if (const std::optional<Error> error = refused(request)) return *error;
  const SearchRules rules = rules_->current();
  const auto is_hidden = [&] {
    return ask(HiddenSources(), [&](const Lease& lease) { return rank_of(lease.index(), article_id).has_value(); });
  };
  return ask(*rules.hidden, [&](const Lease& lease) -> Result<Diagnosis> {
    const std::optional<std::size_t> rank = rank_of(lease.index(), article_id);
    if (!rank && is_hidden())
      return Error{"hidden", "the article '" + std::string(article_id) + "' is of a source that is hidden"};
    if (!rank) return no_article(lease, article_id);
    TimeBudget budget(options_.time_limit);
    try {
      return Search(request, lease, {*names_, rules}, budget).diagnose(*rank);
    } catch (const TimeBudget::Spent&) {
      return spent(options_.time_limit);
    }
  });
}

Result<RelatedResponse> SearchEngine::related(std::string_view article_id, RelatedMode mode,
                                              std::uint32_t limit) const {
  const Clock::time_point start = Clock::now();
  return ask([&](const Lease& lease) -> Result<RelatedResponse> {
    TimeBudget budget(options_.time_limit);
    try {
      Result<RelatedResponse> response = related_in(lease, article_id, mode, limit, budget);
      if (response) response->took_ms = milliseconds_since(start);
      return response;
    } catch (const TimeBudget::Spent&) {
      return spent(options_.time_limit);
    }
  });
}

Result<double> SearchEngine::similarity(std::string_view one, std::string_view other) const {
  return ask([&](const Lease& lease) -> Result<double> {
    const SearchedIndex index = lease.index();
    const std::optional<std::size_t> a = rank_of(index, one), b = rank_of(index, other);
    if (!a || !b) return no_article(lease, a ? other : one);
    TimeBudget unlimited(kUnlimited);
    PostingLists lists(index, unlimited);
    return newssearch::similarity(*a, *b, index, lists);
  });
}

Result<StoryOfHit> SearchEngine::story_of(std::string_view article_id) const {
  return ask([&](const Lease& lease) -> Result<StoryOfHit> {
    const std::optional<std::size_t> rank = rank_of(lease.index(), article_id);
    if (!rank || lease.columns().stories().size(*rank) == 0) return no_article(lease, article_id);
    return story_of_hit(lease.columns(), *rank);
  });
}

Result<StoryResponse> SearchEngine::story(std::string_view id, const std::string& time_zone) const {
  const Clock::time_point start = Clock::now();
  return ask([&](const Lease& lease) -> Result<StoryResponse> {
    const SearchedIndex index = lease.index();
    const std::optional<std::string> name = name_of_story(index, id);
    if (!name) return no_story(lease, id);
    StoryResponse response = tell_story(members(index, schema::story_term(*name)), index, time_zone);
    response.id = *name;
    response.took_ms = milliseconds_since(start);
    return response;
  });
}

Result<TrendingResponse> SearchEngine::trending(const TrendingRequest& request) const {
  const Clock::time_point start = Clock::now();
  if (request.days.from && request.days.to && *request.days.from > *request.days.to)
    return Error{"invalid_request", "the first day, " + format_iso(*request.days.from) + ", is after the last, " +
                                        format_iso(*request.days.to)};
  return ask([&](const Lease& lease) -> Result<TrendingResponse> {
    const SearchedIndex index = lease.index();
    const PublishedDates& dates = lease.columns().published();
    TrendingResponse response;
    if (dates.count_dated() == 0) return response;
    const Calendar calendar(request.time_zone);
    Instant to = dates.at(dates.newest()) + std::chrono::seconds(1), from = to - request.window;
    if (request.days.to) to = calendar.start_of(*request.days.to + std::chrono::days(1));
    if (!request.days.empty()) from = request.days.from ? calendar.start_of(*request.days.from) : Instant::min();
    const DocSet period = published_between(index, from, to);
    response.from = format_iso(std::max(from, dates.at(dates.oldest())));
    response.to = format_iso(to);
    response.articles = period.count();
    TimeBudget budget(options_.time_limit);
    try {
      PostingLists lists(index, budget);
      response.entries = newssearch::trending(period, index, lists, request.limit);
    } catch (const TimeBudget::Spent&) {
      return spent(options_.time_limit);
    }
    response.took_ms = milliseconds_since(start);
    return response;
  });
}

std::vector<std::string> SearchEngine::copied_articles() const {
  return ask([&](const Lease& lease) -> std::vector<std::string> {
    std::vector<std::string> ids;
    for (std::size_t rank = 0; rank < lease.columns().ranks(); ++rank)
      if (lease.columns().copies().shared(rank)) ids.emplace_back(lease.columns().ids()[rank]);
    return ids;
  });
}

Result<Article> SearchEngine::article(std::string_view article_id) const {
  return ask([&](const Lease& lease) -> Result<Article> {
    const SearchedIndex index = lease.index();
    const std::optional<std::size_t> rank = rank_of(index, article_id);
    if (!rank) return no_article(lease, article_id);
    return fetch_stored(index, *rank);
  });
}

Result<std::vector<ArticleVersion>> SearchEngine::versions(std::string_view article_id) const {
  return ask([&](const Lease& lease) -> Result<std::vector<ArticleVersion>> {
    const SearchedIndex index = lease.index();
    const std::optional<std::size_t> rank = rank_of(index, article_id);
    if (!rank) return no_article(lease, article_id);
    const Article article = fetch_stored(index, *rank);
    std::vector<ArticleVersion> versions;
    for (const std::string& record : article.earlier)
      if (Result<Article> earlier = from_record(record)) versions.push_back({*std::move(earlier), std::nullopt});
    versions.push_back({article, std::nullopt});
    for (std::size_t i = 1; i < versions.size(); ++i)
      versions[i].difference =
          text_difference(versions[i - 1].article.body, versions[i].article.body, article.lang, index.analyzer);
    std::reverse(versions.begin(), versions.end());
    return versions;
  });
}

SuggestResponse SearchEngine::suggest(std::string_view text, std::uint32_t limit) const {
  return ask([&](const Lease& lease) -> SuggestResponse {
    TimeBudget budget(options_.time_limit);
    try {
      return {suggestions_for(text, lease.suggestions(), lease.index(), budget, limit)};
    } catch (const TimeBudget::Spent&) {
      return {};
    }
  });
}

std::vector<SearchEngine::Ranked> SearchEngine::rank(std::string_view topic, std::size_t depth) const {
  return ask([&](const Lease& lease) -> std::vector<SearchEngine::Ranked> {
    TimeBudget unlimited(kUnlimited);
    const Calendar utc("UTC");
    Matcher matcher(lease.index(), utc, unlimited);
    Ranker ranker(matcher);
    const QueryNode words = any_words(topic, lease.analyzer());
    const ClausePtr matching = matcher.clause(words);
    const std::vector<ScorerPtr> scorers = ranker.scorers(words);
    FirstArticles first(depth, ByScore{lease.columns()});
    matcher.for_each_window(*matching, [&](std::size_t window, const WindowBits& found) {
      WindowScores scores{};
      for (const ScorerPtr& scorer : scorers) scorer->add(window, scores);
      for_each_place(found, [&](std::size_t place) {
        first.add({.rank = static_cast<std::uint32_t>(window * kWindowArticles + place), .score = scores[place]});
      });
    });
    std::vector<RankedHit> hits = std::move(first).in_order();
    if (has_any_of_many(words))
      hits =
          Feedback(hits, ranker.idf_of_words(words), matcher).reordered(std::move(hits), [](std::size_t) { return 1; });
    std::vector<Ranked> best;
    for (const RankedHit& hit : hits) best.push_back({std::string(lease.columns().ids()[hit.rank]), hit.score});
    return best;
  });
}

std::string SearchEngine::answer_version() const {
  const SearchRules rules = rules_->current();
  const Lease lease = generations_->lease(*rules.hidden);
  return version_of(lease.state(), rules, lease.now());
}

std::vector<std::string> SearchEngine::rule_errors() const { return rules_->errors(); }

IndexState SearchEngine::state() const { return generations_->lease(*rules_->hidden()).state(); }
CacheCounts SearchEngine::cache_counts() const { return cache_->counts(); }
std::string SearchEngine::damage() const {
  const Lease lease = generations_->lease(*rules_->hidden());
  std::string damage = lease.generation().damage();
  if (!lease.missing().empty()) damage += (damage.empty() ? "" : "; ") + not_answering(lease.state());
  return damage;
}

}  // namespace newssearch
