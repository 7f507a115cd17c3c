#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "common/generation.h"

namespace newssearch {

/// Makes a finished folder the current generation: checksums into manifest.json, every file and
/// folder synced, renamed to gen-NNNNNN, `current` rewritten beside and renamed; at each instant, power cut included,
/// `current` names a whole generation, the old or the new. Keeps the one that was current before, whose readers may be
/// on their way, manifest.before, for rollback, and those of `keep`, and removes all others. Files that manifest.files
/// already has are those of another generation (link_files): they are neither synced nor read again. Fills in
/// manifest.files and manifest.number, which is above all there are and the one it had. Throws std::system_error or
/// std::filesystem::filesystem_error.
Manifest publish_generation(const DataDirectory& directory, const std::filesystem::path& finished, Manifest manifest,
                            const std::vector<std::uint64_t>& keep = {});

/// Syncs the files and folders of a finished folder, and fills in manifest.files with those it has not yet: what takes
/// long of publishing. Throws as publish_generation does.
void make_durable(const std::filesystem::path& finished, Manifest& manifest);

/// Makes files of a generation, for which `wanted` is true of the name in the manifest, files of another one as well,
/// which is being made: hard links, as they never change. Returns what is known of them.
std::map<std::string, Manifest::File> link_files(const Generation& generation, const std::filesystem::path& finished,
                                                 const std::function<bool(const std::string& name)>& wanted);

/// Under another name first: whatever ends this, no half of a generation passes for one. A folder that stays costs
/// space, not answers; the next publish tries again.
void remove_generation(const DataDirectory& directory, std::uint64_t number);

/// Makes the generation before the last one built anew current again. Codes: "no_index", "nothing_to_roll_back".
Result<std::uint64_t> rollback(const DataDirectory& directory);

}  // namespace newssearch
