#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/article.h"
#include "common/result.h"
#include "corpus/draft.h"
#include "corpus/recurring_lines.h"

namespace newssearch {

/// One record of an input: an article, or the reason there is none, and where it stood.
struct ReadArticle {
  std::string where;  ///< "wire.jsonl:12" (line, or record where a format has no lines)
  Result<Article> article;
  std::vector<std::string> warnings;  ///< "published: '1987-13-01': month 13 does not exist; kept as undated"
  Evidence evidence = {};
  bool killed = false;  ///< the article of this id is to be taken out: it holds nothing but the id
};

struct ReadOptions {
  std::string format = "auto";  ///< one of format_names()
  std::string lang = "auto";    ///< for articles that do not state theirs; auto: detected
  Instant now =
      std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());  ///< dates 48 h later are refused
  bool take_embargoed = false;  ///< an article whose embargo has not ended is none that is refused
  std::shared_ptr<const RecurringLines> recurring = nullptr;  ///< are taken out of texts, where given
  std::size_t max_record_bytes = 10 << 20;                    ///< of a record, decompressed
  std::size_t max_article_bytes = 1 << 20;                    ///< of an article's text
};

/// Where articles come from, one record at a time; memory stays flat. One bad record never costs its neighbours.
/// Not safe to share between threads.
class ArticleSource {
 public:
  virtual ~ArticleSource() = default;
  virtual std::optional<ReadArticle> next() = 0;  ///< nullopt: the end
  /// Bytes of the files read so far (as they lie on disk, compressed or not), for a progress bar.
  virtual std::uint64_t bytes_read() const = 0;
};

/// Files, directories (searched for files, in order of path) and "-" (standard input); plain, .gz or .zst by content.
/// Of a tar archive, a WARC or an ARC file, the files and pages in it. A path that cannot be read is a record of its
/// own with the reason.
std::unique_ptr<ArticleSource> open_articles(const std::vector<std::string>& paths, const ReadOptions& options);

/// The lines of what open_articles reads, counted; it is read for that, but for what is there but once (standard input,
/// pipes). `each` is told the bytes read so far.
std::shared_ptr<const RecurringLines> count_lines(const std::vector<std::string>& paths, const ReadOptions& options,
                                                  const std::function<void(std::uint64_t)>& each);

/// What open_articles will read, in bytes on disk; standard input counts 0.
std::uint64_t total_bytes(const std::vector<std::string>& paths);

/// The names --format takes.
const std::vector<std::string>& format_names();

}  // namespace newssearch
