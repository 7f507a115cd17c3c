#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "corpus/article_reader.h"
#include "corpus/article_source.h"
#include "corpus/byte_stream.h"
#include "corpus/members.h"

namespace newssearch {

/// The articles of one input: of a file, or of each member of an archive. `name` is what they are said to stand in.
/// As ArticleSource for the rest.
class InputArticles {
 public:
  InputArticles(const std::string& name, std::unique_ptr<ByteStream> bytes, const ReadOptions& options);

  std::optional<ReadArticle> next();
  std::uint64_t bytes_read() const { return members_->bytes_read(); }

 private:
  const ReadOptions options_;
  std::unique_ptr<Members> members_;
  std::unique_ptr<ArticleReader> reader_;  ///< of the current member
};

}  // namespace newssearch
