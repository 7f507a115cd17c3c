#include "corpus/json_article.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "corpus/byline.h"
#include "corpus/clean_text.h"
#include "corpus/json_fields.h"
#include "corpus/json_text.h"
#include "corpus/reuters_article.h"

namespace newssearch {
namespace {

using Json = nlohmann::json;

/// "trade, oil" as two: keywords are often one string.
std::vector<std::string> split_keywords(std::vector<std::string> keywords) {
  if (keywords.size() != 1) return keywords;
  std::vector<std::string> split;
  std::string_view rest = keywords.front();
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    split.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return split;
}

Result<Draft> read_fields(const Json& object, std::vector<std::string> warnings) {
  Draft draft;
  JsonFields fields(object, warnings);
  Article& article = draft.article;
  article.id = fields.identity({"id", "_id", "uri", "guid"});
  article.url = fields.optional_text({"url", "link"});
  article.headline = fields.essential_text({"title", "headline"});
  article.body = fields.essential_text({"body", "text", "content", "articleBody"});
  draft.evidence.published.push_back({.stated = fields.optional_text({"published", "date", "published_at",
                                                                      "publishedAt", "datePublished", "pubDate"})});
  draft.evidence.updated.push_back(
      {.stated = fields.optional_text({"updated", "updated_at", "updatedAt", "modified", "dateModified"})});
  for (const std::string& stated : fields.list({"author", "authors", "byline", "creator"}))
    for (std::string& author : split_byline(stated)) article.authors.push_back(std::move(author));
  article.source = fields.optional_text({"source", "publisher", "outlet", "site"});
  article.sections = fields.list({"section", "sections", "category", "categories", "topics", "articleSection"});
  article.tags = split_keywords(fields.list({"tags", "keywords"}));
  article.places = fields.list({"places", "place", "location"});
  article.lang = fields.optional_text({"lang", "language", "inLanguage"});
  if (fields.refusal()) return *fields.refusal();
  draft.warnings = std::move(warnings);
  return draft;
}

}  // namespace

Result<Draft> read_json_article(std::string_view json, JsonDialect dialect) {
  std::vector<std::string> warnings;
  if (!trim(json).starts_with('{')) return Error{"bad_json", "expected a JSON object with an article's fields"};
  const Result<Json> object = parse_json(json, warnings);
  if (!object) return object.error();
  if (dialect == JsonDialect::reuters || is_reuters(*object)) return read_reuters_article(*object, std::move(warnings));
  return read_fields(*object, std::move(warnings));
}

}  // namespace newssearch
