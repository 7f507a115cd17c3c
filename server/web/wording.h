#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/date.h"

namespace newssearch {

/// How the pages put things in English words. Plain text: Html escapes it.

std::string grouped(std::uint64_t number);                             ///< "1,843"
std::string counted(std::uint64_t number, std::string_view singular);  ///< "1 article", "1,843 articles"

/// "19 October 1987", and where the time of day is known "19 October 1987, 10:41 BST" in the time zone given (IANA
/// name). A date without a time is the same calendar day everywhere.
std::string in_words(const ArticleDate& date, std::string_view time_zone);

/// The days from first to last, both inclusive, as briefly as they can be said: "1987", "March 1987",
/// "March–May 1987", "2–8 March 1987", "19 October 1987".
std::string in_words(Day first, Day last);

/// What was done to an article of that revision since its first: "Updated 3 times; last on 3 May 2024, 12:00 UTC",
/// "Updated once". Empty of the first.
std::string updates_in_words(std::uint32_t revision, const std::optional<ArticleDate>& last,
                             std::string_view time_zone);

/// A language by its own name: "English", "Deutsch", "العربية"; the code itself where it names none we know.
std::string language_name(std::string_view code);

}  // namespace newssearch
