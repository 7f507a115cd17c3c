#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace newssearch {

/// A date on a page, or the word that announces one: "Published", and the date only lines later.
struct DateMention {
  enum class Role { unsaid, published, updated } role = Role::unsaid;
  std::string date;  ///< as written; empty where it is only announced
  bool operator==(const DateMention&) const = default;
};

/// What a line of a scraped page says about its article rather than in it.
struct PageMeta {
  std::vector<std::string> authors;
  std::vector<DateMention> dates;
  bool announces_author = false;  ///< "By", and the name on the next line
  bool operator==(const PageMeta&) const = default;
};

/// True for "Jane Doe, John Smith and Ann Lee": capitalised, and no sentence.
bool is_names(std::string_view text);

/// Reads a line that is a byline, publication dates, or both: "By Jane Doe | March 3, 2025", "Published", "on",
/// "Updated: 3 March 2025 at 4:15 pm", "5 min read". nullopt for any other line.
std::optional<PageMeta> read_page_meta(std::string_view line);

}  // namespace newssearch
