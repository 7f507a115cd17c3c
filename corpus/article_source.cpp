#include "corpus/article_source.h"

#include <utility>

#include "corpus/byte_stream.h"
#include "corpus/input_articles.h"
#include "corpus/input_files.h"

namespace newssearch {
namespace {

/// File after file; a file without a single record is a record itself, so that nobody takes silence for success.
class FileSource final : public ArticleSource {
 public:
  FileSource(std::vector<InputFile> files, ReadOptions options)
      : files_(std::move(files)), options_(std::move(options)) {}

  std::optional<ReadArticle> next() override {
    while (true) {
      if (reader_) {
        if (std::optional<ReadArticle> article = reader_->next()) return article;
        finished_bytes_ += reader_->bytes_read();
        reader_.reset();
      }
      if (next_file_ == files_.size()) return std::nullopt;
      const InputFile& file = files_[next_file_++];
      if (!file.problem.empty()) return ReadArticle{file.path, Error{"unreadable", file.problem}, {}};
      Result<std::unique_ptr<ByteStream>> bytes = open_bytes(file.path);
      if (!bytes) return ReadArticle{file.path, bytes.error(), {}};
      reader_ = std::make_unique<InputArticles>(file.path, *std::move(bytes), options_);
    }
  }

  std::uint64_t bytes_read() const override { return finished_bytes_ + (reader_ ? reader_->bytes_read() : 0); }

 private:
  const std::vector<InputFile> files_;
  const ReadOptions options_;
  std::size_t next_file_ = 0;
  std::unique_ptr<InputArticles> reader_;
  std::uint64_t finished_bytes_ = 0;
};

}  // namespace

std::unique_ptr<ArticleSource> open_articles(const std::vector<std::string>& paths, const ReadOptions& options) {
  return std::make_unique<FileSource>(find_input_files(paths), options);
}

std::shared_ptr<const RecurringLines> count_lines(const std::vector<std::string>& paths, const ReadOptions& options,
                                                  const std::function<void(std::uint64_t)>& each) {
  std::vector<InputFile> files = find_input_files(paths);
  std::erase_if(files, [](const InputFile& file) { return file.once; });
  const auto lines = std::make_shared<RecurringLines>();
  FileSource source(std::move(files), options);
  while (const std::optional<ReadArticle> record = source.next()) {
    if (record->article) lines->count(*record->article);
    each(source.bytes_read());
  }
  return lines;
}

std::uint64_t total_bytes(const std::vector<std::string>& paths) {
  std::uint64_t bytes = 0;
  for (const InputFile& file : find_input_files(paths)) bytes += file.bytes;
  return bytes;
}

const std::vector<std::string>& format_names() {
  static const std::vector<std::string> names = {"auto", "jsonl",    "reuters-json", "text",  "html",
                                                 "feed", "ghost",    "sitemap",      "ninjs", "newsml",
                                                 "nitf", "iptc7901", "anpa",         "warc"};
  return names;
}

}  // namespace newssearch
