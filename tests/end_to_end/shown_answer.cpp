#include "tests/end_to_end/shown_answer.h"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

namespace newssearch {
namespace {

using Json = nlohmann::json;

const std::string kMore(kLeftOut);

std::string difference_in_object(const Json& real, const Json& shown, const std::string& at) {
  for (const auto& [name, value] : shown.items()) {
    if (name == kMore) continue;
    if (!real.contains(name)) return at + " has no " + name;
    if (auto found = difference(real.at(name), value, at + "." + name); !found.empty()) return found;
  }
  if (shown.contains(kMore)) return {};
  for (const auto& [name, value] : real.items()) {
    if (!shown.contains(name)) return at + " has " + name + ", which is not shown";
  }
  return {};
}

std::string difference_in_array(const Json& real, const Json& shown, const std::string& at) {
  const bool has_more = !shown.empty() && shown.back() == kMore;
  const auto count = shown.size() - (has_more ? 1 : 0);
  if (real.size() < count || (!has_more && real.size() > count))
    return at + " has " + std::to_string(real.size()) + " elements, " + std::to_string(count) + " are shown";
  for (std::size_t i = 0; i < count; ++i) {
    if (auto found = difference(real[i], shown[i], at + "[" + std::to_string(i) + "]"); !found.empty()) return found;
  }
  return {};
}

bool are_near(double a, double b) { return std::abs(a - b) <= 0.01 * std::max({1.0, std::abs(a), std::abs(b)}); }

/// A bare `…` as JSON, in an object or an array.
std::string_view left_out_in(char bracket) { return bracket == '[' ? R"("\u2026")" : R"("\u2026":null)"; }

}  // namespace

bool is_as_shown(std::string_view real, std::string_view shown) {
  const auto first = shown.substr(0, shown.find(kLeftOut));
  if (first.size() == shown.size()) return real == shown;
  if (!real.starts_with(first)) return false;
  real.remove_prefix(first.size());
  shown.remove_prefix(first.size() + kLeftOut.size());
  for (auto end = shown.find(kLeftOut); end != std::string_view::npos; end = shown.find(kLeftOut)) {
    const auto piece = shown.substr(0, end);
    const auto found = real.find(piece);
    if (found == std::string_view::npos) return false;
    real.remove_prefix(found + piece.size());
    shown.remove_prefix(end + kLeftOut.size());
  }
  return real.ends_with(shown);
}

std::string difference(const Json& real, const Json& shown, const std::string& at) {
  if (shown.is_object() && real.is_object()) return difference_in_object(real, shown, at);
  if (shown.is_array() && real.is_array()) return difference_in_array(real, shown, at);
  const bool is_same =
      shown.is_string() && real.is_string()
          ? is_as_shown(real.get_ref<const std::string&>(), shown.get_ref<const std::string&>())
      : shown.is_number() && real.is_number()
          ? at.ends_with("took_ms") || (shown.is_number_float() ? are_near(real, shown) : real == shown)
          : real == shown;
  return is_same ? "" : at + " is " + real.dump() + ", shown is " + shown.dump();
}

std::vector<Json> json_values(std::string_view text) {
  std::vector<Json> values;
  std::string value, open;  // open: the brackets we are in
  bool in_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!in_text && text.substr(i).starts_with(kLeftOut)) {
      value += left_out_in(open.empty() ? '{' : open.back());
      i += kLeftOut.size() - 1;
      continue;
    }
    value += c;
    if (in_text && c == '\\' && i + 1 < text.size()) value += text[++i];
    if (c == '"') in_text = !in_text;
    if (in_text) continue;
    if (c == '{' || c == '[') open += c;
    if (c != '}' && c != ']') continue;
    if (!open.empty()) open.pop_back();
    if (open.empty()) values.push_back(Json::parse(std::exchange(value, "")));
  }
  return values;
}

std::string difference_in_lines(const std::string& real, const std::string& shown) {
  std::istringstream shown_lines(shown), real_lines(real);
  std::string line;
  for (std::string wanted; std::getline(shown_lines, wanted);) {
    if (wanted == kLeftOut) continue;
    bool found = false;
    while (!found && std::getline(real_lines, line)) {
      if (line.ends_with('\r')) line.pop_back();
      found = is_as_shown(line, wanted);
    }
    if (!found) return "there is no line '" + wanted + "'";
  }
  return {};
}

}  // namespace newssearch
