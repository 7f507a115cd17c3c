#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace newssearch {

/// What had to be done to a text before it was fit to store.
struct TextRepairs {
  std::size_t bad_utf8 = 0;  ///< sequences that are not UTF-8, each now U+FFFD
  std::size_t controls = 0;  ///< control characters taken out
};

/// "text: 2 sequences not in UTF-8 replaced by U+FFFD, 1 control character removed"; empty where nothing was done.
std::string repair_warning(const TextRepairs& repairs);

/// Valid UTF-8 without control characters but newline and tab, line ends as newlines, and trimmed.
std::string clean_text(std::string_view text, TextRepairs& repairs);

/// The same for what stands on one line: any run of white space is one blank.
std::string clean_line(std::string_view text, TextRepairs& repairs);

/// JSON as it should have been: what is not UTF-8 and lone surrogates become U+FFFD, raw control characters within
/// strings are escaped.
std::string repair_json(std::string_view json, TextRepairs& repairs);

std::string_view trim(std::string_view text);

/// Runs of white space as one blank, trimmed.
std::string collapse(std::string_view text);

/// No more than `bytes` of the front, cut between characters.
std::string_view clip(std::string_view text, std::size_t bytes);

}  // namespace newssearch
