#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/article.h"
#include "common/generation.h"
#include "indexer/part_build.h"
#include "indexer/stored_generation.h"

namespace newssearch {

/// The articles of a new part of a generation: some that are put, and those that live in some of its parts.
class GatheredPart {
 public:
  struct Entry {
    std::optional<Instant> published;
    std::string id_term;
    const Article* put = nullptr;          ///< none: it is as in the base
    std::optional<std::uint32_t> in_base;  ///< its rank; of what is put, that of what it replaces
  };

  /// `base` must outlive this, as must what is put. Throws as StoredGeneration does.
  explicit GatheredPart(const Generation& base) : generation_(base), base_(base) {}

  const StoredGeneration& base() const { return base_; }
  void put(const Article& article, std::optional<std::uint32_t> replaced);
  /// Those of a part of the base whose rank `lives`.
  void take_in(std::size_t part, const std::function<bool(std::uint32_t rank)>& lives);
  /// By rank in the new part, once all are there.
  const std::vector<Entry>& in_order();
  /// The average length its impacts are of: the base's, so that an article scores what it would there.
  double average_length() const;
  /// In the empty folders `folder` and `scratch`. There must be some articles. Throws as build_part does.
  void build(const std::filesystem::path& folder, const std::filesystem::path& scratch, unsigned threads,
             const std::function<void(const BuildProgress&)>& progress);

 private:
  ArticleReader reader() const;

  const Generation& generation_;
  const StoredGeneration base_;
  std::vector<Entry> entries_;
};

}  // namespace newssearch
