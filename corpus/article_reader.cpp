#include "corpus/article_reader.h"

#include <utility>

#include "corpus/finish_article.h"
#include "corpus/format.h"
#include "corpus/html_page.h"
#include "corpus/json_article.h"
#include "corpus/page.h"

namespace newssearch {

ArticleReader::ArticleReader(std::string name, std::unique_ptr<ByteStream> bytes, const ReadOptions& options,
                             Origin origin)
    : name_(std::move(name)), options_(options), origin_(std::move(origin)), input_(std::move(bytes)) {
  const Result<Format> format = options.format == "jsonl"          ? Format::lines
                                : options.format == "reuters-json" ? Format::json_values
                                : options.format == "text"         ? Format::page
                                : options.format == "html"         ? Format::html
                                                                   : guess_format(input_.peek(kGuessBytes));
  if (!format) {
    refused_ = format.error();
    return;
  }
  using Drafts = std::vector<Result<Draft>>;
  switch (*format) {
    case Format::lines:
      splitter_ = split_lines(input_, options.max_record_bytes);
      break;
    case Format::json_values:
      splitter_ = split_json_values(input_, options.max_record_bytes);
      break;
    case Format::html:
      splitter_ = whole_file(input_, options.max_record_bytes);
      read_record_ = read_html;
      return;
    case Format::page:
      splitter_ = whole_file(input_, options.max_record_bytes);
      read_record_ = [](std::string_view text, const Origin&) { return Drafts{read_page(text)}; };
      return;
  }
  read_record_ = [](std::string_view json, const Origin&) { return Drafts{read_json_article(json, JsonDialect::any)}; };
  if (options.format == "reuters-json")
    read_record_ = [](std::string_view json, const Origin&) {
      return Drafts{read_json_article(json, JsonDialect::reuters)};
    };
}

std::optional<ReadArticle> ArticleReader::next() {
  if (refused_) return ReadArticle{name_, *std::exchange(refused_, std::nullopt), {}};
  while (read_.empty() && splitter_) {
    std::optional<RawRecord> record = splitter_->next();
    if (!record) break;
    read(*std::move(record));
  }
  if (read_.empty()) {
    if (std::exchange(any_, true) || !splitter_) return std::nullopt;
    return ReadArticle{name_, Error{"empty", "no articles in it"}, {}};
  }
  any_ = true;
  ReadArticle article = std::move(read_.front());
  read_.pop_front();
  return article;
}

void ArticleReader::read(RawRecord record) {
  const std::string where = name_ + record.where;
  if (!record.text) return void(read_.push_back({where, record.text.error(), {}}));
  std::vector<Result<Draft>> drafts = read_record_(*record.text, origin_);
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    std::string its_where = drafts.size() == 1 ? where : where + "#" + std::to_string(i + 1);
    if (drafts[i])
      read_.push_back(finish_article(std::move(its_where), *std::move(drafts[i]), options_));
    else
      read_.push_back({std::move(its_where), drafts[i].error(), {}});
  }
}

}  // namespace newssearch
