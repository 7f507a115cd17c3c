#include "corpus/xml_tree.h"

#include <expat.h>

#include <algorithm>
#include <array>
#include <memory>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "corpus/ascii.h"
#include "corpus/charset.h"
#include "corpus/clean_text.h"
#include "corpus/gathered_record.h"
#include "corpus/xml_text.h"

namespace newssearch {
namespace {

Error bad_xml(const std::string& reason) { return Error{"bad_xml", reason}; }

/// Addresses of namespaces, lower case, without scheme, and their usual prefixes. Where one ends in "*", what begins
/// so.
constexpr std::array<std::pair<std::string_view, std::string_view>, 25> kUsualPrefixes = {
    {{"www.w3.org/2005/atom", "atom"},
     {"wordpress.org/export/*", "wp"},
     {"purl.org/atom/ns*", "atom"},
     {"purl.org/dc/elements/*", "dc"},
     {"purl.org/dc/terms*", "dcterms"},
     {"purl.org/rss/1.0/modules/content*", "content"},
     {"www.w3.org/1999/xhtml", "xhtml"},
     {"www.w3.org/xml/1998/namespace", "xml"},
     {"www.w3.org/1999/02/22-rdf-syntax-ns*", "rdf"},
     {"www.google.com/schemas/sitemap-news/*", "news"},
     {"www.sitemaps.org/schemas/sitemap/*", ""},
     {"www.google.com/schemas/sitemap/*", ""},
     {"www.itunes.com/dtds/*", "itunes"},
     {"search.yahoo.com/mrss*", "media"},
     {"rssnamespace.org/feedburner/*", "feedburner"},
     {"purl.org/rss/1.0", ""},
     {"purl.org/net/rss1.1*", ""},
     {"my.netscape.com/*", ""},
     {"channel.netscape.com/*", ""},
     {"backend.userland.com/rss*", ""},
     {"blogs.law.harvard.edu/tech/rss", ""},
     {"cyber.harvard.edu/rss*", ""},
     {"iptc.org/std/nar/*", "nar"},
     {"iptc.org/std/nitf/*", "nitf"},
     {"iptc.org/std/newsml/*", "newsml"}}};

std::optional<std::string> usual_prefix(std::string_view address) {
  std::string bare = ascii_lower(clip(trim(address), 200));
  for (const std::string_view scheme : {"http://", "https://"})
    if (bare.starts_with(scheme)) bare.erase(0, scheme.size());
  while (bare.ends_with('/')) bare.pop_back();
  for (auto [space, prefix] : kUsualPrefixes) {
    if (!space.ends_with('*')) {
      if (bare == space) return std::string(prefix);
      continue;
    }
    space.remove_suffix(1);
    if (bare.starts_with(space) || bare + "/" == space) return std::string(prefix);
  }
  return std::nullopt;
}

/// Which namespaces the prefixes in use stand for. Expat can do this, but gives up at a prefix that stands for none.
class Namespaces {
 public:
  void open(const char** attributes) {
    declared_.emplace_back();
    for (const char** attribute = attributes; *attribute; attribute += 2) {
      const std::string_view name = attribute[0];
      if (name == "xmlns")
        declare("", attribute[1]);
      else if (name.starts_with("xmlns:"))
        declare(std::string(name.substr(6)), attribute[1]);
    }
  }
  void close() {
    for (const std::string& prefix : declared_.back()) bound_[prefix].pop_back();
    declared_.pop_back();
  }
  /// Cuts a name into what XmlElement and XmlAttribute have.
  std::pair<std::string, std::string> split(std::string_view name, bool element) const {
    const std::size_t colon = name.find(':');
    const std::string prefix(colon == std::string_view::npos ? "" : name.substr(0, colon));
    std::string local(colon == std::string_view::npos ? name : name.substr(colon + 1));
    if (prefix.empty() && !element) return {std::move(local), ""};
    const auto found = bound_.find(prefix);
    const bool bound = found != bound_.end() && !found->second.empty();
    return {std::move(local), bound ? found->second.back() : prefix};
  }

 private:
  void declare(const std::string& prefix, const char* address) {
    std::optional<std::string> usual = usual_prefix(address);
    if (!usual) usual = prefix.empty() ? std::string() : std::string(clip(trim(address), 200));
    bound_[prefix].push_back(*std::move(usual));
    declared_.back().push_back(prefix);
  }

  std::unordered_map<std::string, std::vector<std::string>> bound_;
  std::vector<std::vector<std::string>> declared_;
};

class TreeBuilder {
 public:
  XmlReading build(const std::string& xml) {
    const std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser(XML_ParserCreate("UTF-8"), XML_ParserFree);
    parser_ = parser.get();
    if (!parser_) return {{}, bad_xml("no memory to read it")};
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(parser_, on_open, on_close);
    XML_SetCharacterDataHandler(parser_, on_text);
    XML_SetStartDoctypeDeclHandler(parser_, on_doctype);
    XML_SetEntityDeclHandler(parser_, on_entity);
    const bool whole =
        XML_Parse(parser_, xml.data(), static_cast<int>(xml.size()), /*isFinal=*/1) == XML_STATUS_OK && !refused_;
    if (!whole) {
      if (!refused_)
        refused_ = bad_xml("not well-formed at line " + std::to_string(XML_GetCurrentLineNumber(parser_)) + ": " +
                           XML_ErrorString(XML_GetErrorCode(parser_)));
      while (!open_.empty()) {
        open_.back().cut_off = true;
        close();
      }
    }
    return {std::move(root_), std::move(refused_)};
  }

 private:
  static TreeBuilder& of(void* data) { return *static_cast<TreeBuilder*>(data); }
  static void on_open(void* data, const char* name, const char** attributes) { of(data).open(name, attributes); }
  static void on_close(void* data, const char*) {
    if (!of(data).refused_) of(data).close();
  }
  static void on_text(void* data, const char* text, int length) {
    of(data).add_text({text, static_cast<std::size_t>(length)});
  }
  static void on_doctype(void* data, const char*, const char*, const char*, int has_internal_subset) {
    if (has_internal_subset) of(data).refuse(kDeclares);
  }
  static void on_entity(void* data, const char*, int, const char*, int, const char*, const char*, const char*,
                        const char*) {
    of(data).refuse(kDeclares);
  }

  void refuse(const std::string& reason) {
    if (!refused_) refused_ = bad_xml(reason);
    XML_StopParser(parser_, /*resumable=*/XML_FALSE);
  }

  void open(const char* name, const char** attributes) {
    if (refused_) return;
    if (open_.size() >= kMaxXmlDepth) return refuse("nested deeper than " + std::to_string(kMaxXmlDepth) + " levels");
    if (++pieces_ > kMaxXmlPieces) return refuse("it has more than " + std::to_string(kMaxXmlPieces) + " elements");
    if (XML_GetSpecifiedAttributeCount(parser_) > static_cast<int>(2 * kMaxXmlAttributes))
      return refuse("<" + std::string(clip(name, 40)) + "> has more than " + std::to_string(kMaxXmlAttributes) +
                    " attributes");
    namespaces_.open(attributes);
    XmlElement element;
    std::tie(element.name, element.space) = namespaces_.split(name, true);
    for (const char** attribute = attributes; *attribute; attribute += 2) {
      auto [local, space] = namespaces_.split(attribute[0], false);
      element.attributes.push_back({std::move(local), std::move(space), attribute[1]});
    }
    open_.push_back(std::move(element));
  }

  void close() {
    namespaces_.close();
    XmlElement element = std::move(open_.back());
    open_.pop_back();
    (open_.empty() ? root_ : open_.back().children.emplace_back()) = std::move(element);
  }

  void add_text(std::string_view text) {
    if (refused_ || open_.empty()) return;
    std::vector<XmlElement>& siblings = open_.back().children;
    if (siblings.empty() || !siblings.back().name.empty()) {
      if (++pieces_ > kMaxXmlPieces) return refuse("it has more than " + std::to_string(kMaxXmlPieces) + " elements");
      siblings.emplace_back();
    }
    siblings.back().text += text;
  }

  static constexpr const char* kDeclares =
      "its document type declares elements or entities of its own, which are not read: take the declarations out";

  XML_Parser parser_ = nullptr;
  Namespaces namespaces_;
  std::vector<XmlElement> open_;
  XmlElement root_;
  std::size_t pieces_ = 0;
  std::optional<Error> refused_;
};

void gather_text(const XmlElement& element, std::string& text) {
  text += element.text;
  for (const XmlElement& child : element.children) gather_text(child, text);
}

}  // namespace

const XmlElement* XmlElement::child(std::string_view child_name) const {
  const auto found =
      std::find_if(children.begin(), children.end(), [&](const XmlElement& c) { return c.name == child_name; });
  return found == children.end() ? nullptr : &*found;
}

const XmlElement* XmlElement::child(std::string_view child_name, std::string_view child_space) const {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [&](const XmlElement& c) { return c.name == child_name && c.space == child_space; });
  return found == children.end() ? nullptr : &*found;
}

const XmlElement* XmlElement::find(std::string_view descendant_name) const {
  if (name == descendant_name) return this;
  for (const XmlElement& child : children)
    if (const XmlElement* found = child.find(descendant_name)) return found;
  return nullptr;
}

std::vector<const XmlElement*> XmlElement::all(std::string_view child_name) const {
  std::vector<const XmlElement*> found;
  for (const XmlElement& child : children)
    if (child.name == child_name) found.push_back(&child);
  return found;
}

std::string_view XmlElement::attribute(std::string_view attribute_name) const {
  const XmlAttribute* found = nullptr;
  for (const XmlAttribute& attribute : attributes)
    if (attribute.name == attribute_name && (!found || attribute.space.empty())) found = &attribute;
  return found ? std::string_view(found->value) : std::string_view();
}

std::string XmlElement::all_text() const {
  std::string text_within;
  gather_text(*this, text_within);
  return text_within;
}

std::string XmlElement::line() const { return collapse(all_text()); }

std::string XmlElement::line_of(std::string_view child_name) const {
  const XmlElement* found = child(child_name);
  return found ? found->line() : std::string();
}

XmlReading read_xml(std::string_view bytes, std::string_view charset) {
  if (bytes.size() > kMaxXmlBytes)
    return {{}, bad_xml("its " + megabytes(bytes.size()) + " are over the limit of " + megabytes(kMaxXmlBytes))};
  const std::string mended = mend_xml(decode_markup(bytes, charset).text);
  if (trim(mended).empty()) return {{}, bad_xml("nothing in it")};
  return TreeBuilder().build(mended);
}

Result<XmlElement> read_whole_xml(std::string_view bytes, std::string_view charset) {
  XmlReading reading = read_xml(bytes, charset);
  if (reading.broken) return *std::move(reading.broken);
  return std::move(reading.root);
}

}  // namespace newssearch
