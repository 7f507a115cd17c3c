#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"

namespace newssearch {

/// Articles that wait for their embargo to end, by id: a file of a generation, of records one after the other, each
/// behind its length in a line of its own. Nothing searches it.
class HeldArticles {
 public:
  static constexpr const char* kFileName = "held";

  /// Empty where there is no file. Throws std::runtime_error where it cannot be read.
  static HeldArticles open(const std::filesystem::path& file);
  static HeldArticles read(std::string_view text);
  std::string text() const;

  std::size_t size() const { return by_id_.size(); }
  const Article* find(const std::string& id) const;
  void add(const Article& article) { by_id_[article.id] = article; }
  void remove(const std::string& id) { by_id_.erase(id); }
  std::vector<std::string> ids() const;
  /// Takes out those that may be shown at a time.
  std::vector<Article> take_due(Instant now);
  /// When the next one may be shown; Instant::max() where none waits.
  Instant next() const;

 private:
  std::map<std::string, Article> by_id_;
};

}  // namespace newssearch
