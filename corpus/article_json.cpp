#include "corpus/article_json.h"

#include <nlohmann/json.hpp>

#include "corpus/agency_terms.h"
#include "corpus/byline.h"
#include "corpus/clean_text.h"
#include "corpus/draft.h"
#include "corpus/html_text.h"
#include "corpus/ninjs_article.h"
#include "corpus/web_address.h"

namespace newssearch {
namespace {

using Json = nlohmann::ordered_json;

std::string on_a_line(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

void put(Json& json, const char* name, const std::string& value) {
  if (!value.empty()) json[name] = value;
}

void put(Json& json, const char* name, const std::vector<std::string>& values) {
  if (!values.empty()) json[name] = values;
}

void put(Json& json, const char* name, const std::optional<ArticleDate>& date) {
  if (date) json[name] = format_iso(*date);
}

/// Where it came from is said beside it, unless it was stated as such.
void put_dated(Json& json, const std::string& name, const std::optional<ArticleDate>& date) {
  put(json, name.c_str(), date);
  if (date && date->source != DateSource::metadata) json[name + "_source"] = to_string(date->source);
  if (date && date->confidence != 1) json[name + "_confidence"] = date->confidence;
}

void put_names(Json& json, const char* name, const std::vector<std::string>& values) {
  for (const std::string& value : values) json[name].push_back({{"name", value}});
}

/// As texts, but for one that would be read as several: that is an object with a name.
void put_authors(Json& json, const std::vector<std::string>& authors) {
  for (const std::string& author : authors) {
    const bool is_one = split_byline(author) == std::vector<std::string>{author};
    json["authors"].push_back(is_one ? Json(author) : Json{{"name", author}});
  }
}

/// The same: a single keyword with a comma would be read as two.
void put_tags(Json& json, const std::vector<std::string>& tags) {
  if (tags.size() == 1 && tags.front().find(',') != std::string::npos)
    put_names(json, "tags", tags);
  else
    put(json, "tags", tags);
}

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    if (c == '&')
      html += "&amp;";
    else if (c == '<')
      html += "&lt;";
    else if (c == '>')
      html += "&gt;";
    else
      html += c;
  }
  return html;
}

/// Paragraphs and lines of plain text.
std::string as_html(std::string_view text) {
  std::string html;
  while (!(text = trim(text)).empty()) {
    const std::size_t end = std::min(text.find("\n\n"), text.size());
    std::string paragraph = escaped(text.substr(0, end));
    for (std::size_t at = 0; (at = paragraph.find('\n', at)) != std::string::npos;) paragraph.replace(at, 1, "<br>");
    html += "<p>" + paragraph + "</p>";
    text.remove_prefix(end);
  }
  return html;
}

Json text_of_type(const char* type, const std::string& value) {
  return {{"role", "main"}, {"contenttype", type}, {"value", value}};
}

void put_headline(Json& item, const std::string& headline) {
  if (headline.empty()) return;
  const bool is_plain = html_line(headline) == headline;
  item["headlines"] =
      Json::array({is_plain ? text_of_type("text/plain", headline) : text_of_type("text/html", escaped(headline))});
}

void put_body(Json& item, const std::string& body) {
  if (body.empty()) return;
  item["bodies"] =
      Json::array({has_tags(body) ? text_of_type("text/html", as_html(html_text(as_html(body))))
                                  : text_of_type("text/plain", std::string(trim(without_indentation(body))))});
}

/// What is not updated was created as it is; what is undated cannot be said to have been updated.
void put_ninjs_dates(Json& item, const Article& article) {
  if (!article.published) return;
  item["firstcreated"] = format_iso(*article.published);
  item["versioncreated"] = format_iso(article.updated.value_or(*article.published));
}

void put_byline(Json& item, const Article& article) {
  Draft read;
  read.article.source = article.source;
  take_byline(read, byline(article));
  if (read.article.authors == article.authors)
    put(item, "by", byline(article));
  else
    put_names(item, "authors", article.authors);
}

}  // namespace

std::string to_json_line(const Article& article) {
  Json json = {{"id", article.id}};
  put(json, "url", article.url);
  put(json, "headline", article.headline);
  put_dated(json, "published", article.published);
  put_dated(json, "updated", article.updated);
  put(json, "embargoed", article.embargoed);
  put(json, "expires", article.expires);
  put(json, "refused_date", article.refused_date);
  put_authors(json, article.authors);
  put(json, "source", article.source);
  put(json, "sections", article.sections);
  put_tags(json, article.tags);
  put(json, "places", article.places);
  put(json, "version", article.version);
  put(json, "pub_status", article.pub_status);
  put(json, "ednote", article.ednote);
  put(json, "lang", article.lang);
  put(json, "body", article.body);
  return on_a_line(json);
}

std::string to_ninjs_line(const Article& article) {
  Json item = {{"uri", article.id}, {"type", "text"}, {"representationtype", "complete"}};
  put(item, "version", article.version);
  put_ninjs_dates(item, article);
  put(item, "embargoed", article.embargoed);
  put(item, "expires", article.expires);
  put(item, "pubstatus", article.pub_status);
  put(item, "ednote", article.ednote);
  put(item, "language", article.lang);
  if (!is_web_address(article.id) || article.url != article.id) put(item, "url", article.url);
  put_byline(item, article);
  if (!article.source.empty()) put_names(item, "infosources", {article.source});
  put_names(item, "services", article.sections);
  put(item, "keywords", article.tags);
  put_names(item, "places", article.places);
  put_headline(item, article.headline);
  put_body(item, article.body);
  item["standard"] = {
      {"name", "ninjs"}, {"version", "2.0"}, {"schema", "http://www.iptc.org/std/ninjs/ninjs-schema_2.0.json"}};
  return on_a_line(item);
}

}  // namespace newssearch
