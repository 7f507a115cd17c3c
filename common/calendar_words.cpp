#include "common/calendar_words.h"

#include <unicode/dtfmtsym.h>

#include "common/analyzer.h"

namespace newssearch {
namespace {

using Symbols = icu::DateFormatSymbols;
using Names = const icu::UnicodeString* (Symbols::*)(int32_t&, Symbols::DtContextType, Symbols::DtWidthType) const;

void add(const Symbols& symbols, Names names, std::set<std::string>& words) {
  for (const auto context : {Symbols::FORMAT, Symbols::STANDALONE})
    for (const auto width : {Symbols::WIDE, Symbols::ABBREVIATED}) {
      int32_t count = 0;
      const icu::UnicodeString* const all = (symbols.*names)(count, context, width);
      for (int32_t i = 0; i < count; ++i) {
        std::string text;
        std::string word = fold(all[i].toUTF8String(text));
        while (word.ends_with('.')) word.pop_back();
        if (!word.empty()) words.insert(std::move(word));
      }
    }
}

}  // namespace

std::set<std::string> calendar_words(const std::string& lang) {
  std::set<std::string> words;
  UErrorCode code = U_ZERO_ERROR;
  const Symbols symbols(icu::Locale(lang.c_str()), code);
  if (U_FAILURE(code) || code == U_USING_DEFAULT_WARNING) return words;
  add(symbols, &Symbols::getMonths, words);
  add(symbols, &Symbols::getWeekdays, words);
  return words;
}

}  // namespace newssearch
