#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/generation.h"
#include "common/result.h"
#include "server/search/diagnosis.h"
#include "server/search/related_stories.h"
#include "server/search/rule_files.h"
#include "server/search/search_request.h"
#include "server/search/search_response.h"

namespace newssearch {

class AnswerCache;
struct CacheCounts;
class CurrentGeneration;
class Lease;
class ShardServers;

/// What answers questions: packed files beside the Xapian database where they are whole, or that database alone.
/// Answers are the same.
enum class Engine { packed, xapian };

struct EngineOptions {
  Engine engine = Engine::packed;
  std::chrono::milliseconds time_limit{500};  ///< of a search
  std::size_t cached_answers = 0;             ///< kept of a generation, about 20 kB each
  std::optional<RuleFiles::Paths> rules;      ///< how to search; absent: those of the data directory
  ShardServers* shards = nullptr;             ///< of an index that lies in shards; outlives the engine
  bool partial_answers = true;                ///< where a shard is missing: else ShardsMissing is thrown
};

/// A part of the index does not answer.
struct ShardsMissing : NoIndex {
  using NoIndex::NoIndex;
};

/// Answers questions about the current generation of a data directory. Safe to call from any number of threads.
/// Each call looks which generation is current and pins it until it returns; a newly published one is opened by the
/// first call that sees it, while the others go on with the old. Articles of hidden sources are none, whatever is
/// asked. Throws NoIndex where there is nothing to read, or where it cannot be read what is hidden, ShardsMissing, and
/// Xapian::Error where the database is damaged. Where a shard is missing, an article that is not found is
/// "shards_missing" rather than "not_found".
class SearchEngine {
 public:
  explicit SearchEngine(DataDirectory directory, EngineOptions options = {});
  ~SearchEngine();

  /// Fails with code "query_too_large", naming the limit, "query_timeout" or "invalid_request"; never because of what
  /// the text says.
  Result<SearchResponse> search(const SearchRequest& request) const;

  /// Why a search finds an article, or doesn't. Fails as search() does, or with code "not_found" or "hidden" (it is of
  /// a source that is).
  Result<Diagnosis> diagnose(const SearchRequest& request, std::string_view article_id) const;

  /// Articles beside this one, best first (server/search/related_stories.h); of copies those first that resemble it
  /// most, with what differs. Code "not_found".
  Result<RelatedResponse> related(std::string_view article_id, RelatedMode mode, std::uint32_t limit) const;

  /// How alike two articles are (related_stories.h), whatever time that takes. Code "not_found".
  Result<double> similarity(std::string_view one, std::string_view other) const;

  /// The story an article is in. Codes "not_found".
  Result<StoryOfHit> story_of(std::string_view article_id) const;

  /// A story by its name, one it has had before, or the id of an article of it: response.id is its name. Days are those
  /// of the time zone. Codes "not_found", "gone" (it is the id of an article that was taken out).
  Result<StoryResponse> story(std::string_view id, const std::string& time_zone) const;

  /// What was said at a time more than in the archive (server/search/trending.h). Codes "invalid_request" (its first
  /// day is after its last), "query_timeout".
  Result<TrendingResponse> trending(const TrendingRequest& request) const;

  /// The ids of all articles that have near copies, newest first.
  std::vector<std::string> copied_articles() const;

  /// One article, whole. Codes "not_found", "gone" (it was taken out).
  Result<Article> article(std::string_view article_id) const;

  /// The revisions of an article that are kept, the last one, as it is, first. Fails as article() does.
  Result<std::vector<ArticleVersion>> versions(std::string_view article_id) const;

  /// What is called by the words of `text`, the last one as a prefix (server/search/suggestions.h).
  SuggestResponse suggest(std::string_view text, std::uint32_t limit) const;

  /// The ids of the best articles for a topic: its text as plain words, any of which will do; no limits of size, no
  /// spelling, no folding of copies. What relevance is measured with.
  struct Ranked {
    std::string id;
    double score = 0;
  };
  std::vector<Ranked> rank(std::string_view topic, std::size_t depth) const;

  /// Changes whenever something may be answered otherwise than before: of another generation, by other rules, and every
  /// quarter of an hour (a day begins somewhere; when:12h moves on). For validators of caches.
  std::string answer_version() const;

  /// What is not understood in the files of rules, one line each: file, line, reason.
  std::vector<std::string> rule_errors() const;

  /// What is being searched, and, where the current generation is damaged, why an older one is; shards that are missing.
  IndexState state() const;
  std::string damage() const;

  /// Of the answers kept (EngineOptions::cached_answers).
  CacheCounts cache_counts() const;

 private:
  /// What `answer` makes of a lease; of another one where a shard's server fails meanwhile.
  template <class Answer>
  auto ask(const HiddenSources& hidden, Answer answer) const;
  template <class Answer>
  auto ask(Answer answer) const;

  const EngineOptions options_;
  const std::shared_ptr<const Vocabulary> names_;
  const std::unique_ptr<RuleFiles> rules_;
  const std::unique_ptr<CurrentGeneration> generations_;
  const std::unique_ptr<AnswerCache> cache_;
};

}  // namespace newssearch
