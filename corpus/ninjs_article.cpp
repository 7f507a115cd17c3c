#include "corpus/ninjs_article.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "corpus/agency_terms.h"
#include "corpus/clean_text.h"
#include "corpus/feed_article.h"
#include "corpus/ghost_article.h"
#include "corpus/html_text.h"
#include "corpus/json_article.h"
#include "corpus/json_fields.h"
#include "corpus/json_text.h"
#include "corpus/nitf.h"
#include "corpus/web_address.h"
#include "corpus/wordpress_article.h"

namespace newssearch {
namespace {

using nlohmann::json;

/// Fields no other JSON of articles has.
constexpr std::array<const char*, 11> kNinjsFields = {
    "versioncreated", "versionCreated", "pubstatus", "pubStatus",          "body_text",         "body_xhtml",
    "body_html",      "bodies",         "headlines", "representationtype", "representationType"};

bool has_ninjs_fields(const json& object) {
  if (!object.is_object() || !(object.contains("uri") || object.contains("guid"))) return false;
  return std::any_of(kNinjsFields.begin(), kNinjsFields.end(),
                     [&](const char* field) { return object.contains(field); });
}

bool says_ninjs(const json& object) {
  for (const char* field : {"standard", "$standard"}) {
    const auto standard = object.find(field);
    if (standard != object.end() && standard->is_object() && standard->value("name", json()) == "ninjs") return true;
  }
  return false;
}

/// The news items in what a content API answers.
void gather_ninjs(const json& value, int depth, std::vector<const json*>& items) {
  constexpr int deepest = 5;
  if (depth > deepest) return;
  if (value.is_array()) {
    for (const json& element : value) gather_ninjs(element, depth + 1, items);
  } else if (value.is_object()) {
    if (has_ninjs_fields(value) || says_ninjs(value)) return items.push_back(&value);
    for (const char* wrapper : {"data", "items", "item", "results", "_items"})
      if (const auto inner = value.find(wrapper); inner != value.end()) gather_ninjs(*inner, depth + 1, items);
  }
}

std::string text_field(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// A text in one of several forms: "headlines": [{"role": "main", "value": "..."}].
struct RoledText {
  std::string role, type, value;
};

std::vector<RoledText> roled_texts(const json& item, const char* name) {
  std::vector<RoledText> texts;
  const auto list = item.find(name);
  if (list == item.end() || !list->is_array()) return texts;
  for (const json& element : *list) {
    if (!element.is_object()) continue;
    std::string type = text_field(element, "contenttype");
    if (type.empty()) type = text_field(element, "contentType");
    texts.push_back({text_field(element, "role"), std::move(type), text_field(element, "value")});
  }
  return texts;
}

/// "body_text" and such, of ninjs 1: their role is in the name.
std::vector<RoledText> named_texts(const json& item, const std::string& prefix) {
  std::vector<RoledText> texts;
  for (const auto& [name, value] : item.items())
    if (name.starts_with(prefix) && value.is_string())
      texts.push_back({name.substr(prefix.size()), "", value.get<std::string>()});
  return texts;
}

int worth_of(const RoledText& text) {
  const std::string kind = text.role + " " + text.type;
  if (kind.find("html") != std::string::npos) return 0;
  if (kind.find("nitf") != std::string::npos || kind.find("NITF") != std::string::npos) return 2;
  return 1;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

bool is_indented(std::string_view line) { return line.starts_with(' ') || line.starts_with('\t'); }

void take_text(const RoledText& text, Draft& draft) {
  if (worth_of(text) == 2) {
    const Result<XmlElement> root = read_whole_xml(text.value, "utf-8");
    if (const XmlElement* nitf = root ? root->find("nitf") : nullptr) take_nitf(*nitf, draft);
    return;
  }
  draft.article.body =
      worth_of(text) == 0 || has_tags(text.value) ? html_text(text.value) : without_indentation(text.value);
}

void take_best_text(std::vector<RoledText> texts, Draft& draft) {
  std::stable_sort(texts.begin(), texts.end(),
                   [](const RoledText& a, const RoledText& b) { return worth_of(a) < worth_of(b); });
  for (const RoledText& text : texts)
    if (draft.article.body.empty() && !trim(text.value).empty()) take_text(text, draft);
}

void take_ninjs_headlines(const json& item, Draft& draft) {
  take_headline(draft, html_line(text_field(item, "headline")), "headline");
  const std::vector<RoledText> headlines = roled_texts(item, "headlines");
  for (const bool main : {true, false})
    for (const RoledText& headline : headlines)
      if (main == (headline.role.empty() || headline.role.find("main") != std::string::npos))
        take_headline(draft, html_line(headline.value), "headlines");
  for (const RoledText& headline : named_texts(item, "headline_"))
    take_headline(draft, html_line(headline.value), "headline_" + headline.role);
  take_headline(draft, html_line(text_field(item, "title")), "title");
}

void take_ninjs_dates(JsonFields& fields, Evidence& evidence) {
  const std::string version = fields.optional_text({"versioncreated", "versionCreated"});
  take_date(evidence.published, fields.optional_text({"firstcreated", "firstCreated"}), "firstcreated");
  take_date(evidence.published, fields.optional_text({"contentcreated", "contentCreated"}), "contentcreated");
  const bool first_known = !evidence.published.empty() && evidence.published.front().stated != version;
  take_date(evidence.published, version, "versioncreated");
  if (first_known) take_date(evidence.updated, version, "versioncreated");
}

void append(std::vector<std::string>& to, std::vector<std::string> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void take_ninjs_fields(JsonFields& fields, Draft& draft) {
  Article& article = draft.article;
  article.id = fields.identity({"uri", "guid"});
  article.url = fields.optional_text({"url", "link"});
  if (article.url.empty() && is_web_address(article.id)) article.url = article.id;
  article.version = fields.identity({"version"});
  article.ednote = fields.optional_text({"ednote", "edNote"});
  article.lang = fields.optional_text({"language"});
  for (const std::string& source : fields.list({"source", "infosource", "infosources", "infoSources"}))
    if (article.source.empty()) article.source = source;
  if (article.source.empty()) article.source = fields.optional_text({"copyrightholder", "copyrightHolder", "provider"});
  draft.stated_embargo = fields.optional_text({"embargoed", "embargo"});
  draft.stated_expiry = fields.optional_text({"expires"});
  if (const std::string status = fields.optional_text({"pubstatus", "pubStatus"}); !status.empty())
    take_status(draft, status);
  for (const std::string& by : fields.list({"byline", "by"})) take_byline(draft, by);
  if (article.authors.empty()) article.authors = fields.list({"authors", "author"});
  article.sections = fields.list({"service", "services"});
  append(article.tags, fields.list({"subject", "subjects"}));
  append(article.tags, fields.list({"keywords", "keyword"}));
  append(article.places, fields.list({"place", "places"}));
  append(article.places, fields.list({"located"}));
  take_ninjs_dates(fields, draft.evidence);
}

Result<Draft> read_ninjs_item(const json& item) {
  Draft draft;
  JsonFields fields(item, draft.warnings);
  take_ninjs_fields(fields, draft);
  if (fields.refusal()) return *fields.refusal();
  take_ninjs_headlines(item, draft);
  std::vector<RoledText> bodies = roled_texts(item, "bodies");
  for (RoledText& body : named_texts(item, "body_")) bodies.push_back(std::move(body));
  take_best_text(std::move(bodies), draft);
  if (draft.killed || !trim(draft.article.body).empty()) return draft;
  const std::string type = text_field(item, "type");
  if (!type.empty() && type != "text" && type != "composite")
    return no_text("an item of type '" + std::string(clip(type, 40)) + "' without a body");
  std::vector<RoledText> descriptions = roled_texts(item, "descriptions");
  for (RoledText& text : named_texts(item, "description_")) descriptions.push_back(std::move(text));
  take_best_text(std::move(descriptions), draft);
  return draft;
}

/// Cheaper than to parse what is most likely something else.
bool may_be_ninjs(std::string_view text) {
  if (text.find("\"ninjs\"") != std::string_view::npos) return true;
  return std::any_of(kNinjsFields.begin(), kNinjsFields.end(), [&](const char* field) {
    return text.find("\"" + std::string(field) + "\"") != std::string_view::npos;
  });
}

/// By the fields that JSON Feed alone has: its "version" is not always the address it should be.
bool may_be_json_feed(std::string_view text) {
  if (text.find("\"items\"") == std::string_view::npos) return false;
  const auto has = [&](std::string_view field) { return text.find(field) != std::string_view::npos; };
  return has("jsonfeed.org") || has("\"content_html\"") || has("\"feed_url\"") || has("\"date_published\"");
}

}  // namespace

std::string without_indentation(std::string_view text) {
  std::string lines;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = take_line(rest);
    if (!lines.empty() && !trim(line).empty() && !is_indented(line)) return std::string(text);
    lines.append(trim(line)).append("\n");
  }
  return lines;
}

std::vector<Result<Draft>> read_ninjs(std::string_view text, const Origin& origin) {
  std::vector<std::string> warnings;
  const Result<json> value = parse_json(text, warnings);
  if (!value) return {value.error()};
  std::vector<const json*> items;
  gather_ninjs(*value, 0, items);
  std::vector<Result<Draft>> drafts;
  for (const json* item : items) {
    drafts.push_back(read_ninjs_item(*item));
    if (!drafts.back()) continue;
    if (drafts.back()->article.url.empty() && items.size() == 1) drafts.back()->article.url = origin.url;
    if (items.size() == 1) append(drafts.back()->warnings, std::move(warnings));
  }
  if (drafts.empty()) drafts.emplace_back(Error{"unknown_format", "no ninjs item in it: expected \"uri\" and a body"});
  return drafts;
}

std::vector<Result<Draft>> read_json_record(std::string_view text, const Origin& origin) {
  if (auto posts = read_wordpress_json(text)) return *std::move(posts);
  if (auto posts = read_ghost_json(text)) return *std::move(posts);
  if (may_be_json_feed(text)) {
    std::vector<Result<Draft>> drafts = read_json_feed(text, origin);
    if (drafts.size() != 1 || drafts.front()) return drafts;
  }
  if (may_be_ninjs(text)) {
    std::vector<Result<Draft>> drafts = read_ninjs(text, origin);
    if (drafts.front() ||
        (drafts.front().error().code != "unknown_format" && drafts.front().error().code != "bad_json"))
      return drafts;
  }
  return {read_json_article(text, JsonDialect::any)};
}

}  // namespace newssearch
