#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace newssearch {

/// A document in UTF-8, as far as its bytes could be read.
struct DecodedText {
  std::string text;                        ///< no byte order mark; unreadable bytes are U+FFFD
  std::string charset;                     ///< it was read as: "utf-8", "windows-1252"
  std::vector<std::string> warnings = {};  ///< where what was stated and the bytes disagree, or nothing was stated
};

/// Reads markup as browsers do: by its byte order mark, by what its carrier states (empty: nothing), by `<meta
/// charset>` or the XML declaration. Bytes that are UTF-8 are read as that whatever is stated, and where nothing is
/// stated that fits, the encoding is guessed.
DecodedText decode_markup(std::string_view bytes, std::string_view carrier_charset);

/// The encoding a label stands for in the web ("latin1" is "windows-1252"); empty where it is none.
std::string_view charset_of_label(std::string_view label);

}  // namespace newssearch
