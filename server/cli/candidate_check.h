#pragma once
#include <optional>
#include <string>

#include "common/generation.h"

namespace newssearch {

/// Why an index just built is not to take the place of the current one; nullopt: it may. It must hold as many articles,
/// find as many of a hundred of them by their own headlines among the first ten, not take twice as long for that, nor
/// twice the space. Throws Xapian::Error or NoIndex where one cannot be read.
std::optional<std::string> check_candidate(const DataDirectory& candidate, const DataDirectory& current);

}  // namespace newssearch
