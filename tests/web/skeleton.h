#pragma once
#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace newssearch {

/// The tags of a page in order, with their attributes' names but without values and text: "<a href rel>".
/// Throws where a tag is not written as our pages write them: lower-case names, values in double quotes.
inline std::vector<std::string> skeleton(std::string_view html) {
  std::vector<std::string> tags;
  const auto name_at = [html](std::size_t& i) {
    const std::size_t begin = i;
    i = std::min(html.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-!", i), html.size());
    return std::string(html.substr(begin, i - begin));
  };
  const auto fail = [html](std::size_t i) {
    throw std::runtime_error("not our markup: " + std::string(html.substr(i, 40)));
  };
  for (std::size_t i = html.find('<'); i != html.npos; i = html.find('<', i)) {
    const std::size_t begin = i++;
    std::string tag = "<";
    if (html[i] == '/') tag += html[i++];
    const std::string name = name_at(i);
    if (name.empty()) fail(begin);
    tag += name;
    while (html[i] == ' ') {
      tag += ' ' + name_at(++i);
      if (html.substr(i, 2) == "=\"") i = html.find('"', i + 2) + 1;
    }
    if (html[i] == '/') tag += html[i++];
    if (html[i] != '>') fail(begin);
    tags.push_back(tag + ">");
  }
  return tags;
}

}  // namespace newssearch
