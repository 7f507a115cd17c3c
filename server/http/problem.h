#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "common/result.h"
#include "server/http/message.h"
#include "server/search/search_request.h"

namespace newssearch {

/// Why a request gets no answer: what RFC 9457 (application/problem+json) carries. The detail is for the client: no
/// paths, no texts of libraries.
struct Problem {
  unsigned status = 500;
  std::string code;  ///< snake_case and stable: "invalid_parameter"
  std::string detail;
  std::vector<InvalidParameter> invalid_params = {};
  std::chrono::seconds retry_after{0};  ///< 0: trying again is no use
};

/// A problem of parameters alone: status 400, code "invalid_parameter".
Problem invalid_parameters(std::vector<InvalidParameter> invalid);

/// A query the engine refuses: status 400, naming `q`.
Problem refused_query(const Error& error, const std::string& query);

/// 404, 410 where it was taken out, or 503 where what is beside it took too long: by the engine's error.
Problem no_such_article(const std::string& id, const Error& error);
Problem no_such_story(const std::string& id, const Error& error);

/// The problem as an answer: JSON, or a page where the client is a browser and the path is not the API's.
HttpResponse to_response(const Problem& problem, const HttpRequest& request);

/// "Not Found" for 404.
std::string_view reason_phrase(unsigned status);

}  // namespace newssearch
