#pragma once
#include <memory>
#include <ostream>
#include <string>

#include "server/search/search_engine.h"

namespace newssearch {

/// Where rankings are written, as a TREC run: topic Q0 article rank score name, the score falling with every rank, so
/// that whoever sorts a run by score finds the ranking in it. Without a path nothing is written.
class RunFile {
 public:
  /// Throws UsageError where it cannot be written.
  explicit RunFile(const std::string& path);
  ~RunFile();

  void write(const std::string& topic, const std::vector<SearchEngine::Ranked>& ranking);

  /// Throws std::runtime_error where not all of it could be written.
  void close();

 private:
  const std::string path_;
  std::unique_ptr<std::ostream> file_;
};

// What `newssearch eval` measures, each by one kind of file: the figures, a line each. They throw UsageError, naming
// the file, where it is not as it should be. Articles that the index does not have are left out, which is complained
// of; a file that has no other is a mistake.

/// Topics to search for, judged by TREC qrels; without a path to these, only the run is written.
std::string evaluate_topics(const std::string& topics, const std::string& qrels, const SearchEngine& engine,
                            RunFile& run);

/// Articles, each to be found by a text.
std::string evaluate_known_items(const std::string& items, const SearchEngine& engine, RunFile& run);

/// TREC qrels whose topics are articles: each is asked for its related ones.
std::string evaluate_related(const std::string& qrels, const SearchEngine& engine, RunFile& run);

/// Stories: each article is asked for its related ones. Only stories with two articles count.
std::string evaluate_stories(const std::string& clusters, const SearchEngine& engine, RunFile& run);

/// The same stories: which pairs of a story's articles the index has in one story.
std::string evaluate_threads(const std::string& clusters, const SearchEngine& engine);

/// Pairs of near copies: all there are.
std::string evaluate_copies(const std::string& copies, const SearchEngine& engine);

/// Pairs of articles, and how alike they are.
std::string evaluate_pairs(const std::string& pairs, const SearchEngine& engine);

}  // namespace newssearch
