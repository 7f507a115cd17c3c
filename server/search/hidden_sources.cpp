#include "server/search/hidden_sources.h"

#include <utility>

#include "common/generation.h"
#include "server/search/rule_lines.h"

namespace newssearch {

void HiddenSources::add_lines(std::string_view lines, std::string_view file, Analyzer& analyzer) {
  if (!lines.empty()) revision_ = sha256_hex(revision_ + std::string(lines));
  std::vector<std::string> errors = read_rule_lines(lines, file, [&](std::string_view line) -> std::string {
    if (line.starts_with("source:") || line.find("://") != line.npos)
      return "write the name or the host alone, as kestrel.example: this would hide nothing";
    std::vector<std::string> words;
    for (Token& token : analyzer.analyze(line)) words.push_back(std::move(token.word));
    if (words.empty()) return "there is no word";
    names_.add(std::move(words));
    return {};
  });
  errors_.insert(errors_.end(), errors.begin(), errors.end());
}

}  // namespace newssearch
