#pragma once
#include <cstdlib>
#include <string>
#include <string_view>

#include "corpus/article_reader.h"
#include "corpus/input_articles.h"

namespace newssearch {

inline ReadOptions fuzz_options(const std::string& format) {
  ReadOptions options;
  options.format = format;
  options.now = Instant{std::chrono::days{20'000}};
  return options;
}

/// Reads to the end, and stops the program where what came out may not be stored.
template <class Articles>
void read_to_end(Articles& articles) {
  while (const std::optional<ReadArticle> record = articles.next()) {
    if (!record->article || record->killed) continue;
    const Result<Article> stored = from_record(to_record(*record->article));
    if (!stored || !(*stored == *record->article) || stored->id.empty() || stored->lang.empty()) std::abort();
  }
}

inline void read_everything(const std::string& format, std::string_view content) {
  Result<std::unique_ptr<ByteStream>> bytes = bytes_of(std::string(content));
  if (!bytes) std::abort();
  ArticleReader reader("fuzz", *std::move(bytes), fuzz_options(format));
  read_to_end(reader);
}

/// The same of an archive.
inline void read_archive(const std::string& format, std::string_view content) {
  Result<std::unique_ptr<ByteStream>> bytes = bytes_of(std::string(content));
  if (!bytes) std::abort();
  InputArticles articles("fuzz", *std::move(bytes), fuzz_options(format));
  read_to_end(articles);
}

}  // namespace newssearch
