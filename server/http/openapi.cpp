#include "server/http/openapi.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/http/answer_schemas.h"

namespace newssearch {
namespace {

using Json = nlohmann::ordered_json;

Json schema_of(const Parameter& parameter) {
  Json value = Json::parse(parameter.schema);
  if (!parameter.repeatable) return value;
  return {{"type", "array"}, {"items", std::move(value)}};
}

Json example_of(const Parameter& parameter) {
  const auto type = Json::parse(parameter.schema).value("type", "string");
  Json value = type == "string" ? Json(parameter.example) : Json::parse(parameter.example);
  return parameter.repeatable ? Json::array({std::move(value)}) : value;
}

Json in_address(const Parameter& parameter, bool in_path) {
  Json json = {{"name", parameter.name},
               {"in", in_path ? "path" : "query"},
               {"description", parameter.description},
               {"schema", schema_of(parameter)}};
  json[in_path ? "required" : "allowEmptyValue"] = true;
  if (!parameter.example.empty()) json["example"] = example_of(parameter);
  return json;
}

/// The names in braces.
std::vector<std::string> names_in(const std::string& pattern) {
  std::vector<std::string> names;
  for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{', open + 1))
    names.push_back(pattern.substr(open + 1, pattern.find('}', open) - open - 1));
  return names;
}

Json in_body(const std::vector<Parameter>& parameters) {
  Json properties = Json::object();
  for (const auto& parameter : parameters) {
    properties[parameter.name] = schema_of(parameter);
    properties[parameter.name]["description"] = parameter.description;
    if (!parameter.example.empty()) properties[parameter.name]["examples"] = Json::array({example_of(parameter)});
  }
  const Json schema = {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
  return {{"application/json", {{"schema", schema}}}};
}

Json content(const std::string& type, const std::string& schema) {
  return {{type, {{"schema", {{"$ref", "#/components/schemas/" + schema}}}}}};
}

Json in_address(const Route& route) {
  Json list = Json::array();
  const auto names = names_in(route.pattern);
  for (const auto& name : names) {
    const auto described = std::find_if(route.parameters.begin(), route.parameters.end(),
                                        [&](const Parameter& parameter) { return parameter.name == name; });
    list.push_back(in_address(
        described == route.parameters.end() ? Parameter{name, "", R"({"type":"string"})"} : *described, true));
  }
  if (route.body && route.body->schema.empty()) return list;
  for (const auto& parameter : route.parameters) {
    if (std::find(names.begin(), names.end(), parameter.name) == names.end())
      list.push_back(in_address(parameter, false));
  }
  return list;
}

Json operation(const Route& route) {
  Json json = {{"summary", route.summary}, {"parameters", in_address(route)}};
  const bool all_in_body = route.body && route.body->schema.empty();
  if (route.body) {
    const auto& [type, schema, bytes, example] = *route.body;
    json["requestBody"] = {{"required", true},
                           {"content", all_in_body ? in_body(route.parameters) : content(type, schema)}};
    if (!example.empty())
      json["requestBody"]["content"][type]["example"] =
          type == "application/json" ? Json::parse(example) : Json(example);
  }
  for (const auto& [name, target] : route.examples)
    json["x-codeSamples"].push_back({{"lang", "HTTP"}, {"label", name}, {"source", route.method + " " + target}});
  const auto problem = content("application/problem+json", "Problem");
  for (const auto status : route.statuses) {
    json["responses"][std::to_string(status)] = {{"description", route.summary},
                                                 {"content", content(route.answer_type, route.answer)}};
  }
  json["responses"]["default"] = {{"description", "Why there is no answer (RFC 9457)"}, {"content", problem}};
  return json;
}

std::string lower_case(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace

std::string openapi_document(const std::vector<Route>& routes) {
  Json paths = Json::object();
  for (const auto& route : routes) {
    if (!route.summary.empty()) paths[route.pattern][lower_case(route.method)] = operation(route);
  }
  const Json document = {
      {"openapi", "3.1.0"},
      {"info", {{"title", "newssearch"}, {"version", NEWSSEARCH_VERSION}, {"license", {{"name", "GPL-2.0-or-later"}}}}},
      {"paths", paths},
      {"components", {{"schemas", Json::parse(answer_schemas())}}}};
  return document.dump(2);
}

}  // namespace newssearch
