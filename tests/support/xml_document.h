#pragma once
#include <expat.h>

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace newssearch {

/// An element of an XML document, read by expat.
struct XmlNode {
  std::string name;  ///< with the usual prefix of its namespace: "atom:entry"; "item" where it is in none
  std::map<std::string, std::string> attributes;
  std::vector<XmlNode> children;
  std::string text;

  /// The children of a name.
  std::vector<XmlNode> all(std::string_view wanted) const {
    std::vector<XmlNode> found;
    for (const XmlNode& child : children)
      if (child.name == wanted) found.push_back(child);
    return found;
  }
  /// The texts of the children of a name.
  std::vector<std::string> texts(std::string_view wanted) const {
    std::vector<std::string> texts;
    for (const XmlNode& child : all(wanted)) texts.push_back(child.text);
    return texts;
  }
  /// The only child of a name; throws where there is none, or another one.
  XmlNode only(std::string_view wanted) const {
    auto found = all(wanted);
    if (found.size() != 1)
      throw std::runtime_error(name + " has " + std::to_string(found.size()) + " " + std::string(wanted));
    return found[0];
  }
  /// The address that a link of that relation leads to; empty where there is none.
  std::string link(std::string_view relation) const {
    for (const XmlNode& child : all("atom:link"))
      if (child.attributes.at("rel") == relation) return child.attributes.at("href");
    return "";
  }
};

/// The root element. Throws where the document is not well-formed, or its namespaces are not.
inline XmlNode parse_xml(const std::string& text) {
  static const std::map<std::string, std::string> kPrefixes = {{"http://www.w3.org/2005/Atom", "atom"},
                                                               {"http://purl.org/dc/elements/1.1/", "dc"},
                                                               {"http://www.w3.org/XML/1998/namespace", "xml"},
                                                               {"http://a9.com/-/spec/opensearch/1.1/", "os"}};
  struct Reader {
    std::vector<XmlNode> open = std::vector<XmlNode>(1);
    static std::string named(const std::string& name) {
      const auto bar = name.rfind('|');
      return bar == name.npos ? name : kPrefixes.at(name.substr(0, bar)) + ":" + name.substr(bar + 1);
    }
  } reader;
  const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreateNS("UTF-8", '|'),
                                                                            XML_ParserFree);
  XML_SetUserData(parser.get(), &reader);
  XML_SetElementHandler(
      parser.get(),
      [](void* data, const char* name, const char** attributes) {
        auto& node = static_cast<Reader*>(data)->open.emplace_back();
        node.name = Reader::named(name);
        for (; *attributes; attributes += 2) node.attributes[Reader::named(attributes[0])] = attributes[1];
      },
      [](void* data, const char*) {
        auto& open = static_cast<Reader*>(data)->open;
        XmlNode node = std::move(open.back());
        open.pop_back();
        open.back().children.push_back(std::move(node));
      });
  XML_SetCharacterDataHandler(parser.get(), [](void* data, const char* piece, int bytes) {
    static_cast<Reader*>(data)->open.back().text.append(piece, static_cast<std::size_t>(bytes));
  });
  if (XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), 1) != XML_STATUS_OK)
    throw std::runtime_error("line " + std::to_string(XML_GetCurrentLineNumber(parser.get())) + ": " +
                             XML_ErrorString(XML_GetErrorCode(parser.get())));
  return reader.open.at(0).children.at(0);
}

}  // namespace newssearch
