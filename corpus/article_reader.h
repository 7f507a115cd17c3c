#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/article_source.h"
#include "corpus/byte_stream.h"
#include "corpus/draft.h"
#include "corpus/input_window.h"
#include "corpus/record_splitter.h"

namespace newssearch {

/// The articles of one file. `name` is what its records are said to stand in.
class ArticleReader {
 public:
  ArticleReader(std::string name, std::unique_ptr<ByteStream> bytes, const ReadOptions& options, Origin origin = {});

  /// nullopt: the end. There is at least one record: a file without any is one that says so.
  std::optional<ReadArticle> next();
  std::uint64_t bytes_read() const { return input_.bytes_read(); }

 private:
  /// What is in one record: an article, or those of a feed or package, each whole or the reason there is none.
  using ReadRecord = std::vector<Result<Draft>> (*)(std::string_view record, const Origin& origin);

  const std::string name_;
  const ReadOptions options_;
  const Origin origin_;
  InputWindow input_;
  std::unique_ptr<RecordSplitter> splitter_;
  ReadRecord read_record_ = nullptr;
  std::optional<Error> refused_;       ///< why the file as a whole is not read
  std::string where_;                  ///< the last record
  std::vector<Result<Draft>> drafts_;  ///< what is in it
  std::size_t given_ = 0;              ///< so many of them are finished
  bool any_ = false;
};

}  // namespace newssearch
