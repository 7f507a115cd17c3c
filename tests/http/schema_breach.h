#pragma once
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

namespace newssearch {

using Json = nlohmann::json;

inline bool is_of_type(const Json& value, const std::string& type) {
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "null") return value.is_null();
  return type == value.type_name();
}

/// Where a value does not keep to a schema; empty where it does. Knows what our schemas use of JSON Schema.
inline std::string breach(const Json& value, const Json& schema, const Json& document,
                          const std::string& at = "answer") {
  if (schema == true) return {};
  if (schema.contains("$ref")) {
    const auto pointer = schema.at("$ref").get<std::string>().substr(1);
    return breach(value, document.at(Json::json_pointer(pointer)), document, at);
  }
  if (schema.contains("oneOf")) {
    std::size_t kept = 0;
    for (const auto& one : schema.at("oneOf")) kept += breach(value, one, document, at).empty() ? 1 : 0;
    return kept == 1 ? "" : at + " is none of oneOf";
  }
  const auto types = schema.at("type").is_array() ? schema.at("type") : Json::array({schema.at("type")});
  if (std::none_of(types.begin(), types.end(), [&](const Json& type) { return is_of_type(value, type); })) {
    return at + " is no " + types.dump();
  }
  if (schema.contains("enum") && std::count(schema["enum"].begin(), schema["enum"].end(), value) == 0) {
    return at + " is not in enum";
  }
  if (value.is_array()) {
    for (const auto& item : value) {
      if (auto found = breach(item, schema.at("items"), document, at + "[]"); !found.empty()) return found;
    }
  }
  if (!value.is_object()) return {};
  for (const auto& name : schema.value("required", Json::array())) {
    if (!value.contains(std::string(name))) return at + " lacks " + std::string(name);
  }
  for (const auto& [name, member] : value.items()) {
    const auto properties = schema.value("properties", Json::object());
    const auto& of_member = properties.contains(name) ? properties.at(name) : schema.at("additionalProperties");
    if (of_member == false) return at + " has the unknown member " + name;
    if (auto found = breach(member, of_member, document, at + "." + name); !found.empty()) return found;
  }
  return {};
}

}  // namespace newssearch
