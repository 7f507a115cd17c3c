#include "server/search/matcher.h"

#include <algorithm>

#include "common/characters.h"
#include "common/schema.h"
#include "server/search/facets.h"
#include "server/search/placed_clauses.h"
#include "server/search/value_names.h"

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;

std::string phrase_of(const std::vector<std::string>& words) {
  std::string phrase;
  for (const std::string& word : words) phrase += (phrase.empty() ? "" : " ") + word;
  return phrase;
}

}  // namespace

bool is_ideographic(std::string_view word) {
  std::size_t at = 0;
  return class_of(next_character(word, at)) == CharClass::ideograph;
}

Matcher::Matcher(SearchedIndex index, const Calendar& calendar, TimeBudget& budget)
    : index_(std::move(index)), calendar_(calendar), budget_(budget), lists_(index_, budget), forms_(index_) {}

ClausePtr Matcher::clause(const QueryNode& node) {
  switch (node.kind) {
    case Kind::everything:
      return everything();
    case Kind::word: {
      std::vector<ClausePtr> either;
      either.push_back(with_word(forms_.terms_of(node.words.front(), node.in_headline)));
      if (node.unfinished)
        either.push_back(in_lists(lists_.of(forms_.expand(node.words.front(), node.in_headline).terms)));
      return any_of(std::move(either));
    }
    case Kind::exact:
    case Kind::phrase:
    case Kind::characters:
      return row(node.words, node.in_headline);
    case Kind::prefix:
      return in_lists(lists_.of(expand(node).terms));
    case Kind::near:
      return near(node);
    case Kind::value:
      return value(node);
    case Kind::dates:
      return dates(node);
    case Kind::like:
      return like(node);
    case Kind::all:
      return all(node);
    case Kind::any:
      return any_of(clauses(node.children));
    case Kind::variants: {
      std::vector<ClausePtr> ways;
      for (const QueryNode& child : node.children) ways.push_back(way(child));
      return any_of(std::move(ways));
    }
    case Kind::none:
      return none_of(clauses(node.children));
  }
  return nothing();
}

std::vector<ClausePtr> Matcher::clauses(const std::vector<QueryNode>& nodes) {
  std::vector<ClausePtr> clauses;
  for (const QueryNode& node : nodes) clauses.push_back(clause(node));
  return clauses;
}

ClausePtr Matcher::way(const QueryNode& node) {
  if (node.kind != Kind::phrase) return clause(node);
  const auto [entry, fresh] = ways_.try_emplace(to_string(node));
  if (fresh) {
    PostingPacker postings(false);
    for_each_window(*clause(node), [&](std::size_t window, const WindowBits& bits) {
      for_each_place(
          bits, [&](std::size_t place) { postings.add(static_cast<std::uint32_t>(window * kWindowArticles + place)); });
    });
    entry->second = lists_.keep(postings);
  }
  return in_lists({entry->second});
}

ClausePtr Matcher::all(const QueryNode& node) {
  std::vector<ClausePtr> clauses;
  for (const QueryNode& child : node.children)
    if (!child.stop) clauses.push_back(clause(child));
  return all_of(std::move(clauses));
}

ClausePtr Matcher::with_word(const WordForms::Terms& terms) {
  ClausePtr whole = in_lists(lists_.of(terms.whole));
  if (terms.as_name.empty()) return whole;
  std::vector<ClausePtr> named, either;
  named.push_back(in_lists(lists_.of(terms.as_name)));
  named.push_back(in_lists(lists_.of(terms.printed)));
  either.push_back(std::move(whole));
  either.push_back(all_of(std::move(named)));
  return any_of(std::move(either));
}

Row Matcher::printed_row(const std::vector<std::string>& words, bool in_headline) const {
  Row row;
  const auto add = [&](const std::string& term) {
    row.push_back({in_headline ? schema::headline_word_term(term) : schema::word_term(term)});
  };
  for (const std::string& word : words) {
    std::vector<schema::PlacedTerm> pairs;
    if (is_ideographic(word)) pairs = schema::place_terms(index_.analyzer.analyze(word));
    if (pairs.empty()) {
      add(word);
      continue;
    }
    const std::string last = std::move(pairs.back().term);
    pairs.pop_back();
    for (const schema::PlacedTerm& pair : pairs) add(pair.term);
    const bool may_go_on = &word == &words.back();
    if (!may_go_on)
      add(last);
    else if (pairs.empty())
      row.push_back(forms_.terms_of_character(last, in_headline));
  }
  return row;
}

ClausePtr Matcher::row(const std::vector<std::string>& words, bool in_headline) {
  Row row = printed_row(words, in_headline);
  std::vector<ClausePtr> clauses;
  for (const std::vector<std::string>& place : row) clauses.push_back(in_lists(lists_.of(place)));
  if (row.size() > 1) clauses.push_back(stands_in_a_row(std::move(row), index_, budget_));
  return all_of(std::move(clauses));
}

Expansion Matcher::expand(const QueryNode& node) {
  const std::string& prefix = node.words.front();
  Expansion expansion = forms_.expand(prefix, node.in_headline);
  if (expansion.words > expansion.terms.size())
    warnings_.push_back({std::to_string(expansion.words) + " words begin with '" + prefix + "'; the " +
                             std::to_string(expansion.terms.size()) + " most used are looked up",
                         node.begin, node.end});
  return expansion;
}

/// How a child of NEAR may be printed in texts of a language.
Ways Matcher::ways(const QueryNode& node, std::string_view lang) const {
  if (node.kind == Kind::prefix) return {{forms_.expand(node.words.front(), node.in_headline).terms}};
  if (node.kind == Kind::variants) {
    Ways all;
    for (const QueryNode& child : node.children)
      for (Row& row : ways(child, lang)) all.push_back(std::move(row));
    return all;
  }
  const std::string& word = node.words.front();
  if (node.kind != Kind::word || is_ideographic(word)) return {printed_row(node.words, node.in_headline)};
  std::vector<std::string> forms = forms_.printed_forms(word, lang);
  for (std::string& form : forms) form = node.in_headline ? schema::headline_word_term(form) : schema::word_term(form);
  return {{std::move(forms)}};
}

ClausePtr Matcher::near(const QueryNode& node) {
  const auto window = static_cast<std::uint32_t>(node.distance * (node.children.size() - 1) + 1);
  const auto sides = [this, children = node.children](std::string_view lang) {
    std::vector<Ways> ways_of_each;
    for (const QueryNode& child : children) ways_of_each.push_back(ways(child, lang));
    return ways_of_each;
  };
  std::vector<ClausePtr> clauses = this->clauses(node.children);
  clauses.push_back(stand_near(sides, window, index_, budget_));
  return all_of(std::move(clauses));
}

ClausePtr Matcher::value(const QueryNode& node) {
  const FacetColumn& column = index_.columns.values(node.field);
  ValueNames names;
  names.add(node.words);
  std::vector<bool> wanted = names.values_of(column, index_.analyzer);
  for (std::size_t number = 0; number < wanted.size(); ++number)
    wanted[number] = wanted[number] && column.is_seen(number);
  if (std::find(wanted.begin(), wanted.end(), true) == wanted.end())
    warnings_.push_back({no_article_has(node.field, phrase_of(node.words), column), node.begin, node.end});
  return numbered(node.field, std::move(wanted));
}

ClausePtr Matcher::with_any(Facet facet, const std::vector<std::string>& values) const {
  return numbered(facet, meant_by(values, index_.columns.values(facet)));
}

ClausePtr Matcher::numbered(Facet facet, std::vector<bool> wanted) const {
  if (std::find(wanted.begin(), wanted.end(), true) == wanted.end()) return nothing();
  const ValueColumn& column = index_.columns.values(facet);
  const auto has = [&column, wanted = std::move(wanted)](std::size_t rank) {
    const PackedNumbers numbers = column.of(rank);
    for (const std::uint32_t number : numbers)
      if (number < wanted.size() && wanted[number]) return true;
    return false;
  };
  return passing(has, Clause::Cost::columns);
}

ClausePtr Matcher::like(const QueryNode& node) {
  const std::string& id = node.words.front();
  if (!rank_of(index_, id)) warnings_.push_back({"no article has the id '" + id + "'", node.begin, node.end});
  return in_lists({articles_like(id).list});
}

const ArticlesLike& Matcher::articles_like(const std::string& id) {
  const auto [entry, fresh] = like_.try_emplace(id);
  if (fresh) entry->second = newssearch::articles_like(id, index_, lists_);
  return entry->second;
}

ClausePtr Matcher::dates(const QueryNode& node) {
  if (!node.since && count(*published_in(node)) == 0)
    warnings_.push_back({no_article_is_of(index_.columns.published(), index_.live, calendar_), node.begin, node.end});
  return published_in(node);
}

ClausePtr Matcher::published_in(const QueryNode& node) const {
  if (!node.since) return on_days(node.days, DateField::published);
  // A day without a time is within the last hours if it is not over before they begin.
  std::vector<ClausePtr> both;
  both.push_back(on_days({calendar_.day_of(*node.since), node.days.to}, DateField::published));
  const DateColumn& dates = index_.columns.published();
  both.push_back(passing(
      [&dates, since = *node.since](std::size_t rank) {
        return dates.known[rank] != DateColumn::moment || dates.at(rank) >= since;
      },
      Clause::Cost::columns));
  return all_of(std::move(both));
}

ClausePtr Matcher::on_days(const DayRange& days, DateField field) const {
  if (days.empty()) return everything();
  const DateColumn& dates = field == DateField::published ? index_.columns.published() : index_.columns.updated();
  // A moment lies on a day of the asker's calendar, a bare day is that day everywhere.
  const auto first_day = days.from ? Instant{*days.from} : Instant::min();
  const auto last_day = days.to ? Instant{*days.to} : Instant::max();
  const auto first_moment = days.from ? calendar_.start_of(*days.from) : Instant::min();
  const auto end_moment = days.to ? calendar_.start_of(*days.to + std::chrono::days{1}) : Instant::max();
  const auto inside = [&dates, first_day, last_day, first_moment, end_moment](std::size_t rank) {
    const Instant time = dates.at(rank);
    return dates.known[rank] == DateColumn::day      ? time >= first_day && time <= last_day
           : dates.known[rank] == DateColumn::moment ? time >= first_moment && time < end_moment
                                                     : false;
  };
  if (field != DateField::published) return passing(inside, Clause::Cost::columns);
  // Ranks are by date of publication, newest first: only at the ends of the range is there doubt.
  const auto next = [](Instant time) { return time == Instant::max() ? time : time + std::chrono::seconds{1}; };
  const PublishedDates& published = index_.columns.published();
  const auto begin = published.first_before(std::max(end_moment, next(last_day)));
  const auto end = published.first_before(std::min(first_moment, first_day));
  const auto sure_begin = published.first_before(std::min(end_moment, next(last_day)));
  const auto sure_end = published.first_before(std::max(first_moment, first_day));
  std::vector<ClausePtr> parts;
  for (std::size_t i = 0; i < begin.size(); ++i)
    if (begin[i] < end[i]) parts.push_back(in_ranks(begin[i], end[i], sure_begin[i], sure_end[i], inside));
  return parts.empty() ? nothing() : any_of(std::move(parts));
}

DocSet Matcher::articles(Clause& clause) const {
  DocSet found(index_.columns.ranks());
  for_each_window(clause, [&](std::size_t window, const WindowBits& bits) { found.set_window(window, bits); });
  return found;
}

std::uint32_t Matcher::count(Clause& clause) const {
  std::uint32_t total = 0;
  for_each_window(clause, [&](std::size_t, const WindowBits& bits) { total += newssearch::count(bits); });
  return total;
}

bool Matcher::holds(Clause& clause, std::size_t rank) const {
  const std::size_t window = rank / kWindowArticles, place = rank % kWindowArticles;
  if (clause.seek(window) != window) return false;
  WindowBits bits = places_between(place, place + 1);
  if (!index_.live.contains(rank)) return false;
  clause.narrow(window, bits);
  return !is_empty(bits);
}

}  // namespace newssearch
