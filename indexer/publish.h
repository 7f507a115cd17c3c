#pragma once
#include <filesystem>

#include "common/generation.h"

namespace newssearch {

/// Makes a finished folder the current generation: checksums into manifest.json, every file and
/// folder synced, renamed to gen-NNNNNN, `current` rewritten beside and renamed; at each instant, power cut included,
/// `current` names a whole generation, the old or the new. Keeps the one that was current before, for rollback, and
/// removes all others. Fills in manifest.files and manifest.number. Throws std::system_error or
/// std::filesystem::filesystem_error.
Manifest publish_generation(const DataDirectory& directory, const std::filesystem::path& finished, Manifest manifest);

/// Makes the previous generation current again. Codes: "no_index", "nothing_to_roll_back".
Result<std::uint64_t> rollback(const DataDirectory& directory);

}  // namespace newssearch
