#pragma once
#include <cstddef>
#include <filesystem>
#include <string>

#include "tests/support/run_program.h"

namespace newssearch::faults {

/// `newssearch serve` on a free port of the loopback interface. Killed with this object.
class Served {
 public:
  /// Throws std::runtime_error where it does not come up.
  Served(const std::string& program, const std::filesystem::path& data);

  const std::string& url() const { return url_; }  ///< "http://127.0.0.1:41234"

  struct Use {
    std::size_t resident_kilobytes = 0, open_files = 0;
  };
  Use use() const;

  /// SIGTERM; gives the exit code.
  int end();

 private:
  RunningProgram program_;
  std::filesystem::path process_;  ///< /proc/PID
  std::string url_;
};

}  // namespace newssearch::faults
