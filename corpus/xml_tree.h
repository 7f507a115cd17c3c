#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/result.h"

namespace newssearch {

/// Beyond these an XML document is refused.
inline constexpr std::size_t kMaxXmlBytes = 10 << 20, kMaxXmlDepth = 64, kMaxXmlAttributes = 256,
                             kMaxXmlPieces = 100'000;

struct XmlAttribute {
  std::string name;   ///< without its prefix
  std::string space;  ///< as XmlElement::space
  std::string value;
};

/// An element, or a piece of text between elements.
struct XmlElement {
  std::string name;  ///< without its prefix; empty for a piece of text
  /// The namespace by its usual prefix, where it is one of news and feeds: "atom", "dc", "content", "xhtml", "xml", ...
  /// Empty for elements without a prefix that are in none of these, and for those of RSS. Else its address, or the
  /// prefix where that stands for none.
  std::string space;
  std::string text;  ///< of a piece of text
  std::vector<XmlAttribute> attributes;
  std::vector<XmlElement> children;
  bool cut_off = false;  ///< the document broke off, or became unreadable, within it

  /// The first child of that name, in any namespace or in this one; null where there is none.
  const XmlElement* child(std::string_view child_name) const;
  const XmlElement* child(std::string_view child_name, std::string_view child_space) const;
  /// The first descendant of that name, this element included; null where there is none.
  const XmlElement* find(std::string_view descendant_name) const;
  std::vector<const XmlElement*> all(std::string_view child_name) const;
  /// Empty where there is no such attribute. Of several of the name, the one without a namespace.
  std::string_view attribute(std::string_view attribute_name) const;
  /// All the text in it, as it stands.
  std::string all_text() const;
  /// The same on one line, without white space around it.
  std::string line() const;
  /// line() of the child of that name; empty where there is none.
  std::string line_of(std::string_view child_name) const;
};

struct XmlReading {
  XmlElement root;              ///< as far as it could be read; its name is empty where not even that could be
  std::optional<Error> broken;  ///< why it ends early: code "bad_xml"
};

/// Reads XML in any encoding (decode_markup), its usual faults mended (mend_xml). Nothing outside the document is ever
/// loaded and no entity but HTML's is expanded: a document type that declares any is refused. Time is linear.
XmlReading read_xml(std::string_view bytes, std::string_view charset);

/// The same for those who want all of it or nothing.
Result<XmlElement> read_whole_xml(std::string_view bytes, std::string_view charset);

}  // namespace newssearch
