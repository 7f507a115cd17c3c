#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/cli/man_page.h"
#include "server/cli/troff.h"

namespace newssearch {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kDescription =
    ".SH NAME\nnewssearch\\-api \\- what a newssearch server answers over HTTP\n"
    ".SH DESCRIPTION\n"
    "Answers are JSON in UTF\\-8, where nothing else is said. What cannot be answered is answered by a problem (RFC 9457, "
    "\\fIapplication/problem+json\\fR) with \\fIstatus\\fR, \\fIcode\\fR, \\fIdetail\\fR and \\fIrequest_id\\fR: 400 for a "
    "parameter or a query that is no good, 404 and 410 for what is not there and what was taken out, 405 for another "
    "method, 413 for what is too long, 429 for who asks too often, 503 where there is no index or too much to do; the last "
    "two say when to ask again (\\fIRetry\\-After\\fR).\n"
    ".PP\nReaders are answered at \\fBlisten\\fR of\n.BR newssearch.conf (5).\nWho runs the archive asks at \\fBadmin\\fR: a "
    "unix socket, or an address where each request has a key as \\fIAuthorization: Bearer KEY\\fR, whose scope is named "
    "below. There are the readers' routes, too.\n"
    ".PP\nThe same is at \\fI/openapi.json\\fR of each, with the schemas that are named here in parentheses.\n";

constexpr const char* kSeeAlso = ".SH SEE ALSO\n.BR newssearch (1),\n.BR newssearch.conf (5)\n";

/// "string: relevance, newest, oldest; else relevance"
std::string values(const Parameter& parameter) {
  const Json schema = Json::parse(parameter.schema);
  std::string text = schema.contains("type") && schema["type"].is_string() ? schema["type"].get<std::string>() : "value";
  if (schema.contains("enum")) {
    std::string choices;
    for (const Json& value : schema["enum"])
      if (value != "") choices += (choices.empty() ? "" : ", ") + value.get<std::string>();
    text = choices;
  }
  if (schema.contains("minimum") && schema.contains("maximum"))
    text += " " + schema["minimum"].dump() + " to " + schema["maximum"].dump();
  if (schema.contains("default")) {
    const Json& value = schema["default"];
    text += "; else " + (value.is_string() ? value.get<std::string>() : value.dump());
  }
  return text + (parameter.repeatable ? "; may be repeated" : "");
}

std::string parameter_text(const Parameter& parameter) {
  const std::string text = parameter.description.empty() ? "" : parameter.description + ". ";
  return troff::term(parameter.name, text + "(" + values(parameter) + ")");
}

bool is_same(const std::vector<Parameter>& one, const std::vector<Parameter>& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](const Parameter& a, const Parameter& b) {
    return a.name == b.name && a.description == b.description && a.schema == b.schema;
  });
}

std::string name_of(const Route& route) { return route.method + " " + route.pattern; }

/// What it answers, and to whom.
std::string outcome(const Route& route) {
  std::string statuses;
  for (const auto status : route.statuses) statuses += (statuses.empty() ? "" : ", ") + std::to_string(status);
  std::string text = "Answers " + statuses + ": " + route.answer_type;
  if (!route.answer.empty()) text += " (" + route.answer + ")";
  if (route.scope == Scope::write) text += "; for keys that may write";
  if (route.scope == Scope::admin) text += "; for keys that may look after the index";
  return troff::paragraph(text + ".");
}

std::string body_text(const Route& route) {
  if (!route.body) return "";
  std::string text = "The body: " + route.body->type;
  text += route.body->schema.empty() ? ", an object of these parameters" : " (" + route.body->schema + ")";
  if (route.body->bytes > 0) text += ", of " + std::to_string(route.body->bytes) + " bytes at the most";
  return troff::paragraph(text + ".");
}

std::string section(const std::vector<Route>& routes, const std::vector<Route>& others) {
  std::string text;
  std::vector<const Route*> told;
  for (const Route& route : routes) {
    const bool elsewhere = std::any_of(others.begin(), others.end(), [&](const Route& other) {
      return name_of(other) == name_of(route) && other.summary == route.summary;
    });
    if (route.summary.empty() || elsewhere) continue;
    text += troff::subheading(name_of(route)) + troff::line(route.summary + ".") + body_text(route);
    const auto same = std::find_if(told.begin(), told.end(), [&](const Route* other) {
      return other->parameters.size() > 1 && is_same(other->parameters, route.parameters);
    });
    if (same != told.end())
      text += troff::paragraph("Parameters: those of " + name_of(**same) + ".");
    else
      for (const Parameter& parameter : route.parameters) text += parameter_text(parameter);
    text += outcome(route);
    if (!route.examples.empty()) {
      std::vector<std::string> lines;
      for (const Example& example : route.examples) lines.push_back(route.method + " " + example.target);
      text += troff::example(lines);
    }
    told.push_back(&route);
  }
  return text;
}

}  // namespace

std::string api_man_page(const std::string& version, const std::vector<Route>& readers,
                         const std::vector<Route>& admin) {
  return troff::title("NEWSSEARCH-API", 7, version, "Miscellaneous") + kDescription + troff::heading("EXAMPLES") +
         troff::example({"curl 'http://127.0.0.1:8080/v1/search?q=dam+inquiry&per_page=1'",
                         "curl --unix-socket /run/newssearch/admin.sock http://admin/v1/admin/writer"}) +
         troff::heading("FOR READERS") + section(readers, {}) + troff::heading("FOR THOSE WHO RUN THE ARCHIVE") +
         section(admin, readers) + kSeeAlso;
}

}  // namespace newssearch
