#include "common/analyzer.h"

#include <unicode/brkiter.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <unordered_map>

namespace newssearch {
namespace {

/// A distinct word is stemmed once, not once per occurrence; a cache past this size starts anew.
constexpr std::size_t kMaxCachedStems = 500'000;

void check(UErrorCode code, const char* what) {
  if (U_FAILURE(code)) throw std::runtime_error(std::string("ICU: ") + what + ": " + u_errorName(code));
}

const icu::Normalizer2& normalizer(const char* name, UNormalization2Mode mode) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* instance = icu::Normalizer2::getInstance(nullptr, name, mode, code);
  check(code, name);
  return *instance;
}

bool loses_accents(UChar32 base) {
  UErrorCode code = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(base, &code);
  return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC;
}

/// Latin letters whose stroke or joint Unicode does not decompose.
std::u16string_view plain_letters(UChar32 letter) {
  switch (letter) {
    case U'ø':
      return u"o";
    case U'ł':
      return u"l";
    case U'đ':
    case U'ð':
      return u"d";
    case U'ħ':
      return u"h";
    case U'ı':
      return u"i";
    case U'æ':
      return u"ae";
    case U'œ':
      return u"oe";
    case U'þ':
      return u"th";
    default:
      return {};
  }
}

/// NFKC case folding, then accents removed where a base letter of those three scripts carries them: removed
/// everywhere, they would break Hindi, Thai and Japanese (ピ would become ヒ).
icu::UnicodeString fold_unicode(const icu::UnicodeString& text) {
  static const icu::Normalizer2& casefold = normalizer("nfkc_cf", UNORM2_COMPOSE);
  static const icu::Normalizer2& decompose = normalizer("nfc", UNORM2_DECOMPOSE);
  static const icu::Normalizer2& compose = normalizer("nfc", UNORM2_COMPOSE);
  UErrorCode code = U_ZERO_ERROR;
  const icu::UnicodeString decomposed = decompose.normalize(casefold.normalize(text, code), code);
  icu::UnicodeString plain;
  bool strip = false;
  for (int32_t i = 0; i < decomposed.length();) {
    const UChar32 c = decomposed.char32At(i);
    i += U16_LENGTH(c);
    if (u_charType(c) == U_NON_SPACING_MARK) {
      if (!strip) plain.append(c);
      continue;
    }
    strip = loses_accents(c);
    if (const std::u16string_view letters = plain_letters(c); !letters.empty())
      plain.append(letters.data(), static_cast<int32_t>(letters.size()));
    else
      plain.append(c);
  }
  icu::UnicodeString folded = compose.normalize(plain, code);
  check(code, "folding");
  return folded;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

std::string fold_case(std::string_view text) {
  std::string folded;
  if (is_ascii(text)) {
    folded.resize(text.size());
    std::transform(text.begin(), text.end(), folded.begin(), lower);
  } else {
    const icu::StringPiece bytes(text.data(), static_cast<int32_t>(text.size()));
    fold_unicode(icu::UnicodeString::fromUTF8(bytes)).toUTF8String(folded);
  }
  return folded;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// l'économie, d'Artagnan, qu'il; but O'Neill keeps its O.
void drop_elided_article(std::string& word) {
  constexpr std::array<std::string_view, 9> articles = {"l'", "d'", "qu'", "j'", "n'", "s'", "c'", "m'", "t'"};
  for (const std::string_view article : articles)
    if (word.starts_with(article) && word.size() >= article.size() + 2) {
      word.erase(0, article.size());
      return;
    }
}

void fold_punctuation(std::string& word) {
  for (const std::string_view apostrophe : {"\u2019", "\u2018", "\u02BC", "\uFF07"}) replace_all(word, apostrophe, "'");
  if (word.find('\'') != std::string::npos) {
    if (word.size() > 2 && word.ends_with("'s")) word.resize(word.size() - 2);
    drop_elided_article(word);
    std::erase(word, '\'');
  }
  if (is_digit(word.front())) std::erase(word, ',');
}

void cut(std::string& word) {
  if (word.size() <= kMaxWordBytes) return;
  int32_t end = static_cast<int32_t>(kMaxWordBytes);
  U8_SET_CP_START(reinterpret_cast<const uint8_t*>(word.data()), 0, end);
  word.resize(static_cast<std::size_t>(end));
}

UChar32 first_character(std::string_view text) {
  UChar32 c = 0;
  int32_t at = 0;
  U8_NEXT_OR_FFFD(reinterpret_cast<const uint8_t*>(text.data()), at, static_cast<int32_t>(text.size()), c);
  return c;
}

/// Scripts written without blanks between words, where ICU looks words up in a dictionary.
bool is_ideographic(std::string_view word) {
  if (static_cast<unsigned char>(word.front()) < 0x80) return false;
  UErrorCode code = U_ZERO_ERROR;
  switch (uscript_getScript(first_character(word), &code)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

/// Only letters (and what marks them) are stemmed: digits, dots and signs belong to names and numbers.
bool is_stemmable(std::string_view word) {
  return std::all_of(word.begin(), word.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; });
}

/// A break iterator and the text it looks at, in place and in UTF-8: its boundaries are byte offsets.
class Breaks {
 public:
  explicit Breaks(std::unique_ptr<icu::BreakIterator> iterator) : iterator_(std::move(iterator)) {}
  Breaks(const Breaks&) = delete;
  ~Breaks() { utext_close(&text_); }

  void set_text(std::string_view text) {
    UErrorCode code = U_ZERO_ERROR;
    utext_openUTF8(&text_, text.data(), static_cast<int64_t>(text.size()), &code);
    iterator_->setText(&text_, code);
    check(code, "setText");
    iterator_->first();
  }
  icu::BreakIterator& operator*() { return *iterator_; }

 private:
  std::unique_ptr<icu::BreakIterator> iterator_;
  UText text_ = UTEXT_INITIALIZER;
};

std::unique_ptr<icu::BreakIterator> make_word_breaks() {
  UErrorCode code = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> breaks(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), code));
  check(code, "word boundaries");
  return breaks;
}

std::unique_ptr<icu::BreakIterator> make_sentence_breaks(const std::string& lang) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Locale locale((lang + "@ss=standard").c_str());  // ss: abbreviations do not end a sentence
  std::unique_ptr<icu::BreakIterator> breaks(icu::BreakIterator::createSentenceInstance(locale, code));
  check(code, "sentence boundaries");
  return breaks;
}

/// Text without line ends inside paragraphs, byte for byte as long.
std::string unwrapped(std::string_view text) {
  std::string flat(text);
  for (std::size_t i = 0; i < flat.size(); ++i) {
    const bool paragraph = i + 1 < text.size() && text[i + 1] == '\n';
    const bool after_paragraph = i > 0 && text[i - 1] == '\n';
    if (flat[i] == '\n' && !paragraph && !after_paragraph) flat[i] = ' ';
  }
  return flat;
}

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

/// The languages Xapian 1.4 has a Snowball stemmer for.
constexpr std::array<std::string_view, 26> kStemmers = {"ar", "ca", "da", "de", "en", "es", "eu", "fi", "fr",
                                                        "ga", "hu", "hy", "id", "it", "lt", "nb", "ne", "nl",
                                                        "nn", "no", "pt", "ro", "ru", "sv", "ta", "tr"};

}  // namespace

struct Analyzer::Impl {
  struct Stemmer {
    Xapian::Stem stem;
    std::unordered_map<std::string, std::string> cache;
  };
  Breaks words{make_word_breaks()};
  std::map<std::string, Breaks, std::less<>> sentences;
  std::map<std::string, Stemmer, std::less<>> stemmers;
  std::string unstemmed;

  Breaks& sentence_breaks(std::string_view lang) {
    if (const auto found = sentences.find(lang); found != sentences.end()) return found->second;
    if (sentences.size() > 50) sentences.clear();  // languages come from articles, and not all are languages
    const std::string key(lang);
    return sentences.try_emplace(key, make_sentence_breaks(key)).first->second;
  }
};

Analyzer::Analyzer() : impl_(std::make_unique<Impl>()) {}
Analyzer::~Analyzer() = default;
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;

std::vector<Token> Analyzer::analyze(std::string_view text) {
  std::vector<Token> tokens;
  if (text.empty()) return tokens;
  tokens.reserve(text.size() / 6);
  impl_->words.set_text(text);
  icu::BreakIterator& breaks = *impl_->words;
  for (int32_t begin = 0, end = breaks.next(); end != icu::BreakIterator::DONE; begin = end, end = breaks.next()) {
    if (breaks.getRuleStatus() < UBRK_WORD_NONE_LIMIT) continue;
    const std::string_view raw = text.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    std::string word = fold_case(raw);
    std::erase(word, '_');
    if (word.empty()) continue;
    fold_punctuation(word);
    if (word.empty()) continue;
    cut(word);
    const bool ideographic = is_ideographic(raw);
    tokens.push_back(
        {std::move(word), static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), ideographic});
  }
  return tokens;
}

std::vector<TextRange> Analyzer::sentences(std::string_view text, std::string_view lang) {
  std::vector<TextRange> ranges;
  const std::string flat = unwrapped(text);
  Breaks& sentences = impl_->sentence_breaks(lang);
  sentences.set_text(flat);
  icu::BreakIterator& breaks = *sentences;
  for (int32_t at = 0, next = breaks.next(); next != icu::BreakIterator::DONE; at = next, next = breaks.next()) {
    std::size_t begin = static_cast<std::size_t>(at), end = static_cast<std::size_t>(next);
    while (begin < end && is_blank(text[begin])) ++begin;
    while (end > begin && is_blank(text[end - 1])) --end;
    if (begin < end) ranges.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }
  return ranges;
}

const std::string& Analyzer::stem(std::string_view word, std::string_view lang) {
  impl_->unstemmed = word;
  if (!has_stemmer(lang) || !is_stemmable(word)) return impl_->unstemmed;
  auto stemmer = impl_->stemmers.find(lang);
  if (stemmer == impl_->stemmers.end())
    stemmer = impl_->stemmers.try_emplace(std::string(lang), Impl::Stemmer{Xapian::Stem(std::string(lang)), {}}).first;
  auto& [stem, cache] = stemmer->second;
  if (cache.size() > kMaxCachedStems) cache.clear();
  const auto [entry, fresh] = cache.try_emplace(impl_->unstemmed);
  if (fresh) entry->second = stem(impl_->unstemmed);
  return entry->second;
}

std::string fold(std::string_view text) {
  std::string folded;
  bool blank = false;
  for (const char c : fold_case(text)) {
    if (is_blank(c)) {
      blank = !folded.empty();
      continue;
    }
    if (blank) folded += ' ';
    blank = false;
    folded += c;
  }
  return folded;
}

bool has_stemmer(std::string_view lang) {
  return std::find(kStemmers.begin(), kStemmers.end(), lang) != kStemmers.end();
}

}  // namespace newssearch
