#pragma once
#include <cstdlib>
#include <string>
#include <string_view>

#include "corpus/article_reader.h"

namespace newssearch {

/// Reads a file of this content to its end, and stops the program where what came out may not be stored.
inline void read_everything(const std::string& format, std::string_view content) {
  ReadOptions options;
  options.format = format;
  options.now = Instant{std::chrono::days{20'000}};
  Result<std::unique_ptr<ByteStream>> bytes = bytes_of(std::string(content));
  if (!bytes) std::abort();
  ArticleReader reader("fuzz", *std::move(bytes), options);
  while (const std::optional<ReadArticle> record = reader.next()) {
    if (!record->article || record->killed) continue;
    const Result<Article> stored = from_record(to_record(*record->article));
    if (!stored || !(*stored == *record->article) || stored->id.empty() || stored->lang.empty()) std::abort();
  }
}

}  // namespace newssearch
