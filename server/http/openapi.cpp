#include "server/http/openapi.h"

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

Json in_query(const std::vector<Parameter>& parameters) {
  Json list = Json::array();
  for (const auto& parameter : parameters) {
    list.push_back({{"name", parameter.name},
                    {"in", "query"},
                    {"description", parameter.description},
                    {"allowEmptyValue", true},
                    {"schema", schema_of(parameter)}});
  }
  return list;
}

Json in_path(const std::string& pattern) {
  Json list = Json::array();
  for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{', open + 1)) {
    const auto name = pattern.substr(open + 1, pattern.find('}', open) - open - 1);
    list.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  return list;
}

Json in_body(const std::vector<Parameter>& parameters) {
  Json properties = Json::object();
  for (const auto& parameter : parameters) {
    properties[parameter.name] = schema_of(parameter);
    properties[parameter.name]["description"] = parameter.description;
  }
  const Json schema = {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
  return {{"application/json", {{"schema", schema}}}};
}

Json content(const std::string& type, const std::string& schema) {
  return {{type, {{"schema", {{"$ref", "#/components/schemas/" + schema}}}}}};
}

Json operation(const Route& route) {
  Json json = {{"summary", route.summary}, {"parameters", in_path(route.pattern)}};
  const bool all_in_body = route.body && route.body->schema.empty();
  if (!all_in_body) {
    for (auto& parameter : in_query(route.parameters)) json["parameters"].push_back(parameter);
  }
  if (route.body) {
    json["requestBody"] = {
        {"required", true},
        {"content", all_in_body ? in_body(route.parameters) : content(route.body->type, route.body->schema)}};
  }
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
