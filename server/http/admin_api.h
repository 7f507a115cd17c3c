#pragma once
#include "common/write_protocol.h"
#include "server/http/router.h"
#include "server/http/server_options.h"

namespace newssearch {

/// Adds what those who run the archive may do: articles written and removed, one by one or in batches, the index
/// rebuilt and rolled back, and the writer looked at. For a listener that says who may. The writer must outlive the
/// router.
void add_admin_api(Router& router, const WriterClient& writer, const WriteLimits& limits);

}  // namespace newssearch
