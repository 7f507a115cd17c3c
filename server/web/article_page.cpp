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
  if (article.published && article.published->source == DateSource::url) remark("date read from the address", {});
  if (!article.refused_date.empty()) remark("stated date: ", isolated(article.refused_date));
  if (article.updated && article.revision == 1) remark("updated ", date_element(*article.updated, "UTC"));
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

/// The sentences that differ.
Html differing_sentences(const TextDifference& difference) {
  Html html;
  const auto sentence = [&](Html::Literal tag, const std::string& text) {
    html << "<p dir=\"auto\"><" << tag << ">" << text << "</" << tag << "></p>\n";
  };
  for (const std::string& added : difference.added) sentence("ins", added);
  for (const std::string& cut : difference.cut) sentence("del", cut);
  for (const TextDifference::Change& change : difference.changed) {
    sentence("del", change.from);
    sentence("ins", change.to);
  }
  return html;
}

/// What was changed since the first version, the last change first.
Html changes(const Article& article, const std::vector<ArticleVersion>& versions) {
  Html html;
  if (article.revision < 2) return html;
  const std::string summary = updates_in_words(article.revision, article.updated, "UTC");
  if (versions.size() < 2) return html << "<p class=\"facts\" dir=\"ltr\">" << summary << "</p>\n";
  html << "<details class=\"differences\"><summary dir=\"ltr\">" << summary << "</summary>\n<ol>\n";
  for (const ArticleVersion& version : versions) {
    const Article& one = version.article;
    const std::optional<ArticleDate>& date = one.updated ? one.updated : one.published;
    html << "<li dir=\"auto\"><h2" << lang_attribute(one) << ">" << headline_or_untitled(one)
         << "</h2>\n<p class=\"facts\" dir=\"ltr\">Version " << grouped(one.revision);
    if (date) html << " · " << date_element(*date, "UTC");
    if (version.difference == TextDifference()) html << " · same text";
    if (!version.difference && one.revision > 1) html << " · those before are not kept";
    html << "</p>\n";
    if (version.difference) html << differing_sentences(*version.difference);
    html << "</li>\n";
  }
  return html << "</ol></details>\n";
}

Html story(const Article& article, const std::vector<ArticleVersion>& versions) {
  const Html lang = lang_attribute(article);
  Html html;
  html << "<p><a class=\"back\" href=\"/search\">All articles</a></p>\n<article dir=\"auto\">\n<h1" << lang << ">"
       << headline_or_untitled(article) << "</h1>\n<p class=\"facts\">" << facts(article) << "</p>\n"
       << changes(article, versions) << "<div class=\"body\"" << lang << ">\n";
  for (const std::string& paragraph : paragraphs(article.body)) html << "<p dir=\"auto\">" << paragraph << "</p>\n";
  html << "</div>\n" << filed_under(article);
  if (const std::string_view original = web_address(article.url); !original.empty()) {
    html << "<p><a class=\"original\" dir=\"ltr\" rel=\"noopener\" href=\"" << original
         << "\">Read the original</a></p>\n";
  }
  html << "</article>\n";
  return html;
}

Html list_beside(Html::Literal id, Html::Literal heading, const RelatedResponse& articles) {
  Html html;
  if (articles.hits.empty()) return html;
  html << "<aside aria-labelledby=\"" << id << "\"><h2 id=\"" << id << "\">" << heading << "</h2>\n"
       << related_list(articles.hits, "UTC") << "</aside>\n";
  return html;
}

Html story_link(const std::optional<StoryOfHit>& story) {
  Html html;
  if (!story || story->size < 2) return html;
  html << "<aside><p><a class=\"thread\" href=\"" << story_href(story->id)
       << "\">The whole story: " << counted(story->size, "article") << "</a></p></aside>\n";
  return html;
}

Html beside(const BesideArticle& beside) {
  Html html;
  html << story_link(beside.story) << list_beside("related", "Related articles", beside.related)
       << list_beside("background", "Background", beside.background)
       << list_beside("followups", "What came of it", beside.followups);
  if (beside.related.hits.empty()) html << "<aside><p>No other article shares its telling words.</p></aside>\n";
  return html;
}

/// The near copies of an article, with the sentences that differ.
Html copies(const RelatedResponse& copies) {
  Html html;
  if (copies.hits.empty()) return html;
  html << "<section class=\"copies differences\" aria-labelledby=\"copies\"><h2 id=\"copies\">Near copies</h2>\n"
          "<p class=\"note\">What only the copy says has a bar beside it; what only this article says is struck "
          "out.</p>\n"
          "<ul>\n";
  for (const SearchHit& hit : copies.hits) {
    html << "<li dir=\"auto\"><h3" << lang_attribute(hit.article) << "><a href=\"" << article_href(hit.article.id)
         << "\">" << headline_or_untitled(hit.article) << "</a></h3>\n<p class=\"facts\">"
         << joined({isolated(hit.article.source), published_element(hit.article, "UTC")}, " · ") << "</p>\n";
    html << differing_sentences(hit.copy_of->difference) << "</li>\n";
  }
  return html << "</ul></section>\n";
}

}  // namespace

std::string article_page(const Article& article, const BesideArticle& beside_it) {
  Html main = story(article, beside_it.versions);
  return framed({.title = headline_or_untitled(article) + " – newssearch",
                 .main = main << copies(beside_it.copies),
                 .aside = beside(beside_it)});
}

}  // namespace newssearch
