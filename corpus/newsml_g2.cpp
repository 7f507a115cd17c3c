#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "corpus/agency_terms.h"
#include "corpus/clean_text.h"
#include "corpus/html_text.h"
#include "corpus/newsml.h"
#include "corpus/nitf.h"

namespace newssearch {
namespace {

/// Kinds of items that hold no text of an article.
constexpr std::string_view kOtherItems[] = {"packageItem", "conceptItem", "knowledgeItem", "planningItem",
                                            "catalogItem"};

/// What a property is called: its <name>, its literal, or what it says itself; in `lang` where there is a choice.
std::string name_in(const XmlElement& property, std::string_view lang = {}) {
  const XmlElement* chosen = nullptr;
  for (const XmlElement* name : property.all("name"))
    if (!chosen || (!lang.empty() && name->attribute("lang").starts_with(lang.substr(0, 2)) &&
                    !chosen->attribute("lang").starts_with(lang.substr(0, 2))))
      chosen = name;
  if (chosen) return chosen->line();
  const std::string literal = collapse(property.attribute("literal"));
  return literal.empty() ? property.line() : literal;
}

/// A reference to a code or address where there is no name: "nprov:AFP" as "AFP".
std::string provider_of(const XmlElement& provider) {
  std::string name = name_in(provider);
  if (!name.empty()) return name;
  const std::string_view code = provider.attribute("qcode");
  if (!code.empty()) return std::string(code.substr(code.find(':') + 1));
  return std::string(provider.attribute("uri"));
}

void take_item_meta(const XmlElement& meta, Draft& draft) {
  Article& article = draft.article;
  if (const XmlElement* provider = meta.child("provider")) article.source = provider_of(*provider);
  draft.stated_embargo = meta.line_of("embargoed");
  if (const XmlElement* status = meta.child("pubStatus"))
    take_status(draft, status->attribute(status->attribute("qcode").empty() ? "uri" : "qcode"));
  std::string notes;
  for (const XmlElement* note : meta.all("edNote"))
    if (const std::string text = collapse(xml_text(*note)); !text.empty()) notes += (notes.empty() ? "" : "\n") + text;
  article.ednote = std::move(notes);
  take_date(draft.evidence.published, meta.line_of("firstCreated"), "firstCreated");
}

/// Main headlines before subheadlines and such.
void take_headlines(const XmlElement& meta, Draft& draft) {
  for (const bool main : {true, false})
    for (const XmlElement* headline : meta.all("headline")) {
      const std::string role = code_of(headline->attribute("role"));
      if (main == (role.empty() || role.find("main") != std::string::npos || role == "headline"))
        take_headline(draft, headline->line(), "headline");
    }
}

void take_content_meta(const XmlElement& meta, std::string_view lang, Draft& draft) {
  Article& article = draft.article;
  take_headlines(meta, draft);
  if (const XmlElement* language = meta.child("language")) article.lang = collapse(language->attribute("tag"));
  for (const XmlElement* by : meta.all("by")) take_byline(draft, by->line());
  if (article.authors.empty())
    for (const XmlElement* creator : meta.all("creator"))
      if (creator->child("name")) add_term(article.authors, name_in(*creator, lang));
  for (const XmlElement* subject : meta.all("subject"))
    if (subject->child("name")) add_term(article.tags, name_in(*subject, lang));
  for (const XmlElement* keyword : meta.all("keyword")) add_term(article.tags, keyword->line());
  for (const XmlElement* located : meta.all("located")) add_term(article.places, name_in(*located, lang));
  take_date(draft.evidence.published, meta.line_of("contentCreated"), "contentCreated");
  take_date(draft.evidence.updated, meta.line_of("contentModified"), "contentModified");
}

/// The text in one rendition of the content, with what NITF says about it; empty where it is of another kind.
void take_inline_xml(const XmlElement& content, Draft& draft) {
  if (const XmlElement* nitf = content.find("nitf")) return take_nitf(*nitf, draft);
  const XmlElement* html = content.find("html");
  const XmlElement* body = html ? html->child("body") : nullptr;
  if (body || html) {
    draft.article.body = xml_text(body ? *body : *html);
  } else if (content.find("p")) {
    draft.article.body = xml_text(content);
  }
}

void take_content(const XmlElement& content_set, Draft& draft) {
  for (const XmlElement& content : content_set.children) {
    if (!draft.article.body.empty()) return;
    if (content.name == "inlineXML") take_inline_xml(content, draft);
    const std::string type = collapse(content.attribute("contenttype"));
    if (content.name == "inlineData" && content.attribute("encoding").empty() &&
        (type.empty() || type.starts_with("text/") || type.find("html") != std::string::npos))
      draft.article.body = html_text(content.all_text());
  }
}

Result<Draft> read_news_item(const XmlElement& item) {
  Draft draft;
  Article& article = draft.article;
  article.id = collapse(item.attribute("guid"));
  article.version = collapse(item.attribute("version"));
  const std::string lang = collapse(item.attribute("lang"));
  const XmlElement* item_meta = item.child("itemMeta");
  if (item_meta) take_item_meta(*item_meta, draft);
  if (const XmlElement* meta = item.child("contentMeta")) take_content_meta(*meta, lang, draft);
  if (article.lang.empty()) article.lang = lang;
  if (const XmlElement* content_set = item.child("contentSet")) take_content(*content_set, draft);
  if (item_meta) {
    take_date(draft.evidence.published, item_meta->line_of("versionCreated"), "versionCreated");
    if (draft.evidence.published.size() > 1 && draft.evidence.published.front().from != "versionCreated")
      take_date(draft.evidence.updated, item_meta->line_of("versionCreated"), "versionCreated");
    take_headline(draft, item_meta->line_of("title"), "title");
  }
  if (draft.killed || !article.body.empty()) return draft;
  const XmlElement* item_class = item_meta ? item_meta->child("itemClass") : nullptr;
  const std::string kind = item_class ? code_of(item_class->attribute("qcode")) : "";
  if (!kind.empty() && kind != "text" && kind != "composite")
    return no_text("an item of class '" + std::string(clip(kind, 40)) + "' without text");
  if (const XmlElement* meta = item.child("contentMeta"))
    for (const XmlElement* description : meta->all("description"))
      if (article.body.empty()) article.body = xml_text(*description);
  return draft;
}

void gather_items(const XmlElement& root, std::vector<const XmlElement*>& items,
                  std::vector<const XmlElement*>& others) {
  if (root.name == "newsItem") return items.push_back(&root);
  if (std::find(std::begin(kOtherItems), std::end(kOtherItems), root.name) != std::end(kOtherItems))
    return others.push_back(&root);
  for (const XmlElement& child : root.children) gather_items(child, items, others);
}

}  // namespace

std::vector<Result<Draft>> read_newsml_g2(const XmlElement& root) {
  std::vector<const XmlElement*> items, others;
  gather_items(root, items, others);
  std::vector<Result<Draft>> drafts;
  for (const XmlElement* item : items)
    if (!item->cut_off) drafts.push_back(read_news_item(*item));
  if (!items.empty()) return drafts;
  if (!others.empty()) return {no_text("a " + others.front()->name)};
  return {Error{"unknown_format", "no <newsItem> in it, but <" + root.name + ">"}};
}

}  // namespace newssearch
