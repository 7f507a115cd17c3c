#include "corpus/agency_format.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "corpus/charset.h"
#include "corpus/clean_text.h"
#include "corpus/wire_text.h"
#include "corpus/xml_text.h"

namespace newssearch {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 16> kRoots = {{{"rss", Format::feed},
                                                                         {"RDF", Format::feed},
                                                                         {"feed", Format::feed},
                                                                         {"entry", Format::feed},
                                                                         {"channel", Format::feed},
                                                                         {"urlset", Format::sitemap},
                                                                         {"sitemapindex", Format::sitemap},
                                                                         {"nitf", Format::nitf},
                                                                         {"NewsML", Format::newsml},
                                                                         {"newsItem", Format::newsml},
                                                                         {"newsMessage", Format::newsml},
                                                                         {"packageItem", Format::newsml},
                                                                         {"conceptItem", Format::newsml},
                                                                         {"knowledgeItem", Format::newsml},
                                                                         {"planningItem", Format::newsml},
                                                                         {"catalogItem", Format::newsml}}};

/// Of XML, or of a byte order mark.
constexpr std::string_view kXmlBeginnings{"<\xef\xff\xfe\0", 5};

/// The name of the first element, without its prefix; empty where none begins within the text. Comments and processing
/// instructions are out of it already.
std::string root_name(std::string_view mended) {
  while (true) {
    mended = trim(mended);
    if (!mended.starts_with('<')) return {};
    if (!mended.starts_with("<!")) break;
    const std::size_t subset = mended.find('['), end = mended.find('>');
    const std::size_t close = subset < end ? mended.find("]", subset) : end;
    const std::size_t after = mended.find('>', close == std::string_view::npos ? mended.size() : close);
    if (after == std::string_view::npos) return {};
    mended.remove_prefix(after + 1);
  }
  std::string_view name = mended.substr(1, std::min(mended.find_first_of(" \t\r\n/>"), mended.size()) - 1);
  name.remove_prefix(name.find(':') == std::string_view::npos ? 0 : name.find(':') + 1);
  return std::string(name);
}

bool same_letters(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

/// "<groupSet>...</groupSet>", but not "<Bridge> closes" or "<p>...</p>".
bool is_other_xml(const std::string& name, std::string_view text) {
  constexpr std::array<std::string_view, 44> html = {
      "a",    "article", "aside",  "b",       "blockquote", "body", "br",     "center", "div",   "dl",    "em",
      "font", "footer",  "form",   "h1",      "h2",         "h3",   "h4",     "h5",     "h6",    "head",  "header",
      "hr",   "i",       "img",    "li",      "link",       "main", "meta",   "nav",    "ol",    "p",     "pre",
      "q",    "s",       "script", "section", "small",      "span", "strong", "style",  "table", "title", "ul"};
  if (name.empty() ||
      std::any_of(html.begin(), html.end(), [&](std::string_view tag) { return same_letters(name, tag); }))
    return false;
  return text.find("</" + name) != std::string_view::npos || text.find("xmlns") != std::string_view::npos;
}

}  // namespace

std::optional<Result<Format>> guess_agency_format(std::string_view front) {
  if (begins_wire_text(front)) return Format::wire_text;
  const std::size_t first = front.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || kXmlBeginnings.find(front[first]) == std::string_view::npos)
    return std::nullopt;
  const std::string text = decode_markup(front, "").text;
  if (!trim(text).starts_with('<')) return std::nullopt;
  const std::string name = root_name(mend_xml(text));
  const bool declared = trim(text).starts_with("<?xml");
  if (same_letters(name, "html")) return std::nullopt;
  for (const auto& [root, format] : kRoots)
    if (name == root || (root == "rss" && same_letters(name, root))) return format;
  if (!declared && !is_other_xml(name, text)) return std::nullopt;
  if (name.empty()) return Error{"unknown_format", "it is XML without an element"};
  return Error{"unknown_format", "it is XML with <" + std::string(clip(name, 60)) +
                                     "> as its root: give RSS, Atom, NewsML, NITF or a news sitemap"};
}

}  // namespace newssearch
