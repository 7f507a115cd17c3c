#pragma once
#include <xapian.h>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "common/analyzer.h"
#include "common/generation.h"
#include "common/impacts_file.h"
#include "common/lexicon.h"
#include "common/live_file.h"
#include "common/positions_file.h"
#include "common/stored_articles.h"
#include "common/suggestion_file.h"
#include "common/tombstones.h"
#include "server/search/columns.h"
#include "server/search/doc_set.h"
#include "server/search/histogram.h"
#include "server/search/search_engine.h"
#include "server/search/search_response.h"
#include "server/search/searched_index.h"

namespace newssearch {

/// What one thread at a time works with on one generation: Xapian's handles may not be shared.
struct Searcher {
  explicit Searcher(const Generation& generation);
  struct Part {
    explicit Part(const std::string& path) : database(path), articles(database) {}
    Xapian::Database database;
    StoredArticles articles;
  };
  std::vector<Part> parts;
  Analyzer analyzer;
};

/// A generation being searched: its columns, and the searchers not in use. Safe to share between threads.
class OpenGeneration {
 public:
  OpenGeneration(const DataDirectory::Opened& opened, Engine engine);

  const Generation& generation() const { return generation_; }
  const Columns& columns() const { return columns_; }
  const Lexicon& lexicon() const { return lexicon_; }
  /// Of each part, in order of rank; files are empty where they are damaged.
  struct Part {
    std::size_t first_rank = 0, articles = 0;
    ImpactsFile impacts;
    PositionsFile positions;
    SuggestionFile suggestions;
  };
  const std::vector<Part>& parts() const { return parts_; }
  /// What was taken out of it.
  const Tombstones& tombstones() const { return *tombstones_; }
  /// The articles that may be shown at a time.
  std::shared_ptr<const DocSet> live(Instant now) const;
  /// Other at a time when others may be shown: what was answered before is none then.
  std::size_t expired(Instant now) const;
  /// What is wrong with it: why it is not the generation `current` names, or which help is missing; empty where nothing
  /// is.
  const std::string& damage() const { return damage_; }
  IndexState state() const;
  /// The days of a time zone on which articles appeared; kept for the zones asked for last.
  std::shared_ptr<const ArchiveDays> days(DateField field, const std::string& time_zone,
                                          const Calendar& calendar) const;

  std::unique_ptr<Searcher> take() const;
  void give_back(std::unique_ptr<Searcher> searcher) const;

 private:
  OpenGeneration(const DataDirectory::Opened& opened, Engine engine, const std::optional<LiveFile>& live);

  Generation generation_;
  std::string damage_;
  std::vector<LiveFile::Expiry> expiries_;  // in order of time
  std::shared_ptr<const DocSet> all_;       // that may be shown if nothing expires
  Columns columns_;                         // of the databases where its file is damaged
  Lexicon lexicon_;                         // empty where its file is damaged
  std::vector<Part> parts_;
  std::shared_ptr<const Tombstones> tombstones_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const DocSet> live_;  // where `live_expired_` have; protected by mutex_, as the next
  mutable std::size_t live_expired_ = 0;
  mutable std::vector<std::unique_ptr<Searcher>> idle_;  // protected by mutex_, as the next
  mutable std::map<std::pair<DateField, std::string>, std::shared_ptr<const ArchiveDays>> days_;
};

/// A generation and a searcher on it, for as long as one request takes.
class Lease {
 public:
  Lease(std::shared_ptr<const OpenGeneration> generation, std::unique_ptr<Searcher> searcher, Instant now)
      : generation_(std::move(generation)), searcher_(std::move(searcher)), live_(generation_->live(now)) {}
  ~Lease() { generation_->give_back(std::move(searcher_)); }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  const OpenGeneration& generation() const { return *generation_; }
  const Columns& columns() const { return generation_->columns(); }
  const Lexicon& lexicon() const { return generation_->lexicon(); }
  /// Of each part of the index.
  std::vector<const SuggestionFile*> suggestions() const;
  Analyzer& analyzer() const { return searcher_->analyzer; }
  /// What is asked through it, by the stems of some languages.
  SearchedIndex index(std::vector<std::string> languages) const;
  /// By those of all languages there are articles in.
  SearchedIndex index() const { return index(columns().languages()); }

 private:
  std::shared_ptr<const OpenGeneration> generation_;
  std::unique_ptr<Searcher> searcher_;
  std::shared_ptr<const DocSet> live_;
};

/// Follows the `current` of a data directory. Safe to share between threads.
class CurrentGeneration {
 public:
  CurrentGeneration(DataDirectory directory, Engine engine) : directory_(std::move(directory)), engine_(engine) {}

  /// The current generation. The first thread that sees a new one opens it; the others go on with the old until it is
  /// there. Throws NoIndex where there is none to read.
  std::shared_ptr<const OpenGeneration> current();

  /// A searcher on the current generation. Throws as current() does, or Xapian::Error.
  Lease lease();

 private:
  enum class Busy { take_old, wait };  ///< what to do while another thread opens the new generation
  std::shared_ptr<const OpenGeneration> current(Busy busy);
  std::shared_ptr<const OpenGeneration> open_current() const;

  DataDirectory directory_;
  const Engine engine_;
  std::mutex opening_;  // held while a generation is opened
  std::mutex mutex_;
  std::shared_ptr<const OpenGeneration> open_;  // protected by mutex_
  std::optional<std::uint64_t> looked_at_;      // the number open_ answers for; protected by mutex_
  std::optional<DataDirectory::Stamp> seen_;    // the `current` that named it; protected by mutex_
};

}  // namespace newssearch
