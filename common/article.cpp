#include "common/article.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/generation.h"

namespace newssearch {
namespace {

using Json = nlohmann::json;

Json to_json(const ArticleDate& date) { return {format_iso(date), to_string(date.source), date.confidence}; }

std::optional<ArticleDate> read_date(const Json& record, const char* key) {
  const auto found = record.find(key);
  if (found == record.end()) return std::nullopt;
  const Result<ArticleDate> parsed = parse_iso_date(found->at(0).get_ref<const std::string&>());
  if (!parsed) throw std::invalid_argument(parsed.error().message);
  ArticleDate date = *parsed;
  date.source = date_source_from_string(found->at(1).get_ref<const std::string&>()).value_or(DateSource::metadata);
  date.confidence = found->at(2).get<double>();
  return date;
}

/// Empty fields are left out: most articles have few.
void put(Json& record, const char* key, const std::string& value) {
  if (!value.empty()) record[key] = value;
}
void put(Json& record, const char* key, const std::vector<std::string>& values) {
  if (!values.empty()) record[key] = values;
}
void get(const Json& record, const char* key, auto& value) {
  if (const auto found = record.find(key); found != record.end()) found->get_to(value);
}

}  // namespace

std::string to_record(const Article& article) {
  Json record = {{"id", article.id}};
  put(record, "url", article.url);
  put(record, "headline", article.headline);
  if (article.published) record["published"] = to_json(*article.published);
  if (article.updated) record["updated"] = to_json(*article.updated);
  if (article.embargoed) record["embargoed"] = to_json(*article.embargoed);
  if (article.expires) record["expires"] = to_json(*article.expires);
  put(record, "refused_date", article.refused_date);
  put(record, "authors", article.authors);
  put(record, "source", article.source);
  put(record, "sections", article.sections);
  put(record, "tags", article.tags);
  put(record, "places", article.places);
  put(record, "version", article.version);
  put(record, "pub_status", article.pub_status);
  put(record, "ednote", article.ednote);
  put(record, "lang", article.lang);
  if (article.revision != 1) record["revision"] = article.revision;
  put(record, "earlier", article.earlier);
  std::string bytes = record.dump(-1, ' ', false, Json::error_handler_t::replace);
  bytes += '\n';
  bytes += article.body;
  return bytes;
}

Result<Article> from_record(std::string_view record) try {
  const std::size_t newline = record.find('\n');
  if (newline == std::string_view::npos) return Error{"bad_record", "a stored article has no metadata line"};
  const Json metadata = Json::parse(record.substr(0, newline));
  Article article;
  metadata.at("id").get_to(article.id);
  get(metadata, "url", article.url);
  get(metadata, "headline", article.headline);
  article.published = read_date(metadata, "published");
  article.updated = read_date(metadata, "updated");
  article.embargoed = read_date(metadata, "embargoed");
  article.expires = read_date(metadata, "expires");
  get(metadata, "refused_date", article.refused_date);
  get(metadata, "authors", article.authors);
  get(metadata, "source", article.source);
  get(metadata, "sections", article.sections);
  get(metadata, "tags", article.tags);
  get(metadata, "places", article.places);
  get(metadata, "version", article.version);
  get(metadata, "pub_status", article.pub_status);
  get(metadata, "ednote", article.ednote);
  get(metadata, "lang", article.lang);
  get(metadata, "revision", article.revision);
  get(metadata, "earlier", article.earlier);
  article.body = record.substr(newline + 1);
  return article;
} catch (const std::exception& e) {  // nlohmann's own, and dates that are none
  return Error{"bad_record", std::string("a stored article cannot be read: ") + e.what()};
}

bool same_content(const Article& a, const Article& b) {
  Article counted = a;
  counted.revision = b.revision;
  counted.earlier = b.earlier;
  return counted == b;
}

Article revised(Article article, const Article& before) {
  article.revision = before.revision + 1;
  article.earlier = before.earlier;
  Article last = before;
  last.earlier.clear();
  article.earlier.push_back(to_record(last));
  std::size_t bytes = 0, kept = 0;
  while (kept < std::min(article.earlier.size(), kMostEarlier) &&
         bytes + article.earlier[article.earlier.size() - 1 - kept].size() <= kMostEarlierBytes)
    bytes += article.earlier[article.earlier.size() - 1 - kept++].size();
  article.earlier.erase(article.earlier.begin(), article.earlier.end() - static_cast<std::ptrdiff_t>(kept));
  return article;
}

std::string content_hash(const Article& article) { return sha256_hex(to_record(article)); }

std::string byline(const Article& article) {
  std::string line;
  for (const std::string& author : article.authors) {
    if (!line.empty()) line += ", ";
    line += author;
  }
  return line;
}

}  // namespace newssearch
