#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace newssearch {

/// The first date a line of text in this language holds, as "2024-05-03": "3. Mai 2024", "le 3 mai 2024",
/// "2024年5月3日", "03.05.2024". Figures that may be read two ways ("03/05/2024" in English) are no date.
std::optional<std::string> visible_date(std::string_view line, std::string_view lang);

/// The day an address states: ".../2024/05/03/...", ".../2024-05-03-...", ".../2024/may/03/...",
/// ".../20240503/...".
std::optional<std::string> date_of_url(std::string_view url);

}  // namespace newssearch
