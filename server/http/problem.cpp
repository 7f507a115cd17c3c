#include "server/http/problem.h"

#include <nlohmann/json.hpp>

#include "server/search/wire_format.h"
#include "server/web/search_page.h"

namespace newssearch {
namespace {

using Json = nlohmann::ordered_json;

bool wants_page(const HttpRequest& request) {
  return !request.path.starts_with("/v1/") && header(request, "accept").find("text/html") != std::string_view::npos;
}

std::string as_json(const Problem& problem, const HttpRequest& request) {
  Json json = {{"type", "about:blank"},    {"title", reason_phrase(problem.status)},
               {"status", problem.status}, {"detail", problem.detail},
               {"code", problem.code},     {"request_id", request.id}};
  if (!request.path.empty()) json["instance"] = request.path;
  if (!problem.invalid_params.empty()) {
    auto& invalid = json["invalid_params"] = Json::array();
    for (const auto& [name, value, reason] : problem.invalid_params) {
      invalid.push_back({{"name", name}, {"value", value}, {"reason", reason}});
    }
  }
  return dump(json);
}

}  // namespace

Problem invalid_parameters(std::vector<InvalidParameter> invalid) {
  std::string detail;
  for (const auto& [name, value, reason] : invalid) {
    detail += (detail.empty() ? "" : "; ") + name + ": " + reason;
  }
  return {400, "invalid_parameter", std::move(detail), std::move(invalid)};
}

Problem refused_query(const Error& error, const std::string& query) {
  if (error.code == "query_timeout") return {503, error.code, error.message, {}, std::chrono::seconds(1)};
  return {400, error.code, error.message, {{"q", query, error.message}}};
}

Problem no_such_article(const std::string& id, const Error& error) {
  if (error.code == "query_timeout") return refused_query(error, id);
  if (error.code == "gone") return {410, "gone", "the article '" + id + "' was taken out of this index"};
  return {404, "not_found", "there is no article '" + id + "' in this index"};
}

Problem no_such_story(const std::string& id, const Error& error) {
  if (error.code == "gone") return no_such_article(id, error);
  return {404, "not_found", "there is no story '" + id + "' in this index"};
}

HttpResponse to_response(const Problem& problem, const HttpRequest& request) {
  HttpResponse response;
  response.status = problem.status;
  response.headers["Cache-Control"] = "no-store";
  if (problem.retry_after.count() > 0) response.headers["Retry-After"] = std::to_string(problem.retry_after.count());
  if (problem.status == 401) response.headers["WWW-Authenticate"] = "Bearer realm=\"newssearch\"";
  if (wants_page(request)) {
    response.content_type = "text/html; charset=utf-8";
    response.body = error_page(problem.status, std::string(reason_phrase(problem.status)), problem.detail);
  } else {
    response.content_type = "application/problem+json";
    response.body = as_json(problem, request);
  }
  return response;
}

std::string_view reason_phrase(unsigned status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Error";
  }
}

}  // namespace newssearch
