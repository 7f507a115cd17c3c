#include "common/schema.h"

#include <algorithm>

#include "common/generation.h"
#include "common/names.h"

namespace newssearch::schema {
namespace {

/// Xapian's limit is 245 bytes with each NUL counted twice; ours leaves room for prefixes.
constexpr std::size_t kMaxValueBytes = 200;

std::string prefixed(std::string_view prefix, std::string_view value) {
  std::string term(prefix);
  if (value.size() > kMaxValueBytes) return term + '#' + sha256_hex(value);
  term += value;
  return term;
}

/// A value prefix ends before a capital letter or a colon begins, as Omega has it.
std::string value_term(std::string_view prefix, std::string_view value) {
  const std::string folded = fold(value);
  const bool ambiguous = !folded.empty() && (folded.front() == ':' || (folded.front() >= 'A' && folded.front() <= 'Z'));
  return prefixed(std::string(prefix) + (ambiguous ? ":" : ""), folded);
}

void add_values(Xapian::Document& document, std::string_view prefix, Slot slot,
                const std::vector<std::string>& values) {
  std::string joined;
  for (const std::string& value : values) {
    if (value.empty()) continue;
    document.add_boolean_term(value_term(prefix, value));
    if (!joined.empty()) joined += kValueSeparator;
    joined += value;
  }
  if (!joined.empty()) document.add_value(static_cast<Xapian::valueno>(slot), joined);
}

void add_date(Xapian::Document& document, Slot slot, const std::optional<ArticleDate>& date) {
  if (date) document.add_value(static_cast<Xapian::valueno>(slot), encode_date(*date));
}

/// Z and ZS differ in their prefix alone.
std::string stem_term(std::string_view prefix, Analyzer& analyzer, std::string_view word, std::string_view lang) {
  std::string term(prefix);
  if (!is_stemmed(word, lang)) return (term += ':') += word;
  ((term += lang) += ':') += analyzer.stem(word, lang);
  return term;
}

/// The terms of an article's headline and body one after the other.
class Placing {
 public:
  void add_headline(std::vector<PlacedTerm> terms) {
    for (PlacedTerm& placed : terms) {
      placed_.push_back({headline_word_term(placed.term), placed.position, placed.characters});
      placed_.push_back(std::move(placed));
    }
    body_begins_ = static_cast<std::uint32_t>(terms.size()) + kHeadlineGap;
  }
  void add_body(std::vector<PlacedTerm> terms) {
    for (PlacedTerm& placed : terms) {
      placed.position += body_begins_;
      placed_.push_back(std::move(placed));
    }
  }
  std::vector<PlacedTerm> take() { return std::move(placed_); }

 private:
  std::uint32_t body_begins_ = kHeadlineGap;
  std::vector<PlacedTerm> placed_;
};

/// Adds one article's texts to its document.
class TextWriter {
 public:
  TextWriter(const Article& article, Analyzer& analyzer) : article_(article), analyzer_(analyzer) {}

  void add_headline() { add(article_.headline, kHeadlineWeight, true); }
  /// The tokens of the body.
  std::vector<Token> add_body() { return add(article_.body, 1, false); }
  IndexedArticle take() { return {std::move(document_), placing_.take()}; }
  Xapian::Document& document() { return document_; }

 private:
  std::vector<Token> add(const std::string& text, Xapian::termcount weight, bool in_headline) {
    Analysis analysis = analyzer_.analyze_with_alternates(text, article_.lang);
    for (const Token& token : analysis.tokens)
      if (!token.ideographic) add_stem(token.word, weight, in_headline);
    for (const Alternate& alternate : analysis.alternates) {
      if (alternate.kind == Alternate::Kind::joined)
        add_joined(alternate, analysis.tokens, weight, in_headline);
      else
        add_unstemmed(alternate.word, weight, in_headline);
    }
    std::vector<PlacedTerm> terms = place_terms(analysis.tokens);
    for (const PlacedTerm& placed : terms) {
      document_.add_term(placed.term, placed.characters ? weight : 0);
      if (in_headline) document_.add_boolean_term(headline_word_term(placed.term));
    }
    if (in_headline)
      placing_.add_headline(std::move(terms));
    else
      placing_.add_body(std::move(terms));
    return std::move(analysis.tokens);
  }

  void add_stem(std::string_view word, Xapian::termcount weight, bool in_headline) {
    document_.add_term(schema::stem_term(analyzer_, word, article_.lang), weight);
    if (in_headline) document_.add_boolean_term(headline_stem_term(analyzer_, word, article_.lang));
  }

  void add_unstemmed(std::string_view word, Xapian::termcount weight, bool in_headline) {
    document_.add_term(unstemmed_term(word), weight);
    if (in_headline) document_.add_boolean_term(headline_unstemmed_term(word));
  }

  void add_joined(const Alternate& joined, const std::vector<Token>& tokens, Xapian::termcount weight,
                  bool in_headline) {
    add_stem(joined.word, weight, in_headline);
    if (joined.last == joined.first + 1)
      document_.add_boolean_term(hyphenated_term(tokens[joined.first].word, tokens[joined.last].word));
  }

  const Article& article_;
  Analyzer& analyzer_;
  Xapian::Document document_;
  Placing placing_;
};

void add_names(Xapian::Document& document, const Article& article, const std::vector<Token>& body) {
  for (const std::string& name : printed_names(article.body, body, article.lang))
    document.add_boolean_term(name_term(name));
}

}  // namespace

std::string stem_term(Analyzer& analyzer, std::string_view word, std::string_view lang) {
  return stem_term("Z", analyzer, word, lang);
}
std::string headline_stem_term(Analyzer& analyzer, std::string_view word, std::string_view lang) {
  return stem_term("ZS", analyzer, word, lang);
}
std::string unstemmed_term(std::string_view word) { return std::string("Z:").append(word); }
std::string headline_unstemmed_term(std::string_view word) { return std::string("ZS:").append(word); }
std::string word_term(std::string_view word) { return std::string(word); }
std::string headline_word_term(std::string_view word) { return prefixed("S", word); }
std::string hyphenated_term(std::string_view one, std::string_view two) {
  return prefixed("XJ", std::string(one).append("-").append(two));
}
std::string id_term(std::string_view id) { return prefixed("Q", id); }
std::string name_term(std::string_view printed_name) { return prefixed("XN", printed_name); }

std::vector<PlacedTerm> place_terms(const std::vector<Token>& tokens) {
  std::vector<PlacedTerm> terms;
  terms.reserve(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    PlacedTerm placed{tokens[i].word, static_cast<std::uint32_t>(i), tokens[i].ideographic};
    const bool touches_next = tokens[i].ideographic && i + 1 < tokens.size() && tokens[i + 1].ideographic &&
                              tokens[i + 1].begin == tokens[i].end;
    if (touches_next) placed.term += tokens[i + 1].word;
    terms.push_back(std::move(placed));
  }
  return terms;
}

std::vector<PlacedTerm> place_terms(const Article& article, Analyzer& analyzer) {
  Placing placing;
  placing.add_headline(place_terms(analyzer.analyze(article.headline)));
  placing.add_body(place_terms(analyzer.analyze(article.body)));
  return placing.take();
}

IndexedArticle index_article(const Article& article, Analyzer& analyzer) {
  TextWriter text(article, analyzer);
  text.add_headline();
  Xapian::Document& document = text.document();
  add_names(document, article, text.add_body());
  document.add_boolean_term(id_term(article.id));
  add_values(document, "A", Slot::authors, article.authors);
  add_values(document, "G", Slot::sections, article.sections);
  add_values(document, "H", Slot::source, {article.source});
  add_values(document, "K", Slot::tags, article.tags);
  add_values(document, "L", Slot::lang, {article.lang});
  add_values(document, "XP", Slot::places, article.places);
  add_date(document, Slot::published, article.published);
  add_date(document, Slot::updated, article.updated);
  document.set_data(to_record(article));
  return text.take();
}

Result<Article> to_article(const Xapian::Document& document) { return from_record(document.get_data()); }

std::string encode_date(const ArticleDate& date) {
  std::string slot = Xapian::sortable_serialise(static_cast<double>(date.time.time_since_epoch().count()));
  slot += date.precision == DatePrecision::day ? 'd' : 's';
  return slot;
}

SlotDate decode_date(std::string_view slot) {
  const double seconds = Xapian::sortable_unserialise(std::string(slot.substr(0, slot.size() - 1)));
  return {Instant{std::chrono::seconds{static_cast<std::int64_t>(seconds)}},
          slot.back() == 'd' ? DatePrecision::day : DatePrecision::second};
}

bool comes_before(std::optional<Instant> a, std::string_view a_id, std::optional<Instant> b, std::string_view b_id) {
  if (a.has_value() != b.has_value()) return a.has_value();
  if (a != b) return *a > *b;
  return a_id < b_id;
}

}  // namespace newssearch::schema
