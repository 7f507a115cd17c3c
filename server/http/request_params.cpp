#include "server/http/request_params.h"

#include "server/http/cursor.h"

namespace newssearch {
namespace {

/// Parameters, without those that say what goes without saying.
class Saying {
 public:
  void say(std::string name, std::string value) { params_.emplace_back(std::move(name), std::move(value)); }
  template <class Value>
  void say_unless(const Value& usual, std::string name, const Value& value) {
    if (value == usual) return;
    if constexpr (std::is_same_v<Value, std::string>)
      say(std::move(name), value);
    else if constexpr (std::is_arithmetic_v<Value>)
      say(std::move(name), std::to_string(value));
    else
      say(std::move(name), std::string(to_string(value)));
  }
  Params take() { return std::move(params_); }
  const Params& params() const { return params_; }

 private:
  Params params_;
};

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
  return text;
}

std::string joined(const std::vector<Facet>& facets) {
  std::vector<std::string> names;
  for (const Facet facet : facets) names.emplace_back(to_string(facet));
  return joined(names);
}

}  // namespace

Params to_params(const SearchRequest& request) {
  const SearchRequest usual;
  Saying saying;
  saying.say_unless(usual.text, "q", request.text);
  if (request.dates.from) saying.say("from", format_iso(*request.dates.from));
  if (request.dates.to) saying.say("to", format_iso(*request.dates.to));
  if (request.date_field == DateField::updated) saying.say("date_field", "updated");
  saying.say_unless(usual.time_zone, "tz", request.time_zone);
  for (const Facet facet : kFacets) {
    const std::string name(to_string(facet));
    for (const std::string& value : request.filter(facet).any) saying.say(name, value);
    for (const std::string& value : request.filter(facet).none) saying.say(name, "-" + value);
  }
  saying.say_unless(usual.sort, "sort", request.sort);
  saying.say_unless(usual.recency, "recency", request.recency);
  saying.say_unless(usual.collapse, "collapse", request.collapse);
  saying.say_unless(usual.page, "page", request.page);
  saying.say_unless(usual.per_page, "per_page", request.per_page);
  saying.say("facets", joined(request.facets));  // absent, some are counted
  saying.say_unless(usual.facet_limit, "facet_limit", request.facet_limit);
  saying.say("date_histogram", request.histogram ? std::string(to_string(*request.histogram)) : "");  // the same
  saying.say_unless(usual.snippet_length, "snippet_length", request.snippet_length);
  if (!request.fields.empty()) saying.say("fields", joined(request.fields));
  for (const auto& [name, help] :
       {std::pair("names", &SearchRequest::names), std::pair("synonyms", &SearchRequest::synonyms),
        std::pair("pins", &SearchRequest::pins), std::pair("spelling", &SearchRequest::spelling),
        std::pair("relax", &SearchRequest::relax), std::pair("expand", &SearchRequest::expand)})
    if (!(request.*help)) saying.say(name, "off");
  if (request.unfinished) saying.say("unfinished", "true");
  if (request.explain) saying.say("explain", "true");
  if (request.after) saying.say("cursor", cursor_text(*request.after, saying.params()));
  return saying.take();
}

}  // namespace newssearch
