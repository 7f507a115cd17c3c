#include "corpus/visible_date.h"

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "common/date.h"

namespace newssearch {
namespace {

/// Longer lines hold dates of other things.
constexpr std::size_t kLineBytes = 600;
constexpr int kFirstNewsYear = 1700, kLastNewsYear = 2100;

struct MonthName {
  icu::UnicodeString name;
  int month;
};

std::vector<MonthName> month_names(const std::string& lang) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::DateFormatSymbols symbols(icu::Locale(lang.c_str()), status);
  std::vector<MonthName> names;
  if (U_FAILURE(status)) return names;
  using Symbols = icu::DateFormatSymbols;
  for (const auto context : {Symbols::FORMAT, Symbols::STANDALONE})
    for (const auto style : {Symbols::WIDE, Symbols::ABBREVIATED}) {
      std::int32_t count = 0;
      const icu::UnicodeString* months = symbols.getMonths(count, context, style);
      for (std::int32_t i = 0; i < std::min(count, 12); ++i) {
        icu::UnicodeString name = months[i];
        name.foldCase();
        if (name.endsWith('.')) name.truncate(name.length() - 1);
        if (name.length() >= 3 && u_isalpha(name.char32At(0))) names.push_back({name, i + 1});
      }
    }
  return names;
}

/// Of the page's language, and English names beside: many pages leave theirs in templates.
const std::vector<MonthName>& names_of(std::string_view lang) {
  static std::mutex mutex;
  static std::map<std::string, std::vector<MonthName>, std::less<>> by_language;
  constexpr std::size_t most_languages = 300;
  const std::lock_guard lock(mutex);
  if (const auto found = by_language.find(lang); found != by_language.end()) return found->second;
  if (by_language.size() >= most_languages) return by_language["en"];
  std::vector<MonthName> names = month_names(std::string(lang));
  if (lang != "en")
    for (MonthName& name : month_names("en")) names.push_back(std::move(name));
  return by_language.emplace(lang, std::move(names)).first->second;
}

/// A figure or a word of a line, and the character before it.
struct Token {
  icu::UnicodeString text;
  int number = -1;  ///< -1: a word, or a figure of more than four digits
  int month = 0;    ///< 0: names none
  UChar32 before = 0;
};

std::vector<Token> tokens_of(std::string_view line, const std::vector<MonthName>& months) {
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(line.data(), static_cast<std::int32_t>(line.size())));
  text.foldCase();
  const auto kind = [&](std::int32_t i) {
    const UChar32 c = text.char32At(i);
    const auto block = ublock_getCode(c);
    if (u_isdigit(c)) return 1;
    if (block == UBLOCK_CJK_UNIFIED_IDEOGRAPHS || block == UBLOCK_HANGUL_SYLLABLES) return 3;
    return u_isalpha(c) || u_charType(c) == U_NON_SPACING_MARK || u_charType(c) == U_COMBINING_SPACING_MARK ? 2 : 0;
  };
  std::vector<Token> tokens;
  UChar32 before = 0;
  for (std::int32_t i = 0; i < text.length();) {
    const int its = kind(i);
    std::int32_t end = text.moveIndex32(i, 1);
    if (its == 0) {
      if (!u_isspace(text.char32At(i)) || before == 0) before = text.char32At(i);
      i = end;
      continue;
    }
    while (its != 3 && end < text.length() && kind(end) == its) end = text.moveIndex32(end, 1);
    Token token{icu::UnicodeString(text, i, end - i), -1, 0, std::exchange(before, 0)};
    if (its == 1 && token.text.length() <= 4) {
      token.number = 0;
      for (std::int32_t k = 0; k < token.text.length(); ++k)
        token.number = token.number * 10 + u_charDigitValue(token.text.char32At(k));
    }
    for (const MonthName& month : months)
      if (its == 2 && month.name == token.text) token.month = month.month;
    tokens.push_back(std::move(token));
    i = end;
  }
  return tokens;
}

std::optional<std::string> checked(int year, int month, int day) {
  if (year < kFirstNewsYear || year > kLastNewsYear) return std::nullopt;
  const Result<Day> date = make_day(year, month, day);
  return date ? std::optional<std::string>(format_iso(*date)) : std::nullopt;
}

class DateFinder {
 public:
  DateFinder(const std::vector<Token>& tokens, std::string_view lang) : tokens_(tokens), lang_(lang) {}

  std::optional<std::string> find() const {
    for (std::size_t i = 0; i < tokens_.size(); ++i)
      for (const auto form : {&DateFinder::named_month, &DateFinder::east_asian, &DateFinder::figures})
        if (std::optional<std::string> date = (this->*form)(i)) return date;
    return std::nullopt;
  }

 private:
  int number(std::size_t i) const { return i < tokens_.size() ? tokens_[i].number : -1; }
  int digits(std::size_t i) const { return i < tokens_.size() ? tokens_[i].text.length() : 0; }
  bool is(std::size_t i, const char16_t* text) const {
    return i < tokens_.size() && tokens_[i].text == icu::UnicodeString(text);
  }

  /// "3. Mai 2024", "3 de mayo de 2024", "May 3rd, 2024": within two small words of the month.
  std::optional<std::string> named_month(std::size_t i) const {
    const int month = tokens_[i].month;
    if (month == 0) return std::nullopt;
    std::size_t after = i + 1;
    while (after < tokens_.size() && number(after) < 0 && digits(after) <= 3 && after < i + 2) ++after;
    for (std::size_t back = 1; back <= 2 && back <= i; ++back) {
      const int day = number(i - back);
      if (day >= 1 && day <= 31 && digits(i - back) <= 2 && digits(after) == 4)
        return checked(number(after), month, day);
      if (day >= 0 || digits(i - back) > 3) break;
    }
    const int day = number(i + 1);
    std::size_t year = i + 2;
    if (is(year, u"st") || is(year, u"nd") || is(year, u"rd") || is(year, u"th")) ++year;
    if (day >= 1 && day <= 31 && digits(i + 1) <= 2 && digits(year) == 4) return checked(number(year), month, day);
    return std::nullopt;
  }

  /// "2024年5月3日", "2024년 5월 3일".
  std::optional<std::string> east_asian(std::size_t i) const {
    const bool marked = (is(i + 1, u"年") && is(i + 3, u"月")) || (is(i + 1, u"년") && is(i + 3, u"월"));
    return marked && digits(i) == 4 && number(i + 4) > 0 ? checked(number(i), number(i + 2), number(i + 4))
                                                         : std::nullopt;
  }

  std::optional<std::string> figures(std::size_t i) const {
    if (number(i) < 0 || number(i + 1) < 0 || number(i + 2) < 0) return std::nullopt;
    const UChar32 mark = tokens_[i + 1].before;
    if (mark != tokens_[i + 2].before || (mark != '.' && mark != '/' && mark != '-')) return std::nullopt;
    if (digits(i) == 4) return checked(number(i), number(i + 1), number(i + 2));
    if (digits(i + 2) != 4) return std::nullopt;
    const int first = number(i), second = number(i + 1), year = number(i + 2);
    if (mark == '.' || second > 12 || first > 12 || first == second || lang_ != "en")
      return second > 12 ? checked(year, first, second) : checked(year, second, first);
    return std::nullopt;
  }

  const std::vector<Token>& tokens_;
  std::string_view lang_;
};

bool is_figure(char c) { return c >= '0' && c <= '9'; }

/// The figures at a place, as many as `length` and no more; -1 where there are others.
int figure_at(std::string_view text, std::size_t at, std::size_t length) {
  if (at + length > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + length; ++i) {
    if (!is_figure(text[i])) return -1;
    value = value * 10 + (text[i] - '0');
  }
  return at + length < text.size() && is_figure(text[at + length]) ? -1 : value;
}

/// "may" is 5; addresses have English months, in lower case; -1: none.
int month_named(std::string_view name) {
  constexpr std::string_view months = "janfebmaraprmayjunjulaugsepoctnovdec";
  const std::size_t at = name.size() == 3 ? months.find(name) : std::string_view::npos;
  return at % 3 == 0 ? static_cast<int>(at / 3) + 1 : -1;
}

}  // namespace

std::optional<std::string> visible_date(std::string_view line, std::string_view lang) {
  if (line.size() > kLineBytes) return std::nullopt;
  lang = lang.substr(0, std::min<std::size_t>(lang.find_first_of("-_"), 3));
  const std::vector<Token> tokens = tokens_of(line, names_of(lang));
  return DateFinder(tokens, lang).find();
}

std::optional<std::string> date_of_url(std::string_view url) {
  constexpr int first_year = 1990;
  url = url.substr(0, std::min<std::size_t>(url.find_first_of("?#"), 2000));
  for (std::size_t i = 1; i < url.size(); ++i) {
    if (is_figure(url[i - 1]) || !is_figure(url[i])) continue;
    if (const int year = figure_at(url, i, 4); year >= first_year && year <= kLastNewsYear && i + 4 < url.size()) {
      const char mark = url[i + 4];
      if (mark != '/' && mark != '-' && mark != '_') continue;
      for (const std::size_t month_length : {3, 2, 1}) {
        const int month = month_length == 3 ? month_named(url.substr(i + 5, 3)) : figure_at(url, i + 5, month_length);
        const std::size_t day_at = i + 5 + month_length + 1;
        if (month < 1 || day_at >= url.size() || url[day_at - 1] != mark) continue;
        for (const std::size_t day_length : {2, 1})
          if (const int day = figure_at(url, day_at, day_length); day > 0) return checked(year, month, day);
      }
    } else if (const int whole = figure_at(url, i, 8); whole > first_year * 10000 && whole < kLastNewsYear * 10000) {
      if (auto date = checked(whole / 10000, whole / 100 % 100, whole % 100)) return date;
    }
  }
  return std::nullopt;
}

}  // namespace newssearch
