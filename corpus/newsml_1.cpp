#include <string>
#include <utility>

#include "corpus/agency_terms.h"
#include "corpus/clean_text.h"
#include "corpus/html_text.h"
#include "corpus/newsml.h"
#include "corpus/nitf.h"

namespace newssearch {
namespace {

/// What NewsML 1 states by name: <Status FormalName="Usable"/>.
std::string formal_name(const XmlElement& parent, std::string_view child_name) {
  const XmlElement* element = parent.child(child_name);
  return element ? collapse(element->attribute("FormalName")) : std::string();
}

/// A picture's caption is no article, nor is what is there to be shown small.
bool is_main(const XmlElement& component) {
  const std::string role = code_of(formal_name(component, "Role"));
  for (const std::string_view other : {"caption", "picture", "photo", "thumbnail", "quicklook", "preview", "graphic"})
    if (role.find(other) != std::string::npos) return false;
  return true;
}

void take_identification(const XmlElement& item, Draft& draft) {
  const XmlElement* identification = item.child("Identification");
  const XmlElement* identifier = identification ? identification->child("NewsIdentifier") : nullptr;
  if (!identifier) return;
  Article& article = draft.article;
  article.source = identifier->line_of("ProviderId");
  article.version = identifier->line_of("RevisionId");
  const std::string day = identifier->line_of("DateId"), number = identifier->line_of("NewsItemId");
  if (!number.empty()) article.id = "urn:newsml:" + article.source + ":" + day + ":" + number;
  if (article.id.empty()) article.id = identifier->line_of("PublicIdentifier");
}

void take_management(const XmlElement& item, Draft& draft) {
  const XmlElement* management = item.child("NewsManagement");
  if (!management) return;
  const std::string created = management->line_of("FirstCreated");
  const std::string revised = management->line_of("ThisRevisionCreated");
  take_date(draft.evidence.published, created, "FirstCreated");
  take_date(draft.evidence.published, revised, "ThisRevisionCreated");
  if (revised != created) take_date(draft.evidence.updated, revised, "ThisRevisionCreated");
  const std::string status = formal_name(*management, "Status");
  if (const XmlElement* change = management->child("StatusWillChange");
      change && code_of(status) != "usable" && code_of(formal_name(*change, "FutureStatus")) == "usable")
    draft.stated_embargo = change->line_of("DateAndTime");
  if (!status.empty()) take_status(draft, status);
  if (code_of(formal_name(*management, "Instruction")) == "delete") draft.killed = true;
}

void take_lines(const XmlElement& lines, Draft& draft) {
  Article& article = draft.article;
  for (const XmlElement* headline : lines.all("HeadLine")) take_headline(draft, headline->line(), "HeadLine");
  if (article.authors.empty())
    for (const XmlElement* byline : lines.all("ByLine")) take_byline(draft, byline->line());
  for (const XmlElement* keyword : lines.all("KeywordLine")) add_term(article.tags, keyword->line());
  for (const XmlElement* line : lines.all("NewsLine")) {
    const std::string type = code_of(formal_name(*line, "NewsLineType"));
    if (article.ednote.empty() && (type.find("note") != std::string::npos || type.find("advisory") == 0))
      article.ednote = line->line_of("NewsLineText");
  }
}

void take_party(const XmlElement& metadata, Draft& draft) {
  for (const char* role : {"Source", "Provider"})
    for (const XmlElement* party_role : metadata.all(role))
      if (std::string party = formal_name(*party_role, "Party"); !party.empty())
        draft.article.source = std::move(party);
}

void take_description(const XmlElement& metadata, Draft& draft) {
  Article& article = draft.article;
  if (article.lang.empty()) article.lang = formal_name(metadata, "Language");
  for (const XmlElement* property : metadata.all("Property")) {
    const std::string name = code_of(property->attribute("FormalName"));
    std::string value = collapse(property->attribute("Value"));
    if (name == "keyword")
      add_term(article.tags, std::move(value));
    else if (name == "city")
      add_term(article.places, std::move(value));
  }
  for (const XmlElement* location : metadata.all("Location"))
    for (const XmlElement* property : location->all("Property"))
      if (code_of(property->attribute("FormalName")) == "city")
        add_term(article.places, collapse(property->attribute("Value")));
}

void take_content_item(const XmlElement& item, Draft& draft) {
  const XmlElement* data = item.child("DataContent");
  const std::string type = code_of(formal_name(item, "MediaType"));
  if (!data || (!type.empty() && type != "text" && type != "complexdata" && type != "composite")) return;
  if (!item.attribute("Href").empty()) return;
  if (const XmlElement* nitf = data->find("nitf")) return take_nitf(*nitf, draft);
  bool marked_up = false;
  for (const XmlElement& child : data->children) marked_up = marked_up || !child.name.empty();
  draft.article.body = marked_up ? xml_text(*data) : html_text(data->all_text());
}

/// Of components within each other the outer says what is missing in the inner; the first text is the article's.
void take_component(const XmlElement& component, Draft& draft) {
  if (!is_main(component)) return;
  for (const XmlElement& child : component.children) {
    if (child.name == "AdministrativeMetadata") take_party(child, draft);
    if (child.name == "NewsLines" && draft.article.body.empty()) take_lines(child, draft);
    if (child.name == "DescriptiveMetadata" && draft.article.body.empty()) take_description(child, draft);
  }
  for (const XmlElement& child : component.children) {
    if (child.name == "ContentItem" && draft.article.body.empty()) take_content_item(child, draft);
    if (child.name == "NewsComponent" && draft.article.body.empty()) take_component(child, draft);
  }
}

Result<Draft> read_item_1(const XmlElement& item) {
  Draft draft;
  take_identification(item, draft);
  take_management(item, draft);
  const std::string lang = collapse(item.attribute("lang"));
  for (const XmlElement* component : item.all("NewsComponent")) take_component(*component, draft);
  if (draft.article.lang.empty()) draft.article.lang = lang;
  if (!draft.killed && draft.article.body.empty()) return no_text("a NewsItem without text");
  return draft;
}

}  // namespace

std::vector<Result<Draft>> read_newsml_1(const XmlElement& root) {
  std::vector<Result<Draft>> drafts;
  for (const XmlElement* item : root.all("NewsItem"))
    if (!item->cut_off) drafts.push_back(read_item_1(*item));
  if (drafts.empty()) drafts.emplace_back(no_text("a NewsML document without a NewsItem"));
  return drafts;
}

std::vector<Result<Draft>> read_newsml(std::string_view bytes, const Origin& origin) {
  XmlReading xml = read_xml(bytes, origin.charset);
  if (xml.root.name.empty() || (xml.broken && xml.root.name == "newsItem")) return {*std::move(xml.broken)};
  std::vector<Result<Draft>> drafts = xml.root.name == "NewsML" ? read_newsml_1(xml.root) : read_newsml_g2(xml.root);
  if (!xml.broken) return drafts;
  if (drafts.size() == 1 && !drafts.front()) drafts.clear();  // what is missing is missing because of the break
  drafts.emplace_back(*std::move(xml.broken));
  return drafts;
}

}  // namespace newssearch
