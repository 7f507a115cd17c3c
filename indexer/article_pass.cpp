#include "indexer/article_pass.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <vector>

namespace newssearch {

void for_each_article(std::size_t begin, std::size_t end, const std::function<ArticleReader()>& make_reader,
                      unsigned threads, const std::function<void(std::size_t rank, const Article&, Analyzer&)>& visit) {
  constexpr std::size_t kAtOnce = 16;
  std::atomic<std::size_t> next{begin};
  std::atomic<bool> failed{false};
  const auto work = [&](const ArticleReader& read) {
    try {
      Analyzer analyzer;
      for (std::size_t from = next.fetch_add(kAtOnce); from < end && !failed; from = next.fetch_add(kAtOnce))
        for (std::size_t rank = from; rank < std::min(end, from + kAtOnce); ++rank) visit(rank, read(rank), analyzer);
    } catch (...) {
      failed = true;
      throw;
    }
  };
  std::vector<ArticleReader> readers;
  for (unsigned i = 0; i < threads; ++i) readers.push_back(make_reader());
  std::vector<std::future<void>> working;
  for (const ArticleReader& reader : readers)
    working.push_back(std::async(std::launch::async, work, std::cref(reader)));
  for (const std::future<void>& one : working) one.wait();
  for (std::future<void>& one : working) one.get();
}

}  // namespace newssearch
