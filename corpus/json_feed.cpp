#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "corpus/agency_terms.h"
#include "corpus/feed_article.h"
#include "corpus/html_text.h"
#include "corpus/json_fields.h"
#include "corpus/json_text.h"
#include "corpus/web_address.h"

namespace newssearch {
namespace {

Result<Draft> read_json_entry(const nlohmann::json& item, const Article& frame, const std::string& base) {
  if (!item.is_object()) return Error{"bad_field", "items: expected objects in the list"};
  Draft draft;
  Article& article = draft.article;
  JsonFields fields(item, draft.warnings);
  article.id = fields.identity({"id", "guid"});
  article.url = resolve_address(fields.optional_text({"url", "external_url"}), base);
  take_headline(draft, html_line(fields.essential_text({"title"})), "title");
  article.body = html_text(fields.essential_text({"content_html"}));
  if (article.body.empty()) article.body = fields.essential_text({"content_text", "summary"});
  if (fields.refusal()) return *fields.refusal();
  for (const std::string& author : fields.list({"authors", "author"})) add_term(article.authors, author);
  if (article.authors.empty()) article.authors = frame.authors;
  take_date(draft.evidence.published, fields.optional_text({"date_published"}), "date_published", DateSource::feed);
  take_date(draft.evidence.updated, fields.optional_text({"date_modified"}), "date_modified", DateSource::feed);
  article.tags = fields.list({"tags"});
  article.sections = fields.list({"section", "sections"});  // not of JSON Feed, but a site may add it
  article.lang = fields.optional_text({"language"});
  if (article.lang.empty()) article.lang = frame.lang;
  article.source = frame.source;
  return draft;
}

}  // namespace

std::vector<Result<Draft>> read_json_feed(std::string_view json, const Origin& origin) {
  std::vector<std::string> warnings;
  const Result<nlohmann::json> feed = parse_json(json, warnings);
  if (!feed) return {feed.error()};
  const auto items = feed->is_object() ? feed->find("items") : feed->end();
  if (items == feed->end() || !items->is_array()) return {Error{"bad_field", "items: expected a list of entries"}};
  Article frame;
  JsonFields fields(*feed, warnings);
  frame.source = fields.optional_text({"title"});
  frame.lang = fields.optional_text({"language"});
  frame.authors = fields.list({"authors", "author"});
  const std::string base = origin.url.empty() ? fields.optional_text({"home_page_url", "feed_url"}) : origin.url;
  std::vector<Result<Draft>> drafts;
  for (const nlohmann::json& item : *items) drafts.push_back(read_json_entry(item, frame, base));
  return drafts;
}

}  // namespace newssearch
