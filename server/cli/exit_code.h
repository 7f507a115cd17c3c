#pragma once
#include <stdexcept>

namespace newssearch {

/// How the program ends. 0 to 2 speak of the question or the articles, the others of the machine and the index.
namespace exit_code {
inline constexpr int done = 0;
inline constexpr int no_hits = 1;          ///< asked, answered, nothing found
inline constexpr int with_rejections = 1;  ///< indexed, but not everything
inline constexpr int usage = 2;            ///< the command line or the data is at fault
inline constexpr int locked = 3;           ///< another process is writing
inline constexpr int io = 4;               ///< disk full, no permission
inline constexpr int damaged = 5;          ///< the index is
inline constexpr int interrupted = 130;    ///< Ctrl-C
}  // namespace exit_code

/// The person at the keyboard has to change something. Reads "what: why: what to do".
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace newssearch
