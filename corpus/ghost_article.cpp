#include "corpus/ghost_article.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>
#include <utility>

#include "corpus/agency_terms.h"
#include "corpus/clean_text.h"
#include "corpus/html_text.h"
#include "corpus/json_fields.h"
#include "corpus/json_text.h"
#include "corpus/web_address.h"

namespace newssearch {
namespace {

using Json = nlohmann::json;

/// A row's id: old exports number them.
std::string key_of(const Json& row, const char* name) {
  const Json* value = member(row, name);
  if (!value || value->is_structured() || value->is_null()) return {};
  return value->is_string() ? value->get<std::string>() : value->dump();
}

/// What an export's other tables say of its posts, by their ids.
struct GhostTables {
  std::unordered_map<std::string, std::vector<std::string>> tags, authors;
  std::string site, lang;
};

template <class Take>
void each_row(const Json& data, const char* table, Take take) {
  if (const Json* rows = member(data, table); rows && rows->is_array())
    for (const Json& row : *rows) take(row);
}

/// The names that a table such as "posts_tags" leads to, for each post in the order it gives.
std::unordered_map<std::string, std::vector<std::string>> names_by_post(const Json& data, const char* names,
                                                                        const char* links, const char* id) {
  std::unordered_map<std::string, std::string> name_of;
  each_row(data, names, [&](const Json& row) {
    if (text_of(row, "visibility") != "internal") name_of[key_of(row, "id")] = text_of(row, "name");
  });
  struct Link {
    std::string post, name;
    double order;
  };
  std::vector<Link> found;
  each_row(data, links, [&](const Json& row) {
    const auto name = name_of.find(key_of(row, id));
    const Json* order = member(row, "sort_order");
    if (name != name_of.end())
      found.push_back({key_of(row, "post_id"), name->second, order && order->is_number() ? order->get<double>() : 0});
  });
  std::stable_sort(found.begin(), found.end(), [](const Link& a, const Link& b) { return a.order < b.order; });
  std::unordered_map<std::string, std::vector<std::string>> by_post;
  for (Link& link : found) by_post[link.post].push_back(std::move(link.name));
  return by_post;
}

GhostTables tables_of(const Json& data) {
  GhostTables tables{names_by_post(data, "tags", "posts_tags", "tag_id"),
                     names_by_post(data, "users", "posts_authors", "author_id"), "", ""};
  each_row(data, "settings", [&](const Json& row) {
    const std::string key = text_of(row, "key");
    if (key == "title") tables.site = text_of(row, "value");
    if (key == "locale" || key == "lang") tables.lang = text_of(row, "value");
  });
  return tables;
}

/// The first tag is the one a post is filed under. Those that begin with "#" are the editors' own.
void take_tags(Article& article, const std::vector<std::string>& tags) {
  for (const std::string& tag : tags)
    if (!tag.starts_with('#')) add_term(article.sections.empty() ? article.sections : article.tags, tag);
}

std::vector<std::string> names_in(const Json& post, const char* list) {
  std::vector<std::string> names;
  each_row(post, list, [&](const Json& row) {
    if (text_of(row, "visibility") != "internal") add_term(names, text_of(row, "name"));
  });
  return names;
}

/// The text that everybody may read. The API has cut off the rest already, and says so in "access".
std::string public_text(const Json& post) {
  const std::string visibility = text_of(post, "visibility");
  const Json* access = member(post, "access");
  std::string html = text_of(post, "html");
  if (!visibility.empty() && visibility != "public") {
    const std::size_t members_only = html.find("<!--members-only-->");
    if (members_only != std::string::npos)
      html.resize(members_only);
    else if (!access || *access != false)
      html.clear();
  } else if (html.empty()) {
    if (std::string plain = text_of(post, "plaintext"); !plain.empty()) return plain;
  }
  std::string text = html_text(html);
  if (trim(text).empty()) text = text_of(post, "custom_excerpt");
  return text;
}

bool is_page(const Json& post) {
  const Json* page = member(post, "page");
  return text_of(post, "type") == "page" || (page && (*page == true || *page == 1));
}

Result<Draft> read_post(const Json& post, const GhostTables& tables) {
  Draft draft;
  Article& article = draft.article;
  JsonFields fields(post, draft.warnings);
  article.id = fields.identity({"id"});
  const std::string status = text_of(post, "status");
  if (!status.empty() && status != "published") {
    draft.killed = true;
    return draft;
  }
  take_headline(draft, collapse(fields.essential_text({"title"})), "title");
  fields.essential_text({"html"});
  if (fields.refusal()) return *fields.refusal();
  article.body = public_text(post);
  for (const char* name : {"url", "canonical_url"})
    if (article.url.empty() && is_web_address(text_of(post, name))) article.url = text_of(post, name);
  const std::string published = in_utc(fields.identity({"published_at"}));
  const std::string updated = in_utc(fields.identity({"updated_at"}));
  take_date(draft.evidence.published, published, "published_at", DateSource::feed);
  if (updated != published) take_date(draft.evidence.updated, updated, "updated_at", DateSource::feed);
  article.authors = names_in(post, "authors");
  take_tags(article, names_in(post, "tags"));
  if (const auto found = tables.authors.find(article.id); found != tables.authors.end())
    article.authors = found->second;
  if (const auto found = tables.tags.find(article.id); found != tables.tags.end()) take_tags(article, found->second);
  article.source = tables.site.empty() ? host_of(article.url) : tables.site;
  article.lang = text_of(post, "locale").empty() ? tables.lang : text_of(post, "locale");
  return draft;
}

std::vector<Result<Draft>> read_posts(const Json& posts, const GhostTables& tables) {
  std::vector<Result<Draft>> drafts;
  for (const Json& post : posts) {
    if (is_page(post)) continue;
    if (post.is_object())
      drafts.push_back(read_post(post, tables));
    else
      drafts.emplace_back(Error{"bad_field", "posts: expected objects in the list"});
  }
  return drafts;
}

/// Most of an export, and of no use here: what the editor keeps beside the HTML, and who reads the site.
bool is_needed(int, Json::parse_event_t event, Json& parsed) {
  if (event != Json::parse_event_t::key) return true;
  for (const char* name : {"lexical", "mobiledoc", "mobiledoc_revisions", "post_revisions", "members"})
    if (parsed == name) return false;
  return true;
}

}  // namespace

bool begins_ghost_export(std::string_view front) {
  constexpr std::size_t looked_at = 400;
  const std::string_view text = clip(trim(front), looked_at);
  if (!text.starts_with('{')) return false;
  const std::string_view inside = trim(text.substr(1));
  if (inside.starts_with("\"db\"")) return true;
  return inside.starts_with("\"meta\"") && text.find("\"exported_on\"") != std::string_view::npos;
}

std::vector<Result<Draft>> read_ghost_export(std::string_view text, const Origin&) {
  std::vector<std::string> warnings;
  const Result<Json> file = parse_json(text, warnings, is_needed);
  if (!file) return {file.error()};
  const Json* inner = &*file;
  if (const Json* db = member(*file, "db"); db && db->is_array() && !db->empty()) inner = &db->front();
  const Json* data = member(*inner, "data");
  const Json* posts = data ? member(*data, "posts") : nullptr;
  if (!posts || !posts->is_array())
    return {Error{"unknown_format", "it begins like an export of Ghost, but has no data.posts"}};
  return read_posts(*posts, tables_of(*data));
}

std::optional<std::vector<Result<Draft>>> read_ghost_json(std::string_view text) {
  const auto has = [&](std::string_view name) { return text.find(name) != std::string_view::npos; };
  if (!has("\"posts\"") && !(has("\"post\"") && has("\"current\""))) return std::nullopt;  // cheaper than to parse
  std::vector<std::string> warnings;
  const Result<Json> answer = parse_json(text, warnings);
  if (!answer) return std::nullopt;
  if (const Json* posts = member(*answer, "posts"); posts && posts->is_array()) return read_posts(*posts, {});
  const Json* post = member(*answer, "post");
  const Json* current = post ? member(*post, "current") : nullptr;
  if (!current || !current->is_object()) return std::nullopt;
  return read_posts(Json::array({*current}), {});
}

}  // namespace newssearch
