#include <sstream>
#include <vector>

#include "server/web/frame.h"
#include "server/web/hits.h"
#include "server/web/search_page.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

/// What lies between the blank lines of a body.
std::vector<std::string> paragraphs(const std::string& body) {
  std::vector<std::string> found;
  std::istringstream lines(body);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    const bool blank = line.find_first_not_of(" \t\r") == line.npos;
    if (!blank && inside) found.back() += '\n' + line;
    if (!blank && !inside) found.push_back(line);
    inside = !blank;
  }
  return found;
}

Html search_link(Facet facet, const std::string& value) {
  Html html;
  html << "<a href=\"" << SearchAddress().adding(to_string(facet), value).href() << "\">" << isolated(value) << "</a>";
  return html;
}

Html facts(const Article& article) {
  std::vector<Html> parts;
  if (!article.source.empty()) parts.push_back(search_link(Facet::source, article.source));
  for (const std::string& section : article.sections) parts.push_back(search_link(Facet::section, section));
  for (const std::string& author : article.authors) parts.push_back(search_link(Facet::author, author));
  parts.push_back(published_element(article, "UTC"));
  const auto remark = [&parts](Html::Literal words, const Html& what) {
    parts.emplace_back() << "<span dir=\"ltr\">" << words << what << "</span>";
  };
  if (article.published && article.published->source == DateSource::text) remark("date read from the text", {});
  if (!article.refused_date.empty()) remark("stated date: ", isolated(article.refused_date));
  if (article.updated) remark("updated ", date_element(*article.updated, "UTC"));
  return joined(parts, " · ");
}

Html filed_under(const Article& article) {
  std::vector<Html> parts;
  for (const std::string& tag : article.tags) parts.push_back(search_link(Facet::tag, tag));
  for (const std::string& place : article.places) parts.push_back(search_link(Facet::place, place));
  Html html;
  if (!parts.empty()) html << "<p class=\"facts\">" << joined(parts, " · ") << "</p>\n";
  return html;
}

Html story(const Article& article) {
  const Html lang = lang_attribute(article);
  Html html;
  html << "<p><a class=\"back\" href=\"/search\">All articles</a></p>\n<article dir=\"auto\">\n<h1" << lang << ">"
       << headline_or_untitled(article) << "</h1>\n<p class=\"facts\">" << facts(article) << "</p>\n<div class=\"body\""
       << lang << ">\n";
  for (const std::string& paragraph : paragraphs(article.body)) html << "<p dir=\"auto\">" << paragraph << "</p>\n";
  html << "</div>\n" << filed_under(article);
  if (const std::string_view original = web_address(article.url); !original.empty()) {
    html << "<p><a class=\"original\" dir=\"ltr\" rel=\"noopener\" href=\"" << original
         << "\">Read the original</a></p>\n";
  }
  html << "</article>\n";
  return html;
}

Html related_stories(const RelatedResponse& related) {
  Html html;
  html << "<aside aria-labelledby=\"related\"><h2 id=\"related\">Related stories</h2>\n";
  if (related.hits.empty()) {
    html << "<p>No other article shares its telling words.</p>\n";
  } else {
    html << related_list(related.hits, "UTC");
  }
  html << "</aside>\n";
  return html;
}

}  // namespace

std::string article_page(const Article& article, const RelatedResponse& related) {
  return framed({.title = headline_or_untitled(article) + " – newssearch",
                 .main = story(article),
                 .aside = related_stories(related)});
}

}  // namespace newssearch
