#include "server/search/search.h"

#include <algorithm>
#include <iterator>

#include "server/search/apply_vocabulary.h"
#include "server/search/facets.h"
#include "server/search/highlighter.h"
#include "server/search/histogram.h"
#include "server/search/hit_order.h"
#include "server/search/hyphenation.h"
#include "server/search/query_correction.h"
#include "server/search/relaxation.h"
#include "server/search/romanised_names.h"

namespace newssearch {
namespace {

/// Fewer articles than this hold all the words: some of the words are enough then.
constexpr std::uint32_t kRelaxBelow = 3;

/// A word of one article in so many or fewer may be misspelled where fewer articles than this are found.
constexpr std::uint32_t kRareOneIn = 1000, kFewFound = 10;

/// So many hits before its own a cursor knows: they may be taken out meanwhile.
constexpr std::size_t kNearestBefore = 3;

/// So many corrected queries are tried for one that gives hits.
constexpr std::size_t kMostTrials = 9;

/// Whose stems are looked up: the index's, or those that the filter means.
std::vector<std::string> languages(const SearchRequest& request, const Columns& columns) {
  const std::vector<std::string>& asked = request.filter(Facet::lang).any;
  if (asked.empty()) return columns.languages();
  const FacetColumn& column = columns.values(Facet::lang);
  const std::vector<bool> meant = meant_by(asked, column);
  std::vector<std::string> languages;
  for (std::size_t number = 0; number < meant.size(); ++number)
    if (meant[number]) languages.emplace_back(column.values[number]);
  return languages;
}

/// Of the articles found those that have a term.
std::vector<std::size_t> found_members(const SearchedIndex& index, const std::string& term, const DocSet& found) {
  std::vector<std::size_t> ranks = members(index, term);
  std::erase_if(ranks, [&](std::size_t rank) { return !found.contains(rank); });
  return ranks;
}

}  // namespace

StoryOfHit story_of_hit(const Columns& columns, std::size_t rank) {
  const Grouping& stories = columns.stories();
  StoryOfHit story{.id = std::string(stories.name(rank)), .size = stories.size(rank), .latest = ""};
  if (const std::size_t newest = stories.newest(rank); columns.published().is_dated(newest))
    story.latest = iso_date(columns.published(), newest);
  return story;
}

Article fetch_stored(const SearchedIndex& index, std::size_t rank) {
  Result<Article> article = stored_article(index, rank);
  if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
  return *std::move(article);
}

Search::Search(const SearchRequest& request, const Lease& lease, const QueryAids& aids, TimeBudget& budget)
    : request_(request),
      lease_(lease),
      aids_(aids),
      calendar_(request.time_zone),
      matcher_(lease.index(languages(request, lease.columns())), calendar_, budget),
      wanted_(request.per_page == 0 ? 0 : std::size_t{request.after ? 1 : request.page} * request.per_page + 1),
      whole_(lease.columns().ranks()) {}

Result<SearchResponse> Search::run() {
  Result<ParsedQuery> parsed = read(request_.text);
  if (!parsed) return parsed.error();
  response_.query = request_.text;
  response_.warnings = std::move(parsed->warnings);
  matches_ = match(parsed->root);
  const std::vector<Warning> doubts = matcher_.warnings();  // of what was asked; not of what is tried to help
  help(*parsed);
  pin();
  put_in_order();
  response_.parsed = to_string(matches_.query);
  response_.total = matches_.total;
  response_.page = request_.after ? request_.after->shown / request_.per_page + 1 : request_.page;
  response_.per_page = request_.per_page;
  response_.asked_recency = request_.recency;
  response_.recency = matches_.recency;
  if (matches_.feedback) response_.expanded = matches_.feedback->words();
  response_.folded = grouping() ? grouping()->count_folded(matches_.found) : response_.total;
  const std::uint32_t reachable = std::min(response_.folded, kMaxReachable / request_.per_page * request_.per_page);
  response_.pages = (reachable + request_.per_page - 1) / request_.per_page;
  count();
  fetch();
  warn(doubts);
  return std::move(response_);
}

Result<Diagnosis> Search::diagnose(std::size_t rank) {
  Result<ParsedQuery> parsed = read(request_.text);
  if (!parsed) return parsed.error();
  const Article article = fetch_stored(matcher_.index(), rank);
  Diagnosis diagnosis;
  diagnosis.id = article.id;
  diagnosis.headline = article.headline;
  diagnosis.parsed = to_string(parsed->root);
  Diagnostician diagnostician(matcher_, calendar_, lease_.analyzer(), article, rank);
  diagnosis.parts = diagnostician.parts_of(parsed->root);
  for (Diagnosis::Part& filter : diagnostician.parts_of(request_)) diagnosis.parts.push_back(std::move(filter));
  wanted_ = lease_.columns().ranks();
  matches_ = match(parsed->root);
  diagnosis.found = matches_.found.contains(rank);
  help(*parsed);
  pin();
  put_in_order();
  diagnosis.relaxed = response_.relaxed;
  diagnosis.total = matches_.total;
  if (!matches_.found.contains(rank)) return diagnosis;
  const std::vector<RankedHit>& first = matches_.first;
  const auto hit = std::find_if(first.begin(), first.end(), [&](const RankedHit& one) { return one.rank == rank; });
  diagnosis.pinned = hit != first.end() && hit->pin > 0;
  diagnosis.position = static_cast<std::uint32_t>(hit - first.begin() + 1);
  return diagnosis;
}

Result<ParsedQuery> Search::read(std::string_view text) const {
  Result<ParsedQuery> parsed = parse_query(text, lease_.analyzer(), QueryClock{lease_.now(), calendar_}, {},
                                           request_.names ? NameSpellings::all : NameSpellings::as_typed);
  if (!parsed) return parsed;
  if (request_.unfinished) mark_unfinished(parsed->root, text.size());
  if (request_.synonyms) parsed->root = apply(*aids_.rules.words, std::move(parsed->root));
  if (request_.names) parsed->root = apply(aids_.names, std::move(parsed->root));
  const SearchedIndex index = lease_.index(languages(request_, lease_.columns()));
  parsed->root = with_hyphenations(index, only_romanised_names(index, std::move(parsed->root)));
  return parsed;
}

bool Search::is_filtered(Facet facet) const {
  return !request_.filter(facet).any.empty() || !request_.filter(facet).none.empty();
}

ClausePtr Search::filter(Facet facet) {
  const FacetFilter& filter = request_.filter(facet);
  std::vector<ClausePtr> both;
  if (!filter.any.empty()) both.push_back(matcher_.with_any(facet, filter.any));
  if (!filter.none.empty()) {
    std::vector<ClausePtr> none;
    none.push_back(matcher_.with_any(facet, filter.none));
    both.push_back(none_of(std::move(none)));
  }
  return all_of(std::move(both));
}

/// The query within the dates asked for.
ClausePtr Search::clause(const QueryNode& query) {
  std::vector<ClausePtr> both;
  if (!request_.dates.empty()) both.push_back(matcher_.on_days(request_.dates, request_.date_field));
  both.push_back(matcher_.clause(query));
  return all_of(std::move(both));
}

ClausePtr Search::filters() {
  std::vector<ClausePtr> filters;
  for (const Facet facet : kFacets)
    if (is_filtered(facet)) filters.push_back(filter(facet));
  return all_of(std::move(filters));
}

/// Who matches, and who passes the filters.
Search::Matches Search::match(QueryNode query) {
  const std::size_t ranks = lease_.columns().ranks();
  Matches matches{.query = std::move(query),
                  .matched = DocSet(ranks),
                  .found = DocSet(ranks),
                  .total = 0,
                  .recency = {},
                  .feedback = {},
                  .first = {}};
  const ClausePtr matching = clause(matches.query), filters = this->filters();
  matcher_.for_each_window(*matching, [&](std::size_t window, const WindowBits& matched) {
    matches.matched.set_window(window, matched);
    WindowBits found = matched;
    filters->narrow(window, found);
    if (is_empty(found)) return;
    matches.found.set_window(window, found);
    matches.total += newssearch::count(found);
  });
  return matches;
}

/// Adds to what was found what editors have pinned for the query, as far as it passes the dates and the filters. What
/// helps a query that finds little has come before: what is pinned does not make its words any better.
void Search::pin() {
  if (!by_relevance() || !request_.pins) return;
  const std::vector<std::string>& ids = aids_.rules.pins->of(request_.text);
  for (std::uint32_t number = 0; number < ids.size(); ++number) {
    const std::optional<std::size_t> rank = rank_of(matcher_.index(), ids[number]);
    if (!rank || !matcher_.holds(*matcher_.on_days(request_.dates, request_.date_field), *rank)) continue;
    matches_.matched.insert(*rank);
    if (!matcher_.holds(*filters(), *rank)) continue;
    matches_.total += matches_.found.contains(*rank) ? 0 : 1;
    matches_.found.insert(*rank);
    pinned_.push_back({.rank = static_cast<std::uint32_t>(*rank), .pin = number + 1});
  }
  if (pinned_.empty()) return;
  organic_ = matches_.found;
  std::erase_if(pinned_, [&](const RankedHit& hit) {
    if (!organic_.contains(hit.rank)) return true;  // another one stands for it
    for (const std::size_t rank : found_in_group(hit.rank)) organic_.erase(rank);
    return false;
  });
}

/// What is pinned comes first, and then the rest.
void Search::put_in_order() {
  const HitCursor* const after = request_.after ? &*request_.after : nullptr;
  const auto is_behind = [&](const RankedHit& hit) { return !after || (after->pin > 0 && hit.pin > after->pin); };
  std::vector<RankedHit> pinned;
  std::copy_if(pinned_.begin(), pinned_.end(), std::back_inserter(pinned), is_behind);
  pinned.resize(std::min(pinned.size(), wanted_));
  std::optional<HitCursor> organic;
  if (after && after->pin == 0) {
    organic = *after;
    organic->shown -= std::min(after->shown, static_cast<std::uint32_t>(pinned_.size()));
  }
  put_organic_in_order(organic ? &*organic : nullptr, wanted_ - pinned.size());
  for (RankedHit& hit : pinned) hit.score = final_score(hit.rank);
  matches_.first.insert(matches_.first.begin(), pinned.begin(), pinned.end());
}

void Search::put_organic_in_order(const HitCursor* after, std::size_t wanted) {
  std::vector<ScorerPtr> scorers = make_scorers();
  matches_.recency = scorers.empty() ? AppliedRecency() : recency_of(matches_);
  const bool expands = request_.expand && by_relevance() && wanted > 0 && has_any_of_many(matches_.query);
  if (!expands) {
    matches_.first = first_hits(std::move(scorers), wanted, after);
    return;
  }
  const Freshness freshness(lease_.columns().published(), matches_.recency);
  std::vector<RankedHit> first = first_hits(
      std::move(scorers), after ? Feedback::kReordered + wanted : std::max(wanted, Feedback::kReordered), nullptr);
  matches_.feedback.emplace(first, ranker_.idf_of_words(matches_.query), matcher_);
  if (after && after->shown >= Feedback::kReordered) {
    matches_.first = first_hits(make_scorers(), wanted, after);
    if (!matches_.feedback->is_empty())
      for (RankedHit& hit : matches_.first) hit.score *= Feedback::kAsked;
    return;
  }
  matches_.first =
      matches_.feedback->reordered(std::move(first), [&](std::size_t rank) { return freshness.factor(rank); });
  if (after) {
    const std::optional<std::uint32_t> rank = still_found(*after);
    auto last = std::find_if(matches_.first.begin(), matches_.first.end(),
                             [&](const RankedHit& hit) { return rank && hit.rank == *rank; });
    const auto shown = std::min<std::ptrdiff_t>(after->shown, std::ssize(matches_.first));
    matches_.first.erase(matches_.first.begin(),
                         last != matches_.first.end() ? last + 1 : matches_.first.begin() + shown);
  }
  matches_.first.resize(std::min(matches_.first.size(), wanted));
}

std::vector<ScorerPtr> Search::make_scorers() {
  return by_relevance() ? ranker_.scorers(matches_.query) : std::vector<ScorerPtr>();
}

/// Of the organic ones, by score or date alone.
std::vector<RankedHit> Search::first_hits(std::vector<ScorerPtr> scorers, std::size_t wanted, const HitCursor* after) {
  const HitCursor now = after ? as_it_is_now(*after) : HitCursor();
  const Behind behind(now, request_.sort, lease_.columns(), dates());
  FirstResults first(wanted,
                     by_relevance() ? FirstArticles::Order(ByScore{lease_.columns()})
                                    : ByDate{lease_.columns(), dates(), request_.sort == SortOrder::newest},
                     grouping(), after ? &behind : nullptr);
  const Freshness freshness(lease_.columns().published(), matches_.recency);
  matcher_.for_each_window(organic(), [&](std::size_t window, const WindowBits& found) {
    if (first.has_enough() && (wanted == 0 || comes_after(window, first))) return;
    score(window, found, freshness, scorers, first);
  });
  return std::move(first).in_order();
}

/// Of one article, before feedback.
float Search::score_of(std::size_t rank) {
  WindowScores scores{};
  for (const ScorerPtr& scorer : make_scorers()) scorer->add(rank / kWindowArticles, scores);
  return scores[rank % kWindowArticles] * freshness_of(rank);
}

/// The same as hits have it.
float Search::final_score(std::size_t rank) {
  const float score = score_of(rank);
  if (!matches_.feedback || matches_.feedback->is_empty()) return score;
  return score * Feedback::kAsked + matches_.feedback->added(rank) * freshness_of(rank);
}

float Search::freshness_of(std::size_t rank) const {
  return Freshness(lease_.columns().published(), matches_.recency).factor(rank);
}

/// The rank of the hit, or of the nearest before it that is still one.
std::optional<std::uint32_t> Search::still_found(const HitCursor& hit) const {
  std::vector<std::string> ids = hit.before;
  ids.insert(ids.begin(), hit.id);
  for (const std::string& id : ids)
    if (const auto rank = rank_of(matcher_.index(), id); rank && organic().contains(*rank))
      return static_cast<std::uint32_t>(*rank);
  return std::nullopt;
}

/// Scores change with what is written; what is still found is where it is now.
HitCursor Search::as_it_is_now(const HitCursor& hit) {
  const std::optional<std::uint32_t> rank = still_found(hit);
  if (!rank) return hit;
  RankedHit article{.rank = *rank};
  if (by_relevance()) {
    article.score = score_of(*rank);
    article.whole = has_whole_ && whole_.contains(*rank);
  }
  return cursor_at(article, hit.shown);
}

HitCursor Search::cursor_at(const RankedHit& hit, std::uint32_t shown) const {
  return {.shown = shown,
          .whole = hit.whole,
          .score = hit.score,
          .sorted = Behind::time_of(dates(), hit.rank),
          .published = Behind::time_of(lease_.columns().published(), hit.rank),
          .id = std::string(lease_.columns().ids()[hit.rank]),
          .before = {},
          .pin = hit.pin};
}

void Search::score(std::size_t window, const WindowBits& found, const Freshness& freshness,
                   std::vector<ScorerPtr>& scorers, FirstResults& first) const {
  const bool by_score = by_relevance() && !has_whole_;
  const auto is_too_low = [&, in_order = lease_.columns().are_in_order()](float most, const RankedHit& last) {
    return in_order ? most <= last.score : most < last.score;  // what comes later in order is below what equals it
  };
  if (const RankedHit* last = first.last(); last && by_score) {
    constexpr float kRounding = 1.0001F;
    float most = 0;
    for (const ScorerPtr& scorer : scorers) most += scorer->most(window);
    if (is_too_low(most * freshness.most_in(window) * kRounding, *last)) return;
  }
  WindowScores scores{};
  for (const ScorerPtr& scorer : scorers) scorer->add(window, scores);
  for_each_place(found, [&](std::size_t place) {
    if (const RankedHit* last = first.last(); last && by_score && is_too_low(scores[place], *last)) return;
    const std::size_t rank = window * kWindowArticles + place;
    first.add({static_cast<std::uint32_t>(rank), scores[place] * freshness.factor(rank),
               has_whole_ && whole_.contains(rank)});
  });
}

/// Who asks for days has said how new articles should be.
AppliedRecency Search::recency_of(const Matches& matches) const {
  if (!request_.dates.empty() || asks_for_dates(matches.query)) return {};
  return applied_recency(request_.recency, matches.found, lease_.columns().published());
}

const Grouping* Search::grouping() const {
  switch (request_.collapse) {
    case Collapse::copies:
      return &lease_.columns().copies();
    case Collapse::story:
      return &lease_.columns().stories();
    case Collapse::none:
      return nullptr;
  }
  return nullptr;
}

/// Where the newest are asked for, of dates that ranks are in order of: no article of a window is newer than the
/// results there are.
bool Search::comes_after(std::size_t window, const FirstResults& first) const {
  if (request_.sort != SortOrder::newest || request_.date_field != DateField::published) return false;
  if (lease_.columns().are_in_order()) return true;
  const RankedHit newest{.rank = static_cast<std::uint32_t>(window * kWindowArticles)};
  return first.last() && !ByDate{lease_.columns(), dates(), true}(newest, *first.last());
}

std::uint32_t Search::count(const QueryNode& query) {
  std::vector<ClausePtr> both;
  both.push_back(clause(query));
  both.push_back(filters());
  return matcher_.count(*all_of(std::move(both)));
}

void Search::help(const ParsedQuery& asked) {
  const std::uint32_t whole = matches_.total;
  if (request_.relax && matches_.total < kRelaxBelow && !asked.says_and) relax(asked.root);
  if (request_.spelling) correct(asked.root, whole);
}

/// First the words that no article holds are left out, then any of the rest is enough that is not in most articles.
void Search::relax(const QueryNode& asked) {
  const auto take = [&](QueryNode query) {
    if (count(query) <= matches_.total) return;
    whole_ |= matches_.found;
    has_whole_ = has_whole_ || matches_.total > 0;
    matches_ = match(std::move(query));
    response_.relaxed = true;
  };
  QueryNode rest = asked;
  const auto is_held = [&](const QueryNode& word) { return matcher_.count(word) > 0; };
  const auto is_telling = [&](const QueryNode& word) { return 2 * matcher_.count(word) <= matcher_.index().stored(); };
  if (std::optional<QueryNode> held = without(asked, is_held)) {
    rest = *held;
    take(*std::move(held));
  }
  if (matches_.total < kRelaxBelow)
    if (std::optional<QueryNode> any = any_bare_word(rest, is_telling)) take(*std::move(any));
  if (!response_.relaxed) return;
  for (const QueryNode* word : bare_words(asked)) {
    asked_.push_back({text_of(*word), matcher_.articles(*word)});
    const bool dropped = asked_.back().holding.count() == 0;
    (dropped ? response_.dropped : response_.optional).push_back(asked_.back().text);
  }
  if (matches_.query == rest) response_.optional.clear();  // leaving out was enough
}

/// `whole` articles hold all that was asked. Words the index does not know may be misspelled, and hardly known ones
/// where little is found. What they might be is offered where it finds more, and searched for where nothing else was
/// found.
void Search::correct(const QueryNode& asked, std::uint32_t whole) {
  const auto articles_with = [&](const std::string& word) {
    const std::optional<LexiconWord> printed = lease_.lexicon().find(word);
    return std::max(printed ? printed->articles : 0, ranker_.articles_with(word));
  };
  const std::uint32_t articles = matcher_.index().stored();
  const std::uint32_t rare = whole < kFewFound ? articles / kRareOneIn : 0;
  const std::vector<UnknownWord> unknown =
      unknown_words(asked, request_.text, lease_.analyzer(), lease_.lexicon(), articles_with, rare);
  if (unknown.empty()) return;
  for (const std::vector<std::size_t>& choice : choices(unknown, kMostTrials)) {
    const std::string text = corrected_text(request_.text, unknown, choice);
    Result<ParsedQuery> parsed = read(text);
    if (!parsed) continue;
    const std::uint32_t total = count(parsed->root);
    if (total <= whole) continue;
    const bool sure = std::none_of(unknown.begin(), unknown.end(), [](const UnknownWord& word) { return word.known; });
    if (matches_.total > 0 || !sure) {
      response_.did_you_mean = DidYouMean{text, total};
    } else {
      response_.corrected = text;
      matches_ = match(std::move(parsed->root));
    }
    return;
  }
}

std::string Search::text_of(const QueryNode& node) const {
  const std::string text = request_.text.substr(node.begin, node.end - node.begin);
  return text.empty() ? to_string(node) : text;
}

/// A selected value does not hide the others of its facet: that facet is counted without its own choice.
DocSet Search::found_but_for(Facet facet) {
  if (request_.filter(facet).any.empty()) return matches_.found;
  DocSet found = matches_.matched;
  for (const Facet other : kFacets)
    if (other != facet && is_filtered(other)) found &= matcher_.articles(*filter(other));
  if (const std::vector<std::string>& none = request_.filter(facet).none; !none.empty())
    found -= matcher_.articles(*matcher_.with_any(facet, none));
  return found;
}

/// What there is to say, each once.
void Search::warn(std::vector<Warning> more) {
  for (const Facet facet : kFacets) {
    const FacetFilter& filter = request_.filter(facet);
    for (const std::vector<std::string>* values : {&filter.any, &filter.none})
      for (const std::string& value : *values)
        if (!has_value(lease_.columns().values(facet), value))
          more.push_back({no_article_has(facet, value, lease_.columns().values(facet)), 0, 0});
  }
  if (response_.total == 0 && !request_.dates.empty() &&
      matcher_.count(*matcher_.on_days(request_.dates, request_.date_field)) == 0)
    more.push_back({no_article_is_of(dates(), matcher_.index().live, calendar_), 0, 0});
  for (Warning& warning : more)
    if (std::find(response_.warnings.begin(), response_.warnings.end(), warning) == response_.warnings.end())
      response_.warnings.push_back(std::move(warning));
}

void Search::count() {
  const Columns& columns = lease_.columns();
  for (const Facet facet : request_.facets)
    response_.facets.push_back(
        count_facet(facet, found_but_for(facet), columns, request_.filter(facet), request_.facet_limit));
  if (!request_.histogram) return;
  response_.histogram =
      count_dates(matches_.found, dates(), *lease_.days(request_.date_field, request_.time_zone, calendar_), calendar_,
                  request_.time_zone, *request_.histogram);
  if (*request_.histogram != HistogramInterval::automatic && *request_.histogram != response_.histogram->interval)
    response_.warnings.push_back({"so long a time has too many buckets by " +
                                      std::string(to_string(*request_.histogram)) + "; counted by " +
                                      std::string(to_string(response_.histogram->interval)),
                                  0, 0});
}

const DateColumn& Search::dates() const {
  const Columns& columns = lease_.columns();
  return request_.date_field == DateField::published ? columns.published() : columns.updated();
}

/// What there is to see of an article among the hits.
void Search::show(std::size_t rank, Highlighter& highlighter, SearchHit& hit) const {
  hit.article = fetch_stored(matcher_.index(), rank);
  hit.headline = highlighter.headline(hit.article.headline, hit.article.lang);
  hit.snippet = highlighter.snippet(hit.article.body, hit.article.lang, request_.snippet_length);
  leave_text_out(hit.article);
}

/// Its near copies among what was found, itself among them: the first published first.
std::vector<std::size_t> Search::found_copies(std::size_t rank) const {
  const Grouping& copies = lease_.columns().copies();
  if (!copies.shared(rank)) return {rank};
  std::vector<std::size_t> found =
      found_members(matcher_.index(), schema::copies_term(copies.name(rank)), matches_.found);
  const ByDate comes_before{lease_.columns(), lease_.columns().published(), false};
  std::sort(found.begin(), found.end(), [&](std::size_t a, std::size_t b) {
    return comes_before({.rank = static_cast<std::uint32_t>(a)}, {.rank = static_cast<std::uint32_t>(b)});
  });
  return found;
}

/// What one result is made of: the articles found that the request folds into one, itself among them.
std::vector<std::size_t> Search::found_in_group(std::size_t rank) const {
  const Grouping* const groups = grouping();
  if (!groups || !groups->shared(rank)) return {rank};
  const std::string name(groups->name(rank));
  return found_members(matcher_.index(),
                       request_.collapse == Collapse::story ? schema::story_term(name) : schema::copies_term(name),
                       matches_.found);
}

/// What a result stands for. Returns the rank of the article to show: of near copies the first published, but where
/// results are in order of date, or this one is pinned.
std::size_t Search::add_groups(const RankedHit& first, SearchHit& hit) const {
  const Columns& columns = lease_.columns();
  std::size_t rank = first.rank;
  if (request_.collapse != Collapse::none) {
    const std::vector<std::size_t> copies = found_copies(rank);
    const Grouping& groups = *grouping();
    const auto may_stand = [&](std::size_t copy) {  // copies of one text may be in two stories
      return groups.name(copy) == groups.name(rank) && (!has_whole_ || !first.whole || whole_.contains(copy));
    };
    if (by_relevance() && first.pin == 0) rank = *std::find_if(copies.begin(), copies.end(), may_stand);
    for (const std::size_t copy : copies)
      if (copy != rank) hit.copies.emplace_back(columns.ids()[copy]);
    hit.folded = static_cast<std::uint32_t>(hit.copies.size());
  }
  if (columns.stories().size(rank) == 0) return rank;
  hit.story = story_of_hit(columns, rank);
  if (request_.collapse == Collapse::story)
    hit.folded = static_cast<std::uint32_t>(
        found_members(matcher_.index(), schema::story_term(hit.story->id), matches_.found).size() - 1);
  return rank;
}

Explanation Search::explain(std::size_t rank) {
  Explanation explanation = ranker_.explain(matches_.query, rank);
  explanation.freshness = freshness_of(rank);
  if (matches_.feedback && !matches_.feedback->is_empty()) {
    explanation.asked = Feedback::kAsked;
    explanation.expansion = matches_.feedback->added(rank);
  }
  return explanation;
}

void Search::fetch() {
  const auto is_name = [&](const std::string& word, std::string_view lang) {
    return matcher_.forms().stands_as_printed(word, lang);
  };
  std::optional<Highlighter> highlighter;
  if (!request_.ids_only)
    highlighter.emplace(
        matches_.query, lease_.analyzer(), [&](const std::string& word) { return ranker_.idf_of(word); }, is_name);
  const std::vector<RankedHit>& first = matches_.first;
  const std::size_t begin = request_.after ? 0 : (request_.page - 1) * std::size_t{request_.per_page};
  const std::size_t end = std::min(begin + request_.per_page, first.size());
  if (end > begin && end < first.size()) {
    const std::uint32_t shown = request_.after ? request_.after->shown : static_cast<std::uint32_t>(begin);
    response_.next = cursor_at(first[end - 1], shown + static_cast<std::uint32_t>(end - begin));
    for (std::size_t i = end - 1; i-- > begin && response_.next->before.size() < kNearestBefore;)
      response_.next->before.emplace_back(lease_.columns().ids()[first[i].rank]);
  }
  for (std::size_t i = begin; i < end; ++i) {
    SearchHit hit;
    const std::size_t rank = add_groups(first[i], hit);
    if (highlighter)
      show(rank, *highlighter, hit);
    else
      hit.article.id = lease_.columns().ids()[rank];
    hit.score = first[i].score;
    hit.pinned = first[i].pin > 0;
    if (request_.explain) hit.explanation = explain(rank);
    for (const AskedWord& word : asked_)
      if (!hit.pinned && !word.holding.contains(rank)) hit.missing.push_back(word.text);
    response_.hits.push_back(std::move(hit));
  }
}

}  // namespace newssearch
