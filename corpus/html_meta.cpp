#include "corpus/html_meta.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <unordered_set>

#include "corpus/ascii.h"
#include "corpus/clean_text.h"
#include "corpus/html_words.h"
#include "corpus/language.h"
#include "corpus/text_key.h"

namespace newssearch {
namespace {

constexpr std::size_t kMostMeta = 500, kMostTexts = 60;
constexpr double kOfPage = 0.8, kOfOtherNames = 0.9;

using Meta = std::vector<std::pair<std::string, std::string>>;

Meta meta_elements(const HtmlTree& tree) {
  Meta meta;
  for (const HtmlNode& node : tree) {
    if (node.tag != "meta" || meta.size() >= kMostMeta) continue;
    const std::string content = collapse(node.attribute("content"));
    if (content.empty()) continue;
    for (const std::string_view name : {"property", "name", "itemprop"})
      if (node.has_attribute(name)) meta.emplace_back(ascii_lower(trim(node.attribute(name))), content);
  }
  return meta;
}

class MetaReader {
 public:
  MetaReader(const HtmlTree& tree, const std::vector<StatedArticle>& stated)
      : tree_(tree), stated_(stated), meta_(meta_elements(tree)) {}

  HtmlMeta read() {
    find_texts();
    take_headlines();
    take_dates();
    take_authors();
    take_site();
    take_subjects();
    return std::move(page_);
  }

 private:
  template <class Take>
  void each_meta(std::initializer_list<std::string_view> names, Take take) const {
    for (const std::string_view name : names)
      for (const auto& [its_name, content] : meta_)
        if (its_name == name) take(content, name);
  }
  std::string first_meta(std::initializer_list<std::string_view> names) const {
    std::string first;
    each_meta(names, [&](const std::string& content, std::string_view) {
      if (first.empty()) first = content;
    });
    return first;
  }

  /// Where in the page what is needed stands.
  void find_texts() {
    for (std::uint32_t i = 0; i < tree_.size(); ++i) {
      const HtmlNode& node = tree_[i];
      if (node.tag == "title" && title_.empty()) title_ = text_within(tree_, i);
      if ((node.tag == "h1" || node.tag == "h2") && !in_navigation(i)) {
        auto& headings = node.tag == "h1" ? h1_ : h2_;
        if (headings.size() < kMostTexts) headings.push_back(text_within(tree_, i));
      }
      if (node.tag == "link" && ascii_lower(node.attribute("rel")) == "canonical" && page_.url.empty())
        page_.url = collapse(node.attribute("href"));
      if (const std::string_view property = node.attribute("itemprop"); !property.empty() && node.tag != "meta")
        take_property(i, property);
    }
  }

  void take_property(std::uint32_t i, std::string_view property) {
    if (items_.size() >= kMostTexts) return;
    const HtmlNode& node = tree_[i];
    const bool wanted = property == "headline" || property == "datePublished" || property == "dateModified";
    if (!wanted || in_other_item(i)) return;
    std::string value(node.attribute("content"));
    if (value.empty() && property != "headline") value = node.attribute("datetime");
    if (value.empty()) value = text_within(tree_, i);
    items_.emplace_back(property, std::move(value));
  }

  /// The path to the page may name it once more, in words for search engines.
  bool in_navigation(std::uint32_t i) const {
    return nearest(tree_, i, [](const HtmlNode& node) { return unwanted_role(node) == "navigation"; }) < tree_.size();
  }

  /// True where the property is of a thing within the article, as a comment or a picture is.
  bool in_other_item(std::uint32_t i) const {
    const std::uint32_t scope =
        nearest(tree_, tree_[i].parent, [](const HtmlNode& node) { return node.has_attribute("itemscope"); });
    return scope < tree_.size() && tree_[scope].attribute("itemtype").find("Article") == std::string_view::npos &&
           tree_[scope].attribute("itemtype").find("Posting") == std::string_view::npos;
  }

  void add_headline(const std::string& text, const std::string& from) {
    std::string line = shown_text(text);
    if (!line.empty()) page_.headlines.push_back({std::move(line), from});
  }
  void take_headlines() {
    for (const StatedArticle& article : stated_)
      if (article.is_article) add_headline(article.headline, "json-ld");
    each_meta({"og:title"}, [&](const std::string& text, std::string_view) { add_headline(text, "og:title"); });
    std::unordered_set<std::string> stated;
    for (const HeadlineCandidate& candidate : page_.headlines) stated.insert(text_key(candidate.text));
    const bool only = h1_.size() == 1;
    for (const std::string& text : h1_)
      if (only || page_.headlines.empty() || stated.count(text_key(text)) != 0) add_headline(text, "h1");
    for (const std::string& text : h2_)
      if (stated.erase(text_key(text)) != 0) add_headline(text, "h2");
    for (const auto& [name, text] : items_)
      if (name == "headline") add_headline(text, "itemprop");
    each_meta({"twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title", "citation_title",
               "headline", "title", "hdl", "cxenseparse:title"},
              [&](const std::string& text, std::string_view name) { add_headline(text, std::string(name)); });
    add_headline(title_, "title");
    for (const StatedArticle& article : stated_)
      if (!article.is_article) add_headline(article.headline, "json-ld of the page");
  }

  static void add_date(std::vector<DateCandidate>& dates, const std::string& stated, DateSource source,
                       std::string_view from, double confidence) {
    std::string line = collapse(stated);
    if (!line.empty()) dates.push_back({std::move(line), source, std::string(from), confidence});
  }
  void take_dates() {
    for (const StatedArticle& article : stated_) {
      if (!article.is_article) continue;
      add_date(page_.published, article.published, DateSource::json_ld, "datePublished", 1);
      add_date(page_.updated, article.updated, DateSource::json_ld, "dateModified", 1);
    }
    each_meta({"article:published_time", "og:article:published_time", "article:published", "og:published_time"},
              [&](const std::string& text, std::string_view name) {
                add_date(page_.published, text, DateSource::metadata, name, 1);
              });
    each_meta({"article:modified_time", "og:article:modified_time", "article:modified", "og:updated_time",
               "last-modified", "datemodified", "dcterms.modified", "dc.date.modified"},
              [&](const std::string& text, std::string_view name) {
                add_date(page_.updated, text, DateSource::metadata, name, 1);
              });
    for (const auto& [name, text] : items_) {
      if (name == "headline") continue;
      add_date(name == "datePublished" ? page_.published : page_.updated, text, DateSource::metadata, name, 1);
    }
    each_meta({"datepublished",
               "parsely-pub-date",
               "sailthru.date",
               "dc.date.issued",
               "dcterms.created",
               "dcterms.issued",
               "dc.date",
               "dcterms.date",
               "dc.date.created",
               "citation_publication_date",
               "citation_date",
               "citation_online_date",
               "pubdate",
               "publishdate",
               "publish-date",
               "publish_date",
               "published_time",
               "published-date",
               "cxenseparse:recs:publishtime",
               "cxenseparse:publishtime",
               "article.published",
               "datecreated",
               "iso-8601-publish-date",
               "originalpublicationdate",
               "date",
               "ptime",
               "pdate",
               "timestamp",
               "article_date_original",
               "published",
               "displaydate",
               "bt:pubdate",
               "rnews:datepublished"},
              [&](const std::string& text, std::string_view name) {
                add_date(page_.published, text, DateSource::metadata, name, kOfOtherNames);
              });
    for (const StatedArticle& page : stated_) {
      if (page.is_article) continue;
      add_date(page_.published, page.published, DateSource::json_ld, "datePublished of the page", kOfPage);
      add_date(page_.updated, page.updated, DateSource::json_ld, "dateModified of the page", kOfPage);
    }
  }

  void take_authors() {
    for (const StatedArticle& article : stated_)
      if (article.is_article && !article.authors.empty()) page_.authors.push_back(article.authors);
    for (const std::string_view name : {"author", "article:author", "parsely-author", "sailthru.author", "dc.creator",
                                        "dcterms.creator", "citation_author", "byl", "cxenseparse:author",
                                        "article:author_name", "og:article:author", "authors", "article.author"}) {
      std::vector<std::string> names;
      each_meta({name}, [&](const std::string& text, std::string_view) {
        if (!is_web_address(text) && names.size() < kMostTexts) names.push_back(text);
      });
      if (!names.empty()) page_.authors.push_back(std::move(names));
    }
  }

  void take_site() {
    for (const StatedArticle& article : stated_)
      if (!article.publisher.empty()) page_.site_names.push_back(collapse(article.publisher));
    each_meta({"og:site_name", "application-name", "publisher", "dc.publisher", "article:publisher",
               "apple-mobile-web-app-title", "copyright", "twitter:site"},
              [&](const std::string& text, std::string_view) {
                if (!is_web_address(text)) page_.site_names.push_back(text);
              });
    if (page_.url.empty()) page_.url = first_meta({"og:url"});
    for (const StatedArticle& article : stated_) {
      if (page_.url.empty() && is_web_address(article.url)) page_.url = article.url;
      if (page_.body.empty() && article.is_article) page_.body = article.body;
      if (!article.description.empty()) page_.descriptions.push_back(article.description);
      if (!article.alternative_headline.empty()) page_.descriptions.push_back(article.alternative_headline);
    }
    each_meta({"description", "og:description", "twitter:description", "dc.description"},
              [&](const std::string& text, std::string_view) { page_.descriptions.push_back(text); });
    if (!is_web_address(page_.url)) page_.url.clear();
    settle_language();
  }

  void settle_language() {
    std::vector<std::string> tags = {std::string(tree_.front().attribute("lang"))};
    for (const StatedArticle& article : stated_) tags.push_back(article.language);
    each_meta({"og:locale", "content-language", "language", "dc.language"},
              [&](const std::string& text, std::string_view) { tags.push_back(text); });
    for (const std::string& tag : tags)
      if (const auto lang = language_of_tag(trim(tag)); lang && page_.lang.empty()) page_.lang = *lang;
  }

  void take_subjects() {
    for (const StatedArticle& article : stated_) {
      if (!article.is_article) continue;
      for (const std::string& section : article.sections) page_.sections.push_back(section);
      for (const std::string& tag : article.tags) add_tags(tag);
    }
    if (page_.sections.empty())
      each_meta({"article:section", "parsely-section", "section", "cg:section", "sailthru.section"},
                [&](const std::string& text, std::string_view) { page_.sections.push_back(text); });
    each_meta({"article:tag"}, [&](const std::string& text, std::string_view) { add_tags(text); });
    if (page_.tags.empty())
      each_meta({"news_keywords", "parsely-tags", "keywords", "sailthru.tags"},
                [&](const std::string& text, std::string_view) { add_tags(text); });
  }

  /// "bridge, ferry; market"
  void add_tags(std::string_view list) {
    constexpr std::size_t longest = 80;
    while (!list.empty() && page_.tags.size() < kMostTexts) {
      const std::size_t end = std::min(list.find_first_of(",;"), list.size());
      const std::string_view tag = trim(list.substr(0, end));
      list.remove_prefix(std::min(end + 1, list.size()));
      if (!tag.empty() && tag.size() <= longest) page_.tags.emplace_back(tag);
    }
  }

  const HtmlTree& tree_;
  const std::vector<StatedArticle>& stated_;
  const Meta meta_;
  std::string title_;
  std::vector<std::string> h1_, h2_;
  Meta items_;
  HtmlMeta page_;
};

}  // namespace

HtmlMeta read_html_meta(const HtmlTree& tree, const std::vector<StatedArticle>& stated) {
  return MetaReader(tree, stated).read();
}

}  // namespace newssearch
