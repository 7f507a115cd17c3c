#include "indexer/merged_parts.h"

#include "indexer/gathered_part.h"
#include "indexer/publish.h"

namespace newssearch {
namespace {

constexpr std::size_t kFewestMerged = 4;

}  // namespace

std::uint64_t bytes_of(const Manifest& manifest, const Manifest::Part& part) {
  const std::string prefix = part.folder + "/";
  std::uint64_t bytes = 0;
  for (auto file = manifest.files.lower_bound(prefix); file != manifest.files.end() && file->first.starts_with(prefix);
       ++file)
    bytes += file->second.bytes;
  return bytes;
}

std::size_t parts_to_merge(const Manifest& manifest) {
  if (manifest.parts.empty()) return 0;
  const std::size_t added = manifest.parts.size() - 1;
  std::size_t merged = 0;
  std::uint64_t bytes = 0;
  for (; merged < added; ++merged) {
    const std::uint64_t own = bytes_of(manifest, manifest.parts[merged]);
    const bool is_alike = merged == 0 || own <= bytes;
    if (!is_alike && added - merged < kMostAddedParts) break;
    bytes += own;
  }
  return merged >= kFewestMerged ? merged : 0;
}

MergedParts merge_parts(const Generation& generation, std::size_t parts, const std::filesystem::path& scratch,
                        const std::function<void(const BuildProgress&)>& progress) {
  MergedParts merged;
  merged.folder = scratch / "merged";
  GatheredPart gathered(generation);
  const StoredGeneration& base = gathered.base();
  merged.parts.assign(base.parts().begin(), base.parts().begin() + static_cast<std::ptrdiff_t>(parts));
  for (std::size_t part = 0; part < parts; ++part)
    gathered.take_in(part, [&](std::uint32_t rank) { return base.is_live(rank); });
  for (const GatheredPart::Entry& entry : gathered.in_order()) {
    std::size_t part = parts - 1;
    while (part > 0 && *entry.in_base < merged.parts[part].first_rank) --part;
    merged.places.push_back({part, *entry.in_base - merged.parts[part].first_rank});
  }
  if (merged.places.empty()) return merged;
  std::filesystem::create_directories(merged.folder);
  std::filesystem::create_directories(scratch / "part");
  gathered.build(merged.folder, scratch / "part", 1, progress);
  Manifest durable;
  make_durable(merged.folder, durable);
  merged.files = std::move(durable.files);
  return merged;
}

}  // namespace newssearch
