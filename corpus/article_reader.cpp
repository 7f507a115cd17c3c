#include "corpus/article_reader.h"

#include <utility>

#include "corpus/finish_article.h"
#include "corpus/format.h"
#include "corpus/json_article.h"
#include "corpus/page.h"

namespace newssearch {

ArticleReader::ArticleReader(std::string name, std::unique_ptr<ByteStream> bytes, const ReadOptions& options)
    : name_(std::move(name)), options_(options), input_(std::move(bytes)) {
  const Result<Format> format = options.format == "jsonl"          ? Format::lines
                                : options.format == "reuters-json" ? Format::json_values
                                : options.format == "text"         ? Format::page
                                                                   : guess_format(input_.peek(kGuessBytes));
  if (!format) {
    refused_ = format.error();
    return;
  }
  switch (*format) {
    case Format::lines:
      splitter_ = split_lines(input_, options.max_record_bytes);
      break;
    case Format::json_values:
      splitter_ = split_json_values(input_, options.max_record_bytes);
      break;
    case Format::page:
      splitter_ = whole_file(input_, options.max_record_bytes);
      read_record_ = [](std::string_view text) -> Result<Draft> { return read_page(text); };
      return;
  }
  read_record_ = options.format == "reuters-json"
                     ? [](std::string_view json) { return read_json_article(json, JsonDialect::reuters); }
                     : [](std::string_view json) { return read_json_article(json, JsonDialect::any); };
}

std::optional<ReadArticle> ArticleReader::next() {
  if (refused_) return ReadArticle{name_, *std::exchange(refused_, std::nullopt), {}};
  std::optional<RawRecord> record = splitter_ ? splitter_->next() : std::nullopt;
  if (!record) {
    if (std::exchange(any_, true) || !splitter_) return std::nullopt;
    return ReadArticle{name_, Error{"empty", "no articles in it"}, {}};
  }
  any_ = true;
  std::string where = name_ + record->where;
  if (!record->text) return ReadArticle{std::move(where), record->text.error(), {}};
  Result<Draft> draft = read_record_(*record->text);
  if (!draft) return ReadArticle{std::move(where), draft.error(), {}};
  return finish_article(std::move(where), *std::move(draft), options_);
}

}  // namespace newssearch
