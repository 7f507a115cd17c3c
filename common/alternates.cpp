#include "common/alternates.h"

#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <stdexcept>

#include "common/characters.h"
#include "common/folding.h"
#include "common/word_rules.h"

namespace newssearch {
namespace {

using Kind = Alternate::Kind;

constexpr std::size_t kMaxJoinedParts = 3;
constexpr std::size_t kMaxAcronymLetters = 4;
constexpr std::size_t kMaxRatioDigits = 4;

std::string folded(std::string_view text) {
  std::string word;
  fold_characters(text, word);
  return word;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}
bool all_digits(std::string_view word) { return std::all_of(word.begin(), word.end(), is_ascii_digit); }

/// A hyphen, with or without the line end of hard-wrapped copy behind it, or a blank of no width.
bool is_hyphen(std::string_view between) {
  if (between == "-\n" || between == "-\r\n") return true;
  return between == "-" || between == "\u2010" || between == "\u2011" || between == "\u200B";
}
bool is_narrow_blank(std::string_view between) {
  return between == "\u00A0" || between == "\u202F" || between == "\u2009";
}
bool is_ratio_sign(std::string_view between) { return between == "/" || between == "-" || between == "\u2013"; }

UChar32 first_character(std::string_view text) {
  std::size_t at = 0;
  return text.empty() ? 0 : next_character(text, at);
}
bool is_capitalised(std::string_view text) { return u_isupper(first_character(text)); }

/// What stands behind the first apostrophe, however it is printed; empty where there is none.
std::string_view behind_apostrophe(std::string_view printed) {
  for (std::size_t at = 0; at < printed.size();) {
    const std::size_t from = at;
    next_character(printed, at);
    std::string sign = folded(printed.substr(from, at - from));
    fold_apostrophes(sign);
    if (sign == "'") return printed.substr(at);
  }
  return {};
}

/// Two letters or more, all of them capitals.
bool is_in_capitals(std::string_view text) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < text.size(); ++letters)
    if (!u_isupper(next_character(text, at))) return false;
  return letters > 1;
}

/// What a letter with a dot or a ring is also written as; empty where it is only written so.
std::string_view spelled_out(UChar32 letter) {
  switch (letter) {
    case U'ä':
    case U'Ä':
      return "ae";
    case U'ö':
    case U'Ö':
    case U'ø':
    case U'Ø':
      return "oe";
    case U'ü':
    case U'Ü':
      return "ue";
    case U'å':
    case U'Å':
      return "aa";
    default:
      return {};
  }
}

/// The word with its umlauts spelled out; empty where it has none.
std::string without_umlauts(std::string_view printed) {
  std::string spelled;
  bool has_any = false;
  for (std::size_t at = 0; at < printed.size();) {
    const std::size_t from = at;
    const std::string_view letters = spelled_out(next_character(printed, at));
    has_any |= !letters.empty();
    spelled += letters.empty() ? printed.substr(from, at - from) : letters;
  }
  return has_any ? folded(spelled) : "";
}

/// The rules by which newspapers in Latin letters write names (BGN/PCGN, as ICU has them).
class Romanisation {
 public:
  explicit Romanisation(const char* rules) {
    UErrorCode code = U_ZERO_ERROR;
    const std::string id = std::string(rules) + "; Latin-ASCII; Lower";
    rules_.reset(icu::Transliterator::createInstance(icu::UnicodeString(id.c_str()), UTRANS_FORWARD, code));
    if (U_FAILURE(code)) throw std::runtime_error("ICU: " + id + ": " + u_errorName(code));
  }

  /// Small Latin letters; empty where a letter is not one of the language's.
  std::string operator()(std::string_view printed) const {
    icu::UnicodeString name =
        icu::UnicodeString::fromUTF8(icu::StringPiece(printed.data(), static_cast<int32_t>(printed.size())));
    rules_->transliterate(name);
    std::string latin;
    name.toUTF8String(latin);
    std::erase_if(latin, [](char c) { return c == '\'' || c == '"' || c == '`'; });  // the marks of soft and hard signs
    const bool complete = std::all_of(latin.begin(), latin.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return complete ? latin : "";
  }

 private:
  std::unique_ptr<icu::Transliterator> rules_;
};

/// The language that alone has some of a word's letters, of those written in Cyrillic; Russian where none has.
std::string_view cyrillic_language(std::string_view printed) {
  for (std::size_t at = 0; at < printed.size();) {
    switch (u_tolower(next_character(printed, at))) {
      case U'і':
      case U'ї':
      case U'є':
      case U'ґ':
        return "uk";
      case U'ђ':
      case U'ћ':
      case U'љ':
      case U'њ':
      case U'џ':
      case U'ј':
        return "sr";
      case U'ѓ':
      case U'ќ':
      case U'ѕ':
        return "mk";
      case U'ў':
        return "be";
      default:
        break;
    }
  }
  return "ru";
}

std::string romanised_cyrillic(std::string_view printed, std::string_view lang) {
  if (lang == "uk") {
    static const Romanisation ukrainian("Ukrainian-Latin/BGN");
    return ukrainian(printed);
  }
  if (lang == "bg") {
    static const Romanisation bulgarian("Bulgarian-Latin/BGN");
    return bulgarian(printed);
  }
  if (lang == "sr") {
    static const Romanisation serbian("Serbian-Latin/BGN");
    return serbian(printed);
  }
  if (lang == "mk") {
    static const Romanisation macedonian("Macedonian-Latin/BGN");
    return macedonian(printed);
  }
  if (lang == "be") {
    static const Romanisation belarusian("Belarusian-Latin/BGN");
    return belarusian(printed);
  }
  static const Romanisation russian("Russian-Latin/BGN");
  return russian(printed);
}

void replace_first(std::string& text, std::string_view from, std::string_view to) {
  if (const std::size_t at = text.find(from); at != std::string::npos) text.replace(at, from.size(), to);
}

/// As English has the endings of Slavonic names: Zelensky, Dostoyevsky; Kyiv.
void smooth(std::string& name) {
  replace_first(name, "yyi", "yi");
  if (name.size() > 4 && (name.ends_with("iy") || name.ends_with("yy"))) {
    name.resize(name.size() - 2);
    name += 'y';
  }
}

/// The name in Latin letters; empty where it is, or where its script has no vowels to go by.
std::string romanised(std::string_view printed, std::string_view lang) {
  UErrorCode code = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(first_character(printed), &code);
  std::string name;
  if (script == USCRIPT_CYRILLIC) {
    name = romanised_cyrillic(printed, lang == "bg" ? lang : cyrillic_language(printed));
    smooth(name);
  } else if (script == USCRIPT_GREEK) {
    static const Romanisation greek("Greek-Latin/UNGEGN");
    name = greek(printed);
  }
  return name;
}

constexpr std::array<std::string_view, 9> kNotTelling = {"www", "com", "org",  "net", "gov",
                                                         "edu", "htm", "html", "php"};

/// The labels of an address that say whose it is.
bool is_telling(std::string_view label) {
  return label.size() > 2 && !all_digits(label) &&
         std::find(kNotTelling.begin(), kNotTelling.end(), label) == kNotTelling.end();
}

std::vector<std::string_view> split(std::string_view word, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (!word.empty()) {
    const std::size_t end = std::min(word.find_first_of(separators), word.size());
    if (end > 0) parts.push_back(word.substr(0, end));
    word.remove_prefix(std::min(end + 1, word.size()));
  }
  return parts;
}

}  // namespace

AlternateFinder::AlternateFinder(std::string_view text, std::string_view lang, NameSpellings spellings,
                                 const std::vector<Token>& tokens, WordBreaks& breaks)
    : text_(text), lang_(lang), spellings_(spellings), tokens_(tokens), breaks_(breaks) {}

std::vector<Alternate> AlternateFinder::find() {
  for (std::size_t at = 0; at < tokens_.size();) {
    if (tokens_[at].ideographic) {
      at = find_dictionary_words(at);
      continue;
    }
    if (!is_plain(at)) {
      find_joined(at);
      find_ratio(at);
      find_signs(at);
      find_acronym(at);
      find_parts(at);
      if (spellings_ == NameSpellings::all) find_spellings(at);
    }
    ++at;
  }
  return std::move(found_);
}

void AlternateFinder::add(Kind kind, std::string word, std::size_t first, std::size_t last) {
  if (word.empty()) return;
  cut_word(word);
  found_.push_back({kind, std::move(word), static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)});
}

std::string_view AlternateFinder::printed(std::size_t at) const {
  return text_.substr(tokens_[at].begin, tokens_[at].end - tokens_[at].begin);
}

/// The text between a token and the next one; a line end where there is none.
std::string_view AlternateFinder::between(std::size_t at) const {
  if (at + 1 >= tokens_.size()) return "\n";
  return text_.substr(tokens_[at].end, tokens_[at + 1].begin - tokens_[at].end);
}

char AlternateFinder::byte_before(std::size_t at) const {
  const std::size_t begin = tokens_[at].begin;
  return begin == 0 ? ' ' : text_[begin - 1];
}

bool AlternateFinder::may_be_name(std::size_t at) const { return lang_.empty() || is_capitalised(printed(at)); }

/// Most words are: of small letters of ASCII but for the first, no @ or # before them, a blank or the like behind. No
/// rule has anything to say of them.
bool AlternateFinder::is_plain(std::size_t at) const {
  const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  const std::string_view word = printed(at);
  if (!is_small(static_cast<char>(word.front() | 0x20)) || !std::all_of(word.begin() + 1, word.end(), is_small))
    return false;
  if (const char before = byte_before(at); before == '@' || before == '#') return false;
  const std::size_t end = tokens_[at].end;
  return end == text_.size() || text_[end] == ' ' || text_[end] == ',' || text_[end] == '.' || text_[end] == '\n';
}

void AlternateFinder::find_joined(std::size_t at) {
  if (at > 0 && !tokens_[at - 1].ideographic && is_hyphen(between(at - 1))) return;  // found with its first part
  std::size_t last = at;
  std::string word = tokens_[at].word;
  while (last + 1 < tokens_.size() && !tokens_[last + 1].ideographic && is_hyphen(between(last)))
    word += tokens_[++last].word;
  if (last > at && last - at < kMaxJoinedParts && !all_digits(word)) add(Kind::joined, std::move(word), at, last);
  const bool inside_number = at > 0 && is_narrow_blank(between(at - 1)) && all_digits(tokens_[at - 1].word);
  if (last > at || inside_number) return;
  while (last + 1 < tokens_.size() && is_narrow_blank(between(last)) && all_digits(tokens_[last].word) &&
         tokens_[last + 1].word.size() == 3 && all_digits(tokens_[last + 1].word))
    word += tokens_[++last].word;
  if (last > at && tokens_[at].word.size() <= 3) add(Kind::joined, std::move(word), at, last);
}

/// 9/11, 24/7, 2019-20, 2020-03-14.
void AlternateFinder::find_ratio(std::size_t at) {
  const auto is_part = [&](std::size_t i) {
    return tokens_[i].word.size() <= kMaxRatioDigits && all_digits(tokens_[i].word);
  };
  if (!is_part(at) || (at > 0 && is_part(at - 1) && is_ratio_sign(between(at - 1)))) return;
  std::size_t last = at;
  std::string word = tokens_[at].word;
  while (last + 1 < tokens_.size() && is_part(last + 1) && is_ratio_sign(between(last)))
    word += '/' + tokens_[++last].word;
  if (last > at && last - at < kMaxJoinedParts) add(Kind::sign, std::move(word), at, last);
}

void AlternateFinder::find_signs(std::size_t at) {
  const Token& token = tokens_[at];
  if (const char before = byte_before(at); before == '@' || before == '#') add(Kind::sign, before + token.word, at, at);
  const std::string_view after = between(at);
  if (after == "&" && !tokens_[at + 1].ideographic) {
    add(Kind::sign, token.word + '&' + tokens_[at + 1].word, at, at + 1);
    if (spellings_ == NameSpellings::all && token.word.size() <= 2 && tokens_[at + 1].word.size() <= 2)
      add(Kind::spelling, token.word + tokens_[at + 1].word, at, at + 1);
  }
  if (all_digits(token.word)) return;
  const std::string_view rest = text_.substr(token.end, 3);
  const auto ends_behind = [&](std::size_t signs) { return after.size() > signs || at + 1 == tokens_.size(); };
  if (rest.starts_with("++") && ends_behind(2))
    add(Kind::sign, token.word + "++", at, at);
  else if (rest.starts_with("+") && ends_behind(1))
    add(Kind::sign, token.word + "+", at, at);
  else if (rest.starts_with("#") && ends_behind(1) && token.word.size() == 1)
    add(Kind::sign, token.word + "#", at, at);
}

/// "U.S." by its points; "US" by its capitals, where the words around it have small letters.
void AlternateFinder::find_acronym(std::size_t at) {
  const std::string_view word = printed(at);
  if (word.find('.') != std::string_view::npos) {
    std::string pointed = folded(word);
    fold_apostrophes(pointed);
    if (is_pointed_acronym(pointed)) add(Kind::sign, std::move(pointed), at, at);
    return;
  }
  if (lang_.empty() || !is_ascii(word) || word.size() > kMaxAcronymLetters || !is_in_capitals(word)) return;
  const bool shouted =
      (at > 0 && is_in_capitals(printed(at - 1))) || (at + 1 < tokens_.size() && is_in_capitals(printed(at + 1)));
  const bool part_of_name = between(at) == "&" || byte_before(at) == '&';
  if (shouted || part_of_name) return;
  std::string pointed;
  for (const char letter : tokens_[at].word) (pointed += letter) += '.';
  pointed.pop_back();
  add(Kind::sign, std::move(pointed), at, at);
}

void AlternateFinder::find_parts(std::size_t at) {
  std::string_view word = tokens_[at].word;
  if (is_ascii_digit(word.front())) {
    if (word.find(',') != std::string_view::npos)
      for (const std::string_view part : split(word, ",")) add(Kind::part, std::string(part), at, at);
    return;
  }
  if (word.find('.') == std::string_view::npos && word.find('@') == std::string_view::npos) return;
  const std::string_view host = word.substr(word.find('@') == std::string_view::npos ? 0 : word.find('@') + 1);
  const std::string_view site = host.starts_with("www.") ? host.substr(4) : host;
  if (site != word) add(Kind::part, std::string(site), at, at);
  for (const std::string_view label : split(word, ".@"))
    if (is_telling(label) && label != site) add(Kind::part, std::string(label), at, at);
}

void AlternateFinder::find_spellings(std::size_t at) {
  const std::string_view word = printed(at);
  if (!is_ascii(word)) {
    if (lang_ == "de" || may_be_name(at)) add(Kind::spelling, without_umlauts(word), at, at);
    if (may_be_name(at)) add(Kind::spelling, romanised(word, lang_), at, at);
  }
  if (word.find('\'') == std::string_view::npos && is_ascii(word)) return;
  std::string apostrophes = folded(word);
  fold_apostrophes(apostrophes);
  if (elided_article(apostrophes).empty()) return;
  if (!lang_.empty() && !is_capitalised(behind_apostrophe(word))) return;
  std::erase(apostrophes, '\'');
  add(Kind::spelling, std::move(apostrophes), at, at);
}

/// The words of a stretch of one or more touching characters; returns the token behind it.
std::size_t AlternateFinder::find_dictionary_words(std::size_t at) {
  std::size_t end = at + 1;
  while (end < tokens_.size() && tokens_[end].ideographic && tokens_[end].begin == tokens_[end - 1].end) ++end;
  const std::uint32_t begin = tokens_[at].begin;
  for (const std::uint32_t cut : breaks_.dictionary_cuts(text_.substr(begin, tokens_[end - 1].end - begin))) {
    std::string word;
    const std::size_t first = at;
    for (; at < end && tokens_[at].end <= begin + cut; ++at) word += tokens_[at].word;
    if (at > first) add(Kind::dictionary, std::move(word), first, at - 1);
  }
  return end;
}

}  // namespace newssearch
