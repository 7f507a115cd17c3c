#include "corpus/byline.h"

#include <algorithm>
#include <array>

#include "corpus/ascii.h"
#include "corpus/clean_text.h"

namespace newssearch {
namespace {

/// Beyond this it is some other text, and nobody's name is looked for in it.
constexpr std::size_t kLongestByline = 4 << 10;

constexpr std::array<std::string_view, 4> kSeparators = {" and ", " & ", ";", ","};
constexpr std::array<std::string_view, 5> kSuffixes = {"jr", "sr", "ii", "iii", "phd"};
constexpr std::array<std::string_view, 9> kOffices = {
    "editor", "correspondent", "reporter", "writer", "contributor", "contributors", "columnist", "producer", "staff"};

bool is_suffix(std::string_view part) {
  std::string bare = ascii_lower(part);
  bare.erase(std::remove(bare.begin(), bare.end(), '.'), bare.end());
  return std::find(kSuffixes.begin(), kSuffixes.end(), bare) != kSuffixes.end();
}

/// "Political Editor", "Special to CNN": what someone does, not who it is.
bool is_office(std::string_view part) {
  const std::string words = ascii_lower(part);
  return words.starts_with("special to ") ||
         std::any_of(kOffices.begin(), kOffices.end(), [&](std::string_view office) {
           return words == office || words.ends_with(" " + std::string(office));
         });
}

std::string_view take_part(std::string_view& rest) {
  const std::string words = ascii_lower(rest);
  std::size_t end = rest.size(), length = 0;
  for (const std::string_view separator : kSeparators)
    if (const std::size_t found = words.find(separator); found < end) {
      end = found;
      length = separator.size();
    }
  const std::string_view part = trim(rest.substr(0, end));
  rest.remove_prefix(end + length);
  return part;
}

}  // namespace

std::vector<std::string> split_byline(std::string_view byline) {
  const std::string line = collapse(byline);
  if (line.size() > kLongestByline) return {line};
  std::string_view rest = line;
  if (ascii_lower(rest.substr(0, 3)) == "by ") rest.remove_prefix(3);
  std::vector<std::string> people;
  while (!rest.empty()) {
    std::string_view part = take_part(rest);
    if (ascii_lower(part.substr(0, 4)) == "and ") part.remove_prefix(4);  // "A, B, and C"
    if (!people.empty() && is_suffix(part))
      people.back() += ", " + std::string(part);
    else if (!part.empty() && (people.empty() || !is_office(part)))
      people.emplace_back(part);
  }
  return people;
}

}  // namespace newssearch
