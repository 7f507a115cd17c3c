#pragma once
#include <set>
#include <string>

namespace newssearch {

/// How a language (ISO 639-1) writes the months and the days of the week, long and short, folded: printed like names,
/// but none. Empty for what is no language ICU knows.
std::set<std::string> calendar_words(const std::string& lang);

}  // namespace newssearch
