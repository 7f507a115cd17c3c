#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "common/generation.h"
#include "indexer/part_build.h"

namespace newssearch {

/// Parts of a generation made one, which is to take their place in a later generation (Addition::merged).
struct MergedParts {
  struct Place {
    std::size_t part = 0;    ///< which of `parts`
    std::uint64_t rank = 0;  ///< in it
  };
  std::vector<Manifest::Part> parts;  ///< consecutive ones
  std::vector<Place> places;          ///< by rank of the new part: where the article lies in those; may be empty
  std::filesystem::path folder;       ///< with the new part's files, synced
  std::map<std::string, Manifest::File> files;  ///< by path relative to it
};

/// More than so many parts beside the one a generation was built with are made fewer.
inline constexpr std::size_t kMostAddedParts = 8;

/// How many of the parts added last are worth being made one: each no larger than those after it together, or as many
/// as there are too many; at least four. 0: none.
std::size_t parts_to_merge(const Manifest& manifest);

/// What a part takes up, in bytes.
std::uint64_t bytes_of(const Manifest& manifest, const Manifest::Part& part);

/// Makes so many parts of a generation, those added last, one, in the empty folder `scratch`. Calls `progress` as
/// build_part does, and throws as that.
MergedParts merge_parts(const Generation& generation, std::size_t parts, const std::filesystem::path& scratch,
                        const std::function<void(const BuildProgress&)>& progress = {});

}  // namespace newssearch
