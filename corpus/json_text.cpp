#include "corpus/json_text.h"

#include <algorithm>

#include "corpus/clean_text.h"

namespace newssearch {
namespace {

/// Looked at before parsing: the parser has no limit of its own.
std::size_t depth_of(std::string_view json) {
  std::size_t depth = 0, deepest = 0;
  bool in_string = false, escaped = false;
  for (const char byte : json) {
    if (in_string) {
      in_string = byte != '"' || escaped;
      escaped = byte == '\\' && !escaped;
    } else if (byte == '"') {
      in_string = true;
    } else if (byte == '{' || byte == '[') {
      deepest = std::max(deepest, ++depth);
    } else if ((byte == '}' || byte == ']') && depth > 0) {
      --depth;
    }
  }
  return deepest;
}

}  // namespace

Result<nlohmann::json> parse_json(std::string_view json, std::vector<std::string>& warnings,
                                  const nlohmann::json::parser_callback_t& keep) {
  if (depth_of(json) > kMaxJsonDepth)
    return Error{"bad_json", "nested deeper than " + std::to_string(kMaxJsonDepth) + " levels"};
  nlohmann::json value = nlohmann::json::parse(json, keep, /*allow_exceptions=*/false);
  if (!value.is_discarded()) return value;
  try {  // once more, without what careless software leaves in strings
    TextRepairs repairs;
    value = nlohmann::json::parse(repair_json(json, repairs), keep);
    if (repairs.bad_utf8 > 0) warnings.push_back(repair_warning(repairs));
    return value;
  } catch (const nlohmann::json::parse_error& e) {
    return Error{"bad_json", "not valid JSON at byte " + std::to_string(e.byte)};
  } catch (const nlohmann::json::out_of_range&) {
    return Error{"bad_json", "a number in it is out of range"};
  }
}

const nlohmann::json* member(const nlohmann::json& object, const char* name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

std::string text_of(const nlohmann::json& object, const char* name) {
  const nlohmann::json* value = member(object, name);
  return value && value->is_string() ? value->get<std::string>() : std::string();
}

std::string in_utc(std::string time) {
  const bool has_zone = time.ends_with('Z') || time.find('+') != std::string::npos;
  return time.empty() || has_zone ? time : time + "Z";
}

}  // namespace newssearch
