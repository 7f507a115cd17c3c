#include "server/http/parameters.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace newssearch {
namespace {

using Json = nlohmann::json;

Error bad_body(std::string reason) { return {"bad_body", std::move(reason)}; }

/// The text a query string would hold for a JSON value; nullopt for one it cannot hold.
std::optional<std::string> as_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean() || value.is_number()) return value.dump();
  return std::nullopt;
}

}  // namespace

Parameter article_id() {
  return {"id", "An article's id, as hits have it; a slash in it is %2F", R"({"type":"string"})", "kestrel-dam-toll"};
}

std::optional<std::string> read_number(std::uint32_t& number, std::string_view text) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range) return "too large";
  if (error != std::errc() || end != text.data() + text.size()) return "must be a whole number";
  return std::nullopt;
}

Result<Params> params_from_json(std::string_view body) {
  const Json json = Json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return bad_body("the body is not a JSON object; send e.g. {\"q\": \"oil\"}");
  Params params;
  for (const auto& [name, value] : json.items()) {
    if (value.is_null()) continue;
    const Json values = value.is_array() ? value : Json::array({value});
    if (values.empty()) params.emplace_back(name, "");
    for (const auto& element : values) {
      auto text = as_text(element);
      if (!text) return bad_body("'" + name + "' holds something else than texts, numbers and truth values");
      if (text->find('\0') != std::string::npos) return bad_body("'" + name + "' holds a NUL");
      params.emplace_back(name, std::move(*text));
    }
  }
  return params;
}

}  // namespace newssearch
