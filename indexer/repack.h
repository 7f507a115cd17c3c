#pragma once
#include <chrono>
#include <cstdint>

#include "common/generation.h"

namespace newssearch {

/// Publishes the current generation anew, the same articles under the same docids, with its packed files made again
/// from its Xapian database, whose files the new generation shares (hard links). For when a packed file is missing or
/// damaged. Returns the new generation's number. Throws WriterBusy, IndexDamaged where the database is, NoIndex,
/// std::system_error or Xapian::Error; the old generation then stays current.
std::uint64_t repack(const DataDirectory& directory, std::chrono::seconds lock_timeout);

}  // namespace newssearch
