#pragma once
#include <xapian.h>

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/article.h"
#include "common/generation.h"
#include "common/stored_articles.h"
#include "indexer/known_stories.h"

namespace newssearch {

/// The articles a generation holds, by rank, read from its databases; of those replaced or taken out there are none.
/// Not safe to share between threads. Throws Xapian::Error where a database is damaged.
class StoredGeneration {
 public:
  /// Throws std::runtime_error where what says which articles live is damaged.
  explicit StoredGeneration(const Generation& generation);

  const std::vector<Manifest::Part>& parts() const { return manifest_parts_; }
  std::size_t articles() const;
  bool is_live(std::size_t rank) const { return ((live_[rank / 64] >> (rank % 64)) & 1) != 0; }
  /// A bit a rank, 64 in each.
  const std::vector<std::uint64_t>& live() const { return live_; }

  /// The rank of the article with this id term (schema::id_term).
  std::optional<std::uint32_t> find(const std::string& id_term) const;
  /// Code "bad_record".
  Result<std::string> record(std::size_t rank) const;
  Result<Article> article(std::size_t rank) const;
  std::optional<Instant> published(std::size_t rank) const;

  /// Calls visit(id term, rank) for each article.
  void for_each(const std::function<void(const std::string& id_term, std::uint32_t rank)>& visit) const;
  /// The same of one part.
  void for_each_in(std::size_t part,
                   const std::function<void(const std::string& id_term, std::uint32_t rank)>& visit) const;
  /// The ranks of all articles, as schema::comes_before has them: newest first, the undated last.
  std::vector<std::uint32_t> newest_first() const;
  /// By rank.
  KnownStories stories() const;
  /// The name of an article's story, and of its near copies; empty where it is in none, has none.
  std::string story(std::size_t rank) const;
  std::string copies(std::size_t rank) const;
  /// What records are packed with.
  std::string dictionary() const { return parts_.back().database.get_metadata(StoredArticles::kDictionaryKey); }

 private:
  struct Part {
    explicit Part(const std::string& path) : database(path), articles(database) {}
    Xapian::Database database;
    StoredArticles articles;
    std::size_t first_rank = 0;
  };
  const Part& part_of(std::size_t rank) const;
  std::string value(std::size_t rank, schema::Slot slot) const;
  Xapian::docid docid(const Part& part, std::size_t rank) const {
    return static_cast<Xapian::docid>(rank - part.first_rank + 1);
  }

  std::vector<Manifest::Part> manifest_parts_;
  std::deque<Part> parts_;
  std::vector<std::uint64_t> live_;
};

}  // namespace newssearch
