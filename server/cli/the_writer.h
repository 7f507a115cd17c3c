#pragma once
#include <functional>
#include <string>

#include "common/generation.h"
#include "common/write_protocol.h"

namespace newssearch {

/// Lets the writer of a data directory do something: that of a running `newssearch serve`, if there is one, over its
/// socket; else one that lives as long as this takes. Throws WriterBusy, WriterUnavailable, or as LiveIndex does.
void with_writer(const DataDirectory& directory, std::chrono::seconds lock_timeout,
                 const std::function<void(WriterService&)>& act);

/// True where a writer runs beside this process.
bool has_writer(const DataDirectory& directory);

}  // namespace newssearch
