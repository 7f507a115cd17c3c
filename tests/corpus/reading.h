#pragma once
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "corpus/article_reader.h"
#include "corpus/input_articles.h"

namespace newssearch {

/// Options with a fixed clock: 1 June 2025.
inline ReadOptions options_of_2025() {
  ReadOptions options;
  options.now = std::chrono::sys_days{std::chrono::year{2025} / 6 / 1};
  return options;
}

/// All records of a file with this content, called "file".
inline std::vector<ReadArticle> read_all(std::string content, const ReadOptions& options = options_of_2025()) {
  Result<std::unique_ptr<ByteStream>> bytes = bytes_of(std::move(content));
  REQUIRE(bytes);
  ArticleReader reader("file", *std::move(bytes), options);
  std::vector<ReadArticle> records;
  while (std::optional<ReadArticle> record = reader.next()) records.push_back(*std::move(record));
  return records;
}

/// The same of an input that may be an archive.
inline std::vector<ReadArticle> read_members(std::string content, const ReadOptions& options = options_of_2025()) {
  Result<std::unique_ptr<ByteStream>> bytes = bytes_of(std::move(content));
  REQUIRE(bytes);
  InputArticles articles("file", *std::move(bytes), options);
  std::vector<ReadArticle> records;
  while (std::optional<ReadArticle> record = articles.next()) records.push_back(*std::move(record));
  return records;
}

inline ReadArticle read_one(std::string content, const ReadOptions& options = options_of_2025()) {
  std::vector<ReadArticle> records = read_all(std::move(content), options);
  REQUIRE(records.size() == 1);
  return std::move(records.front());
}

inline Article read_article(std::string content, const ReadOptions& options = options_of_2025()) {
  ReadArticle record = read_one(std::move(content), options);
  INFO((record.article ? "" : record.article.error().message));
  REQUIRE(record.article);
  return *std::move(record.article);
}

/// "file:1 headline" of an article, "file:2 code: reason" of a rejection.
inline std::vector<std::string> outcomes(const std::vector<ReadArticle>& records) {
  std::vector<std::string> lines;
  for (const ReadArticle& record : records)
    lines.push_back(record.where + " " +
                    (record.article ? record.article->headline
                                    : record.article.error().code + ": " + record.article.error().message));
  return lines;
}

using Lines = std::vector<std::string>;

inline Lines outcomes_of(const std::string& archive) { return outcomes(read_members(archive)); }

/// A line of JSON with this headline alone.
inline std::string article_of(const std::string& title) { return "{\"title\":\"" + title + "\"}\n"; }

inline std::string date_of(const std::optional<ArticleDate>& date) { return date ? format_iso(*date) : "undated"; }

}  // namespace newssearch
