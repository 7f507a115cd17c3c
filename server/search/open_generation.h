#pragma once
#include <xapian.h>

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
#include "common/shard_servers.h"
#include "common/stored_articles.h"
#include "common/suggestion_file.h"
#include "common/tombstones.h"
#include "server/search/columns.h"
#include "server/search/doc_set.h"
#include "server/search/hidden_sources.h"
#include "server/search/search_engine.h"
#include "server/search/search_response.h"
#include "server/search/searched_index.h"
#include "server/search/shard_lists.h"
#include "server/search/shown_articles.h"

namespace newssearch {

/// What one thread at a time works with on one generation: Xapian's handles may not be shared.
struct Searcher {
  /// `shards`: of a generation that lies in some, else nullptr.
  Searcher(const Generation& generation, ShardServers* shards);
  struct Part {
    explicit Part(Xapian::Database opened, std::size_t of = 0)
        : database(std::move(opened)), articles(database), server(of) {}
    Xapian::Database database;
    StoredArticles articles;
    std::size_t server = 0;  ///< of a shard
  };
  std::vector<std::optional<Part>> parts;  ///< those that can be asked
  std::vector<unsigned> missing;           ///< the numbers of the shards that cannot
  Analyzer analyzer;
  std::uint64_t made_at = 0;  ///< ShardServers::changes() then
  bool used = false;          ///< before this request
  bool lost = false;          ///< a connection of it failed

 private:
  static std::optional<Part> part_of_shard(ShardServers& shards, const std::string& set, unsigned number);
};

/// A generation being searched: its columns, and the searchers not in use. Safe to share between threads.
class OpenGeneration {
 public:
  /// `shards`: where its databases are, if it lies in shards; may be nullptr else.
  OpenGeneration(const DataDirectory::Opened& opened, Engine engine, ShardServers* shards);

  const Generation& generation() const { return generation_; }
  /// What may be shown of it where these sources are hidden and these shards missing; the first that asks for others
  /// than were asked for last makes it, from all articles.
  std::shared_ptr<const ShownArticles> shown(const HiddenSources& hidden,
                                             const std::vector<unsigned>& missing = {}) const;
  const Lexicon& lexicon() const { return lexicon_; }
  /// Of each part, in order of rank; files are empty where they are damaged.
  struct Part {
    std::size_t first_rank = 0, articles = 0;
    ImpactsFile impacts;
    PositionsFile positions;
    SuggestionFile suggestions;
    std::unique_ptr<const ShardLists> shard;  ///< nullptr: the files are here
  };
  const std::vector<Part>& parts() const { return parts_; }
  /// What was taken out of it.
  const Tombstones& tombstones() const { return *tombstones_; }
  /// What is wrong with it: why it is not the generation `current` names, or which help is missing; empty where nothing
  /// is.
  const std::string& damage() const { return damage_; }
  /// Of it as it is shown at a time.
  IndexState state(const ShownArticles& shown, Instant now) const;

  std::unique_ptr<Searcher> take() const;
  ShardServers* shards() const { return shards_; }
  void give_back(std::unique_ptr<Searcher> searcher) const;
  void drop_idle() const;

 private:
  OpenGeneration(const DataDirectory::Opened& opened, Engine engine, const std::optional<LiveFile>& live,
                 ShardServers* shards);
  std::shared_ptr<const ShownArticles> but_for(const HiddenSources& hidden, const std::vector<unsigned>& missing) const;

  Generation generation_;
  ShardServers* const shards_;
  std::string damage_;
  std::vector<LiveFile::Expiry> expiries_;
  DocSet live_;          // if nothing expires and nothing is hidden
  ColumnsFile columns_;  // of the databases where its file is damaged
  Lexicon lexicon_;      // empty where its file is damaged
  std::vector<Part> parts_;
  std::shared_ptr<const Tombstones> tombstones_;
  mutable std::mutex showing_;                          // held while shown_ is made
  mutable std::shared_ptr<const ShownArticles> shown_;  // protected by showing_, as the next
  mutable std::string hidden_;                          // the revision of the sources it is without
  mutable std::vector<unsigned> missing_;               // the shards it is without
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Searcher>> idle_;  // protected by mutex_
};

/// A generation as it is shown at a time and a searcher on it, for as long as one request takes.
class Lease {
 public:
  Lease(std::shared_ptr<const OpenGeneration> generation, std::shared_ptr<const ShownArticles> shown,
        std::unique_ptr<Searcher> searcher, Instant now)
      : generation_(std::move(generation)),
        shown_(std::move(shown)),
        searcher_(std::move(searcher)),
        now_(now),
        live_(shown_->live(now)) {}
  ~Lease() {
    if (!searcher_->lost) generation_->give_back(std::move(searcher_));
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;

  const OpenGeneration& generation() const { return *generation_; }
  const Columns& columns() const { return shown_->columns(); }
  const Lexicon& lexicon() const { return generation_->lexicon(); }
  /// Of each part of the index.
  std::vector<const SuggestionFile*> suggestions() const;
  Analyzer& analyzer() const { return searcher_->analyzer; }
  Instant now() const { return now_; }
  IndexState state() const;
  /// The numbers of the shards that could not be asked: what is in them is as if it were not there.
  const std::vector<unsigned>& missing() const { return searcher_->missing; }
  /// To be called where it threw: true where that is a shard's server, which is not asked again, so that another lease
  /// may do.
  bool has_lost(const Xapian::Error& error) const;
  /// See ShownArticles::days.
  std::shared_ptr<const ArchiveDays> days(DateField field, const std::string& time_zone,
                                          const Calendar& calendar) const {
    return shown_->days(field, time_zone, calendar);
  }
  /// What is asked through it, by the stems of some languages.
  SearchedIndex index(std::vector<std::string> languages) const;
  /// By those of all languages there are articles in.
  SearchedIndex index() const { return index(columns().languages()); }

 private:
  std::shared_ptr<const OpenGeneration> generation_;
  std::shared_ptr<const ShownArticles> shown_;
  std::unique_ptr<Searcher> searcher_;
  Instant now_;
  std::shared_ptr<const DocSet> live_;
};

/// Follows the `current` of a data directory. Safe to share between threads.
class CurrentGeneration {
 public:
  /// `shards`: of generations that lie in some; outlives this.
  CurrentGeneration(DataDirectory directory, Engine engine, ShardServers* shards)
      : directory_(std::move(directory)), engine_(engine), shards_(shards) {}

  /// The current generation. The first thread that sees a new one opens it, ready to be shown without the sources
  /// hidden; the others go on with the old until it is there. Throws NoIndex where there is none to read.
  std::shared_ptr<const OpenGeneration> current(const HiddenSources& hidden);

  /// A searcher on the current generation. Throws as current() does, or Xapian::Error.
  Lease lease(const HiddenSources& hidden);

 private:
  enum class Busy { take_old, wait };  ///< what to do while another thread opens the new generation
  std::shared_ptr<const OpenGeneration> current(const HiddenSources& hidden, Busy busy);
  std::shared_ptr<const OpenGeneration> open_current(const HiddenSources& hidden) const;

  DataDirectory directory_;
  const Engine engine_;
  ShardServers* const shards_;
  std::mutex opening_;  // held while a generation is opened
  std::mutex mutex_;
  std::shared_ptr<const OpenGeneration> open_;  // protected by mutex_
  std::optional<std::uint64_t> looked_at_;      // the number open_ answers for; protected by mutex_
  std::optional<DataDirectory::Stamp> seen_;    // the `current` that named it; protected by mutex_
};

}  // namespace newssearch
