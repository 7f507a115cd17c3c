#include "server/search/matcher.h"

#include <algorithm>

#include "common/schema.h"
#include "server/search/ranking.h"

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;

/// Collects the documents Xapian's matcher visits.
class CollectDocuments : public Xapian::MatchSpy {
 public:
  explicit CollectDocuments(DocSet& found) : found_(found) {}
  void operator()(const Xapian::Document& document, double) override { found_.insert(document.get_docid() - 1); }

 private:
  DocSet& found_;
};

void for_each_scored_word(const QueryNode& node, const auto& visit) {
  switch (node.kind) {
    case Kind::word:
    case Kind::exact:
    case Kind::phrase:
      for (const std::string& word : node.words) visit(word);
      return;
    case Kind::all:
    case Kind::any:
      for (const QueryNode& child : node.children) for_each_scored_word(child, visit);
      return;
    default:
      return;
  }
}

/// "white house" is in "the white house briefing": the same words in a row.
bool holds_words(std::string_view folded_value, const std::vector<std::string>& words, Analyzer& analyzer) {
  const std::vector<Token> tokens = analyzer.analyze(folded_value);
  const auto same = [](const Token& token, const std::string& word) { return token.word == word; };
  return std::search(tokens.begin(), tokens.end(), words.begin(), words.end(), same) != tokens.end();
}

}  // namespace

Matcher::Matcher(const Xapian::Database& database, const Columns& columns, Analyzer& analyzer)
    : database_(database), columns_(columns), analyzer_(analyzer) {}

DocSet Matcher::match(const QueryNode& node, const Calendar& calendar, std::vector<float>* scores) {
  switch (node.kind) {
    case Kind::everything:
      return DocSet(columns_.articles(), true);
    case Kind::word:
      return match_word(node, scores);
    case Kind::exact:
      return match_exact(node, scores);
    case Kind::phrase:
      return match_phrase(node, scores);
    case Kind::value:
      return match_value(node);
    case Kind::dates:
      return on_days(node.days, DateField::published, calendar);
    case Kind::all: {
      DocSet found(columns_.articles(), true);
      for (const QueryNode& child : node.children) found &= match(child, calendar, scores);
      return found;
    }
    case Kind::any: {
      DocSet found(columns_.articles());
      for (const QueryNode& child : node.children) found |= match(child, calendar, scores);
      return found;
    }
    case Kind::none: {
      DocSet found(columns_.articles(), true);
      for (const QueryNode& child : node.children) found -= match(child, calendar, nullptr);
      return found;
    }
  }
  return DocSet(columns_.articles());
}

ScoredTerm Matcher::scored_term(const std::string& word) {
  ScoredTerm scored{.word = word, .terms = {}, .holding = 0, .idf = 0};
  for (const std::string& lang : columns_.languages()) {
    std::string term = schema::stem_term(lang, analyzer_.stem(word, lang));
    const Xapian::doccount holding = database_.get_termfreq(term);
    if (holding == 0) continue;
    scored.holding += holding;
    scored.terms.push_back(std::move(term));
  }
  scored.idf = ranking::idf(static_cast<std::uint32_t>(columns_.articles()), scored.holding);
  return scored;
}

double Matcher::term_frequency(std::uint32_t wdf, std::size_t rank) const {
  return ranking::term_frequency(wdf, columns_.lengths()[rank], columns_.average_length());
}

void Matcher::score(const std::string& word, std::vector<float>& scores, DocSet* found) {
  const ScoredTerm scored = scored_term(word);
  for (const std::string& term : scored.terms)
    for (Xapian::PostingIterator at = database_.postlist_begin(term), end = database_.postlist_end(term); at != end;
         ++at) {
      const std::size_t rank = *at - 1;
      if (found) found->insert(rank);
      scores[rank] += static_cast<float>(scored.idf * term_frequency(at.get_wdf(), rank));
    }
}

void Matcher::insert_postings(const std::string& term, DocSet& found) const {
  for (Xapian::PostingIterator at = database_.postlist_begin(term), end = database_.postlist_end(term); at != end; ++at)
    found.insert(*at - 1);
}

DocSet Matcher::match_word(const QueryNode& node, std::vector<float>* scores) {
  const std::string& word = node.words.front();
  DocSet found(columns_.articles());
  if (scores) score(word, *scores, node.in_headline ? nullptr : &found);
  if (!scores || node.in_headline)
    for (const std::string& lang : columns_.languages()) {
      const std::string& stem = analyzer_.stem(word, lang);
      insert_postings(node.in_headline ? schema::headline_stem_term(lang, stem) : schema::stem_term(lang, stem), found);
    }
  return found;
}

DocSet Matcher::match_exact(const QueryNode& node, std::vector<float>* scores) {
  const std::string& word = node.words.front();
  DocSet found(columns_.articles());
  insert_postings(node.in_headline ? schema::headline_word_term(word) : schema::word_term(word), found);
  if (scores) score(word, *scores, nullptr);
  return found;
}

DocSet Matcher::match_phrase(const QueryNode& node, std::vector<float>* scores) {
  std::vector<std::string> terms;
  for (const std::string& word : node.words)
    terms.push_back(node.in_headline ? schema::headline_word_term(word) : schema::word_term(word));
  DocSet found(columns_.articles());
  CollectDocuments collect(found);
  Xapian::Enquire enquire(database_);
  enquire.set_query(Xapian::Query(Xapian::Query::OP_PHRASE, terms.begin(), terms.end(), terms.size()));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.add_matchspy(&collect);
  enquire.get_mset(0, 0, database_.get_doccount());  // check every document: the spy sees all that match
  if (scores)
    for (const std::string& word : node.words) score(word, *scores, nullptr);
  return found;
}

DocSet Matcher::match_value(const QueryNode& node) const {
  const ValueColumn& column = columns_.values(node.field);
  std::vector<bool> wanted(column.values.size());
  for (std::size_t number = 0; number < wanted.size(); ++number)
    wanted[number] = holds_words(column.folded[number], node.words, analyzer_);
  return numbered(node.field, wanted);
}

DocSet Matcher::with_any(Facet facet, const std::vector<std::string>& values) const {
  const ValueColumn& column = columns_.values(facet);
  std::vector<bool> wanted(column.values.size());
  for (const std::string& value : values) {
    if (const auto stated = column.number_of.find(value); stated != column.number_of.end()) {
      wanted[stated->second] = true;
      continue;
    }
    const std::string folded = fold(value);
    for (std::size_t number = 0; number < wanted.size(); ++number)
      if (column.folded[number] == folded) wanted[number] = true;
  }
  return numbered(facet, wanted);
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

DocSet Matcher::on_days(const DayRange& days, DateField field, const Calendar& calendar) const {
  const DateColumn& dates = field == DateField::published ? columns_.published() : columns_.updated();
  // A moment lies on a day of the asker's calendar, a bare day is that day everywhere.
  const auto first_day = days.from ? Instant{*days.from} : Instant::min();
  const auto last_day = days.to ? Instant{*days.to} : Instant::max();
  const auto first_moment = days.from ? calendar.start_of(*days.from) : Instant::min();
  const auto end_moment = days.to ? calendar.start_of(*days.to + std::chrono::days{1}) : Instant::max();
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

Explanation Matcher::explain(const QueryNode& node, std::size_t rank) {
  Explanation explanation;
  explanation.length = columns_.lengths()[rank] / columns_.average_length();
  for_each_scored_word(node, [&](const std::string& word) {
    const ScoredTerm scored = scored_term(word);
    for (const std::string& term : scored.terms) {
      Xapian::PostingIterator at = database_.postlist_begin(term);
      const Xapian::PostingIterator end = database_.postlist_end(term);
      at.skip_to(static_cast<Xapian::docid>(rank + 1));
      if (at == end || *at != rank + 1) continue;
      const double tf = term_frequency(at.get_wdf(), rank);
      explanation.terms.push_back(
          {.word = word, .articles = scored.holding, .idf = scored.idf, .tf = tf, .score = scored.idf * tf});
    }
  });
  return explanation;
}

}  // namespace newssearch
