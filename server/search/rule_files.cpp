#include "server/search/rule_files.h"

#include <algorithm>

#include "common/generation.h"
#include "server/search/rule_lines.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

/// The file's text; where it cannot be had it is empty, and `content` has the error.
std::string text_of(const fs::path& file, auto& content) {
  Result<std::string> text = read_rule_file(file);
  if (text) return *std::move(text);
  content.add_error(text.error().message);
  return {};
}

std::shared_ptr<const Vocabulary> read_words(const fs::path& synonyms, const fs::path& stop_words) {
  const auto words = std::make_shared<Vocabulary>();
  Analyzer analyzer;
  words->add_synonyms(text_of(synonyms, *words), synonyms.string(), analyzer);
  words->add_stop_words(text_of(stop_words, *words), stop_words.string(), analyzer);
  return words;
}

std::shared_ptr<const Pins> read_pins(const fs::path& file) {
  const auto pins = std::make_shared<Pins>();
  pins->add_lines(text_of(file, *pins), file.string());
  return pins;
}

std::shared_ptr<const HiddenSources> read_hidden(const fs::path& file) {
  const Result<std::string> text = read_rule_file(file);
  if (!text)
    throw NoIndex(text.error().message +
                  ": what it hides is not known; what it hid before stays hidden, or nothing is shown");
  if (std::count(text->begin(), text->end(), '\n') > static_cast<std::ptrdiff_t>(kMostRuleLines))
    throw NoIndex(file.string() + ": more than " + std::to_string(kMostRuleLines) +
                  " lines: what the rest hides is not known; what it hid before stays hidden, or nothing is shown");
  const auto hidden = std::make_shared<HiddenSources>();
  Analyzer analyzer;
  hidden->add_lines(*text, file.string(), analyzer);
  return hidden;
}

}  // namespace

RuleFiles::RuleFiles(Paths paths)
    : words_({paths.synonyms, paths.stop_words}, FollowedFiles<Vocabulary>::Meanwhile::take_old,
             [paths] { return read_words(paths.synonyms, paths.stop_words); }),
      pins_({paths.pins}, FollowedFiles<Pins>::Meanwhile::take_old, [file = paths.pins] { return read_pins(file); }),
      hidden_({paths.hidden}, FollowedFiles<HiddenSources>::Meanwhile::wait,
              [file = paths.hidden] { return read_hidden(file); }) {}

std::vector<std::string> RuleFiles::errors() {
  std::vector<std::string> all = words_.current()->errors();
  const auto add = [&](const std::vector<std::string>& errors) { all.insert(all.end(), errors.begin(), errors.end()); };
  add(pins_.current()->errors());
  try {
    add(hidden_.current()->errors());
  } catch (const NoIndex&) {  // failure() says it
  }
  if (std::string failure = hidden_.failure(); !failure.empty()) all.push_back(std::move(failure));
  return all;
}

}  // namespace newssearch
