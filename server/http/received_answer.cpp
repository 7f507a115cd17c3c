#include "server/http/received_answer.h"

#include <nlohmann/json.hpp>

namespace newssearch {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongestProblem = 64 << 10, kLongestDetail = 1000;

std::string text(const Json& problem, const char* member) {
  const auto found = problem.find(member);
  return found != problem.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::optional<Problem> problem_of(const ReceivedAnswer& answer) {
  if (answer.status == 200) return std::nullopt;
  Problem problem{.status = answer.status, .code = "", .detail = "", .retry_after = answer.retry_after};
  if (!answer.location.empty()) {
    problem.code = "redirected";
    problem.detail = "what is asked for is at " + answer.location.substr(0, kLongestDetail);
    return problem;
  }
  Json json;
  if (answer.body.size() <= kLongestProblem) json = Json::parse(answer.body, nullptr, /*allow_exceptions=*/false);
  if (json.is_object()) {
    problem.code = text(json, "code");
    problem.detail = text(json, "detail").substr(0, kLongestDetail);
  }
  if (problem.detail.empty())
    problem.detail = "HTTP status " + std::to_string(answer.status) + ", " + std::string(reason_phrase(answer.status));
  return problem;
}

bool is_of_the_question(const Problem& problem) {
  switch (problem.status) {
    case 400:
    case 404:
    case 410:
    case 414:
      return !problem.code.empty();
    default:
      return false;
  }
}

}  // namespace newssearch
