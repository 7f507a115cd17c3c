#include "corpus/nitf.h"

#include <string>
#include <utility>

#include "corpus/agency_terms.h"
#include "corpus/clean_text.h"
#include "corpus/html_text.h"
#include "corpus/written_date.h"

namespace newssearch {
namespace {

constexpr std::size_t kLongestPlace = 40;

/// The one attribute or text that a field of <docdata> consists of.
std::string stated_in(const XmlElement& parent, std::string_view field, std::string_view attribute) {
  const XmlElement* element = parent.child(field);
  if (!element) return {};
  const std::string value = collapse(element->attribute(attribute));
  return value.empty() ? element->line() : value;
}

void take_docdata(const XmlElement& docdata, Draft& draft) {
  Article& article = draft.article;
  if (article.id.empty()) article.id = stated_in(docdata, "doc-id", "id-string");
  if (article.source.empty()) article.source = stated_in(docdata, "doc.copyright", "holder");
  if (article.source.empty()) article.source = stated_in(docdata, "doc-id", "regsrc");
  if (article.ednote.empty()) article.ednote = stated_in(docdata, "ed-msg", "info");
  if (article.version.empty())
    if (const XmlElement* key = docdata.child("du-key")) article.version = collapse(key->attribute("version"));
  const std::string issued = stated_in(docdata, "date.issue", "norm");
  const std::string released = stated_in(docdata, "date.release", "norm");
  take_date(draft.evidence.published, issued, "date.issue");
  const std::string_view status = docdata.attribute("management-status");
  const bool embargoed = code_of(status) == "embargoed";
  if (!released.empty() && !embargoed && !read_date(released))  // a template's "YYYYMMDD" holds nothing back
    draft.warnings.push_back("date.release: " + read_date(released).error().message);
  else if (!released.empty() && (released != issued || embargoed))
    draft.stated_embargo = released;
  if (!status.empty() && article.pub_status.empty()) take_status(draft, status);
  for (const XmlElement* list : docdata.all("key-list"))
    for (const XmlElement* keyword : list->all("keyword"))
      add_term(article.tags, std::string(keyword->attribute("key")));
  for (const XmlElement* scope : docdata.all("doc-scope"))
    add_term(article.sections, std::string(scope->attribute("scope")));
  for (const XmlElement* location : docdata.all("evloc")) {
    add_term(article.places, std::string(location->attribute("city")));
    add_term(article.places, location->line());
  }
}

/// "Justice", "Police", "investigation" of each subject.
void take_subjects(const XmlElement& head, Article& article) {
  for (const XmlElement* object : head.all("tobject"))
    for (const XmlElement* subject : object->all("tobject.subject"))
      for (const XmlAttribute& attribute : subject->attributes)
        if (attribute.name == "tobject.subject.type" || attribute.name == "tobject.subject.matter" ||
            attribute.name == "tobject.subject.detail")
          add_term(article.tags, attribute.value);
}

void take_head(const XmlElement& head, Draft& draft) {
  if (const XmlElement* docdata = head.child("docdata")) take_docdata(*docdata, draft);
  take_subjects(head, draft.article);
  for (const XmlElement* publication : head.all("pubdata")) {
    take_date(draft.evidence.published, publication->attribute("date.publication"), "pubdata");
    if (draft.article.url.empty()) draft.article.url = collapse(publication->attribute("ex-ref"));
    if (draft.article.sections.empty())
      add_term(draft.article.sections, std::string(publication->attribute("position.section")));
  }
}

/// What a byline says but for the title of its person.
void gather_names(const XmlElement& element, std::string& names) {
  names += element.text;
  for (const XmlElement& child : element.children) {
    if (child.name == "byttl" || child.name == "virtloc") continue;
    const bool apart = child.name == "person" && !names.empty() && names.back() != ' ';
    if (apart) names += ' ';
    gather_names(child, names);
  }
}

void take_body_head(const XmlElement& head, Draft& draft) {
  Article& article = draft.article;
  if (const XmlElement* hedline = head.child("hedline")) {
    take_headline(draft, hedline->line_of("hl1"), "hl1");
    take_headline(draft, hedline->line_of("hl2"), "hl2");
    if (draft.evidence.headlines.empty()) take_headline(draft, hedline->line(), "hedline");
  }
  std::string distributor = head.line_of("distributor");
  if (!distributor.empty()) article.source = std::move(distributor);
  if (article.authors.empty())
    for (const XmlElement* byline : head.all("byline")) {
      std::string names;
      gather_names(*byline, names);
      take_byline(draft, names);
    }
  for (const XmlElement* dateline : head.all("dateline")) {
    const XmlElement* location = dateline->child("location");
    if (const XmlElement* date = dateline->child("story.date"))
      take_date(draft.evidence.published, date->attribute("norm"), "story.date");
    const XmlElement* city = location ? location->child("city") : nullptr;
    add_term(article.places, city ? city->line() : location ? location->line() : "");
    const std::string line = dateline->line();
    const bool place = !location && dateline->children.size() == 1 && line.size() <= kLongestPlace &&
                       line.find_first_of("0123456789-") == std::string::npos;
    if (place) add_term(article.places, line);
  }
}

}  // namespace

void take_nitf(const XmlElement& nitf, Draft& draft) {
  if (const XmlElement* head = nitf.child("head")) take_head(*head, draft);
  const XmlElement* body = nitf.child("body");
  if (!body) body = &nitf;
  const XmlElement* body_head = body->child("body.head");
  if (body_head) take_body_head(*body_head, draft);
  if (const XmlElement* head = nitf.child("head")) take_headline(draft, head->line_of("title"), "title");
  if (draft.article.lang.empty()) draft.article.lang = collapse(nitf.attribute("baselang"));
  if (draft.article.lang.empty()) draft.article.lang = collapse(nitf.attribute("lang"));
  if (!draft.article.body.empty()) return;
  for (const XmlElement* content : body->all("body.content")) {
    const std::string text = xml_text(*content);
    if (!text.empty()) draft.article.body += (draft.article.body.empty() ? "" : "\n\n") + text;
  }
  if (draft.article.body.empty() && !body->child("body.content")) draft.article.body = xml_text(*body);
  if (draft.article.body.empty() && body_head)
    if (const XmlElement* abstract = body_head->child("abstract")) draft.article.body = xml_text(*abstract);
}

std::vector<Result<Draft>> read_nitf(std::string_view bytes, const Origin& origin) {
  const Result<XmlElement> root = read_whole_xml(bytes, origin.charset);
  if (!root) return {root.error()};
  const XmlElement* nitf = root->find("nitf");
  if (!nitf) return {Error{"unknown_format", "no <nitf> in it, but <" + root->name + ">"}};
  Draft draft;
  take_nitf(*nitf, draft);
  if (draft.article.url.empty()) draft.article.url = origin.url;
  return {std::move(draft)};
}

}  // namespace newssearch
