#include "corpus/input_articles.h"

#include <utility>

namespace newssearch {

InputArticles::InputArticles(const std::string& name, std::unique_ptr<ByteStream> bytes, const ReadOptions& options)
    : options_(options), members_(open_members(name, std::move(bytes), options)) {}

std::optional<ReadArticle> InputArticles::next() {
  while (true) {
    if (reader_) {
      if (std::optional<ReadArticle> article = reader_->next()) return article;
      reader_.reset();
    }
    std::optional<Member> member = members_->next();
    if (!member) return std::nullopt;
    if (!member->bytes) return ReadArticle{std::move(member->where), member->bytes.error(), {}};
    ReadOptions options = options_;
    options.format = member->format;
    reader_ = std::make_unique<ArticleReader>(std::move(member->where), *std::move(member->bytes), options,
                                              std::move(member->origin));
  }
}

}  // namespace newssearch
