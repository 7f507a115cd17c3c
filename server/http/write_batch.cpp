#include "server/http/write_batch.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace newssearch {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kBlanks = " \t\r";

/// Takes the first line off a text, without its end.
std::string_view take_line(std::string_view& text) {
  auto line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line.substr(0, line.find_last_not_of(kBlanks) + 1);
}

/// An object's member that must be a text; nullptr where it is none.
const std::string* text_member(const Json& object, const char* name) {
  return object.contains(name) ? object[name].get_ptr<const std::string*>() : nullptr;
}

BatchLine removal(std::size_t number, const Json& line) {
  const bool purge = line.contains("purge");
  const std::string* id = text_member(line, purge ? "purge" : "delete");
  const std::string* reason = text_member(line, "reason");
  const std::size_t members = 1 + (purge && reason ? 1 : 0);
  BatchLine read{number, {purge ? WriteOrder::Op::purge : WriteOrder::Op::remove, id ? *id : "", "", {}, ""}};
  if (purge && reason) read.order.reason = *reason;
  if (!id || id->empty() || line.size() != members) {
    read.problem = Problem{
        422, "bad_line", R"(a line that removes is {"delete":"ID"} or {"purge":"ID","reason":"..."} and nothing else)"};
  }
  return read;
}

BatchLine read_line(std::size_t number, std::string_view line, const WriteLimits& limits) {
  BatchLine read{number, {}};
  if (line.size() > limits.article_bytes) {
    read.problem =
        Problem{413, "article_too_large", "the line is longer than " + std::to_string(limits.article_bytes) + " bytes"};
    return read;
  }
  const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (json.is_object() && (json.contains("delete") || json.contains("purge"))) return removal(number, json);
  read.order.article = line;
  return read;
}

}  // namespace

std::vector<BatchLine> read_batch(std::string_view body, const WriteLimits& limits) {
  std::vector<BatchLine> lines;
  for (std::size_t number = 1; !body.empty(); ++number) {
    const auto line = take_line(body);
    if (!line.empty()) lines.push_back(read_line(number, line, limits));
  }
  return lines;
}

}  // namespace newssearch
