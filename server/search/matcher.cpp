#include "server/search/matcher.h"

#include <algorithm>
#include <limits>

#include "common/characters.h"
#include "common/schema.h"
#include "server/search/facets.h"
#include "server/search/ranking.h"
#include "server/search/related_stories.h"

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;

bool needs_positions(const QueryNode& node) {
  const auto child_does = [](const QueryNode& child) { return needs_positions(child); };
  return node.kind == Kind::phrase || node.kind == Kind::near || node.kind == Kind::characters ||
         (node.kind == Kind::variants && std::any_of(node.children.begin(), node.children.end(), child_does));
}

/// "white house" is in "the white house briefing": the same words in a row.
bool holds_words(std::string_view folded_value, const std::vector<std::string>& words, Analyzer& analyzer) {
  const std::vector<Token> tokens = analyzer.analyze(folded_value);
  const auto same = [](const Token& token, const std::string& word) { return token.word == word; };
  return std::search(tokens.begin(), tokens.end(), words.begin(), words.end(), same) != tokens.end();
}

std::string phrase_of(const std::vector<std::string>& words) {
  std::string phrase;
  for (const std::string& word : words) phrase += (phrase.empty() ? "" : " ") + word;
  return phrase;
}

QueryNode leaf(Kind kind, const std::string& word) {
  QueryNode node;
  node.kind = kind;
  node.words = {word};
  return node;
}

bool is_ideographic(std::string_view word) {
  std::size_t at = 0;
  return class_of(next_character(word, at)) == CharClass::ideograph;
}

}  // namespace

Matcher::Matcher(SearchedIndex index, const Calendar& calendar, TimeBudget& budget)
    : index_(std::move(index)),
      columns_(index_.columns),
      calendar_(calendar),
      postings_(index_, budget),
      forms_(index_) {}

DocSet Matcher::match(const QueryNode& node, std::vector<float>* scores, const DocSet* within) {
  switch (node.kind) {
    case Kind::everything:
      return DocSet(columns_.articles(), true);
    case Kind::word:
      return match_word(node, scores);
    case Kind::exact:
      return match_exact(node, scores);
    case Kind::phrase:
      return match_phrase(node, scores, within);
    case Kind::characters:
      return match_characters(node, scores, within);
    case Kind::prefix:
      return match_prefix(node, scores);
    case Kind::near:
      return match_near(node, scores, within);
    case Kind::variants:
      return match_variants(node, scores, within);
    case Kind::value:
      return match_value(node);
    case Kind::dates:
      return match_dates(node);
    case Kind::like:
      if (!postings_.has(schema::id_term(node.words.front())))
        warnings_.push_back({"no article has the id '" + node.words.front() + "'", node.begin, node.end});
      return articles_like(node.words.front(), index_.database, columns_, index_.analyzer, scores);
    case Kind::all:
      return match_all(node, scores);
    case Kind::any: {
      DocSet found(columns_.articles());
      for (const QueryNode& child : node.children) found |= match(child, scores, within);
      return found;
    }
    case Kind::none: {
      DocSet found(columns_.articles(), true);
      for (const QueryNode& child : node.children) found -= match(child, nullptr, within);
      return found;
    }
  }
  return DocSet(columns_.articles());
}

DocSet Matcher::match_all(const QueryNode& node, std::vector<float>* scores) {
  DocSet found(columns_.articles(), true);
  for (const bool positions : {false, true})
    for (const QueryNode& child : node.children) {
      if (needs_positions(child) != positions) continue;
      const DocSet holding = match(child, scores, &found);
      if (!child.stop) found &= holding;
    }
  return found;
}

DocSet Matcher::with_word(const WordForms::Terms& terms) const {
  DocSet found = postings_.with_any(terms.whole);
  if (terms.as_name.empty()) return found;
  DocSet named = postings_.with_any(terms.as_name);
  named &= postings_.with_any(terms.printed);
  return found |= named;
}

const Matcher::ScoredWord& Matcher::scored_word(const std::string& word) {
  const auto [entry, fresh] = scored_.try_emplace(word);
  ScoredWord& scored = entry->second;
  if (!fresh) return scored;
  const WordForms::Terms terms = forms_.terms_of(word, false);
  for (const auto* list : {&terms.whole, &terms.as_name})
    for (const std::string& term : *list)
      if (const Xapian::doccount holding = index_.database.get_termfreq(term)) {
        scored.terms.push_back(term);
        scored.holding += holding;
      }
  // An article is in one language, and holds one stem at the most; an unstemmed word (listed first) it may hold beside.
  scored.disjoint = scored.terms.size() < 2 || scored.terms.front() != terms.whole.front();
  if (!terms.as_name.empty())
    scored.among = with_word(terms);
  else if (!scored.disjoint)
    scored.holding = postings_.with_any(scored.terms).count();
  if (scored.among) scored.holding = scored.among->count();
  scored.idf = idf(scored.holding);
  return scored;
}

double Matcher::idf(std::uint32_t holding) const {
  return ranking::idf(static_cast<std::uint32_t>(columns_.articles()), holding);
}

double Matcher::term_frequency(std::uint32_t wdf, std::size_t rank) const {
  return ranking::term_frequency(wdf, columns_.lengths()[rank], columns_.average_length());
}

void Matcher::score(const std::string& word, std::vector<float>& scores) {
  const ScoredWord& scored = scored_word(word);
  if (!scored.disjoint) {
    Occurrences sum = postings_.sum(scored.terms);
    if (scored.among) sum.found &= *scored.among;
    return score(sum, scores);
  }
  for (const std::string& term : scored.terms)
    postings_.for_each(term, [&](std::size_t rank, std::uint32_t wdf) {
      if (scored.among && !scored.among->contains(rank)) return;
      scores[rank] += static_cast<float>(scored.idf * term_frequency(wdf, rank));
    });
}

void Matcher::score(const Occurrences& occurrences, std::vector<float>& scores) const {
  const double weight = idf(occurrences.found.count());
  occurrences.found.for_each([&](std::size_t rank) {
    scores[rank] += static_cast<float>(weight * term_frequency(occurrences.wdf[rank], rank));
  });
}

DocSet Matcher::match_word(const QueryNode& node, std::vector<float>* scores) {
  const std::string& word = node.words.front();
  if (scores) score(word, *scores);
  return with_word(forms_.terms_of(word, node.in_headline));
}

DocSet Matcher::match_exact(const QueryNode& node, std::vector<float>* scores) {
  if (scores) score(node.words.front(), *scores);
  return side_by_side(printed_row(node.words, node.in_headline), nullptr);
}

/// The exact terms of words side by side: one each, but of a stretch of blanks-free text the touching pairs. The text
/// may go on behind the last character.
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

DocSet Matcher::side_by_side(const Row& row, const DocSet* within) const {
  DocSet candidates = postings_.with_any(row.front());
  if (row.size() == 1) return candidates;
  if (within) candidates &= *within;
  for (const std::vector<std::string>& terms : row) candidates &= postings_.with_any(terms);
  return postings_.side_by_side(row, candidates);
}

DocSet Matcher::match_phrase(const QueryNode& node, std::vector<float>* scores, const DocSet* within) {
  if (scores)
    for (const std::string& word : node.words) {
      if (!is_ideographic(word))
        score(word, *scores);
      else
        match_characters(leaf(Kind::characters, word), scores, within);
    }
  return side_by_side(printed_row(node.words, node.in_headline), within);
}

DocSet Matcher::match_characters(const QueryNode& node, std::vector<float>* scores, const DocSet* within) {
  DocSet found = side_by_side(printed_row(node.words, node.in_headline), within);
  if (scores) score(postings_.least(printed_row(node.words, false), found), *scores);
  return found;
}

DocSet Matcher::match_prefix(const QueryNode& node, std::vector<float>* scores) {
  const std::string& prefix = node.words.front();
  const Expansion expansion = forms_.expand(prefix, node.in_headline);
  if (expansion.words > expansion.terms.size())
    warnings_.push_back({std::to_string(expansion.words) + " words begin with '" + prefix + "'; the " +
                             std::to_string(expansion.terms.size()) + " most used are looked up",
                         node.begin, node.end});
  DocSet found = postings_.with_any(expansion.terms);
  if (scores) {
    const double weight = idf(found.count());
    found.for_each([&](std::size_t rank) { (*scores)[rank] += static_cast<float>(weight * term_frequency(1, rank)); });
  }
  return found;
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

std::map<std::string_view, DocSet> Matcher::by_language(const DocSet& articles) const {
  const ValueColumn& column = columns_.values(Facet::lang);
  std::map<std::string_view, DocSet> parts;
  articles.for_each([&](std::size_t rank) {
    const std::span<const std::uint32_t> stated = column.of(rank);
    const std::string_view lang = stated.empty() ? std::string_view() : column.values[stated.front()];
    parts.try_emplace(lang, articles.articles()).first->second.insert(rank);
  });
  return parts;
}

DocSet Matcher::match_near(const QueryNode& node, std::vector<float>* scores, const DocSet* within) {
  DocSet candidates = within ? *within : DocSet(columns_.articles(), true);
  for (const QueryNode& child : node.children) candidates &= match(child, scores, &candidates);
  const auto window = static_cast<std::uint32_t>(node.distance * (node.children.size() - 1) + 1);
  DocSet found(columns_.articles());
  for (const auto& [lang, articles] : by_language(candidates)) {
    std::vector<Ways> sides;
    for (const QueryNode& child : node.children) sides.push_back(ways(child, lang));
    found |= postings_.near(sides, window, articles);
  }
  return found;
}

/// Ways to say one thing are as telling as the commonest of them: an article is no better for a rare spelling.
DocSet Matcher::match_variants(const QueryNode& node, std::vector<float>* scores, const DocSet* within) {
  DocSet found(columns_.articles());
  std::vector<float> best(scores ? columns_.articles() : 0);  // as if each were as telling as 1
  for (const QueryNode& child : node.children) {
    std::vector<float> own(best.size());
    const DocSet holding = match(child, scores ? &own : nullptr, within);
    found |= holding;
    if (!scores || holding.count() == 0) continue;
    const double weight = telling(child, holding);
    holding.for_each(
        [&](std::size_t rank) { best[rank] = std::max(best[rank], static_cast<float>(own[rank] / weight)); });
  }
  if (!scores) return found;
  const double weight = telling(node, found);
  found.for_each([&](std::size_t rank) { (*scores)[rank] += static_cast<float>(best[rank] * weight); });
  return found;
}

/// The idf that a match is scored with; of several words, of them all.
double Matcher::telling(const QueryNode& node, const DocSet& holding) {
  double sum = 0;
  switch (node.kind) {
    case Kind::word:
    case Kind::exact:
    case Kind::phrase:
      for (const std::string& word : node.words) sum += is_ideographic(word) ? idf(holding.count()) : idf_of(word);
      return sum;
    case Kind::all:
      for (const QueryNode& child : node.children) sum += telling(child, holding);
      return sum;
    case Kind::variants:
      sum = std::numeric_limits<double>::infinity();
      for (const QueryNode& child : node.children) sum = std::min(sum, telling(child, holding));
      return sum;
    default:
      return idf(holding.count());
  }
}

DocSet Matcher::match_value(const QueryNode& node) {
  const ValueColumn& column = columns_.values(node.field);
  std::vector<bool> wanted(column.values.size());
  for (std::size_t number = 0; number < wanted.size(); ++number)
    wanted[number] = holds_words(column.folded[number], node.words, index_.analyzer);
  if (std::find(wanted.begin(), wanted.end(), true) == wanted.end())
    warnings_.push_back({no_article_has(node.field, phrase_of(node.words), column), node.begin, node.end});
  return numbered(node.field, wanted);
}

DocSet Matcher::with_any(Facet facet, const std::vector<std::string>& values) const {
  return numbered(facet, columns_.values(facet).meant_by(values));
}

DocSet Matcher::numbered(Facet facet, const std::vector<bool>& wanted) const {
  DocSet found(columns_.articles());
  if (std::find(wanted.begin(), wanted.end(), true) == wanted.end()) return found;
  const ValueColumn& column = columns_.values(facet);
  for (std::size_t rank = 0; rank < columns_.articles(); ++rank)
    for (const std::uint32_t number : column.of(rank))
      if (wanted[number]) found.insert(rank);
  return found;
}

DocSet Matcher::match_dates(const QueryNode& node) {
  DocSet found = published_in(node);
  if (!node.since && found.count() == 0)
    warnings_.push_back({no_article_is_of(columns_.published(), calendar_), node.begin, node.end});
  return found;
}

DocSet Matcher::published_in(const QueryNode& node) const {
  if (!node.since) return on_days(node.days, DateField::published);
  // A day without a time is within the last hours if it is not over before they begin.
  DocSet found = on_days({calendar_.day_of(*node.since), node.days.to}, DateField::published);
  const DateColumn& dates = columns_.published();
  for (std::size_t rank = 0; rank < columns_.articles(); ++rank)
    if (dates.known[rank] == DateColumn::moment && dates.at(rank) < *node.since) found.erase(rank);
  return found;
}

DocSet Matcher::on_days(const DayRange& days, DateField field) const {
  const DateColumn& dates = field == DateField::published ? columns_.published() : columns_.updated();
  // A moment lies on a day of the asker's calendar, a bare day is that day everywhere.
  const auto first_day = days.from ? Instant{*days.from} : Instant::min();
  const auto last_day = days.to ? Instant{*days.to} : Instant::max();
  const auto first_moment = days.from ? calendar_.start_of(*days.from) : Instant::min();
  const auto end_moment = days.to ? calendar_.start_of(*days.to + std::chrono::days{1}) : Instant::max();
  DocSet found(columns_.articles());
  for (std::size_t rank = 0; rank < columns_.articles(); ++rank) {
    const Instant time = dates.at(rank);
    const bool inside = dates.known[rank] == DateColumn::day      ? time >= first_day && time <= last_day
                        : dates.known[rank] == DateColumn::moment ? time >= first_moment && time < end_moment
                                                                  : days.empty();
    if (inside) found.insert(rank);
  }
  return found;
}

void Matcher::explain_leaves(const QueryNode& node) {
  const auto add = [&](const QueryNode& leaf, std::string label) {
    ExplainedLeaf explained{std::move(label), 0, 0, std::vector<float>(columns_.articles())};
    explained.holding = match(leaf, &explained.scores, nullptr).count();
    if (leaf.kind == Kind::word) explained.holding = scored_word(leaf.words.front()).holding;
    explained.idf = leaf.kind == Kind::variants ? telling(leaf, match(leaf, nullptr, nullptr)) : idf(explained.holding);
    explained_->push_back(std::move(explained));
  };
  switch (node.kind) {
    case Kind::word:
    case Kind::exact:
    case Kind::phrase:
      for (const std::string& word : node.words)
        add(leaf(is_ideographic(word) ? Kind::characters : Kind::word, word), word);
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

Explanation Matcher::explain(const QueryNode& node, std::size_t rank) {
  if (!explained_) {
    explained_.emplace();
    explain_leaves(node);
  }
  Explanation explanation;
  explanation.length = columns_.lengths()[rank] / columns_.average_length();
  for (const ExplainedLeaf& leaf : *explained_)
    if (const double score = leaf.scores[rank]; score > 0)
      explanation.terms.push_back(
          {.word = leaf.label, .articles = leaf.holding, .idf = leaf.idf, .tf = score / leaf.idf, .score = score});
  return explanation;
}

}  // namespace newssearch
