#pragma once
#include <cstdint>
#include <functional>

#include "common/write_protocol.h"
#include "server/http/router.h"
#include "server/http/server_options.h"

namespace newssearch {

/// Adds what those who run the archive may do: articles written and removed, one by one or in batches, the index
/// rebuilt and rolled back, and the writer looked at. For a listener that says who may. The writer must outlive the
/// router. `await_generation` returns when searches are answered from that generation, or a later one: a write that is
/// said to be searchable is found by whoever asks next.
void add_admin_api(Router& router, const WriterClient& writer, const WriteLimits& limits,
                   std::function<void(std::uint64_t)> await_generation);

}  // namespace newssearch
