#include "indexer/addition.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <fstream>
#include <memory>
#include <system_error>

#include "common/impacts_file.h"
#include "common/schema.h"
#include "indexer/publish.h"
#include "indexer/stored_generation.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

/// A part is taken into the new one where it is no larger, or there are too many.
constexpr std::size_t kMostParts = 8;

std::size_t windows_of(std::size_t articles) { return (articles + kWindowArticles - 1) / kWindowArticles; }

std::size_t live_in(const StoredGeneration& base, const Manifest::Part& part) {
  std::size_t live = 0;
  for (std::size_t rank = part.first_rank; rank < part.first_rank + part.articles; ++rank)
    live += base.is_live(rank) ? 1 : 0;
  return live;
}

/// An article of the new part: one that is put, or one of a part taken into it.
struct Entry {
  std::optional<Instant> published;
  std::string id_term;
  const Article* put = nullptr;
  std::uint32_t in_base = 0;  ///< its rank, where it is not put
};

class AdditionBuild {
 public:
  AdditionBuild(const Generation& base, const Addition& addition, const fs::path& scratch, unsigned threads,
                const std::function<void(const BuildProgress&)>& progress)
      : generation_(base),
        addition_(addition),
        scratch_(scratch),
        threads_(threads),
        progress_(progress),
        base_(base),
        live_(base_.live()),
        text_bytes_(static_cast<std::int64_t>(base.manifest.text_bytes)) {}

  UnpublishedGeneration build() {
    take_out();
    choose_parts();
    Manifest manifest = generation_.manifest;
    manifest.files = link_files(generation_, folder(), [&](const std::string& name) { return is_shared(name); });
    build_own_part();
    write_joined_files(folder(), parts_, live_of_parts());
    for (const auto& [name, content] : addition_.files)
      if (!content.empty()) write(folder() / name, content);
    manifest.parts = parts_;
    manifest.articles = articles_;
    manifest.text_bytes = static_cast<std::uint64_t>(std::max<std::int64_t>(0, text_bytes_));
    manifest.seq = addition_.seq;
    manifest.average_length = average_length_;
    manifest.created_at = format_iso(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
    return {folder(), std::move(manifest)};
  }

 private:
  fs::path folder() const { return scratch_ / "generation"; }

  static void write(const fs::path& file, const std::string& content) {
    std::ofstream stream(file, std::ios::binary);
    stream << content << std::flush;
    if (!stream) throw std::system_error(errno, std::generic_category(), file.string());
  }

  /// What is replaced or removed lives no more.
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
      replaced_.push_back(take_out(article.id));
      text_bytes_ += static_cast<std::int64_t>(article.headline.size() + article.body.size());
    }
  }

  bool lives(std::size_t rank) const { return ((live_[rank / 64] >> (rank % 64)) & 1) != 0; }

  /// Of the parts added before, the last ones are taken into the new one.
  void choose_parts() {
    const std::vector<Manifest::Part>& parts = base_.parts();
    std::size_t taken = 0, articles = addition_.put.size();
    while (articles > 0 && taken + 1 < parts.size() &&
           (parts[taken].articles <= articles || parts.size() - taken > kMostParts)) {
      articles += live_in(base_, parts[taken]);
      ++taken;
    }
    kept_.assign(parts.begin() + static_cast<std::ptrdiff_t>(taken), parts.end());
    for (std::size_t i = 0; i < addition_.put.size(); ++i) {
      const Article& article = addition_.put[i];
      entries_.push_back({article.published ? std::optional(article.published->time) : std::nullopt,
                          schema::id_term(article.id), &article, 0});
      known_[entries_.back().id_term] = replaced_[i];
    }
    for (std::size_t number = 0; number < taken; ++number)
      for (std::size_t own = 0; own < parts[number].articles; ++own) {
        const std::size_t rank = parts[number].first_rank + own;
        if (!lives(rank)) continue;
        const Result<Article> article = base_.article(rank);
        if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
        entries_.push_back({article->published ? std::optional(article->published->time) : std::nullopt,
                            schema::id_term(article->id), nullptr, static_cast<std::uint32_t>(rank)});
        known_[entries_.back().id_term] = static_cast<std::uint32_t>(rank);
      }
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
      return schema::comes_before(a.published, a.id_term, b.published, b.id_term);
    });
    std::uint64_t built = generation_.manifest.number;
    for (const Manifest::Part& part : parts) built = std::max(built, part.built);
    own_.built = built + 1;
    std::string digits = std::to_string(own_.built);
    digits.insert(0, digits.size() < 6 ? 6 - digits.size() : 0, '0');
    own_.folder = std::string(Generation::kAddedFolder) + "/" + digits;
    own_.articles = entries_.size();
    std::size_t window = 0;
    const auto place = [&](Manifest::Part part) {
      part.first_rank = window * kWindowArticles;
      window += windows_of(part.articles);
      parts_.push_back(std::move(part));
    };
    if (!entries_.empty()) place(own_);
    for (const Manifest::Part& part : kept_) place(part);
  }

  bool is_shared(const std::string& name) const {
    if (addition_.files.contains(name)) return false;
    const std::string added = std::string(Generation::kAddedFolder) + "/";
    if (!name.starts_with(added)) return true;
    return std::any_of(kept_.begin(), kept_.end(), [&](const Manifest::Part& part) {
      return !part.folder.empty() && name.starts_with(part.folder + "/");
    });
  }

  void build_own_part() {
    average_length_ = generation_.manifest.average_length;
    if (average_length_ <= 0)
      average_length_ = std::max(1.0, Xapian::Database(generation_.xapian().string()).get_avlength());
    if (entries_.empty()) return;
    PartArticles articles{
        .published = {}, .make_reader = [this] { return reader(); }, .known = KnownStories(entries_.size())};
    for (std::size_t rank = 0; rank < entries_.size(); ++rank) {
      articles.published.push_back(entries_[rank].published);
      if (const std::optional<std::uint32_t> known = known_.at(entries_[rank].id_term))
        articles.known[rank].story = base_.story(*known);
    }
    fs::create_directories(folder() / own_.folder);
    fs::create_directories(scratch_ / "part");
    build_part(articles,
               {.threads = std::min<unsigned>(threads_, 1 + static_cast<unsigned>(entries_.size() / 64)),
                .dictionary = base_.dictionary(),
                .average_length = average_length_},
               scratch_ / "part", folder() / own_.folder, progress_);
  }

  ArticleReader reader() const {
    const auto own = std::make_shared<const StoredGeneration>(generation_);
    return [this, own](std::size_t rank) {
      const Entry& entry = entries_[rank];
      if (entry.put) return *entry.put;
      const Result<Article> article = own->article(entry.in_base);
      if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
      return *article;
    };
  }

  /// The bits of the parts kept where they are now, and all of the new part's.
  std::vector<std::uint64_t> live_of_parts() {
    constexpr std::size_t kWords = kWindowArticles / 64;
    const std::size_t ranks = parts_.back().first_rank + parts_.back().articles;
    std::vector<std::uint64_t> live((ranks + 63) / 64);
    for (std::size_t rank = 0; rank < entries_.size(); ++rank) live[rank / 64] |= 1ULL << (rank % 64);
    for (std::size_t i = 0; i < kept_.size(); ++i) {
      const Manifest::Part& now = parts_[parts_.size() - kept_.size() + i];
      const std::size_t from = kept_[i].first_rank / kWindowArticles * kWords;
      const std::size_t to = now.first_rank / kWindowArticles * kWords;
      for (std::size_t word = 0; word < (now.articles + 63) / 64; ++word) live[to + word] = live_[from + word];
    }
    articles_ = 0;
    for (const std::uint64_t bits : live) articles_ += static_cast<std::uint64_t>(std::popcount(bits));
    return live;
  }

  const Generation& generation_;
  const Addition& addition_;
  const fs::path scratch_;
  const unsigned threads_;
  const std::function<void(const BuildProgress&)>& progress_;
  const StoredGeneration base_;
  std::vector<std::uint64_t> live_;                     ///< of the base's ranks
  std::vector<std::optional<std::uint32_t>> replaced_;  ///< in order of what is put: the rank of its id
  std::vector<Entry> entries_;
  std::map<std::string, std::optional<std::uint32_t>> known_;  ///< by id term: its rank in the base
  std::vector<Manifest::Part> kept_, parts_;                   ///< as they are in the base; all, where they are now
  Manifest::Part own_;
  std::int64_t text_bytes_;
  double average_length_ = 0;
  std::uint64_t articles_ = 0;
};

}  // namespace

UnpublishedGeneration build_addition(const Generation& base, const Addition& addition, const fs::path& scratch,
                                     unsigned threads, const std::function<void(const BuildProgress&)>& progress) {
  return AdditionBuild(base, addition, scratch, threads, progress).build();
}

}  // namespace newssearch
