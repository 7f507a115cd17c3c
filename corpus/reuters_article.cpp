#include "corpus/reuters_article.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "corpus/ascii.h"
#include "corpus/clean_text.h"
#include "corpus/json_fields.h"

namespace newssearch {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kParagraphIndent = 4;

bool is_signature(std::string_view line) {
  std::string word(trim(line));
  for (const std::string_view tail : {"^M", "..."})
    if (word.ends_with(tail)) word.resize(word.size() - tail.size());
  word = ascii_lower(word);
  return word.empty() || word == "reuter" || word == "reuters" || word == "more";
}

std::size_t indent_of(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

/// Columns are set apart by blanks; in running text two are the most.
bool is_table_row(std::string_view line) { return trim(line).find("   ") != std::string_view::npos; }

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t newline = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, newline));
    text.remove_prefix(std::min(newline + 1, text.size()));
  }
  return lines;
}

}  // namespace

bool is_reuters(const Json& object) {
  const auto date = object.find("date");
  if (date == object.end() || !date->is_string()) return false;
  const std::string_view text = trim(date->get_ref<const std::string&>());
  const std::size_t dash = text.find('-');
  return dash <= 2 && text.size() > dash + 10 && text[dash + 4] == '-' && text[dash + 9] == ' ' &&
         std::all_of(text.begin() + dash + 1, text.begin() + dash + 4, [](char c) { return c >= 'A' && c <= 'Z'; });
}

Result<Draft> read_reuters_article(const Json& object, std::vector<std::string> warnings) {
  Draft draft;
  JsonFields fields(object, warnings);
  Article& article = draft.article;
  article.id = fields.identity({"id"});
  if (!article.id.empty()) article.id.insert(0, "reuters-");
  article.headline = fields.essential_text({"title"});
  article.body = unwrap_wire_copy(fields.essential_text({"body"}));
  draft.evidence.published.push_back({.stated = fields.optional_text({"date"})});
  article.source = "Reuters";
  article.lang = "en";
  article.sections = fields.list({"topics"});
  article.places = fields.list({"places"});
  article.tags = fields.list({"organisations"});
  if (fields.refusal()) return *fields.refusal();
  draft.warnings = std::move(warnings);
  return draft;
}

std::string unwrap_wire_copy(std::string_view copy) {
  TextRepairs transmission_marks;  // every story ends in one: no news to anyone
  const std::string clean = clean_text(copy, transmission_marks);
  std::vector<std::string_view> lines = lines_of(clean);
  while (!lines.empty() && is_signature(lines.back())) lines.pop_back();

  std::string text;
  bool after_row = false, after_blank = false;
  for (const std::string_view line : lines) {
    const std::string_view words = trim(line);
    if (words.empty()) {
      after_blank = true;
      continue;
    }
    const bool row = is_table_row(line);
    const bool paragraph = after_blank || (!row && indent_of(line) >= kParagraphIndent);
    if (!text.empty()) text += paragraph ? "\n\n" : row || after_row ? "\n" : " ";
    text += words;
    after_row = row;
    after_blank = false;
  }
  return text;
}

}  // namespace newssearch
