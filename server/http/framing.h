#pragma once
#include <optional>
#include <string>

#include "server/http/message.h"
#include "server/http/problem.h"
#include "server/http/server_options.h"

namespace newssearch {

/// The head of a request as it was sent: fields in order, names in lower case, repetitions kept.
struct RequestHead {
  std::string method, target;
  int version = 11;  ///< 10 or 11
  Params fields;
};

/// Why a request is refused before its body is read: over a limit, or framed so that a proxy in front of us might see
/// its end elsewhere than we do (RFC 9112, 6.1-6.3 and 11.2). After a refusal the connection must be closed.
std::optional<Problem> refuse(const RequestHead& head, const ServerLimits& limits);

/// The fields by name; those that were repeated, joined with ", ".
std::map<std::string, std::string> joined(const Params& fields);

}  // namespace newssearch
