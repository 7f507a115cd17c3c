#include "corpus/feed_article.h"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

#include "corpus/agency_terms.h"
#include "corpus/byline.h"
#include "corpus/clean_text.h"
#include "corpus/html_text.h"
#include "corpus/web_address.h"
#include "corpus/wordpress_article.h"
#include "corpus/xml_tree.h"

namespace newssearch {
namespace {

/// Where a feed's elements are looked for: in the namespace its entries are in ("" for RSS), or in that of a module.
struct FeedTerm {
  std::string_view name;
  std::string_view space = {};  ///< kOwn: that of the entry
};
constexpr std::string_view kOwn = "own";

/// What an entry takes from its feed.
struct FeedFrame {
  std::string title, lang, base;
  std::vector<std::string> authors;
};

bool has_term(const XmlElement& child, const XmlElement& parent, const FeedTerm& term) {
  return child.name == term.name && child.space == (term.space == kOwn ? std::string_view(parent.space) : term.space);
}

const XmlElement* first_of(const XmlElement& parent, const FeedTerm& term) {
  for (const XmlElement& child : parent.children)
    if (has_term(child, parent, term)) return &child;
  return nullptr;
}

bool has_elements(const XmlElement& element) {
  return std::any_of(element.children.begin(), element.children.end(),
                     [](const XmlElement& child) { return !child.name.empty(); });
}

/// The text of an element that may hold text, escaped HTML or XHTML, as its type says; empty for other media.
std::string content_of(const XmlElement& element) {
  const std::string type = collapse(element.attribute("type"));
  if (element.attribute("mode") == "base64") return {};
  if (type.find('/') != std::string::npos && !type.starts_with("text/") && type.find("xml") == std::string::npos)
    return {};
  if (has_elements(element)) return xml_text(element);
  const std::string text = element.all_text();
  const bool plain = element.space == "atom" && (type == "text" || type == "text/plain");
  return plain ? std::string(trim(text)) : html_text(text);
}

std::string first_content(const XmlElement& entry, std::initializer_list<FeedTerm> terms) {
  for (const FeedTerm& term : terms)
    for (const XmlElement& child : entry.children)
      if (has_term(child, entry, term))
        if (std::string text = content_of(child); !text.empty()) return text;
  return {};
}

std::string first_line(const XmlElement& entry, std::initializer_list<FeedTerm> terms) {
  for (const FeedTerm& term : terms)
    if (const XmlElement* found = first_of(entry, term))
      if (std::string line = found->line(); !line.empty()) return line;
  return {};
}

/// "jane@example.org (Jane Doe)" and "Jane Doe <jane@example.org>" as Jane Doe; empty for the address alone.
std::string name_of_person(std::string_view person) {
  const std::size_t open = person.find('('), close = person.rfind(')');
  const std::size_t at = person.find('@');
  if (at == std::string_view::npos) return std::string(person);
  if (open != std::string_view::npos && close != std::string_view::npos && open < close) {
    const std::string_view inside = person.substr(open + 1, close - open - 1);
    return std::string(trim(open < at && at < close ? person.substr(0, open) : inside));
  }
  const std::size_t angle = person.find('<');
  return angle == std::string_view::npos ? std::string() : std::string(trim(person.substr(0, angle)));
}

void add_people(std::vector<std::string>& authors, const XmlElement& element) {
  std::string name = element.line_of("name");
  if (name.empty() && !has_elements(element)) name = element.line();
  for (std::string& person : split_byline(name_of_person(html_line(name)))) add_term(authors, std::move(person));
}

std::vector<std::string> authors_of(const XmlElement& entry) {
  std::vector<std::string> authors;
  for (const FeedTerm& term : {FeedTerm{"author", kOwn}, FeedTerm{"author", "atom"}, FeedTerm{"creator", "dc"}})
    for (const XmlElement& child : entry.children)
      if (has_term(child, entry, term)) add_people(authors, child);
  return authors;
}

/// The address of the article: of an Atom entry's links the alternate one.
std::string address_of(const XmlElement& entry) {
  if (std::string original = first_line(entry, {{"origLink", "feedburner"}}); !original.empty()) return original;
  for (const XmlElement& child : entry.children) {
    if (child.name != "link" || (child.space != entry.space && child.space != "atom")) continue;
    const std::string_view rel = child.attribute("rel"), href = child.attribute("href");
    if (href.empty() && child.space == entry.space)
      if (std::string line = child.line(); !line.empty()) return line;
    if (!href.empty() && (rel.empty() || rel == "alternate")) return std::string(href);
  }
  return {};
}

void take_identity(const XmlElement& entry, const FeedFrame& frame, Article& article) {
  const std::string base(entry.attribute("base"));
  const XmlElement* guid = first_of(entry, {"guid", kOwn});
  article.id = first_line(entry, {{"guid", kOwn}, {"id", kOwn}, {"identifier", "dc"}});
  if (article.id.empty()) article.id = collapse(entry.attribute("about"));
  std::string address = address_of(entry);
  if (address.empty() && guid && guid->attribute("isPermaLink") != "false" && is_web_address(article.id))
    address = article.id;
  article.url = resolve_address(address, base.empty() ? frame.base : resolve_address(base, frame.base));
}

void take_dates(const XmlElement& entry, Evidence& evidence) {
  const auto take = [&](std::vector<DateCandidate>& dates, const FeedTerm& term) {
    for (const XmlElement& child : entry.children)
      if (has_term(child, entry, term)) take_date(dates, child.line(), child.name, DateSource::feed);
  };
  for (const FeedTerm& term : {FeedTerm{"pubDate", kOwn}, FeedTerm{"published", kOwn}, FeedTerm{"issued", kOwn},
                               FeedTerm{"published", "atom"}, FeedTerm{"date", "dc"}, FeedTerm{"issued", "dcterms"},
                               FeedTerm{"created", kOwn}, FeedTerm{"created", "dcterms"}})
    take(evidence.published, term);
  for (const FeedTerm& term : {FeedTerm{"updated", kOwn}, FeedTerm{"modified", kOwn}, FeedTerm{"updated", "atom"},
                               FeedTerm{"modified", "dcterms"}})
    take(evidence.updated, term);
  constexpr double confidence_of_a_later_date = 0.7;
  if (!evidence.published.empty()) return;
  evidence.published = evidence.updated;
  for (DateCandidate& candidate : evidence.published) candidate.confidence = confidence_of_a_later_date;
}

void take_categories(const XmlElement& entry, Article& article) {
  std::vector<std::string> categories;
  for (const XmlElement& child : entry.children) {
    const bool category = child.name == "category" && (child.space == entry.space || child.space == "atom");
    if (!category && !(child.name == "subject" && child.space == "dc")) continue;
    std::string name(child.attribute("label"));
    if (name.empty()) name = child.attribute("term");
    if (name.empty()) name = html_line(child.line());
    const bool tag = child.attribute("domain").find("tag") != std::string_view::npos;
    add_term(tag ? article.tags : categories, std::move(name));
  }
  const bool only = std::all_of(categories.begin(), categories.end(),
                                [&](const std::string& category) { return category == categories.front(); });
  std::vector<std::string>& kind = only ? article.sections : article.tags;
  kind.insert(kind.end(), categories.begin(), categories.end());
}

std::string language_of(const XmlElement& element) {
  for (const XmlAttribute& attribute : element.attributes)
    if (attribute.name == "lang" && attribute.space == "xml") return attribute.value;
  return first_line(element, {{"language", kOwn}, {"language", "dc"}});
}

/// "The post Old bridge closes appeared first on The Lamp." ends each entry of a WordPress feed.
void drop_wordpress_footer(Draft& draft) {
  std::string& body = draft.article.body;
  const std::size_t newline = body.rfind('\n');
  const std::string_view last =
      newline == std::string::npos ? std::string_view(body) : std::string_view(body).substr(newline + 1);
  if (last.starts_with("The post ") && last.find(" appeared first on ") != std::string_view::npos &&
      last.ends_with('.'))
    body.resize(trim(std::string_view(body).substr(0, body.size() - last.size())).size());
}

Draft read_entry(const XmlElement& entry, const FeedFrame& frame) {
  Draft draft;
  Article& article = draft.article;
  take_identity(entry, frame, article);
  take_headline(draft, collapse(first_content(entry, {{"title", kOwn}, {"title", "dc"}})), "title");
  article.body = first_content(entry, {{"encoded", "content"},
                                       {"content", kOwn},
                                       {"body", "xhtml"},
                                       {"div", "xhtml"},
                                       {"content", "atom"},
                                       {"description", kOwn},
                                       {"summary", kOwn},
                                       {"summary", "atom"},
                                       {"description", "dc"},
                                       {"abstract", "dcterms"}});
  drop_wordpress_footer(draft);
  article.authors = authors_of(entry);
  if (article.authors.empty()) article.authors = frame.authors;
  const XmlElement* source = first_of(entry, {"source", kOwn});
  article.source = !source ? "" : has_elements(*source) ? source->line_of("title") : source->line();
  if (article.source.empty()) article.source = frame.title;
  article.lang = language_of(entry);
  for (const char* part : {"content", "title"})
    if (const XmlElement* element = entry.child(part); element && article.lang.empty())
      article.lang = language_of(*element);
  if (article.lang.empty()) article.lang = frame.lang;
  take_categories(entry, article);
  take_dates(entry, draft.evidence);
  return draft;
}

/// What the entries of a feed or channel share; `outer` is what its document says of it.
FeedFrame frame_of(const XmlElement& channel, const FeedFrame& outer) {
  FeedFrame frame = outer;
  if (std::string title = collapse(first_content(channel, {{"title", kOwn}, {"title", "dc"}})); !title.empty())
    frame.title = std::move(title);
  if (std::string lang = language_of(channel); !lang.empty()) frame.lang = std::move(lang);
  if (const std::string_view base = channel.attribute("base"); !base.empty())
    frame.base = resolve_address(base, outer.base);
  for (const XmlElement& child : channel.children)  // of an Atom feed's links, the one to itself is whole
    if (frame.base.empty() && child.name == "link" && is_web_address(child.attribute("href")))
      frame.base = child.attribute("href");
  if (frame.base.empty()) frame.base = address_of(channel);
  if (channel.space == "atom") frame.authors = authors_of(channel);
  return frame;
}

bool is_entry(const XmlElement& element) {
  return (element.name == "item" || element.name == "entry") && !element.cut_off && !element.children.empty();
}

/// Items within whatever else was left open: in a broken feed only.
void read_stray_entries(const XmlElement& parent, const FeedFrame& frame, std::vector<Result<Draft>>& drafts) {
  for (const XmlElement& child : parent.children) {
    if (is_entry(child)) drafts.emplace_back(read_entry(child, frame));
    if (child.cut_off) read_stray_entries(child, frame, drafts);
  }
}

void read_entries(const XmlElement& parent, const FeedFrame& frame, std::vector<Result<Draft>>& drafts) {
  for (const XmlElement& child : parent.children) {
    if (!is_entry(child)) continue;
    Draft draft = read_entry(child, frame);
    if (!is_wordpress_item(child))
      drafts.emplace_back(std::move(draft));
    else if (std::optional<Result<Draft>> post = read_wordpress_item(child, parent, std::move(draft)))
      drafts.push_back(*std::move(post));
  }
}

}  // namespace

std::vector<Result<Draft>> read_feed(std::string_view bytes, const Origin& origin) {
  if (trim(bytes).starts_with('{')) return read_json_feed(bytes, origin);
  XmlReading xml = read_xml(bytes, origin.charset);
  const XmlElement& root = xml.root;
  const FeedFrame outer = frame_of(root, {.title = "", .lang = "", .base = origin.url, .authors = {}});
  std::vector<Result<Draft>> drafts;
  if (root.name == "entry") {
    drafts.emplace_back(read_entry(root, outer));
  } else {
    FeedFrame frame = outer;  // RSS 1.0 has its items beside the channel
    for (const XmlElement* channel : root.all("channel")) {
      frame = frame_of(*channel, outer);
      read_entries(*channel, frame, drafts);
    }
    read_entries(root, frame, drafts);
  }
  if (xml.broken && drafts.empty()) read_stray_entries(root, outer, drafts);
  if (xml.broken) drafts.emplace_back(*std::move(xml.broken));
  return drafts;
}

}  // namespace newssearch
