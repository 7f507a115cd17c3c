#include "server/web/feed_writer.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/generation.h"
#include "server/search/wire_format.h"
#include "server/web/hits.h"
#include "server/web/search_address.h"
#include "server/web/xml.h"

namespace newssearch {
namespace {

using Json = nlohmann::ordered_json;

/// "oil prices (crude, not Opinion) – newssearch"
std::string feed_title(const SearchRequest& request) {
  const bool everything = request.text.find_first_not_of(" \t*") == std::string::npos;
  const bool oldest = request.sort == SortOrder::oldest;
  std::string title = !everything ? request.text : oldest ? "Oldest articles" : "Newest articles";
  std::string limits;
  const auto limit = [&limits](const std::string& text) { limits += (limits.empty() ? "" : ", ") + text; };
  for (const FacetFilter& filter : request.filters) {
    for (const std::string& value : filter.any) limit(value);
    for (const std::string& value : filter.none) limit("not " + value);
  }
  if (!limits.empty()) title += " (" + limits + ")";
  return title + " – newssearch";
}

/// What a URI may hold stays; all else, as a blank or what is not ASCII, is percent-encoded (RFC 3987, 3.1).
std::string as_uri(std::string_view address) {
  static constexpr std::string_view kNever = "\"<>\\^`{|}";
  std::string uri;
  for (const char& c : address) {
    const bool stays = c > ' ' && c < 0x7f && kNever.find(c) == kNever.npos;
    uri += stays ? std::string(1, c) : percent_encode({&c, 1});
  }
  return uri;
}

/// The original, or the page of an article that has none.
std::string address_of(const Article& article, const FeedPlace& place) {
  const auto original = web_address(article.url);
  return original.empty() ? place.origin + article_href(article.id) : as_uri(original);
}

/// A UUID of version 8 (RFC 9562): what archives call an article alone is often no more than a number.
std::string entry_id(const Article& article) {
  std::string digits = sha256_hex("newssearch article\n" + article.source + "\n" + article.id).substr(0, 32);
  digits[12] = '8';
  digits[16] = "89ab"[digits[16] % 4];
  for (const std::size_t at : {20, 16, 12, 8}) digits.insert(at, "-");
  return "urn:uuid:" + digits;
}

std::string text_of(const std::vector<TextPart>& parts) {
  std::string text;
  for (const TextPart& part : parts) text += part.text;
  return text;
}

/// Sections and tags, each once.
std::vector<std::string> categories(const Article& article) {
  std::vector<std::string> names;
  for (const auto* list : {&article.sections, &article.tags}) {
    for (const std::string& name : *list)
      if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

std::string_view language(const Article& article) {
  return article.lang == "und" ? std::string_view() : std::string_view(article.lang);
}

std::optional<Instant> changed(const Article& article) {
  const auto& date = article.updated ? article.updated : article.published;
  return date ? std::optional(date->time) : std::nullopt;
}

/// The newest of the hits' dates.
std::optional<Instant> changed(const SearchResponse& response) {
  std::optional<Instant> newest;
  for (const SearchHit& hit : response.hits) newest = std::max(newest, changed(hit.article));
  return newest;
}

/// "Thu, 19 Mar 1987 09:41:00 GMT", in English whatever the locale.
std::string in_mail_form(Instant time) {
  static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  char text[64];
  const int length = std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                                   kDays[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
                                   kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                                   static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                                   static_cast<int>(clock.seconds().count()));
  return {text, static_cast<std::size_t>(length)};
}

Xml rss_item(const SearchHit& hit, const FeedPlace& place) {
  const Article& article = hit.article;
  Xml xml;
  xml << "<item>\n";
  xml.element("title", headline_or_untitled(article)).element("link", address_of(article, place));
  xml << "<guid isPermaLink=\"false\">" << entry_id(article) << "</guid>\n";
  if (article.published) xml.element("pubDate", in_mail_form(article.published->time));
  for (const std::string& author : article.authors) xml.element("dc:creator", author);
  xml.element("dc:publisher", article.source).element("dc:language", language(article));
  for (const std::string& name : categories(article)) xml.element("category", name);
  Html description;
  description << text_of(hit.snippet.parts);
  xml.element("description", description.str());
  xml << "</item>\n";
  return xml;
}

Xml atom_entry(const SearchHit& hit, const FeedPlace& place) {
  const Article& article = hit.article;
  Xml xml;
  xml << "<entry";
  if (const auto lang = language(article); !lang.empty()) xml << " xml:lang=\"" << lang << "\"";
  xml << ">\n";
  xml.element("id", entry_id(article)).element("title", headline_or_untitled(article));
  xml << "<link rel=\"alternate\" href=\"" << address_of(article, place) << "\"/>\n";
  xml.element("updated", format_iso(*changed(article)));
  if (article.published) xml.element("published", format_iso(article.published->time));
  const std::vector<std::string> outlet = {article.source};
  for (const std::string& name : article.authors.empty() ? outlet : article.authors)
    if (!name.empty()) xml << "<author><name>" << name << "</name></author>\n";
  for (const std::string& name : categories(article)) xml << "<category term=\"" << name << "\"/>\n";
  xml.element("summary", text_of(hit.snippet.parts));
  xml << "</entry>\n";
  return xml;
}

Json json_item(const SearchHit& hit, const FeedPlace& place) {
  const Article& article = hit.article;
  const auto text = text_of(hit.snippet.parts);
  Json item = {{"id", article.id}, {"url", address_of(article, place)}};
  if (!article.headline.empty()) item["title"] = article.headline;
  item["content_text"] = text;  // an item must have one
  if (!text.empty()) item["summary"] = text;
  if (article.published) item["date_published"] = format_iso(article.published->time);
  if (article.updated) item["date_modified"] = format_iso(article.updated->time);
  for (const std::string& author : article.authors) item["authors"].push_back({{"name", author}});
  if (auto tags = categories(article); !tags.empty()) item["tags"] = std::move(tags);
  if (const auto lang = language(article); !lang.empty()) item["language"] = lang;
  return item;
}

}  // namespace

std::string rss_feed(const SearchRequest& request, const SearchResponse& response, const FeedPlace& place) {
  Xml xml;
  xml << R"(<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
)";
  xml.element("title", feed_title(request)).element("link", place.page);
  xml.element("description", "What is found in this archive: " + feed_title(request));
  if (const auto newest = changed(response)) xml.element("lastBuildDate", in_mail_form(*newest));
  xml << "<generator>newssearch</generator>\n<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"" << place.self
      << "\"/>\n";
  if (!place.next.empty())
    xml << "<atom:link rel=\"next\" type=\"application/rss+xml\" href=\"" << place.next << "\"/>\n";
  for (const SearchHit& hit : response.hits) xml << rss_item(hit, place);
  xml << "</channel>\n</rss>\n";
  return std::move(xml).str();
}

std::string atom_feed(const SearchRequest& request, const SearchResponse& response, const FeedPlace& place) {
  Xml xml;
  xml << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n";
  xml.element("id", place.page).element("title", feed_title(request));
  xml.element("updated", format_iso(changed(response).value_or(Instant())));  // of a feed without entries: 1970
  xml << "<author><name>newssearch</name></author>\n<generator>newssearch</generator>\n"
      << "<link rel=\"self\" type=\"application/atom+xml\" href=\"" << place.self << "\"/>\n"
      << "<link rel=\"alternate\" type=\"text/html\" href=\"" << place.page << "\"/>\n";
  if (!place.next.empty()) xml << "<link rel=\"next\" type=\"application/atom+xml\" href=\"" << place.next << "\"/>\n";
  for (const SearchHit& hit : response.hits)
    if (changed(hit.article)) xml << atom_entry(hit, place);
  xml << "</feed>\n";
  return std::move(xml).str();
}

std::string json_feed(const SearchRequest& request, const SearchResponse& response, const FeedPlace& place) {
  Json feed = {{"version", "https://jsonfeed.org/version/1.1"},
               {"title", feed_title(request)},
               {"home_page_url", place.page},
               {"feed_url", place.self}};
  if (!place.next.empty()) feed["next_url"] = place.next;
  feed["items"] = Json::array();
  for (const SearchHit& hit : response.hits) feed["items"].push_back(json_item(hit, place));
  return dump(feed);
}

}  // namespace newssearch
