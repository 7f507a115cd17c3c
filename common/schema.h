#pragma once
#include <xapian.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "common/article.h"

namespace newssearch::schema {

/// How an article lies in the Xapian database and, what is placed, in the PositionsFile beside it. Prefixes are Omega's
/// where it has one.
///
///   terms                                wdf            placed
///   Z<lang>:<stem>   text, stemmed       BM25F, below   -          ranking; "Zen:rate"
///   Z:<word>         text, not stemmed   BM25F, below   -          "Z:2020", "Z:u.s", "Z:東京": see stem_term
///   <word>           text, as folded     not there      yes        "phrases" and "exact" words
///   <characters>     of blanks-free text BM25F, below   yes        two that touch: "東京"; the last of a stretch alone
///   ZS<lang>:<stem>, ZS:<word>           0              -          the same of the headline alone: headline:rates
///   S<word>          of the headline     not there      yes        headline:"interest rates", suggestions
///   S<characters>    of the headline     0              yes
///   XJ<one>-<two>    words once printed  0              -          "XJrolls-royce": rollsroyce may be two words
///                    with a hyphen
///   Q<id>            the article's id    0              -          one article
///   XN<name>         a name the body prints (common/names.h), as printed    0    -   names, spelling help
///   A G H K L XP     author, section, source, tag, language, place: the whole value, folded; for Xapian's own tools
///   XC<id>           the near copies of one text (Groups)        0    -   what is folded under one result
///   XT<story>        its story, and those merged into it         0    -   one story
///
/// Stems carry their language: without it the French stem of "rates" (rat) would find English articles about rats.
/// What no stemmer changes (numbers, names with signs, words of another script than the language's, languages without
/// a stemmer, dictionary words, the other spellings of names) carries none, so that one look-up finds it everywhere.
///
/// Any two touching characters of Chinese, Japanese, Korean, Thai, Lao, Khmer or Burmese text are a term with its
/// position, a position a character: any stretch of two and more is found as a phrase of them, wherever a dictionary
/// would cut. The dictionary's words are terms as well, for ranking and related stories.
///
/// The headline's words count kHeadlineWeight times in the stems' wdf, those of the body's first kLeadWords words
/// kLeadWeight times, and so in the article's length (BM25F with fields folded into one: Robertson, Zaragoza, Taylor
/// 2004): a news story says first what it is about.
///
/// The headline's words are placed first, then the body's after a gap no phrase crosses. Words as they are printed are
/// not in the database: whoever looks one up wants to know where it stands as well, and they would be half of its
/// postings.
///
///   slots  0 published, 1 updated    sortable_serialise(seconds since 1970), then 'd' for a day or 's' for a moment
///          2.. sections, source, authors, language, tags, places    as stated, separated by \x1f
///          8 copies, 9 story                as in Groups
///          10 expires                       as published
///   data   the article's record (common/article.h), packed (common/stored_articles.h)
///
/// Docids are ranks by date: 1 is the newest article; undated ones follow the oldest, by id.
inline constexpr int kVersion = 6;

inline constexpr unsigned kHeadlineWeight = 3;
inline constexpr unsigned kLeadWeight = 2;
inline constexpr std::size_t kLeadWords = 50;
inline constexpr unsigned kHeadlineGap = 100;

enum class Slot : Xapian::valueno {
  published,
  updated,
  sections,
  source,
  authors,
  lang,
  tags,
  places,
  copies,
  story,
  expires
};
inline constexpr char kValueSeparator = '\x1f';

/// The term of a folded word in a text of this language: its stem and the language's name, or, where it is not stemmed
/// (is_stemmed), the word itself and none.
std::string stem_term(Analyzer& analyzer, std::string_view word, std::string_view lang);
std::string headline_stem_term(Analyzer& analyzer, std::string_view word, std::string_view lang);
/// "Z:u.s": a word that no language stems, an Alternate among them.
std::string unstemmed_term(std::string_view word);
std::string headline_unstemmed_term(std::string_view word);
/// Of one of these terms of the text, that of the headline alone.
std::string in_headline(std::string_view stem_term);
/// Terms as they are looked up. Words and values come folded; what is too long for a term is hashed.
std::string word_term(std::string_view word);
std::string headline_word_term(std::string_view word);
std::string hyphenated_term(std::string_view one, std::string_view two);
std::string id_term(std::string_view id);
std::string name_term(std::string_view printed_name);
std::string copies_term(std::string_view group);
std::string story_term(std::string_view story);

/// Of a term that is placed: the word or characters it is of.
struct PlacedWord {
  std::string_view word;
  bool in_headline = false;
};
std::optional<PlacedWord> placed_word(std::string_view term);

/// An exact term and where it stands, in words from the beginning of what was read, the gap behind a headline included.
struct PlacedTerm {
  std::string term;
  std::uint32_t position = 0;
  bool characters = false;
};
/// Of the tokens of one phrase or text: a word is itself, touching characters are taken by twos.
std::vector<PlacedTerm> place_terms(const std::vector<Token>& tokens);
/// All there is in an article to be placed; the positions of one term ascend.
std::vector<PlacedTerm> place_terms(const Article& article, Analyzer& analyzer);

/// An article as it is indexed; the document has no data yet.
struct IndexedArticle {
  Xapian::Document document;
  std::vector<PlacedTerm> placed;  ///< as place_terms has them
};
/// Throws nothing of its own; the article must be valid (finish_article in corpus/ made it so).
IndexedArticle index_article(const Article& article, Analyzer& analyzer);

/// What an article belongs to beside others, as an index finds out while it is built.
struct Groups {
  std::string copies;                 ///< near copies of one text: the id of the first published; empty: it has none
  std::string story;                  ///< empty: not known
  std::vector<std::string> absorbed;  ///< stories this one has been called before
  bool operator==(const Groups&) const = default;
};
void add_groups(Xapian::Document& document, const Groups& groups);

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
