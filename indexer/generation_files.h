#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>

#include "common/generation.h"

namespace newssearch {

/// How files that never change are taken elsewhere: as hard links where the file system allows it, or always copied, so
/// that a sector gone bad under one leaves the other.
enum class Taking { link, copy };

/// Told, file by file, how many bytes of how many are done.
using TakingProgress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Makes a file elsewhere of the same content; it is on the disk when this returns, its name may not be. Throws
/// std::system_error.
void take_file(const std::filesystem::path& file, const std::filesystem::path& to, Taking taking);

/// The same with all files of a generation but its manifest.json, in a folder there is. Names are on the disk as well,
/// but for the folder's own.
void take_files(const Generation& generation, const std::filesystem::path& folder, Taking taking,
                const TakingProgress& progress);

}  // namespace newssearch
