#pragma once
#include <sys/types.h>

#include <map>
#include <string>
#include <vector>

namespace newssearch {

/// How a program ended and what it wrote.
struct Ended {
  int code = 0;  ///< the exit code; 128 + signal where one ended it
  std::string out, err;
};

/// What a program is started with. It inherits nothing: PATH is the usual one, the rest is `environment`.
struct Start {
  std::vector<std::string> arguments;  ///< the first is the program's path
  std::map<std::string, std::string> environment{};
  std::string input{};      ///< on standard input
  std::string stdout_to{};  ///< a file standard output goes to, e.g. /dev/full; empty: Ended::out
};

/// Runs a program to its end.
Ended run_program(const Start& start);

/// Runs a program whose standard output and error are one terminal of so many columns; what appeared there is in `out`.
Ended run_in_terminal(const Start& start, unsigned short columns);

/// A program that runs beside the test. Killed with it.
class RunningProgram {
 public:
  explicit RunningProgram(const Start& start);
  ~RunningProgram();
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  /// The next line of its standard output; what there is at its end. Waits for it.
  std::string read_line();

  /// Sends a signal.
  void signal(int number);

  /// Waits for its end.
  Ended wait();

 private:
  pid_t process_ = -1;
  int out_ = -1;
};

}  // namespace newssearch
