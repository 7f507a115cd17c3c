// Whatever is given as a cursor, reading it ends, and what was read can be written and read again.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "common/base64url.h"
#include "server/http/cursor.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newssearch;
  const std::string input(reinterpret_cast<const char*>(data), size);
  static const std::string begin = from_base64url(cursor_text({}, {})).value().substr(0, sizeof R"(["12345678")" - 1);
  (void)read_cursor(input, {});
  const auto cursor = read_cursor(to_base64url(begin + "," + input + "]"), {});
  if (!cursor) return 0;
  const auto again = read_cursor(cursor_text(*cursor, {}), {});
  if (!again || again->id != cursor->id || again->shown != cursor->shown) std::abort();
  return 0;
}
