#include "corpus/html_page.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "corpus/charset.h"
#include "corpus/clean_text.h"
#include "corpus/html_authors.h"
#include "corpus/html_blocks.h"
#include "corpus/html_body.h"
#include "corpus/html_dates.h"
#include "corpus/html_headline.h"
#include "corpus/html_meta.h"
#include "corpus/html_source.h"
#include "corpus/html_tree.h"
#include "corpus/json_ld.h"
#include "corpus/language.h"
#include "corpus/visible_date.h"

namespace newssearch {
namespace {

constexpr std::size_t kMostPageBytes = 10 << 20;

void append(std::vector<DateCandidate>& dates, std::vector<DateCandidate> more) {
  for (DateCandidate& date : more) dates.push_back(std::move(date));
}

class HtmlPageReader {
 public:
  HtmlPageReader(const TameMarkup& markup, const Origin& origin)
      : origin_(origin),
        tree_(parse_html(markup.html)),
        blocks_(html_blocks(tree_)),
        meta_(read_html_meta(tree_, read_json_ld(markup.json_ld))) {}

  Result<Draft> read() {
    draft_.evidence.headlines = rank_headlines(meta_.headlines, meta_.site_names);
    BodyHints hints;
    for (const HeadlineCandidate& headline : draft_.evidence.headlines) hints.headlines.push_back(headline.text);
    hints.descriptions = meta_.descriptions;
    hints.stated_body = meta_.body;
    FoundBody body = find_html_body(tree_, blocks_, hints);
    if (body.text.empty() && draft_.evidence.headlines.empty())
      return Error{"no_article", "the page holds neither a headline nor running text"};
    take_dates(body);
    Article& article = draft_.article;
    article.authors = html_authors(tree_, meta_, body);
    article.body = std::move(body.text);
    draft_.evidence.dropped = std::move(body.dropped);
    article.url = meta_.url.empty() ? origin_.url : meta_.url;
    article.id = article.url;
    article.lang = meta_.lang;
    article.sections = meta_.sections;
    article.tags = meta_.tags;
    if (!meta_.site_names.empty()) article.source = meta_.site_names.front();
    return std::move(draft_);
  }

 private:
  void take_dates(const FoundBody& body) {
    ShownDates shown = shown_dates(tree_, blocks_, body, meta_.lang);
    Evidence& evidence = draft_.evidence;
    evidence.published = std::move(meta_.published);
    evidence.updated = std::move(meta_.updated);
    append(evidence.published, std::move(shown.published));
    append(evidence.updated, std::move(shown.updated));
  }

  const Origin& origin_;
  const HtmlTree tree_;
  const std::vector<HtmlBlock> blocks_;
  HtmlMeta meta_;
  Draft draft_;
};

}  // namespace

std::vector<Result<Draft>> read_html(std::string_view bytes, const Origin& origin) {
  if (bytes.size() > kMostPageBytes) return {Error{"too_large", "the page is over the limit of 10 MB"}};
  DecodedText decoded = decode_markup(bytes, origin.charset);
  const Result<TameMarkup> markup = tame_markup(decoded.text);
  if (!markup) return {markup.error()};
  Result<Draft> draft = HtmlPageReader(*markup, origin).read();
  if (draft) draft->warnings = std::move(decoded.warnings);
  return {std::move(draft)};
}

}  // namespace newssearch
