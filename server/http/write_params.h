#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "common/result.h"
#include "common/write_protocol.h"
#include "server/http/message.h"
#include "server/http/parameters.h"

namespace newssearch {

/// What a request that writes takes beside its body.
struct WriteRequest {
  WriteWait wait = WriteWait::durable;
  bool purge = false;
  std::string reason;  ///< of a purge
  bool force = false;  ///< of a reindex
};

std::span<const ParameterOf<WriteRequest>> put_parameters();  ///< a batch takes the same
std::span<const ParameterOf<WriteRequest>> delete_parameters();
std::span<const ParameterOf<WriteRequest>> reindex_parameters();

/// A request's parameters by one of the tables above; or what is wrong with them.
std::variant<WriteRequest, std::vector<InvalidParameter>> read_write_request(
    std::span<const ParameterOf<WriteRequest>> table, const Params& params);

/// The revision that an article must have for the request to be carried out: `If-Match: "3"` is 3, `If-None-Match: *`
/// is 0, that there be none; nullopt where neither is sent. Code "bad_precondition".
Result<std::optional<std::uint32_t>> read_precondition(const HttpRequest& request);

}  // namespace newssearch
