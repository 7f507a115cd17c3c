#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "common/article.h"
#include "common/generation.h"
#include "indexer/merged_parts.h"
#include "indexer/part_build.h"

namespace newssearch {

/// What a generation is to hold beside what another one holds.
struct Addition {
  std::vector<Article> put;                  ///< of different ids; each instead of the one of its id there is
  std::vector<std::string> removed;          ///< ids
  std::uint64_t seq = 0;                     ///< of the journal, up to which it is in there
  std::map<std::string, std::string> files;  ///< other files of the generation, by name; empty ones are left out
  std::vector<Manifest::Part> left_alone{};  ///< parts that stay as they are, as others are made one of them
  const MergedParts* merged = nullptr;       ///< takes the place of the parts it is made of; nullptr: none does
};

/// A generation that is whole, but has not been published (publish_generation).
struct UnpublishedGeneration {
  std::filesystem::path folder;
  Manifest manifest;
  double part_seconds = 0;  ///< that went into what was added; the others are by the size of the whole
};

/// Makes a generation of another one's files, which it shares, and a small part of what is added, in the empty folder
/// `scratch`. Parts added before that are small and not much larger are taken into it, so that there are few: of n
/// articles added one by one, each is analysed O(log n) times. Those that would take long are left to merge_parts, so
/// that it takes as long as what is added. Impacts are of the average length of the generation the others were added
/// to, so that an article scores what it would there. Calls `progress` as build_part does, and throws as that.
UnpublishedGeneration build_addition(const Generation& base, const Addition& addition,
                                     const std::filesystem::path& scratch, unsigned threads,
                                     const std::function<void(const BuildProgress&)>& progress = {});

}  // namespace newssearch
