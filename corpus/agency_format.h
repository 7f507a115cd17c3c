#pragma once
#include <optional>
#include <string_view>

#include "corpus/format.h"

namespace newssearch {

/// Guesses by its front whether a file is in a format of agencies and feeds: XML by its root, wire text by its control
/// characters. Nullopt where it is neither, or HTML; code "unknown_format" for XML with another root, which is named.
std::optional<Result<Format>> guess_agency_format(std::string_view front);

}  // namespace newssearch
