#include "corpus/html_authors.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include "corpus/byline.h"
#include "corpus/clean_text.h"
#include "corpus/html_words.h"
#include "corpus/text_key.h"
#include "corpus/text_shape.h"

namespace newssearch {
namespace {

constexpr std::size_t kLongestList = 400, kLongestName = 80, kMostAuthors = 50;
constexpr std::uint32_t kNodesAbove = 400;

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

/// The words that open a byline, taken off.
std::string_view without_opening(std::string_view line) {
  constexpr auto openings = std::to_array<std::string_view>(
      {"By ", "by ",   "BY ", "Von ", "von ",    "VON ",     "Par ", "par ",   "Por ",    "por ",
       "Di ", "Door ", "Av ", "Af ",  "Autor: ", "Author: ", "By: ", "Text: ", "Tekst: ", "Autorin: "});
  for (const std::string_view opening : openings)
    if (line.starts_with(opening)) return trim(line.substr(opening.size()));
  return line;
}

/// "Jane Doe und John Roe": each side a name of its own.
std::vector<std::string> people_of(std::string_view line) {
  if (line.size() > kLongestList || is_web_address(line)) return {};
  std::string byline(without_opening(trim(line)));
  constexpr auto conjunctions = std::to_array<std::string_view>(
      {" und ", " et ", " och ", " og ", " y ", " e ", " ve ", " | ", " / ", " • ", " · ", "、", "・"});
  for (const std::string_view conjunction : conjunctions) {
    const std::size_t found = byline.find(conjunction);
    const bool is_word = conjunction.front() == ' ' && conjunction != " | " && conjunction != " / ";
    if (found != std::string::npos && (!is_word || byline.find(' ') < found))
      byline = replaced(std::move(byline), conjunction, "; ");
  }
  return split_byline(byline);
}

/// "Jane Doe (jd)" is Jane Doe.
std::string without_initials(std::string name) {
  const std::size_t open = name.rfind(" (");
  if (open != std::string::npos && open > 0 && name.ends_with(')') && name.size() - open < 12) name.resize(open);
  return name;
}

bool is_name(std::string_view name) {
  if (name.starts_with('(') || name.starts_with('[')) return false;
  if (name.size() < 2 || name.size() > kLongestName || is_web_address(name)) return false;
  if (name.find('@') != std::string_view::npos || name.find("://") != std::string_view::npos) return false;
  if (text_key(name).empty()) return false;
  const auto digits = std::count_if(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits <= 2 && count_words(name) <= 8;
}

std::vector<std::string> names_of(const std::vector<std::string>& lines) {
  std::vector<std::string> names, keys;
  for (const std::string& line : lines)
    for (std::string& person : people_of(collapse(line))) {
      std::string name = without_initials(std::move(person));
      std::string key = text_key(name);
      if (!is_name(name) || names.size() >= kMostAuthors || std::find(keys.begin(), keys.end(), key) != keys.end())
        continue;
      names.push_back(std::move(name));
      keys.push_back(std::move(key));
    }
  return names;
}

/// Two to four words, each with a capital.
bool looks_like_name(std::string_view text) {
  constexpr int fewest = 2, most = 4;
  const int words = count_words(text);
  if (words < fewest || words > most || text.find_first_of("0123456789:|/@") != std::string_view::npos) return false;
  const auto small_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  for (std::size_t i = 0; i < text.size(); ++i)
    if (small_letter(text[i]) && (i == 0 || text[i - 1] == ' ')) return false;
  return true;
}

/// Names in elements that are said to hold them, near the text.
std::vector<std::string> visible_authors(const HtmlTree& tree, const FoundBody& body) {
  const std::uint32_t begin = body.begin - std::min(body.begin, kNodesAbove);
  std::vector<std::string> by_property, by_link, by_class;
  for (std::uint32_t i = begin; i < body.end; ++i) {
    const HtmlNode& node = tree[i];
    if (node.is_text || tree[i].end - i > 60) continue;
    const std::string_view property = node.attribute("itemprop"), rel = node.attribute("rel");
    if (property == "author" || property == "creator") {
      std::uint32_t name = i;
      for (std::uint32_t k = i + 1; k < node.end && name == i; ++k)
        if (tree[k].attribute("itemprop") == "name") name = k;
      std::string text(tree[name].attribute("content"));
      by_property.push_back(text.empty() ? text_within(tree, name) : std::move(text));
    } else if (rel == "author") {
      by_link.push_back(text_within(tree, i));
    } else if (i < body.begin) {
      for (const std::string& word : role_words(node))
        if (word == "author" || word == "byline" || word == "autor" || word == "authors") {
          const std::string text = text_within(tree, i);
          if (by_class.empty() && (without_opening(text) != text || looks_like_name(text))) by_class.push_back(text);
        }
    }
  }
  for (const auto* lines : {&by_property, &by_link, &by_class})
    if (std::vector<std::string> names = names_of(*lines); !names.empty()) return names;
  return {};
}

/// "https://www.example.org/..." is of "example.org" and "example".
std::vector<std::string> host_names(std::string_view url) {
  const std::size_t begin = url.find("://");
  if (begin == std::string_view::npos) return {};
  std::string_view host = url.substr(begin + 3);
  host = host.substr(0, host.find_first_of("/?#:"));
  if (host.starts_with("www.")) host.remove_prefix(4);
  return {std::string(host), std::string(host.substr(0, host.rfind('.')))};
}

}  // namespace

std::vector<std::string> html_authors(const HtmlTree& tree, const HtmlMeta& meta, const FoundBody& body) {
  std::vector<std::string> sites;
  for (const std::string& name : meta.site_names) sites.push_back(text_key(name));
  for (const std::string& name : host_names(meta.url)) sites.push_back(text_key(name));
  const auto is_site = [&](const std::string& name) {
    return std::find(sites.begin(), sites.end(), text_key(name)) != sites.end();
  };
  std::vector<std::string> organisations;
  const auto persons = [&](std::vector<std::string> names) {
    std::vector<std::string> people;
    for (const std::string& name : names)
      if (!is_site(name)) people.push_back(name);
    if (people.empty() && organisations.empty()) organisations = std::move(names);
    return people;
  };
  for (const std::vector<std::string>& lines : meta.authors)
    if (std::vector<std::string> people = persons(names_of(lines)); !people.empty()) return people;
  if (std::vector<std::string> people = persons(visible_authors(tree, body)); !people.empty()) return people;
  return organisations;
}

}  // namespace newssearch
