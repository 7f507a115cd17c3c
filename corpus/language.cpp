#include "corpus/language.h"

#include <cld2/public/compact_lang_det.h>
#include <unicode/uloc.h>

#include <array>

#include "corpus/clean_text.h"

namespace newssearch {
namespace {

/// More tells no more.
constexpr std::size_t kDetectedBytes = 16 << 10;

/// ISO 639 withdrew these; cld2 and old tags still use them.
constexpr std::array<std::array<std::string_view, 2>, 5> kWithdrawn = {
    {{"iw", "he"}, {"in", "id"}, {"ji", "yi"}, {"jw", "jv"}, {"mo", "ro"}}};

}  // namespace

std::optional<std::string> language_of_tag(std::string_view tag) {
  const std::string_view first = tag.substr(0, tag.find_first_of("-_"));
  if (first.size() < 2 || first.size() > 3) return std::nullopt;
  std::array<char, ULOC_LANG_CAPACITY> buffer{};
  UErrorCode status = U_ZERO_ERROR;
  uloc_getLanguage(std::string(first).c_str(), buffer.data(), buffer.size(), &status);
  if (U_FAILURE(status)) return std::nullopt;
  std::string code = buffer.data();
  for (const auto& [old, current] : kWithdrawn)
    if (code == old) code = current;
  const bool known = *uloc_getISO3Language(code.c_str()) != '\0';
  if (!known || code == "und" || code == "mul" || code == "zxx") return std::nullopt;
  return code;
}

std::optional<std::string> detect_language(std::string_view text) {
  const std::string_view sample = clip(text, kDetectedBytes);
  bool reliable = false;
  const CLD2::Language language =
      CLD2::DetectLanguage(sample.data(), static_cast<int>(sample.size()), /*is_plain_text=*/true, &reliable);
  if (!reliable || language == CLD2::UNKNOWN_LANGUAGE) return std::nullopt;
  return language_of_tag(CLD2::LanguageCode(language));
}

}  // namespace newssearch
