// Whatever stands in an address, reading it ends, and what was read can be written and read again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "server/http/search_params.h"
#include "server/http/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newssearch;
  const auto target = parse_target(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!target) return 0;
  decode_path_piece(target->path);
  read_search_request(target->params, UnknownParameter::ignored);
  const auto again = parse_target("/?" + to_query(target->params));
  if (!again || again->params != target->params) std::abort();
  return 0;
}
