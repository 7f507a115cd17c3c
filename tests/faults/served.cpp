#include "tests/faults/served.h"

#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace newssearch::faults {
namespace {

namespace fs = std::filesystem;

/// A shell that says its process id and then becomes the server.
Start start(const std::string& program, const fs::path& data) {
  Start start;
  start.arguments = {
      "/bin/sh", "-c",       "echo $$; exec \"$@\"", "sh", fs::absolute(program).string(), "--data", data.string(),
      "serve",   "--listen", "127.0.0.1:0"};
  return start;
}

}  // namespace

Served::Served(const std::string& program, const fs::path& data) : program_(start(program, data)) {
  process_ = "/proc/" + program_.read_line();
  const std::string page = program_.read_line();
  const std::size_t path = page.rfind('/');
  if (!page.starts_with("http://") || path == std::string::npos)
    throw std::runtime_error(program + " serve: it prints no address but '" + page + "'");
  url_ = page.substr(0, path);
}

Served::Use Served::use() const {
  Use use;
  std::ifstream status(process_ / "status");
  for (std::string word; status >> word;)
    if (word == "VmRSS:") status >> use.resident_kilobytes;
  use.open_files =
      static_cast<std::size_t>(std::distance(fs::directory_iterator(process_ / "fd"), fs::directory_iterator()));
  return use;
}

int Served::end() {
  program_.signal(SIGTERM);
  return program_.wait().code;
}

}  // namespace newssearch::faults
