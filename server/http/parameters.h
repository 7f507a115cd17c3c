#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/http/message.h"
#include "server/search/search_request.h"

namespace newssearch {

/// A parameter as /openapi.json describes it: of the path where a route's pattern names it, else of the query.
struct Parameter {
  std::string name;
  std::string description;
  std::string schema;        ///< JSON Schema of one value, with its default
  std::string example = {};  ///< a value as one would send it to an index of corpus/sample; tests send it
  bool repeatable = false;
};

/// A query parameter and how it gets into a Request. A parameter exists where it stands in a table of these.
template <class Request>
struct ParameterOf {
  Parameter parameter;
  std::optional<std::string> (*read)(Request&, const std::string& value);  ///< nullopt, or why the value is no good
  bool takes_empty = false;  ///< else an empty value is as good as none: forms send their empty fields
};

enum class UnknownParameter { refused, ignored };

/// Reads params into a request by a table. Returns what is wrong with them.
template <class Request>
std::vector<InvalidParameter> read_parameters(std::span<const ParameterOf<Request>> table, const Params& params,
                                              UnknownParameter unknown, Request& request) {
  std::vector<InvalidParameter> invalid;
  std::set<std::string> seen;
  for (const auto& [name, value] : params) {
    const auto entry =
        std::find_if(table.begin(), table.end(), [&name = name](const auto& e) { return e.parameter.name == name; });
    if (entry == table.end()) {
      if (unknown == UnknownParameter::ignored) continue;
      std::string known;
      for (const auto& e : table) known += (known.empty() ? "" : ", ") + e.parameter.name;
      invalid.push_back({name, value, "no such parameter; known here are: " + known});
    } else if (!entry->parameter.repeatable && !seen.insert(name).second) {
      invalid.push_back({name, value, "given more than once"});
    } else if (!value.empty() || entry->takes_empty) {
      if (auto reason = entry->read(request, value)) invalid.push_back({name, value, std::move(*reason)});
    }
  }
  return invalid;
}

/// The parameters a table describes, for a Route, behind those of its path.
template <class Request>
std::vector<Parameter> documented(std::span<const ParameterOf<Request>> table, std::vector<Parameter> in_path = {}) {
  std::vector<Parameter> parameters = std::move(in_path);
  for (const auto& entry : table) parameters.push_back(entry.parameter);
  return parameters;
}

/// An article's id, in a path.
Parameter article_id();

/// Sets a number from decimal digits and nothing else; or says why not.
std::optional<std::string> read_number(std::uint32_t& number, std::string_view text);

/// A JSON object with the names of the query parameters as Params: `{"q": "oil", "section": ["trade", "-sport"]}`.
/// Values are texts, numbers, truth values, null (as if absent) or arrays of those. Code "bad_body".
Result<Params> params_from_json(std::string_view body);

}  // namespace newssearch
