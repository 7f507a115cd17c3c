#include "server/web/hits.h"

#include "server/web/search_address.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

Html marked(const std::vector<TextPart>& parts) {
  Html html;
  for (const TextPart& part : parts) {
    if (part.match) {
      html << "<mark>" << part.text << "</mark>";
    } else {
      html << part.text;
    }
  }
  return html;
}

Html headline_link(const SearchHit& hit) {
  Html html;
  if (const std::string_view original = web_address(hit.article.url); !original.empty()) {
    html << "<a href=\"" << original;
    if (original.find('#') == original.npos) html << hit.snippet.text_fragment;
    html << "\" rel=\"noopener\">";
  } else {
    html << "<a href=\"" << article_href(hit.article.id) << "\">";
  }
  if (hit.headline.empty()) {
    html << headline_or_untitled(hit.article);
  } else {
    html << marked(hit.headline);
  }
  html << "</a>";
  return html;
}

Html facts(const SearchHit& hit, std::string_view time_zone) {
  const Article& article = hit.article;
  std::vector<Html> parts;
  if (hit.pinned) parts.emplace_back() << "<span dir=\"ltr\">pinned</span>";
  parts.push_back(isolated(article.source));
  for (const std::string& section : article.sections) parts.push_back(isolated(section));
  parts.push_back(isolated(byline(article)));
  parts.push_back(published_element(article, time_zone));
  if (article.revision > 1) parts.emplace_back() << "<span dir=\"ltr\">updated</span>";
  return joined(parts, " · ");
}

/// Where there is more of it: its copies, its story, what is beside it.
std::vector<Html> further(const SearchHit& hit) {
  std::vector<Html> parts;
  const std::string article = article_href(hit.article.id);
  if (!hit.copies.empty())
    parts.emplace_back() << "<a href=\"" << article << "#copies\">"
                         << (hit.copies.size() == 1 ? std::string("1 copy") : grouped(hit.copies.size()) + " copies")
                         << "</a>";
  if (hit.story && hit.story->size > 1)
    parts.emplace_back() << "<a href=\"" << story_href(hit.story->id) << "\">Story of "
                         << counted(hit.story->size, "article") << "</a>";
  parts.emplace_back() << "<a href=\"" << article << "\">Related articles</a>";
  return parts;
}

Html word_list(const std::vector<std::string>& words) {
  std::vector<Html> parts;
  for (const std::string& word : words) parts.push_back(isolated(word));
  return joined(parts, ", ");
}

}  // namespace

Html hit_list(const std::vector<SearchHit>& hits, std::string_view time_zone) {
  Html html;
  html << "<ol class=\"hits\">\n";
  for (const SearchHit& hit : hits) {
    const Html lang = lang_attribute(hit.article);
    html << "<li dir=\"auto\"><h2" << lang << ">" << headline_link(hit) << "</h2>\n<p class=\"facts\">"
         << facts(hit, time_zone) << "</p>\n";
    if (!hit.snippet.parts.empty()) html << "<p dir=\"auto\"" << lang << ">" << marked(hit.snippet.parts) << "</p>\n";
    if (!hit.missing.empty()) html << "<p class=\"why\" dir=\"ltr\">Without " << word_list(hit.missing) << "</p>\n";
    html << "<p class=\"more\" dir=\"ltr\">" << joined(further(hit), " · ") << "</p></li>\n";
  }
  html << "</ol>\n";
  return html;
}

Html related_list(const std::vector<SearchHit>& hits, std::string_view time_zone) {
  Html html;
  html << "<ul class=\"related\">\n";
  for (const SearchHit& hit : hits) {
    html << "<li dir=\"auto\"><h3" << lang_attribute(hit.article) << "><a href=\"" << article_href(hit.article.id)
         << "\">" << headline_or_untitled(hit.article) << "</a></h3>\n<p class=\"facts\">"
         << joined({isolated(hit.article.source), published_element(hit.article, time_zone)}, " · ") << "</p>\n";
    if (!hit.why.empty()) html << "<p class=\"why\" dir=\"ltr\">Shares " << word_list(hit.why) << "</p>\n";
    html << "</li>\n";
  }
  html << "</ul>\n";
  return html;
}

Html lang_attribute(const Article& article) {
  Html html;
  if (!article.lang.empty() && article.lang != "und") html << " lang=\"" << article.lang << "\"";
  return html;
}

Html isolated(std::string_view text) {
  Html html;
  if (!text.empty()) html << "<bdi>" << text << "</bdi>";
  return html;
}

Html date_element(const ArticleDate& date, std::string_view time_zone) {
  Html html;
  html << "<time dir=\"ltr\" datetime=\"" << format_iso(date) << "\">" << in_words(date, time_zone) << "</time>";
  return html;
}

Html published_element(const Article& article, std::string_view time_zone) {
  if (article.published) return date_element(*article.published, time_zone);
  Html html;
  html << "<span dir=\"ltr\">Undated</span>";
  return html;
}

std::string headline_or_untitled(const Article& article) {
  return article.headline.empty() ? "Untitled" : article.headline;
}

}  // namespace newssearch
