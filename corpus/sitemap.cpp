#include "corpus/sitemap.h"

#include <algorithm>
#include <string>
#include <utility>

#include "corpus/agency_terms.h"
#include "corpus/clean_text.h"
#include "corpus/html_text.h"
#include "corpus/web_address.h"
#include "corpus/xml_tree.h"

namespace newssearch {
namespace {

void add_each(std::vector<std::string>& terms, std::string_view list) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    add_term(terms, collapse(list.substr(0, comma)));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
}

Draft read_news_entry(const XmlElement& url, const XmlElement& news, const Origin& origin) {
  Draft draft;
  Article& article = draft.article;
  article.url = resolve_address(url.line_of("loc"), origin.url);
  take_headline(draft, html_line(news.line_of("title")), "news:title");
  if (const XmlElement* publication = news.child("publication")) {
    article.source = publication->line_of("name");
    article.lang = publication->line_of("language");
  }
  take_date(draft.evidence.published, news.line_of("publication_date"), "news:publication_date", DateSource::feed);
  take_date(draft.evidence.updated, url.line_of("lastmod"), "lastmod", DateSource::feed);
  add_each(article.tags, news.line_of("keywords"));
  return draft;
}

}  // namespace

std::vector<Result<Draft>> read_sitemap(std::string_view bytes, const Origin& origin) {
  XmlReading xml = read_xml(bytes, origin.charset);
  std::vector<Result<Draft>> drafts;
  for (const XmlElement* url : xml.root.all("url")) {
    const XmlElement* news = url->child("news");
    if (news && !url->cut_off) drafts.emplace_back(read_news_entry(*url, *news, origin));
  }
  if (xml.broken)
    drafts.emplace_back(*std::move(xml.broken));
  else if (drafts.empty())
    drafts.emplace_back(
        Error{"no_text", xml.root.name == "sitemapindex"
                             ? "it is an index of sitemaps, without articles: give the news sitemaps it lists"
                             : "it is a sitemap of addresses alone: give the pages, or a sitemap with <news:news>"});
  return drafts;
}

}  // namespace newssearch
