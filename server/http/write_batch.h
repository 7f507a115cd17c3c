#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/write_protocol.h"
#include "server/http/problem.h"
#include "server/http/server_options.h"

namespace newssearch {

/// A line of a batch: what the writer is to do, or why it is not asked.
struct BatchLine {
  std::size_t number = 0;  ///< the first is 1
  WriteOrder order;
  std::optional<Problem> problem = std::nullopt;
};

/// The lines of a batch but for empty ones: an article each, `{"delete":"ID"}` or `{"purge":"ID","reason":"…"}`. What
/// is none of these is put as an article, so that the writer says what is wrong with it.
std::vector<BatchLine> read_batch(std::string_view body, const WriteLimits& limits);

}  // namespace newssearch
