#include "indexer/generation_check.h"

#include <unistd.h>
#include <xapian.h>

#include <cerrno>
#include <optional>
#include <sstream>
#include <system_error>

#include "indexer/derived_files.h"

namespace newssearch {
namespace {

/// Why a database is not what Xapian wrote; nullopt where it is.
std::optional<std::string> fault_of(const std::filesystem::path& database) try {
  if (::access((database / "docdata.glass").c_str(), W_OK) != 0 && (errno == EACCES || errno == EROFS))
    throw std::system_error(errno, std::generic_category(),
                            database.string() + ": Xapian checks only what it may write to: ask as the index's owner");
  std::ostringstream remarks;
  const std::size_t errors = Xapian::Database::check(database.string(), 0, &remarks);
  if (errors == 0) return std::nullopt;
  return "Xapian finds " + std::to_string(errors) + (errors == 1 ? " fault" : " faults") + " in it";
} catch (const Xapian::Error& e) {
  return e.get_msg();
}

}  // namespace

std::vector<Damage> check_generation(const Generation& generation) {
  std::vector<Damage> damage;
  for (const std::string& wrong : verify_checksums(generation))
    damage.push_back({wrong, is_derived(wrong.substr(0, wrong.rfind(": ")))});
  for (const Manifest::Part& part : generation.parts()) {
    const std::filesystem::path database = std::filesystem::path(part.folder) / "xapian";
    if (const auto fault = fault_of(generation.path / database))
      damage.push_back({(generation.path.filename() / database).string() + ": " + *fault});
  }
  return damage;
}

}  // namespace newssearch
