#include "common/analyzer.h"

#include <unicode/brkiter.h>
#include <unicode/uscript.h>
#include <xapian.h>

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>
#include <stdexcept>
#include <vector>

#include "common/alternates.h"
#include "common/characters.h"
#include "common/folding.h"
#include "common/string_map.h"
#include "common/word_breaks.h"
#include "common/word_rules.h"

namespace newssearch {
namespace {

/// A distinct word is stemmed once, not once per occurrence; a cache past this size starts anew.
constexpr std::size_t kMaxCachedStems = 500'000;

void check(UErrorCode code, const char* what) {
  if (U_FAILURE(code)) throw std::runtime_error(std::string("ICU: ") + what + ": " + u_errorName(code));
}

/// Only letters (and what marks them) are stemmed: digits, dots and signs belong to names and numbers.
bool is_stemmable(std::string_view word) {
  return std::all_of(word.begin(), word.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; });
}

UScriptCode script_of(std::string_view word) {
  if (static_cast<unsigned char>(word.front()) < 0x80) return USCRIPT_LATIN;
  std::size_t at = 0;
  UErrorCode code = U_ZERO_ERROR;
  return uscript_getScript(next_character(word, at), &code);
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

/// The languages Xapian 1.4 has a Snowball stemmer for, and the script they are written in.
struct StemmedLanguage {
  std::string_view lang;
  UScriptCode script = USCRIPT_LATIN;
};
constexpr std::array<StemmedLanguage, 26> kStemmers = {{
    {"ar", USCRIPT_ARABIC},
    {"ca"},
    {"da"},
    {"de"},
    {"en"},
    {"es"},
    {"eu"},
    {"fi"},
    {"fr"},
    {"ga"},
    {"hu"},
    {"hy", USCRIPT_ARMENIAN},
    {"id"},
    {"it"},
    {"lt"},
    {"nb"},
    {"ne", USCRIPT_DEVANAGARI},
    {"nl"},
    {"nn"},
    {"no"},
    {"pt"},
    {"ro"},
    {"ru", USCRIPT_CYRILLIC},
    {"sv"},
    {"ta", USCRIPT_TAMIL},
    {"tr"},
}};

const StemmedLanguage* find_stemmer(std::string_view lang) {
  const auto found =
      std::lower_bound(kStemmers.begin(), kStemmers.end(), lang,
                       [](const StemmedLanguage& known, std::string_view wanted) { return known.lang < wanted; });
  return found != kStemmers.end() && found->lang == lang ? &*found : nullptr;
}

/// The stemmer of one language, and the stems of the words it has seen.
class CachingStemmer {
 public:
  explicit CachingStemmer(std::string lang) : stem_(lang), lang_(std::move(lang)) {}

  const std::string& lang() const { return lang_; }
  /// Null where it has not seen the word.
  const std::string* known(std::string_view word) const { return stems_.find(word); }
  const std::string& stem(std::string_view word) {
    if (const std::string* stem = known(word)) return *stem;
    if (stems_.size() >= kMaxCachedStems) stems_.clear();
    return stems_[word] = stem_(std::string(word));
  }

 private:
  Xapian::Stem stem_;
  std::string lang_;
  StringMap<std::string> stems_;
};

}  // namespace

struct Analyzer::Impl {
  WordBreaks words;
  std::vector<RawWord> raw;
  std::map<std::string, Breaks, std::less<>> sentences;
  std::map<std::string, CachingStemmer, std::less<>> stemmers;
  CachingStemmer* last_stemmer = nullptr;  ///< articles of one language come by the thousand
  std::string unstemmed;

  Breaks& sentence_breaks(std::string_view lang) {
    if (const auto found = sentences.find(lang); found != sentences.end()) return found->second;
    if (sentences.size() > 50) sentences.clear();  // languages come from articles, and not all are languages
    const std::string key(lang);
    return sentences.try_emplace(key, make_sentence_breaks(key)).first->second;
  }

  CachingStemmer& stemmer_of(std::string_view lang) {
    if (const auto found = stemmers.find(lang); found != stemmers.end()) return found->second;
    const std::string key(lang);
    return stemmers.try_emplace(key, key).first->second;
  }
};

Analyzer::Analyzer() : impl_(std::make_unique<Impl>()) {}
Analyzer::~Analyzer() = default;
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;

namespace {

std::vector<Token> tokens_of(std::string_view text, const std::vector<RawWord>& words) {
  std::vector<Token> tokens;
  tokens.reserve(words.size());
  for (const RawWord& word : words) append_tokens(text, word, tokens);
  return tokens;
}

}  // namespace

std::vector<Token> Analyzer::analyze(std::string_view text) {
  impl_->raw.clear();
  impl_->words.find(text, impl_->raw);
  return tokens_of(text, impl_->raw);
}

std::vector<Token> Analyzer::analyze_by_icu(std::string_view text) {
  impl_->raw.clear();
  impl_->words.find_by_icu(text, impl_->raw);
  return tokens_of(text, impl_->raw);
}

std::vector<Token> Analyzer::analyze_by_dictionary(std::string_view text) {
  std::vector<Token> tokens = analyze(text);
  const auto is_ideographic = [](const Token& token) { return token.ideographic; };
  if (std::none_of(tokens.begin(), tokens.end(), is_ideographic)) return tokens;
  std::vector<Token> words;
  auto at = tokens.begin();
  for (Alternate& alternate : AlternateFinder(text, "", NameSpellings::as_typed, tokens, impl_->words).find()) {
    if (alternate.kind != Alternate::Kind::dictionary) continue;
    const auto first = tokens.begin() + alternate.first;
    std::copy_if(at, first, std::back_inserter(words), std::not_fn(is_ideographic));
    at = tokens.begin() + alternate.last + 1;
    if (alternate.last > alternate.first)
      words.push_back({std::move(alternate.word), first->begin, std::prev(at)->end, true});
  }
  std::copy_if(at, tokens.end(), std::back_inserter(words), std::not_fn(is_ideographic));
  return words;
}

Analysis Analyzer::analyze_with_alternates(std::string_view text, std::string_view lang, NameSpellings spellings) {
  Analysis analysis{analyze(text), {}};
  analysis.alternates = AlternateFinder(text, lang, spellings, analysis.tokens, impl_->words).find();
  return analysis;
}

std::vector<TextRange> Analyzer::sentences(std::string_view text, std::string_view lang) {
  std::vector<TextRange> ranges;
  const std::string flat = unwrapped(text);
  icu::BreakIterator& breaks = impl_->sentence_breaks(lang).over(flat);
  for (int32_t at = 0, next = breaks.next(); next != icu::BreakIterator::DONE; at = next, next = breaks.next()) {
    std::size_t begin = static_cast<std::size_t>(at), end = static_cast<std::size_t>(next);
    while (begin < end && is_blank(text[begin])) ++begin;
    while (end > begin && is_blank(text[end - 1])) --end;
    if (begin < end) ranges.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }
  return ranges;
}

const std::string& Analyzer::stem(std::string_view word, std::string_view lang) {
  CachingStemmer*& stemmer = impl_->last_stemmer;
  if (stemmer && stemmer->lang() == lang)
    if (const std::string* known = stemmer->known(word)) return *known;
  if (!is_stemmed(word, lang)) return impl_->unstemmed = word;
  stemmer = &impl_->stemmer_of(lang);
  return stemmer->stem(word);
}

std::string fold(std::string_view text) {
  std::string folded, value;
  fold_characters(text, folded);
  bool blank = false;
  for (const char c : folded) {
    if (is_blank(c)) {
      blank = !value.empty();
      continue;
    }
    if (blank) value += ' ';
    blank = false;
    value += c;
  }
  return value;
}

bool has_stemmer(std::string_view lang) { return find_stemmer(lang) != nullptr; }

bool is_stemmed(std::string_view word, std::string_view lang) {
  const StemmedLanguage* stemmer = find_stemmer(lang);
  return stemmer && !word.empty() && is_stemmable(word) && script_of(word) == stemmer->script;
}

}  // namespace newssearch
