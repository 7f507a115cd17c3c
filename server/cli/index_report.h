#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "corpus/article_source.h"
#include "indexer/index_build.h"

namespace newssearch {

/// What became of the articles that came in: gathered while they are read, completed when they are published.
class IndexReport {
 public:
  /// One record of the input; the article, if there is one, counts as read.
  void count(const ReadArticle& record);

  std::uint64_t read() const { return read_; }
  std::uint64_t rejected() const { return rejected_; }

  /// For people: figures, the first rejections, the warnings by kind with an example each.
  std::string text(const BuildSummary& summary, double seconds) const;

  /// For programs: all of it, one object; the rejections up to the first kRejectionsKept.
  std::string json(const BuildSummary& summary, double seconds) const;

  static constexpr std::size_t kRejectionsShown = 10, kRejectionsKept = 10'000;

 private:
  struct Rejection {
    std::string where;
    Error error;
  };
  struct Warnings {
    std::uint64_t count = 0;
    std::string example;
  };

  double megabytes_per_second(double seconds) const;

  std::uint64_t read_ = 0, rejected_ = 0, killed_ = 0, dropped_lines_ = 0, text_bytes_ = 0;
  std::vector<Rejection> rejections_;
  std::map<std::string, Warnings> warnings_;
};

/// What a warning has in common with others: quoted values become '…' and numbers #.
std::string kind_of(const std::string& warning);

/// The figures of a build alone, as `reindex` prints them.
std::string build_text(const BuildSummary& summary, double seconds);

}  // namespace newssearch
