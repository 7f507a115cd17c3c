#pragma once
#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "common/article.h"

namespace newssearch::schema {

/// How an article lies in the Xapian database. Prefixes are Omega's where it has one.
///
///   terms                                wdf            positions
///   Z<lang>:<stem>   text, stemmed       BM25F, below   -          ranking; "Zen:rate"
///   <word>           text, as folded     0              yes        "phrases" and "exact" words
///   ZS<lang>:<stem>  headline, stemmed   0              -          headline:rates
///   S<word>          headline, as folded 0              yes        headline:"interest rates", suggestions
///   Q<id>            the article's id    0              -          one article
///   A G H K L XP     author, section, source, tag, language, place: the whole value, folded; for Xapian's own tools
///
/// Stems carry their language: without it the French stem of "rates" (rat) would find English articles about rats.
///
/// The headline's words count kHeadlineWeight times in the stems' wdf, and so in the article's length (BM25F with one
/// field folded into the other: Robertson, Zaragoza, Taylor 2004). Headline positions come first, the body's follow
/// after a gap no phrase crosses.
///
///   slots  0 published, 1 updated    sortable_serialise(seconds since 1970), then 'd' for a day or 's' for a moment
///          2.. sections, source, authors, language, tags, places    as stated, separated by \x1f
///   data   the article's record (common/article.h)
///
/// Docids are ranks by date: 1 is the newest article; undated ones follow the oldest, by id.
inline constexpr int kVersion = 1;

inline constexpr unsigned kHeadlineWeight = 3;
inline constexpr unsigned kHeadlineGap = 100;

enum class Slot : Xapian::valueno { published, updated, sections, source, authors, lang, tags, places };
inline constexpr char kValueSeparator = '\x1f';

/// Terms as they are looked up. Words and values come folded; what is too long for a term is hashed.
std::string stem_term(std::string_view lang, std::string_view stem);
std::string headline_stem_term(std::string_view lang, std::string_view stem);
std::string word_term(std::string_view word);
std::string headline_word_term(std::string_view word);
std::string id_term(std::string_view id);

/// Throws nothing of its own; the article must be valid (finish_article in corpus/ made it so).
Xapian::Document to_document(const Article& article, Analyzer& analyzer);

/// Gives back what to_document was given. Code "bad_record".
Result<Article> to_article(const Xapian::Document& document);

std::string encode_date(const ArticleDate& date);

/// Time and precision of a date slot; `slot` must not be empty.
struct SlotDate {
  Instant time{};
  DatePrecision precision = DatePrecision::second;
};
SlotDate decode_date(std::string_view slot);

/// "Newest first, undated last, then by id": the order of docids.
bool comes_before(std::optional<Instant> a, std::string_view a_id, std::optional<Instant> b, std::string_view b_id);

}  // namespace newssearch::schema
