#include "corpus/article_reader.h"

#include <utility>

#include "corpus/feed_article.h"
#include "corpus/finish_article.h"
#include "corpus/format.h"
#include "corpus/ghost_article.h"
#include "corpus/html_page.h"
#include "corpus/json_article.h"
#include "corpus/newsml.h"
#include "corpus/ninjs_article.h"
#include "corpus/nitf.h"
#include "corpus/page.h"
#include "corpus/sitemap.h"
#include "corpus/wire_text.h"

namespace newssearch {
namespace {

/// The format that was asked for by name; nullopt where it is to be told from the content.
std::optional<Format> named_format(const std::string& name) {
  if (name == "jsonl") return Format::lines;
  if (name == "reuters-json" || name == "ninjs") return Format::json_values;
  if (name == "text") return Format::page;
  if (name == "html") return Format::html;
  if (name == "feed") return Format::feed;
  if (name == "ghost") return Format::ghost;
  if (name == "sitemap") return Format::sitemap;
  if (name == "newsml") return Format::newsml;
  if (name == "nitf") return Format::nitf;
  if (name == "iptc7901" || name == "anpa") return Format::wire_text;
  return std::nullopt;
}

using Drafts = std::vector<Result<Draft>>;

/// Moved: a list in braces would copy all its text.
Drafts alone(Result<Draft> draft) {
  Drafts drafts;
  drafts.push_back(std::move(draft));
  return drafts;
}

}  // namespace

ArticleReader::ArticleReader(std::string name, std::unique_ptr<ByteStream> bytes, const ReadOptions& options,
                             Origin origin)
    : name_(std::move(name)), options_(options), origin_(std::move(origin)), input_(std::move(bytes)) {
  const std::optional<Format> named = named_format(options.format);
  Result<Format> format = guess_format(input_.peek(kGuessBytes));
  if (named && !(*named == Format::feed && format && *format == Format::wxr)) format = *named;
  if (!format) {
    refused_ = format.error();
    return;
  }
  splitter_ = *format == Format::lines         ? split_lines(input_, options.max_record_bytes)
              : *format == Format::json_values ? split_json_values(input_, options.max_record_bytes)
              : *format == Format::wxr         ? split_wxr_items(input_, options.max_record_bytes)
              : *format == Format::ghost       ? whole_file(input_, kMaxGhostExportBytes)
                                               : whole_file(input_, options.max_record_bytes);
  switch (*format) {
    case Format::lines:
    case Format::json_values:
      read_record_ = options.format == "ninjs" ? read_ninjs : read_json_record;
      break;
    case Format::html:
      read_record_ = read_html;
      break;
    case Format::page:
      read_record_ = [](std::string_view text, const Origin&) { return alone(read_page(text)); };
      break;
    case Format::feed:
    case Format::wxr:
      read_record_ = read_feed;
      break;
    case Format::ghost:
      read_record_ = read_ghost_export;
      break;
    case Format::sitemap:
      read_record_ = read_sitemap;
      break;
    case Format::newsml:
      read_record_ = read_newsml;
      break;
    case Format::nitf:
      read_record_ = read_nitf;
      break;
    case Format::wire_text:
      read_record_ = read_wire_text;
      break;
  }
  if (options.format == "reuters-json")
    read_record_ = [](std::string_view json, const Origin&) {
      return alone(read_json_article(json, JsonDialect::reuters));
    };
}

std::optional<ReadArticle> ArticleReader::next() {
  if (refused_) return ReadArticle{name_, *std::exchange(refused_, std::nullopt), {}};
  while (given_ == drafts_.size() && splitter_) {
    std::optional<RawRecord> record = splitter_->next();
    if (!record) break;
    where_ = name_ + record->where;
    given_ = 0;
    drafts_ = record->text ? read_record_(*record->text, origin_) : alone(record->text.error());
  }
  if (given_ == drafts_.size()) {
    if (std::exchange(any_, true) || !splitter_) return std::nullopt;
    return ReadArticle{name_, Error{"empty", "no articles in it"}, {}};
  }
  any_ = true;
  Result<Draft> draft = std::move(drafts_[given_++]);
  std::string where = drafts_.size() == 1 ? where_ : where_ + "#" + std::to_string(given_);
  if (!draft) return ReadArticle{std::move(where), draft.error(), {}};
  return finish_article(std::move(where), *std::move(draft), options_);
}

}  // namespace newssearch
