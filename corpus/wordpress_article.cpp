#include "corpus/wordpress_article.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "corpus/agency_terms.h"
#include "corpus/ascii.h"
#include "corpus/clean_text.h"
#include "corpus/html_text.h"
#include "corpus/json_fields.h"
#include "corpus/json_text.h"
#include "corpus/web_address.h"

namespace newssearch {
namespace {

using Json = nlohmann::json;

/// What WordPress keeps beside posts. What plugins add begins with one of these, too, or is refused by name.
constexpr std::array<std::string_view, 12> kNoArticles = {
    "page",         "attachment",   "revision", "nav_menu_item", "custom_css", "customize_changeset",
    "oembed_cache", "user_request", "wp_",      "acf-",          "elementor_", "wpcf7_"};

bool is_no_article(std::string_view type) {
  return std::any_of(kNoArticles.begin(), kNoArticles.end(), [&](std::string_view known) {
    return type == known || (known.find_last_of("_-") == known.size() - 1 && type.starts_with(known));
  });
}

/// Times called "gmt" are in UTC, and zeros stand for none.
std::string gmt(std::string time) { return time.starts_with("0000") ? std::string() : in_utc(std::move(time)); }

/// The category posts are in that were given none.
bool is_no_category(std::string_view name) { return ascii_lower(name) == "uncategorized"; }

std::string name_of_login(const XmlElement& channel, const std::string& login) {
  for (const XmlElement& author : channel.children)
    if (author.name == "author" && author.space == "wp" && author.line_of("author_login") == login)
      return author.line_of("author_display_name");
  return {};
}

void take_terms(const XmlElement& item, Article& article) {
  article.sections.clear();
  article.tags.clear();
  for (const XmlElement* category : item.all("category")) {
    std::string name = html_line(category->line());
    if (category->attribute("domain") == "post_tag")
      add_term(article.tags, std::move(name));
    else if (category->attribute("domain") == "category" && !is_no_category(name))
      add_term(article.sections, std::move(name));
  }
}

void take_times(const XmlElement& item, Evidence& evidence) {
  const auto stated = [&](const char* name) {
    const XmlElement* element = item.child(name, "wp");
    return element ? gmt(element->line()) : std::string();
  };
  const std::string published = stated("post_date_gmt"), modified = stated("post_modified_gmt");
  if (!published.empty()) evidence.published.clear();
  take_date(evidence.published, published, "wp:post_date_gmt", DateSource::feed);
  if (modified != published) take_date(evidence.updated, modified, "wp:post_modified_gmt", DateSource::feed);
}

/// Where the last "[/name]" of each name stands.
std::map<std::string, std::size_t, std::less<>> closing_shortcodes(std::string_view text) {
  std::map<std::string, std::size_t, std::less<>> closings;
  for (std::size_t at = text.find("[/"); at != std::string_view::npos; at = text.find("[/", at + 2)) {
    constexpr std::size_t longest = 64;
    const std::size_t end = clip(text.substr(at), longest).find(']');
    if (end != std::string_view::npos) closings[std::string(text.substr(at + 2, end - 2))] = at;
  }
  return closings;
}

/// Those whose content is no text of the post: a picture with its caption, an address.
bool is_media(std::string_view shortcode) {
  constexpr std::array<std::string_view, 7> media = {"caption", "wp_caption", "gallery", "embed",
                                                     "audio",   "video",      "playlist"};
  return std::find(media.begin(), media.end(), shortcode) != media.end();
}

/// "[caption id=1]...[/caption]" and the like; "[sic]" and "[1]" are text.
std::string without_shortcodes(std::string_view text) {
  constexpr std::size_t longest = 2000;
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789_-";
  const auto closings = closing_shortcodes(text);
  std::string plain;
  std::size_t position = 0;
  while (position < text.size()) {
    const std::size_t open = std::min(text.find('[', position), text.size());
    plain += text.substr(position, open - position);
    position = open;
    if (open == text.size()) break;
    const std::string_view rest = clip(text.substr(open), longest);
    const std::size_t close = rest.find(']');
    const bool closing = rest.starts_with("[/");
    const std::size_t begin = closing ? 2 : 1;
    const std::size_t end = std::min(rest.find_first_not_of(letters, begin), rest.size());
    const std::string_view name = rest.substr(begin, end - begin);
    const auto last = closings.find(name);
    const bool closed = last != closings.end() && last->second > open;
    const bool has_attributes = close != std::string_view::npos && rest.substr(end, close - end).find('=') < close;
    if (name.empty() || close == std::string_view::npos || close < end ||
        !(closing || closed || has_attributes || is_media(name))) {
      plain += '[';
      ++position;
      continue;
    }
    position += close + 1;
    const bool with_content = !closing && closed && is_media(name);
    if (with_content) position = text.find(']', text.find("[/" + std::string(name) + "]", position)) + 1;
  }
  return plain;
}

/// The classic editor stores line breaks where the page has paragraphs.
std::string with_paragraphs(std::string_view text) {
  std::string html;
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t newline = std::min(text.find('\n', position), text.size());
    html += text.substr(position, newline - position);
    const std::size_t next = std::min(text.find_first_not_of(" \t\r\n", newline), text.size());
    const std::string_view gap = text.substr(newline, next - newline);
    if (!gap.empty()) html += std::count(gap.begin(), gap.end(), '\n') > 1 ? "\n<p>" : "\n<br>";
    position = next;
  }
  return html;
}

/// "title": {"rendered": "..."}
const Json* rendered(const Json& post, const char* name) {
  const Json* field = member(post, name);
  return field ? member(*field, "rendered") : nullptr;
}

std::string rendered_text(const Json& post, const char* name) {
  const Json* text = rendered(post, name);
  return text && text->is_string() ? text->get<std::string>() : std::string();
}

/// What `_embed` adds: authors and terms by name.
void take_embedded(const Json& post, Article& article) {
  const Json* embedded = member(post, "_embedded");
  if (!embedded) return;
  if (const Json* authors = member(*embedded, "author"); authors && authors->is_array())
    for (const Json& author : *authors) add_term(article.authors, html_line(text_of(author, "name")));
  const Json* taxonomies = member(*embedded, "wp:term");
  if (!taxonomies || !taxonomies->is_array()) return;
  for (const Json& terms : *taxonomies) {
    if (!terms.is_array()) continue;
    for (const Json& term : terms) {
      const std::string taxonomy = text_of(term, "taxonomy");
      std::string name = html_line(text_of(term, "name"));
      if (taxonomy == "post_tag")
        add_term(article.tags, std::move(name));
      else if (taxonomy == "category" && !is_no_category(name))
        add_term(article.sections, std::move(name));
    }
  }
}

bool is_protected(const Json& post) {
  const Json* content = member(post, "content");
  const Json* flag = content ? member(*content, "protected") : nullptr;
  return (flag && *flag == true) || !text_of(post, "password").empty();
}

Result<Draft> read_post(const Json& post) {
  Draft draft;
  Article& article = draft.article;
  JsonFields fields(post, draft.warnings);
  article.url = fields.optional_text({"link"});
  article.id = html_line(rendered_text(post, "guid"));
  if (article.id.empty()) article.id = article.url;
  if (article.id.empty()) article.id = fields.identity({"id"});
  const std::string status = text_of(post, "status");
  if ((!status.empty() && status != "publish") || is_protected(post)) {
    draft.killed = true;
    return draft;
  }
  for (const char* name : {"title", "content"})
    if (const Json* text = rendered(post, name); text && !text->is_string())
      return Error{"bad_field",
                   std::string(name) + ".rendered: expected a string, found " + std::string(text->type_name())};
  take_headline(draft, html_line(rendered_text(post, "title")), "title");
  article.body = html_text(rendered_text(post, "content"));
  if (article.body.empty()) article.body = html_text(rendered_text(post, "excerpt"));
  const std::string published = gmt(text_of(post, "date_gmt")), modified = gmt(text_of(post, "modified_gmt"));
  take_date(draft.evidence.published, published.empty() ? text_of(post, "date") : published, "date_gmt",
            DateSource::feed);
  if (modified != published) take_date(draft.evidence.updated, modified, "modified_gmt", DateSource::feed);
  article.lang = fields.optional_text({"lang"});
  if (const Json* head = member(post, "yoast_head_json")) article.source = text_of(*head, "og_site_name");
  if (article.source.empty()) article.source = host_of(article.url);
  take_embedded(post, article);
  return draft;
}

}  // namespace

bool is_wordpress_item(const XmlElement& item) {
  return item.child("post_type", "wp") != nullptr || item.child("status", "wp") != nullptr;
}

std::optional<Result<Draft>> read_wordpress_item(const XmlElement& item, const XmlElement& channel, Draft draft) {
  const auto stated = [&](const char* name) {
    const XmlElement* element = item.child(name, "wp");
    return element ? element->line() : std::string();
  };
  const std::string type = stated("post_type"), status = stated("status");
  const bool shown = (status.empty() || status == "publish") && stated("post_password").empty();
  Article& article = draft.article;
  if (!type.empty() && type != "post") {
    if (is_no_article(type) || !shown || trim(article.body).empty()) return std::nullopt;
    return Error{"no_article", "it is of WordPress's post type '" + std::string(clip(type, 40)) +
                                   "': of an export, posts are read; give that type's feed, or its REST API's answer"};
  }
  if (!shown) {
    draft.killed = true;
    return draft;
  }
  if (const XmlElement* content = item.child("encoded", "content")) article.body = wordpress_text(content->all_text());
  if (trim(article.body).empty())  // excerpt:encoded
    if (const XmlElement* excerpt = item.child("encoded", "wp")) article.body = wordpress_text(excerpt->all_text());
  if (const XmlElement* creator = item.child("creator", "dc"))
    if (std::string name = name_of_login(channel, creator->line()); !name.empty()) article.authors = {std::move(name)};
  take_terms(item, article);
  take_times(item, draft.evidence);
  return draft;
}

std::string wordpress_text(std::string_view stored) {
  const std::string text = without_shortcodes(stored);
  const bool of_blocks = text.find("<!-- wp:") != std::string::npos;
  // Without any tag it would be taken for plain text.
  return html_text("<p>" + (of_blocks || text.find("<pre") != std::string::npos ? text : with_paragraphs(text)));
}

std::optional<std::vector<Result<Draft>>> read_wordpress_json(std::string_view text) {
  if (text.find("\"rendered\"") == std::string_view::npos) return std::nullopt;  // cheaper than to parse
  std::vector<std::string> warnings;
  const Result<Json> post = parse_json(text, warnings);
  if (!post || !rendered(*post, "title") || !(member(*post, "content") || member(*post, "excerpt")))
    return std::nullopt;
  std::vector<Result<Draft>> drafts;
  drafts.push_back(read_post(*post));
  if (drafts.front()) drafts.front()->warnings.insert(drafts.front()->warnings.end(), warnings.begin(), warnings.end());
  return drafts;
}

}  // namespace newssearch
