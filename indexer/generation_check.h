#pragma once
#include <string>
#include <vector>

#include "common/generation.h"

namespace newssearch {

/// Something that is wrong with a generation.
struct Damage {
  std::string what;         ///< "gen-000002/columns: the checksum differs"
  bool is_derived = false;  ///< repack makes it anew
  bool operator==(const Damage&) const = default;
};

/// Reads every byte of a generation: the files are compared with their checksums, and Xapian checks the databases.
/// Takes seconds for each gigabyte.
std::vector<Damage> check_generation(const Generation& generation);

}  // namespace newssearch
