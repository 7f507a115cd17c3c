#include "server/search/pins.h"

#include <algorithm>

#include "common/analyzer.h"
#include "common/generation.h"
#include "common/result.h"
#include "server/search/rule_lines.h"

namespace newssearch {
namespace {

constexpr std::string_view kBlanks = " \t";

/// What a query is looked up by. One that asks for nothing is "*".
std::string folded_query(std::string_view query) {
  std::string folded = fold(query);
  return folded.empty() ? "*" : folded;
}

/// Takes the id at the beginning of `text` off it.
Result<std::string> take_id(std::string_view& text) {
  if (!text.starts_with('"')) {
    const std::size_t end = std::min(text.find_first_of(kBlanks), text.size());
    std::string id(text.substr(0, end));
    text.remove_prefix(end);
    if (id.ends_with(',') && id.size() > 1) id.pop_back();
    return id;
  }
  std::string id;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '"') {
      const bool is_quote = text.substr(at).starts_with(R"("")");
      if (!is_quote) {
        text.remove_prefix(at + 1);
        if (text.starts_with(',')) text.remove_prefix(1);
        if (!text.empty() && kBlanks.find(text.front()) == kBlanks.npos)
          return Error{"bad_line", "a blank must follow the id in quotes"};
        return id;
      }
      ++at;
    }
    id += text[at];
  }
  return Error{"bad_line", "the quote that begins an id is not closed"};
}

}  // namespace

const std::vector<std::string>& Pins::of(std::string_view query) const {
  static const std::vector<std::string> kNone;
  if (ids_.empty()) return kNone;
  const auto found = ids_.find(folded_query(query));
  return found == ids_.end() ? kNone : found->second;
}

std::string Pins::add_line(std::string_view line) {
  const std::vector<std::string_view> halves = split_rule(line, "=>");
  if (halves.size() == 1) return "expected 'query => id id'";
  if (halves.size() > 2) return "'=>' stands twice";
  if (halves.front().empty()) return "there is no query before '=>'; '*' is one that asks for nothing";
  std::vector<std::string> ids;
  std::string_view rest = halves.back();
  while (!rest.empty()) {
    Result<std::string> id = take_id(rest);
    if (!id) return id.error().message;
    if (id->empty()) return "there is an id without a character";
    if (std::find(ids.begin(), ids.end(), *id) != ids.end()) return "'" + *id + "' stands twice";
    ids.push_back(*std::move(id));
    rest.remove_prefix(std::min(rest.find_first_not_of(kBlanks), rest.size()));
  }
  if (ids.empty()) return "there is no id behind '=>'";
  if (ids.size() > kMostPins) return "more than " + std::to_string(kMostPins) + " ids";
  const auto [known, fresh] = ids_.try_emplace(folded_query(halves.front()), std::move(ids));
  return fresh ? "" : "'" + known->first + "' has a line already";
}

void Pins::add_lines(std::string_view lines, std::string_view file) {
  if (!lines.empty()) revision_ = sha256_hex(revision_ + std::string(lines));
  std::vector<std::string> errors = read_rule_lines(lines, file, [&](std::string_view line) { return add_line(line); });
  for (std::string& error : errors) add_error(std::move(error));
}

}  // namespace newssearch
