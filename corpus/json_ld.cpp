#include "corpus/json_ld.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_map>
#include <utility>

#include "corpus/clean_text.h"

namespace newssearch {
namespace {

using nlohmann::json;

constexpr int kMostNesting = 64, kDeepest = 32;
constexpr std::size_t kMostValues = 200, kMostArticles = 20;

/// False where brackets nest deeper than any data of a page do.
bool is_shallow(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string && c == '\\') ++i;
    if (c == '"') in_string = !in_string;
    if (in_string) continue;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > kMostNesting) return false;
  }
  return true;
}

/// Without commas before closing brackets.
std::string without_loose_commas(std::string_view text) {
  std::string sound;
  sound.reserve(text.size());
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') in_string = !in_string;
    if (!in_string && (c == '}' || c == ']')) {
      const std::size_t last = sound.find_last_not_of(" \t\r\n");
      if (last != std::string::npos && sound[last] == ',') sound.resize(last);
    }
    sound += c;
    if (in_string && c == '\\' && i + 1 < text.size()) sound += text[++i];
  }
  return sound;
}

std::optional<json> parse_json(std::string_view script) {
  const std::size_t begin = script.find_first_of("{[");
  const std::size_t end = script.find_last_of("}]");
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return std::nullopt;
  script = script.substr(begin, end - begin + 1);
  if (!is_shallow(script)) return std::nullopt;
  json value = json::parse(script, nullptr, false, true);
  if (value.is_discarded()) {
    TextRepairs unimportant;
    value = json::parse(without_loose_commas(repair_json(script, unimportant)), nullptr, false, true);
  }
  return value.is_discarded() ? std::nullopt : std::optional<json>(std::move(value));
}

bool has_type(const json& object, const std::vector<std::string_view>& types) {
  const auto found = object.find("@type");
  if (found == object.end()) return false;
  const auto is_one = [&](const json& type) {
    if (!type.is_string()) return false;
    std::string_view name = type.get_ref<const std::string&>();
    name.remove_prefix(name.find_last_of("/:") + 1);
    return std::find(types.begin(), types.end(), name) != types.end();
  };
  return found->is_array() ? std::any_of(found->begin(), found->end(), is_one) : is_one(*found);
}

bool is_article(const json& object) {
  return has_type(object, {"NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle",
                           "OpinionNewsArticle", "BackgroundNewsArticle", "AskPublicNewsArticle", "ReviewNewsArticle",
                           "BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "TechArticle", "ScholarlyArticle",
                           "Report", "AdvertiserContentArticle", "SatiricalArticle", "Review"});
}

class JsonLdReader {
 public:
  std::vector<StatedArticle> read(const std::vector<std::string>& scripts) {
    std::vector<json> documents;
    for (const std::string& script : scripts)
      if (std::optional<json> document = parse_json(script)) documents.push_back(*std::move(document));
    for (const json& document : documents) index(document, 0);
    for (const json& document : documents) walk(document, 0);
    std::stable_sort(found_.begin(), found_.end(),
                     [](const StatedArticle& a, const StatedArticle& b) { return a.is_article && !b.is_article; });
    return std::move(found_);
  }

 private:
  /// What others refer to by its id.
  void index(const json& value, int depth) {
    if (depth > kDeepest) return;
    if (value.is_object())
      if (const auto id = value.find("@id"); id != value.end() && id->is_string() && value.size() > 1)
        by_id_.emplace(id->get_ref<const std::string&>(), &value);
    if (value.is_structured())
      for (const json& inner : value) index(inner, depth + 1);
  }

  void walk(const json& value, int depth) {
    if (depth > kDeepest || found_.size() >= kMostArticles) return;
    if (value.is_array())
      for (const json& inner : value) walk(inner, depth + 1);
    if (!value.is_object()) return;
    if (is_article(value)) return void(found_.push_back(read_article(value)));
    if (has_type(value, {"WebPage", "ItemPage", "NewsPage"})) {
      StatedArticle page = read_article(value);
      page.is_article = false;
      found_.push_back(std::move(page));
    }
    for (const char* name : {"@graph", "mainEntity", "mainEntityOfPage", "@list", "@set", "review"})
      if (const auto inner = value.find(name); inner != value.end()) walk(*inner, depth + 1);
  }

  StatedArticle read_article(const json& object) const {
    StatedArticle article;
    article.is_article = true;
    article.headline = text(object, {"headline", "name", "title"});
    article.alternative_headline = text(object, {"alternativeHeadline", "alternateName"});
    article.description = text(object, {"description"});
    article.body = text(object, {"articleBody", "text"});
    article.published = text(object, {"datePublished", "dateCreated", "uploadDate"});
    article.updated = text(object, {"dateModified"});
    article.language = text(object, {"inLanguage"});
    article.url = text(object, {"url"});
    if (article.url.empty()) article.url = text(object, {"mainEntityOfPage"});
    for (const char* name : {"author", "creator"})
      if (const auto found = object.find(name); found != object.end() && article.authors.empty())
        take_names(*found, article.authors, 0);
    std::vector<std::string> publishers;
    if (const auto found = object.find("publisher"); found != object.end()) take_names(*found, publishers, 0);
    if (!publishers.empty()) article.publisher = publishers.front();
    take_values(object, "articleSection", article.sections);
    take_values(object, "keywords", article.tags);
    return article;
  }

  /// The first of these fields that is a text, or holds one: "@value", "@id", the first of a list.
  std::string text(const json& object, std::initializer_list<const char*> names) const {
    for (const char* name : names) {
      auto found = object.find(name);
      if (found == object.end()) continue;
      const json* value = &*found;
      for (int depth = 0; depth < 3 && value->is_structured() && !value->empty(); ++depth) {
        if (value->is_array()) {
          value = &value->front();
          continue;
        }
        const json* inner = nullptr;
        for (const char* key : {"@value", "name", "@id", "url"})
          if (const auto it = value->find(key); it != value->end() && inner == nullptr) inner = &*it;
        if (inner == nullptr) break;
        value = inner;
      }
      if (value->is_string() && !trim(value->get_ref<const std::string&>()).empty()) return value->get<std::string>();
    }
    return {};
  }

  void take_names(const json& value, std::vector<std::string>& names, int depth) const {
    if (depth > 4 || names.size() >= kMostValues) return;
    if (value.is_string()) return void(names.push_back(value.get<std::string>()));
    if (value.is_array())
      for (const json& inner : value) take_names(inner, names, depth + 1);
    if (!value.is_object()) return;
    if (const auto name = value.find("name"); name != value.end()) return take_names(*name, names, depth + 1);
    if (const auto id = value.find("@id"); id != value.end() && id->is_string())
      if (const auto named = by_id_.find(id->get_ref<const std::string&>());
          named != by_id_.end() && named->second != &value)
        take_names(*named->second, names, depth + 1);
  }

  static void take_values(const json& object, const char* name, std::vector<std::string>& values) {
    const auto found = object.find(name);
    if (found == object.end()) return;
    if (found->is_string()) values.push_back(found->get<std::string>());
    if (!found->is_array()) return;
    for (const json& value : *found)
      if (value.is_string() && values.size() < kMostValues) values.push_back(value.get<std::string>());
  }

  std::unordered_map<std::string, const json*> by_id_;
  std::vector<StatedArticle> found_;
};

}  // namespace

std::vector<StatedArticle> read_json_ld(const std::vector<std::string>& scripts) {
  return JsonLdReader().read(scripts);
}

}  // namespace newssearch
