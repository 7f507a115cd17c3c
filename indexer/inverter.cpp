#include "indexer/inverter.h"

#include <xapian.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <future>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

#include "common/analyzer.h"
#include "common/positions_file.h"
#include "common/schema.h"
#include "common/stored_articles.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

/// Each open database takes about five descriptors, and a process has 1,024.
constexpr std::size_t kMergeAtOnce = 32;

/// Positions are collected over so many flushes: all their files are merged at once.
constexpr std::size_t kFlushesPerPositions = 16;

std::string numbered(const char* name, std::size_t number) { return name + std::to_string(number); }

/// What the threads of one inversion share: the next slice, what is done, and the first failure.
class Inversion {
 public:
  Inversion(const std::vector<schema::Groups>& groups, const fs::path& scratch, const InvertOptions& options)
      : groups_(groups), count_(groups.size()), options_(options), scratch_(scratch) {
    const std::size_t even = count_ / (4 * std::max(1U, options.threads)) + 1;  // so that all threads end together
    slice_articles_ = std::clamp<std::size_t>(even, 1, options.slice_articles);
    slices_.resize(
        std::max<std::size_t>(1, (count_ + slice_articles_ - 1) / slice_articles_));  // no articles: one empty slice
  }

  /// One thread's work: slices, until there are none left or some thread has failed.
  void work(const ArticleReader& read) noexcept {
    try {
      Analyzer analyzer;
      RecordPacker packer(options_.dictionary);
      for (std::size_t slice = next_slice_++; slice < slices_.size() && !failed_; slice = next_slice_++)
        invert_slice(slice, read, analyzer, packer);
    } catch (...) {
      const std::scoped_lock lock(mutex_);
      if (!failed_.exchange(true)) failure_ = std::current_exception();
    }
    const std::scoped_lock lock(mutex_);
    ++finished_;
    changed_.notify_one();
  }

  /// Returns when `threads` have finished; reports every 100 ms meanwhile.
  void wait(unsigned threads, const std::function<void(std::uint64_t)>& progress) {
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, std::chrono::milliseconds(100), [&] { return finished_ == threads; })) {
      lock.unlock();
      report(progress);
      lock.lock();
    }
    if (failure_) std::rethrow_exception(failure_);
  }

  /// What the callback throws (an interruption) ends the threads' work as a failure of theirs would.
  void report(const std::function<void(std::uint64_t)>& progress) {
    try {
      if (progress) progress(done_);
    } catch (...) {
      failed_ = true;
      throw;
    }
  }

  Inverted result() const { return {.slices = slices_, .text_bytes = text_bytes_}; }

 private:
  void write_positions(PositionCollector& positions, std::size_t slice) {
    std::vector<fs::path>& files = slices_[slice].positions;
    files.push_back(scratch_ / (numbered("positions-", slice) + numbered("-", files.size())));
    positions.write(files.back());
  }

  void invert_slice(std::size_t slice, const ArticleReader& read, Analyzer& analyzer, RecordPacker& packer) {
    // No term lists: nothing here asks which terms a document has, and they cost a sixth of the time and the space.
    slices_[slice].xapian = scratch_ / numbered("xapian-", slice);
    Xapian::WritableDatabase database(
        slices_[slice].xapian.string(),
        Xapian::DB_CREATE | Xapian::DB_NO_SYNC | (options_.term_lists ? 0 : Xapian::DB_NO_TERMLIST));
    database.set_metadata(StoredArticles::kDictionaryKey, options_.dictionary);
    PositionCollector positions;
    const std::size_t end = std::min(count_, (slice + 1) * slice_articles_);
    std::size_t unflushed = 0, unplaced = 0;
    for (std::size_t rank = slice * slice_articles_; rank < end && !failed_; ++rank) {
      const Article article = read(rank);
      const std::size_t bytes = article.headline.size() + article.body.size();
      schema::IndexedArticle indexed = schema::index_article(article, analyzer);
      schema::add_groups(indexed.document, groups_[rank]);
      indexed.document.set_data(packer.pack(to_record(article)));
      database.add_document(indexed.document);
      for (const schema::PlacedTerm& placed : indexed.placed)
        positions.add(static_cast<std::uint32_t>(rank), placed.term, placed.position);
      text_bytes_ += bytes;
      ++done_;
      if ((unflushed += bytes) >= options_.flush_bytes) {
        database.commit();
        unflushed = 0;
      }
      if ((unplaced += bytes) >= kFlushesPerPositions * options_.flush_bytes) {
        write_positions(positions, slice);
        unplaced = 0;
      }
    }
    database.commit();
    write_positions(positions, slice);
  }

  const std::vector<schema::Groups>& groups_;
  const std::size_t count_;
  const InvertOptions options_;
  const fs::path scratch_;
  std::size_t slice_articles_;
  std::vector<Slice> slices_;  // each written by the thread that inverts it
  std::atomic<std::size_t> next_slice_{0};
  std::atomic<std::uint64_t> done_{0}, text_bytes_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  unsigned finished_ = 0;       // protected by mutex_
  std::exception_ptr failure_;  // protected by mutex_
};

void merge(const std::vector<fs::path>& inputs, const fs::path& output) {
  Xapian::Database together;
  for (const fs::path& input : inputs) together.add_database(Xapian::Database(input.string()));
  together.compact(output.string());  // numbers documents anew, source after source
  together.close();
  for (const fs::path& input : inputs) fs::remove_all(input);
}

/// As many rounds as it takes for none to have too many databases open.
void merge_databases(std::vector<fs::path> databases, const fs::path& scratch, const fs::path& output) {
  for (std::size_t round = 0; databases.size() > kMergeAtOnce; ++round) {
    std::vector<fs::path> merged;
    for (std::size_t at = 0; at < databases.size(); at += kMergeAtOnce) {
      const auto end = databases.begin() + static_cast<std::ptrdiff_t>(std::min(at + kMergeAtOnce, databases.size()));
      merged.push_back(scratch / (numbered("merge-", round) + numbered("-", merged.size())));
      merge({databases.begin() + static_cast<std::ptrdiff_t>(at), end}, merged.back());
    }
    databases = std::move(merged);
  }
  merge(databases, output);
}

void merge_position_files(const std::vector<fs::path>& inputs, const fs::path& output) {
  std::vector<PositionsFile> files;
  for (const fs::path& input : inputs) {
    Result<PositionsFile> file = PositionsFile::open(input);
    if (!file) throw std::runtime_error(input.string() + ", just written, cannot be read: " + file.error().message);
    files.push_back(*std::move(file));
  }
  merge_positions(files, output);
  for (const fs::path& input : inputs) fs::remove(input);
}

}  // namespace

Inverted invert_articles(const std::vector<schema::Groups>& groups, const std::function<ArticleReader()>& make_reader,
                         const fs::path& scratch, const InvertOptions& options,
                         const std::function<void(std::uint64_t)>& progress) {
  Inversion inversion(groups, scratch, options);
  std::vector<ArticleReader> readers;
  for (unsigned i = 0; i < options.threads; ++i) readers.push_back(make_reader());
  std::vector<std::jthread> threads;
  for (const ArticleReader& reader : readers) threads.emplace_back([&] { inversion.work(reader); });
  inversion.wait(options.threads, progress);
  return inversion.result();
}

void merge_slices(const std::vector<Slice>& slices, const fs::path& scratch, const fs::path& generation) {
  std::vector<fs::path> databases, positions;
  for (const Slice& slice : slices) {
    databases.push_back(slice.xapian);
    positions.insert(positions.end(), slice.positions.begin(), slice.positions.end());
  }
  std::future<void> placed = std::async(
      std::launch::async, [&] { merge_position_files(positions, generation / PositionsFile::kFileName); });
  merge_databases(std::move(databases), scratch, generation / "xapian");
  placed.get();
}

}  // namespace newssearch
