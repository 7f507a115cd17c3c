#pragma once
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "common/generation.h"
#include "common/tombstones.h"
#include "common/write_protocol.h"
#include "indexer/held_articles.h"
#include "indexer/journal.h"
#include "indexer/stored_generation.h"

namespace newssearch {

/// What articles are to become, by id; none: there is to be none.
using Changes = std::map<std::string, std::optional<Article>>;

/// A put's article, or why there is none.
struct ReadOrder {
  Article article;
  Error error;
  bool killed = false;  ///< it says that it is to be taken out
};
ReadOrder read_order(const WriteOrder& order);

/// The articles as they will be when all that was written is published: those of the current generation, beside them
/// the changes since, those that are held under an embargo, and what was taken out. Decides what an order makes of
/// them, and puts that into the journal. Not safe to share between threads.
class WrittenArticles {
 public:
  /// The changes are beside this generation now, which holds those that were taken. Throws as StoredGeneration does;
  /// nothing has changed then.
  void open(const Generation& generation);
  /// Of that generation, what is held and taken out; changes are forgotten. Throws IndexDamaged or std::runtime_error.
  void begin_anew(const Generation& generation);
  /// Does again what a record of the journal says.
  void replay(const JournalRecord& record);
  static bool is_purge(const JournalRecord& record);

  /// Does what is ordered, if it may be done, and appends it to the journal. `read` is the article of a put. Throws
  /// std::runtime_error or Xapian::Error where what is there cannot be read, and has done nothing then.
  WriteOutcome decide(const WriteOrder& order, const ReadOrder* read, Journal& journal);

  /// An embargo has ended.
  bool is_due(Instant now) const { return held_.next() <= now; }
  struct Taken {
    Changes changes;
    std::map<std::string, std::string> files;  ///< of the generation, by name: what is held and taken out
  };
  /// What is to be published, with what may be shown from now on.
  Taken take(Instant now);
  void give_back();                             ///< it was not published
  Changes forget();                             ///< it was
  std::size_t bytes() const { return bytes_; }  ///< of articles not yet taken
  std::size_t held() const { return held_.size(); }

  /// Something was purged since this was last set to false: words are in files that must not be.
  bool purged = false;

 private:
  enum class Op : std::uint8_t { put = 1, remove = 2, purge = 3 };  ///< of a record of the journal

  std::optional<Article> find(const std::string& id) const;
  Article put(Article article, const std::optional<Article>& before);
  void take_out(const std::string& id, Op op, Instant time, const std::string& reason);
  void change(const std::string& id, std::optional<Article> article);

  std::unique_ptr<StoredGeneration> stored_;
  Tombstones tombstones_;
  HeldArticles held_;
  Changes changes_, taken_;
  std::size_t bytes_ = 0;
};

}  // namespace newssearch
