#include "corpus/json_fields.h"

#include <utility>

namespace newssearch {
namespace {

using Json = nlohmann::json;

bool says_nothing(const Json& value) {
  return value.is_null() || (value.is_string() && value.get_ref<const std::string&>().empty()) ||
         (value.is_structured() && value.empty());
}

std::optional<std::string> text_or_name(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_object()) return std::nullopt;
  const auto name = value.find("name");
  if (name == value.end() || !name->is_string()) return std::nullopt;
  return name->get<std::string>();
}

std::string mismatch(const char* field, const std::string& expected, const Json& found) {
  return std::string(field) + ": expected " + expected + ", found " + found.type_name();
}

}  // namespace

std::string JsonFields::essential_text(Names names) {
  const auto field = find(names);
  if (!field) return {};
  if (field->value->is_string()) return field->value->get<std::string>();
  refuse(*field, "a string");
  return {};
}

std::string JsonFields::identity(Names names) {
  const auto field = find(names);
  if (field && field->value->is_number()) return field->value->dump();
  if (field && !field->value->is_string()) refuse(*field, "a string or a number");
  return field && field->value->is_string() ? field->value->get<std::string>() : std::string();
}

std::string JsonFields::optional_text(Names names) {
  const auto field = find(names);
  if (!field) return {};
  if (auto text = text_or_name(*field->value)) return *std::move(text);
  leave_out(*field, *field->value, "a string");
  return {};
}

std::vector<std::string> JsonFields::list(Names names) {
  std::vector<std::string> values;
  for (Stated& value : stated(names)) values.push_back(std::move(value.text));
  return values;
}

std::vector<JsonFields::Stated> JsonFields::stated(Names names) {
  const auto field = find(names);
  if (!field) return {};
  if (auto single = text_or_name(*field->value)) return {{*std::move(single), field->value->is_object()}};
  if (!field->value->is_array()) {
    leave_out(*field, *field->value, "a string or a list of strings");
    return {};
  }
  std::vector<Stated> values;
  for (const Json& element : *field->value) {
    if (auto value = text_or_name(element))
      values.push_back({*std::move(value), element.is_object()});
    else if (!element.is_null())
      leave_out(*field, element, "strings in the list");
  }
  return values;
}

std::optional<double> JsonFields::number(Names names) {
  const auto field = find(names);
  if (!field) return std::nullopt;
  if (field->value->is_number()) return field->value->get<double>();
  leave_out(*field, *field->value, "a number");
  return std::nullopt;
}

std::optional<JsonFields::Field> JsonFields::find(Names names) const {
  for (const char* name : names)
    if (const auto found = object_.find(name); found != object_.end() && !says_nothing(*found))
      return Field{name, &*found};
  return std::nullopt;
}

void JsonFields::refuse(const Field& field, const std::string& expected) {
  if (!refusal_) refusal_ = Error{"bad_field", mismatch(field.name, expected, *field.value)};
}

void JsonFields::leave_out(const Field& field, const Json& value, const std::string& expected) {
  const std::string warning = mismatch(field.name, expected, value) + "; left out";
  if (warnings_.empty() || warnings_.back() != warning) warnings_.push_back(warning);
}

}  // namespace newssearch
