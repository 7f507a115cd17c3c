#include "indexer/index_build.h"

#include <xapian.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "common/packed_file.h"
#include "common/schema.h"
#include "common/tombstones.h"
#include "indexer/article_spool.h"
#include "indexer/held_articles.h"
#include "indexer/part_build.h"
#include "indexer/stored_generation.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

/// Where an article of the next generation is now, and where it will be in its order.
struct Entry {
  std::optional<Instant> published;
  ArticleSpool::Place spooled;
  std::optional<std::uint32_t> in_base;   ///< its rank there; none: it is in the spool
  std::optional<std::uint32_t> known_as;  ///< the rank of the same id in the generation before
};

Article stored_article(const Result<Article>& article) {
  if (!article) throw IndexDamaged(article.error().message);
  return *article;
}

/// The folder a generation is built in; removed again, with what a killed writer may have left there.
class Scratch {
 public:
  explicit Scratch(fs::path path) : path_(std::move(path)) {
    fs::remove_all(path_);
    fs::create_directories(path_ / "part");
    fs::create_directory(path_ / "generation");
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  fs::path spool() const { return path_ / "spool"; }
  fs::path lying_about() const { return path_ / "part"; }
  fs::path generation() const { return path_ / "generation"; }

 private:
  fs::path path_;
};

/// What a generation has beside its articles: those that wait.
bool is_kept(const std::string& name) { return name == HeldArticles::kFileName; }

fs::path existing(const fs::path& directory) {
  fs::create_directories(directory);
  return directory;
}

/// Versions are numbers, or they cannot be compared: then none is older.
bool is_older(const std::string& version, const std::string& than) {
  const auto number = [](const std::string& text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
  };
  const auto a = number(version), b = number(than);
  return a && b && *a < *b;
}

double cpu_seconds_since(std::clock_t start) { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC; }

}  // namespace

struct IndexBuild::Impl {
  Impl(DataDirectory dir, BuildOptions opts) : directory(std::move(dir)), options(opts) {
    if (!options.has_lock) lock.emplace(existing(directory.root()), options.lock_timeout);
    scratch.emplace(directory.root() / options.scratch);
    spool.emplace(scratch->spool());
    if (options.threads == 0) options.threads = std::max(1U, std::thread::hardware_concurrency());
    if (directory.current_number()) open_base();
  }

  void open_base() {
    try {
      if (options.base) {
        Result<Generation> named = directory.open(*options.base, OlderSchema::accept);
        if (!named) throw IndexDamaged(named.error().message);
        base_generation = *std::move(named);
      } else {
        DataDirectory::Opened opened = directory.open_current(OlderSchema::accept);
        if (!opened.damage.empty() && !options.replace_all) throw IndexDamaged(opened.damage);
        base_generation = std::move(opened.generation);
      }
      if (base_generation->manifest.schema < schema::kVersion) options.reanalyse = true;
      base.emplace(*base_generation);
      Result<Tombstones> taken_out = Tombstones::open(base_generation->path / Tombstones::kFileName);
      if (!taken_out) throw IndexDamaged(base_generation->path.string() + ": " + taken_out.error().message);
      tombstones = *std::move(taken_out);
    } catch (const NoIndex& e) {
      if (!options.replace_all) throw IndexDamaged(e.message);
    }
  }

  void put(const Article& article);
  void remove(const Article& article);
  bool is_outdated(const std::string& key, const std::string& version) const;
  void carry_over_base();
  std::vector<Entry> in_order() const;
  PartArticles articles(const std::vector<Entry>& order) const;
  ArticleReader make_reader(const std::vector<Entry>& order) const;

  const std::clock_t began = std::clock();
  DataDirectory directory;
  BuildOptions options;
  std::optional<WriterLock> lock;
  std::optional<Scratch> scratch;
  std::optional<ArticleSpool> spool;
  std::optional<Generation> base_generation;
  std::optional<StoredGeneration> base;
  Tombstones tombstones;
  std::unordered_map<std::string, Entry> entries;         ///< by the article's id term
  std::unordered_map<std::string, std::string> versions;  ///< that were put or removed, where stated, by the same
  std::unordered_set<std::string> removed;                ///< from the base, by the same
  BuildSummary summary;
};

/// Whether a newer version than this one was put, removed or published before.
bool IndexBuild::Impl::is_outdated(const std::string& key, const std::string& version) const {
  if (version.empty()) return false;
  if (const auto known = versions.find(key); known != versions.end()) return is_older(version, known->second);
  if (!base_generation || options.replace_all) return false;
  const std::optional<std::uint32_t> found = base->find(key);
  if (!found) return false;
  const Result<Article> stored = base->article(*found);
  return stored && is_older(version, stored->version);
}

void IndexBuild::Impl::remove(const Article& article) {
  const std::string key = schema::id_term(article.id);
  if (is_outdated(key, article.version)) return void(++summary.superseded);
  if (!article.version.empty()) versions[key] = article.version;
  const bool was_put = entries.erase(key) > 0;
  removed.insert(key);
  if (was_put || (base && base->find(key)))
    tombstones.add(article.id, {false, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()), ""});
}

void IndexBuild::Impl::put(const Article& article) {
  const std::string key = schema::id_term(article.id);
  if (const auto tombstone = tombstones.find(article.id); tombstone && tombstone->purged) return void(++summary.purged);
  tombstones.remove(article.id);
  if (is_outdated(key, article.version)) return void(++summary.superseded);
  if (!article.version.empty()) versions[key] = article.version;
  removed.erase(key);
  Entry entry;
  if (article.published) entry.published = article.published->time;
  std::optional<Article> before;
  if (base_generation)
    if (const std::optional<std::uint32_t> found = base->find(key)) {
      const Result<Article> stored = base->article(*found);
      if (stored && same_content(article, *stored))
        entry.in_base = *found;
      else if (stored && !options.replace_all)
        before = *stored;
    }
  if (!entry.in_base) entry.spooled = spool->append(to_record(before ? revised(article, *before) : article));
  if (!entries.insert_or_assign(key, entry).second) ++summary.superseded;
}

void IndexBuild::Impl::carry_over_base() {
  std::uint64_t kept = 0;
  base->for_each([&](const std::string& key, std::uint32_t rank) {
    if (const auto put = entries.find(key); put != entries.end()) {
      put->second.known_as = rank;
      if (put->second.in_base)
        ++summary.unchanged;
      else
        ++summary.replaced;
      ++kept;
    } else if (!options.replace_all && !removed.contains(key)) {
      entries.emplace(key, Entry{.published = base->published(rank), .spooled = {}, .in_base = rank, .known_as = rank});
      ++kept;
    }
  });
  summary.dropped = base->articles() - kept;
}

std::vector<Entry> IndexBuild::Impl::in_order() const {
  using Item = std::unordered_map<std::string, Entry>::value_type;
  std::vector<const Item*> items;
  items.reserve(entries.size());
  for (const Item& item : entries) items.push_back(&item);
  std::sort(items.begin(), items.end(), [](const Item* a, const Item* b) {
    return schema::comes_before(a->second.published, a->first, b->second.published, b->first);
  });
  std::vector<Entry> order;
  order.reserve(items.size());
  for (const Item* item : items) order.push_back(item->second);
  return order;
}

ArticleReader IndexBuild::Impl::make_reader(const std::vector<Entry>& order) const {
  // Xapian's handles are not shared between threads, so each reader has its own.
  const auto own = base_generation ? std::make_shared<const StoredGeneration>(*base_generation) : nullptr;
  return [this, &order, own](std::size_t rank) {
    const Entry& entry = order[rank];
    if (entry.in_base) return stored_article(own->article(*entry.in_base));
    return stored_article(from_record(spool->read(entry.spooled)));
  };
}

/// Stories keep the names they had in the generation before.
PartArticles IndexBuild::Impl::articles(const std::vector<Entry>& order) const {
  PartArticles articles{
      .published = {}, .make_reader = [&] { return make_reader(order); }, .known = KnownStories(order.size())};
  KnownStories before;
  if (base_generation) before = base->stories();
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    articles.published.push_back(order[rank].published);
    if (order[rank].known_as) articles.known[rank] = std::move(before[*order[rank].known_as]);
  }
  return articles;
}

IndexBuild::IndexBuild(DataDirectory directory, BuildOptions options)
    : impl_(std::make_unique<Impl>(std::move(directory), options)) {}
IndexBuild::~IndexBuild() = default;

void IndexBuild::put(const Article& article) { impl_->put(article); }
void IndexBuild::remove(const Article& article) { impl_->remove(article); }

std::optional<UnpublishedGeneration> IndexBuild::build(const std::function<void(const BuildProgress&)>& progress) {
  Impl& build = *impl_;
  BuildSummary& summary = build.summary;
  const std::size_t put = build.entries.size();
  if (build.base_generation) build.carry_over_base();
  summary.added = put - summary.replaced - summary.unchanged;
  summary.articles = build.entries.size();
  if (!build.base_generation && put == 0) return std::nullopt;
  if (build.base_generation && !build.options.reanalyse && summary.added + summary.replaced + summary.dropped == 0) {
    summary.generation = build.base_generation->manifest.number;
    return std::nullopt;
  }

  build.spool->flush();
  const std::vector<Entry> order = build.in_order();
  const fs::path folder = build.scratch->generation();
  const BuiltPart built = build_part(build.articles(order),
                                     {.threads = build.options.threads,
                                      .flush_bytes = build.options.flush_bytes,
                                      .dictionary = "",
                                      .average_length = 0},
                                     build.scratch->lying_about(), folder, progress);

  Manifest manifest;
  manifest.schema = schema::kVersion;
  manifest.articles = order.size();
  manifest.text_bytes = built.text_bytes;
  manifest.average_length = built.average_length;
  manifest.seq = build.base_generation ? build.base_generation->manifest.seq : 0;
  manifest.created_at = format_iso(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
  manifest.before = build.directory.current_number().value_or(0);
  if (!expiries_of(Xapian::Database((folder / "xapian").string())).empty()) {
    manifest.parts = {{.folder = "", .first_rank = 0, .articles = order.size(), .built = 0}};
    std::vector<std::uint64_t> live((order.size() + 63) / 64);
    for (std::size_t rank = 0; rank < order.size(); ++rank) live[rank / 64] |= 1ULL << (rank % 64);
    write_joined_files(folder, manifest.parts, live);
  }
  if (build.tombstones.size() > 0)
    write_file(folder / Tombstones::kFileName, [&](std::ostream& stream) { stream << build.tombstones.text(); });
  if (build.base_generation)
    manifest.files = link_files(*build.base_generation, folder, [](const std::string& name) { return is_kept(name); });
  summary.comparing_cpu_seconds = built.comparing_cpu_seconds;
  return UnpublishedGeneration{folder, std::move(manifest)};
}

const BuildSummary& IndexBuild::summary() const { return impl_->summary; }

BuildSummary IndexBuild::publish(const std::function<void(const BuildProgress&)>& progress) {
  BuildSummary& summary = impl_->summary;
  if (const std::optional<UnpublishedGeneration> built = build(progress)) {
    summary.generation = publish_generation(impl_->directory, built->folder, built->manifest).number;
    summary.published = true;
    summary.cpu_seconds = cpu_seconds_since(impl_->began);
  }
  return summary;
}

}  // namespace newssearch
