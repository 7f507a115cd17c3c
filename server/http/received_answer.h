#pragma once
#include <optional>

#include "server/http/problem.h"

namespace newssearch {

/// What a client got over HTTP.
struct ReceivedAnswer {
  unsigned status = 0;
  std::string body;
  std::string location;                 ///< where it is sent to instead; else empty
  std::chrono::seconds retry_after{0};  ///< 0: not said
};

/// Why it is no answer to what was asked: the problem it carries, of another program one without a code. Absent for a
/// success. Nothing of it is trusted, and the detail is short.
std::optional<Problem> problem_of(const ReceivedAnswer& answer);

/// True where the question is at fault, or what it is about is not there: asking again is no use, here or elsewhere.
bool is_of_the_question(const Problem& problem);

}  // namespace newssearch
