#include "indexer/index_build.h"

#include <xapian.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "common/positions_file.h"
#include "common/schema.h"
#include "common/stored_articles.h"
#include "indexer/article_groups.h"
#include "indexer/article_spool.h"
#include "indexer/derived_files.h"
#include "indexer/inverter.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

/// Where an article of the next generation is now, and where it will be in its order.
struct Entry {
  std::optional<Instant> published;
  ArticleSpool::Place spooled;
  Xapian::docid in_base = 0;   ///< 0: in the spool
  Xapian::docid known_as = 0;  ///< of the same id in the generation before; 0: there is none
};

std::optional<Instant> date_in_slot(const Xapian::Database& base, Xapian::docid docid) {
  const std::string slot = base.get_document(docid, Xapian::DOC_ASSUME_VALID)
                               .get_value(static_cast<Xapian::valueno>(schema::Slot::published));
  if (slot.empty()) return std::nullopt;
  return schema::decode_date(slot).time;
}

Article stored_article(const Result<Article>& article) {
  if (!article) throw IndexDamaged(article.error().message);
  return *article;
}

/// The folder a generation is built in; removed again, with what a killed writer may have left there.
class Scratch {
 public:
  explicit Scratch(const fs::path& directory) : path_(directory / "building") {
    fs::remove_all(path_);
    fs::create_directories(path_ / "slices");
    fs::create_directory(path_ / "generation");
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  fs::path spool() const { return path_ / "spool"; }
  fs::path texts() const { return path_ / "texts"; }
  fs::path slices() const { return path_ / "slices"; }
  fs::path generation() const { return path_ / "generation"; }

 private:
  fs::path path_;
};

bool stands_at(const PositionsFile& file, const schema::PlacedTerm& placed, std::uint32_t rank) {
  PositionList list = file.find(placed.term);
  list.skip_to(rank);
  if (list.rank() != rank) return false;
  std::vector<std::uint32_t> positions;
  list.read(positions);
  return std::binary_search(positions.begin(), positions.end(), placed.position);
}

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
  Impl(DataDirectory dir, BuildOptions opts)
      : directory(std::move(dir)), options(opts), lock(existing(directory.root()), options.lock_timeout) {
    if (options.threads == 0) options.threads = std::max(1U, std::thread::hardware_concurrency());
    if (directory.current_number()) open_base();
  }

  void open_base() {
    try {
      DataDirectory::Opened opened = directory.open_current(OlderSchema::accept);
      if (!opened.damage.empty() && !options.replace_all) throw IndexDamaged(opened.damage);
      base_generation = std::move(opened.generation);
      if (base_generation->manifest.schema < schema::kVersion) options.reanalyse = true;
      base = Xapian::Database(base_generation->xapian().string());
      base_articles.emplace(base);
    } catch (const NoIndex& e) {
      if (!options.replace_all) throw IndexDamaged(e.message);
    }
  }

  void put(const Article& article);
  void remove(const Article& article);
  bool is_outdated(const std::string& key, const std::string& version) const;
  void carry_over_base();
  std::vector<Entry> in_order() const;
  std::vector<schema::Groups> group(const std::vector<Entry>& order,
                                    const std::function<void(std::uint64_t)>& progress) const;
  std::string train_dictionary(const std::vector<Entry>& order) const;
  ArticleReader make_reader(const std::vector<Entry>& order) const;
  void check(const std::vector<Entry>& order) const;

  const std::clock_t began = std::clock();
  DataDirectory directory;
  BuildOptions options;
  WriterLock lock;
  Scratch scratch{directory.root()};
  ArticleSpool spool{scratch.spool()};
  std::optional<Generation> base_generation;
  Xapian::Database base;
  std::optional<StoredArticles> base_articles;
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
  const Xapian::PostingIterator found = base.postlist_begin(key);
  if (found == base.postlist_end(key)) return false;
  const Result<Article> stored = base_articles->article(*found);
  return stored && is_older(version, stored->version);
}

void IndexBuild::Impl::remove(const Article& article) {
  const std::string key = schema::id_term(article.id);
  if (is_outdated(key, article.version)) return void(++summary.superseded);
  if (!article.version.empty()) versions[key] = article.version;
  entries.erase(key);
  removed.insert(key);
}

void IndexBuild::Impl::put(const Article& article) {
  const std::string key = schema::id_term(article.id);
  if (is_outdated(key, article.version)) return void(++summary.superseded);
  if (!article.version.empty()) versions[key] = article.version;
  removed.erase(key);
  const std::string record = to_record(article);
  Entry entry;
  if (article.published) entry.published = article.published->time;
  if (base_generation) {
    const Xapian::PostingIterator found = base.postlist_begin(key);
    if (found != base.postlist_end(key)) {
      const Result<std::string> stored = base_articles->record(*found);
      if (stored && *stored == record) entry.in_base = *found;
    }
  }
  if (entry.in_base == 0) entry.spooled = spool.append(record);
  if (!entries.insert_or_assign(key, entry).second) ++summary.superseded;
}

void IndexBuild::Impl::carry_over_base() {
  std::uint64_t kept = 0;
  for (Xapian::TermIterator term = base.allterms_begin("Q"); term != base.allterms_end("Q"); ++term) {
    const Xapian::docid docid = *base.postlist_begin(*term);
    if (const auto put = entries.find(*term); put != entries.end()) {
      put->second.known_as = docid;
      if (put->second.in_base != 0)
        ++summary.unchanged;
      else
        ++summary.replaced;
      ++kept;
    } else if (!options.replace_all && !removed.contains(*term)) {
      entries.emplace(
          *term, Entry{.published = date_in_slot(base, docid), .spooled = {}, .in_base = docid, .known_as = docid});
      ++kept;
    }
  }
  summary.dropped = base.get_doccount() - kept;
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
  const auto own = std::make_shared<const StoredArticles>(
      base_generation ? Xapian::Database(base_generation->xapian().string()) : Xapian::Database());
  return [this, &order, own](std::size_t rank) {
    const Entry& entry = order[rank];
    if (entry.in_base != 0) return stored_article(own->article(entry.in_base));
    return stored_article(from_record(spool.read(entry.spooled)));
  };
}

/// Copies and stories, these under the names they had in the generation before.
std::vector<schema::Groups> IndexBuild::Impl::group(const std::vector<Entry>& order,
                                                    const std::function<void(std::uint64_t)>& progress) const {
  std::vector<std::optional<Instant>> published;
  KnownStories known(order.size()), before;
  if (base_generation) before = read_stories(base);
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    published.push_back(order[rank].published);
    if (order[rank].known_as != 0) known[rank] = std::move(before[order[rank].known_as - 1]);
  }
  return group_articles(
      published, [&] { return make_reader(order); }, options.threads, scratch.texts(), known, progress);
}

/// From articles of all times.
std::string IndexBuild::Impl::train_dictionary(const std::vector<Entry>& order) const {
  constexpr std::size_t kMostRecords = 400;
  constexpr std::size_t kMostBytes = 2 << 20;
  const ArticleReader read = make_reader(order);
  const std::size_t step = order.size() / kMostRecords + 1;
  std::vector<std::string> records;
  std::size_t bytes = 0;
  for (std::size_t rank = 0; rank < order.size() && bytes < kMostBytes; rank += step) {
    records.push_back(to_record(read(rank)));
    bytes += records.back().size();
  }
  return newssearch::train_dictionary(records);
}

/// What was built answers: as many articles as were put in, each probed one under its own id at its own rank, its words
/// where they stand.
void IndexBuild::Impl::check(const std::vector<Entry>& order) const {
  const Xapian::Database built((scratch.generation() / "xapian").string());
  if (built.get_doccount() != order.size() || (built.get_doccount() > 0 && built.get_lastdocid() != order.size()))
    throw Xapian::DatabaseCorruptError("the generation built holds " + std::to_string(built.get_doccount()) + " of " +
                                       std::to_string(order.size()) + " articles");
  const Result<PositionsFile> positions = PositionsFile::open(scratch.generation() / PositionsFile::kFileName);
  if (!positions) throw std::runtime_error("the positions built cannot be read: " + positions.error().message);
  const StoredArticles articles(built);
  Analyzer analyzer;
  const std::size_t step = std::max<std::size_t>(1, order.size() / 100);
  for (std::size_t rank = 0; rank < order.size(); rank += step) {
    const Xapian::docid docid = static_cast<Xapian::docid>(rank + 1);
    const Article article = stored_article(articles.article(docid));
    const Xapian::PostingIterator found = built.postlist_begin(schema::id_term(article.id));
    if (found == built.postlist_end("") || *found != docid)
      throw Xapian::DatabaseCorruptError("the generation built does not find article " + article.id);
    for (const schema::PlacedTerm& placed : schema::place_terms(article, analyzer))
      if (!stands_at(*positions, placed, static_cast<std::uint32_t>(rank)))
        throw std::runtime_error("the positions built do not find '" + placed.term + "' in article " + article.id);
  }
}

IndexBuild::IndexBuild(DataDirectory directory, BuildOptions options)
    : impl_(std::make_unique<Impl>(std::move(directory), options)) {}
IndexBuild::~IndexBuild() = default;

void IndexBuild::put(const Article& article) { impl_->put(article); }
void IndexBuild::remove(const Article& article) { impl_->remove(article); }

BuildSummary IndexBuild::publish(const std::function<void(const BuildProgress&)>& progress) {
  Impl& build = *impl_;
  BuildSummary& summary = build.summary;
  const std::size_t put = build.entries.size();
  if (build.base_generation) build.carry_over_base();
  summary.added = put - summary.replaced - summary.unchanged;
  summary.articles = build.entries.size();
  if (!build.base_generation && put == 0) return summary;
  if (build.base_generation && !build.options.reanalyse && summary.added + summary.replaced + summary.dropped == 0) {
    summary.generation = build.base_generation->manifest.number;
    return summary;
  }

  const auto report = [&](BuildProgress::Phase phase, std::uint64_t done = 0, std::uint64_t total = 0) {
    if (progress) progress({phase, done, total});
  };
  build.spool.flush();
  const std::vector<Entry> order = build.in_order();
  const std::clock_t comparing = std::clock();
  const std::vector<schema::Groups> groups =
      build.group(order, [&](std::uint64_t done) { report(BuildProgress::Phase::comparing, done, order.size()); });
  summary.comparing_cpu_seconds = cpu_seconds_since(comparing);
  const InvertOptions options{.threads = build.options.threads,
                              .flush_bytes = build.options.flush_bytes,
                              .dictionary = build.train_dictionary(order)};
  const Inverted inverted = invert_articles(
      groups, [&] { return build.make_reader(order); }, build.scratch.slices(), options,
      [&](std::uint64_t done) { report(BuildProgress::Phase::indexing, done, order.size()); });
  report(BuildProgress::Phase::indexing, order.size(), order.size());
  report(BuildProgress::Phase::merging);
  merge_slices(inverted.slices, build.scratch.slices(), build.scratch.generation());
  report(BuildProgress::Phase::checking);
  build.check(order);
  report(BuildProgress::Phase::packing);
  write_derived_files(build.scratch.generation());

  Manifest manifest;
  manifest.schema = schema::kVersion;
  manifest.articles = order.size();
  manifest.text_bytes = inverted.text_bytes;
  manifest.created_at = format_iso(std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()));
  summary.generation = publish_generation(build.directory, build.scratch.generation(), manifest).number;
  summary.published = true;
  summary.cpu_seconds = cpu_seconds_since(build.began);
  return summary;
}

}  // namespace newssearch
