#include "corpus/json_article.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "corpus/agency_terms.h"
#include "corpus/byline.h"
#include "corpus/clean_text.h"
#include "corpus/json_fields.h"
#include "corpus/json_text.h"
#include "corpus/reuters_article.h"

namespace newssearch {
namespace {

using Json = nlohmann::json;

using Stated = std::vector<JsonFields::Stated>;

/// "trade, oil" as two: keywords are often one string.
std::vector<std::string> split_keywords(const Stated& keywords) {
  std::vector<std::string> split;
  if (keywords.size() != 1 || keywords.front().is_name) {
    for (const JsonFields::Stated& keyword : keywords) split.push_back(keyword.text);
    return split;
  }
  std::string_view rest = keywords.front().text;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    split.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return split;
}

/// A text is a byline, which may name several people.
std::vector<std::string> split_bylines(const Stated& bylines) {
  std::vector<std::string> authors;
  for (const JsonFields::Stated& stated : bylines) {
    const std::vector<std::string> people =
        stated.is_name ? std::vector<std::string>{stated.text} : split_byline(stated.text);
    authors.insert(authors.end(), people.begin(), people.end());
  }
  return authors;
}

/// A date, and where an export says that it came from.
DateCandidate dated(JsonFields& fields, JsonFields::Names names, const char* source, const char* confidence) {
  DateCandidate date{.stated = fields.optional_text(names)};
  date.source = date_source_from_string(fields.optional_text({source})).value_or(DateSource::metadata);
  date.confidence = std::clamp(fields.number({confidence}).value_or(1), 0.0, 1.0);
  return date;
}

void take_agency_fields(JsonFields& fields, Draft& draft) {
  Article& article = draft.article;
  article.version = fields.identity({"version"});
  article.ednote = fields.optional_text({"ednote"});
  article.refused_date = fields.optional_text({"refused_date"});
  draft.stated_embargo = fields.optional_text({"embargoed", "embargoed_at"});
  draft.stated_expiry = fields.optional_text({"expires", "expires_at"});
  if (const std::string status = fields.optional_text({"pub_status"}); !status.empty()) take_status(draft, status);
}

Result<Draft> read_fields(const Json& object, std::vector<std::string> warnings) {
  Draft draft;
  JsonFields fields(object, warnings);
  Article& article = draft.article;
  article.id = fields.identity({"id", "_id", "uri", "guid"});
  article.url = fields.optional_text({"url", "link"});
  article.headline = fields.essential_text({"title", "headline"});
  article.body = fields.essential_text({"body", "text", "content", "articleBody"});
  draft.evidence.published.push_back(
      dated(fields, {"published", "date", "published_at", "publishedAt", "datePublished", "pubDate"},
            "published_source", "published_confidence"));
  draft.evidence.updated.push_back(dated(fields, {"updated", "updated_at", "updatedAt", "modified", "dateModified"},
                                         "updated_source", "updated_confidence"));
  article.authors = split_bylines(fields.stated({"author", "authors", "byline", "creator"}));
  article.source = fields.optional_text({"source", "publisher", "outlet", "site"});
  article.sections = fields.list({"section", "sections", "category", "categories", "topics", "articleSection"});
  article.tags = split_keywords(fields.stated({"tags", "keywords"}));
  article.places = fields.list({"places", "place", "location"});
  article.lang = fields.optional_text({"lang", "language", "inLanguage"});
  take_agency_fields(fields, draft);
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
