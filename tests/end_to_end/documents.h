#pragma once
#include <fstream>
#include <string>
#include <vector>

namespace newssearch {

/// A block of shell commands of a document, and the answer shown behind it, if one is.
struct ShellBlock {
  std::string commands;  ///< lines
  std::string answer_kind, answer;
  std::string where;  ///< "docs/api.md:12"
};

/// The shell blocks of a document that stand behind a line of its own with the mark, in order.
inline std::vector<ShellBlock> marked_blocks(const std::string& document, const std::string& mark = "<!-- test -->") {
  std::ifstream stream(std::string(NEWSSEARCH_SOURCE_DIR) + "/" + document);
  std::vector<ShellBlock> blocks;
  std::string* open = nullptr;  // what the lines of the fence we are in belong to
  std::string unread;
  bool marked = false, answer_may_follow = false;
  std::size_t number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    if (open) {
      if (line == "```") {
        open = nullptr;
      } else {
        *open += line + "\n";
      }
    } else if (line == mark) {
      marked = true;
    } else if (line.starts_with("```")) {
      const auto kind = line.substr(3);
      open = &unread;
      if (marked && kind == "sh") {
        blocks.push_back({"", "", "", document + ":" + std::to_string(number)});
        open = &blocks.back().commands;
      } else if (answer_may_follow && kind != "sh") {
        blocks.back().answer_kind = kind;
        open = &blocks.back().answer;
      }
      answer_may_follow = marked && kind == "sh";
      marked = false;
    } else if (!line.empty()) {
      answer_may_follow = false;
    }
  }
  return blocks;
}

}  // namespace newssearch
