#include "indexer/addition.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>

#include "common/impacts_file.h"
#include "common/schema.h"
#include "indexer/gathered_part.h"
#include "indexer/publish.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

/// No more than that is taken into the new part: it would keep what is added from being found.
constexpr std::uint64_t kMostBytesTakenIn = 2 << 20;

std::size_t windows_of(std::size_t articles) { return (articles + kWindowArticles - 1) / kWindowArticles; }

/// By its number: "added/000043".
std::string folder_of(std::uint64_t built) {
  std::string digits = std::to_string(built);
  digits.insert(0, digits.size() < 6 ? 6 - digits.size() : 0, '0');
  return std::string(Generation::kAddedFolder) + "/" + digits;
}

bool has(const std::vector<Manifest::Part>& parts, const std::string& folder) {
  return std::any_of(parts.begin(), parts.end(), [&](const Manifest::Part& part) { return part.folder == folder; });
}

class AdditionBuild {
 public:
  AdditionBuild(const Generation& base, const Addition& addition, const fs::path& scratch)
      : generation_(base),
        addition_(addition),
        scratch_(scratch),
        gathered_(base),
        base_(gathered_.base()),
        live_(base_.live()),
        text_bytes_(static_cast<std::int64_t>(base.manifest.text_bytes)) {}

  UnpublishedGeneration build(unsigned threads, const std::function<void(const BuildProgress&)>& progress) {
    const auto began = std::chrono::steady_clock::now();
    take_out();
    choose_parts();
    Manifest manifest = generation_.manifest;
    manifest.files = link_files(generation_, folder(), [&](const std::string& name) { return is_shared(name); });
    if (!gathered_.in_order().empty()) {
      fs::create_directories(folder() / parts_.front().folder);
      fs::create_directories(scratch_ / "part");
      gathered_.build(folder() / parts_.front().folder, scratch_ / "part", threads, progress);
    }
    const std::chrono::duration<double> part_seconds = std::chrono::steady_clock::now() - began;
    if (addition_.merged) link_merged(manifest);
    write_joined_files(folder(), parts_, live_of_parts());
    for (const auto& [name, content] : addition_.files)
      if (!content.empty()) write(folder() / name, content);
    manifest.parts = parts_;
    manifest.articles = articles_;
    manifest.text_bytes = static_cast<std::uint64_t>(std::max<std::int64_t>(0, text_bytes_));
    manifest.seq = addition_.seq;
    manifest.average_length = gathered_.average_length();
    manifest.created_at = format_iso(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    return {folder(), std::move(manifest), part_seconds.count()};
  }

 private:
  fs::path folder() const { return scratch_ / "generation"; }

  static void write(const fs::path& file, const std::string& content) {
    std::ofstream stream(file, std::ios::binary);
    stream << content << std::flush;
    if (!stream) throw std::system_error(errno, std::generic_category(), file.string());
  }

  /// What is replaced or removed lives no more; what is put goes into the new part.
  void take_out() {
    const auto take_out = [&](const std::string& id) {
      const std::optional<std::uint32_t> rank = base_.find(schema::id_term(id));
      if (!rank) return std::optional<std::uint32_t>();
      live_[*rank / 64] &= ~(1ULL << (*rank % 64));
      if (const Result<Article> article = base_.article(*rank))
        text_bytes_ -= static_cast<std::int64_t>(article->headline.size() + article->body.size());
      return rank;
    };
    for (const std::string& id : addition_.removed) take_out(id);
    for (const Article& article : addition_.put) {
      gathered_.put(article, take_out(article.id));
      text_bytes_ += static_cast<std::int64_t>(article.headline.size() + article.body.size());
    }
  }

  bool lives(std::size_t rank) const { return ((live_[rank / 64] >> (rank % 64)) & 1) != 0; }

  std::size_t live_in(const Manifest::Part& part) const {
    std::size_t live = 0;
    for (std::size_t rank = part.first_rank; rank < part.first_rank + part.articles; ++rank)
      live += lives(rank) ? 1 : 0;
    return live;
  }

  /// How many of the parts added before, the last ones, are taken into the new one.
  std::size_t parts_taken_in() const {
    const std::vector<Manifest::Part>& parts = base_.parts();
    std::size_t taken = 0, articles = addition_.put.size();
    std::uint64_t bytes = 0;
    while (articles > 0 && taken + 1 < parts.size()) {
      const Manifest::Part& next = parts[taken];
      bytes += bytes_of(generation_.manifest, next);
      const bool is_merged = addition_.merged && has(addition_.merged->parts, next.folder);
      if (is_merged || has(addition_.left_alone, next.folder) || bytes > kMostBytesTakenIn) break;
      if (next.articles > articles && parts.size() - taken <= kMostAddedParts) break;
      articles += live_in(next);
      ++taken;
    }
    return taken;
  }

  /// The new part, and behind it those that stay, with the merged one in the place of those it is made of.
  void choose_parts() {
    const std::vector<Manifest::Part>& parts = base_.parts();
    std::uint64_t built = generation_.manifest.number;
    for (const Manifest::Part& part : parts) built = std::max(built, part.built);
    const auto make_part = [&](std::size_t articles) {
      ++built;
      return Manifest::Part{.folder = folder_of(built), .first_rank = 0, .articles = articles, .built = built};
    };
    const std::size_t taken = parts_taken_in();
    for (std::size_t part = 0; part < taken; ++part)
      gathered_.take_in(part, [&](std::uint32_t rank) { return lives(rank); });
    if (const std::size_t articles = gathered_.in_order().size(); articles > 0) place(make_part(articles), From::put);
    bool is_placed = false;
    for (std::size_t part = taken; part < parts.size(); ++part) {
      if (!addition_.merged || !has(addition_.merged->parts, parts[part].folder))
        place(parts[part], From::base);
      else if (!std::exchange(is_placed, true) && !addition_.merged->places.empty())
        place(make_part(addition_.merged->places.size()), From::merged);
    }
  }

  /// Where a part of the new generation comes from.
  enum class From { put, base, merged };

  void place(Manifest::Part part, From from) {
    from_.push_back({from, part.first_rank});
    part.first_rank = window_ * kWindowArticles;
    window_ += windows_of(part.articles);
    parts_.push_back(std::move(part));
  }

  bool is_shared(const std::string& name) const {
    if (addition_.files.contains(name)) return false;
    if (!name.starts_with(std::string(Generation::kAddedFolder) + "/")) return true;
    for (std::size_t i = 0; i < parts_.size(); ++i)
      if (from_[i].from == From::base && !parts_[i].folder.empty() && name.starts_with(parts_[i].folder + "/"))
        return true;
    return false;
  }

  void link_merged(Manifest& manifest) const {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (from_[i].from != From::merged) continue;
      for (const auto& [name, file] : addition_.merged->files) {
        const std::string there = parts_[i].folder + "/" + name;
        fs::create_directories((folder() / there).parent_path());
        fs::create_hard_link(addition_.merged->folder / name, folder() / there);
        manifest.files[there] = file;
      }
    }
  }

  /// Of the new generation's ranks. Parts begin at whole words of bits.
  std::vector<std::uint64_t> live_of_parts() {
    std::vector<std::uint64_t> live((parts_.back().first_rank + parts_.back().articles + 63) / 64);
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      const std::size_t first = parts_[i].first_rank;
      const auto set = [&](std::size_t own) { live[(first + own) / 64] |= 1ULL << (own % 64); };
      if (from_[i].from == From::base) {
        for (std::size_t word = 0; word < (parts_[i].articles + 63) / 64; ++word)
          live[first / 64 + word] = live_[from_[i].first_rank / 64 + word];
      } else if (from_[i].from == From::put) {
        for (std::size_t own = 0; own < parts_[i].articles; ++own) set(own);
      } else {
        for (const std::size_t own : live_in_merged()) set(own);
      }
    }
    articles_ = 0;
    for (const std::uint64_t bits : live) articles_ += static_cast<std::uint64_t>(std::popcount(bits));
    return live;
  }

  /// Ranks of the merged part whose articles have not been replaced or taken out since it was begun.
  std::vector<std::size_t> live_in_merged() const {
    const MergedParts& merged = *addition_.merged;
    std::vector<std::optional<std::uint64_t>> first_ranks;  // where its parts are in the base
    for (const Manifest::Part& part : merged.parts) {
      const auto now = std::find_if(base_.parts().begin(), base_.parts().end(),
                                    [&](const Manifest::Part& other) { return other.folder == part.folder; });
      first_ranks.push_back(now == base_.parts().end() ? std::nullopt : std::optional(now->first_rank));
    }
    std::vector<std::size_t> live;
    for (std::size_t own = 0; own < merged.places.size(); ++own)
      if (const auto first = first_ranks[merged.places[own].part]; first && lives(*first + merged.places[own].rank))
        live.push_back(own);
    return live;
  }

  struct Source {
    From from{};
    std::uint64_t first_rank = 0;  ///< in the base
  };

  const Generation& generation_;
  const Addition& addition_;
  const fs::path scratch_;
  GatheredPart gathered_;
  const StoredGeneration& base_;
  std::vector<std::uint64_t> live_;    ///< of the base's ranks
  std::vector<Manifest::Part> parts_;  ///< of the new generation
  std::vector<Source> from_;           ///< each of them
  std::size_t window_ = 0;             ///< the next one's
  std::int64_t text_bytes_;
  std::uint64_t articles_ = 0;
};

}  // namespace

UnpublishedGeneration build_addition(const Generation& base, const Addition& addition, const fs::path& scratch,
                                     unsigned threads, const std::function<void(const BuildProgress&)>& progress) {
  return AdditionBuild(base, addition, scratch).build(threads, progress);
}

}  // namespace newssearch
