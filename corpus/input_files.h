#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "common/result.h"

namespace newssearch {

/// A file to read, or why there is none under a name that was given.
struct InputFile {
  std::string path;  ///< as given, or below the directory given; "-" is standard input
  std::uint64_t bytes = 0;
  std::string problem;  ///< empty where it can be read, as far as can be told
  bool once = false;    ///< standard input, a pipe, a device: what was read of it is gone
};

/// The files of some paths, in the order given; those of a directory, searched to the bottom, by path. Hidden files
/// and directories below the one given are passed over, and so are links to directories.
std::vector<InputFile> find_input_files(const std::vector<std::string>& paths);

}  // namespace newssearch
