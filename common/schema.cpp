#include "common/schema.h"

#include <algorithm>

#include "common/generation.h"

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

std::string stem_with_language(std::string_view prefix, std::string_view lang, std::string_view stem) {
  std::string term(prefix);
  term += lang;
  term += ':';
  term += stem;
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

}  // namespace

std::string stem_term(std::string_view lang, std::string_view stem) { return stem_with_language("Z", lang, stem); }
std::string headline_stem_term(std::string_view lang, std::string_view stem) {
  return stem_with_language("ZS", lang, stem);
}
std::string word_term(std::string_view word) { return std::string(word); }
std::string headline_word_term(std::string_view word) { return prefixed("S", word); }
std::string id_term(std::string_view id) { return prefixed("Q", id); }

Xapian::Document to_document(const Article& article, Analyzer& analyzer) {
  Xapian::Document document;
  Xapian::termpos position = 1;
  for (const Token& token : analyzer.analyze(article.headline)) {
    const std::string& stem = analyzer.stem(token.word, article.lang);
    document.add_term(stem_term(article.lang, stem), kHeadlineWeight);
    document.add_boolean_term(headline_stem_term(article.lang, stem));
    document.add_posting(word_term(token.word), position, 0);
    document.add_posting(headline_word_term(token.word), position, 0);
    ++position;
  }
  position += kHeadlineGap;
  for (const Token& token : analyzer.analyze(article.body)) {
    document.add_term(stem_term(article.lang, analyzer.stem(token.word, article.lang)));
    document.add_posting(word_term(token.word), position++, 0);
  }
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
  return document;
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
