// Whatever is posted as a search, reading it ends.
#include <cstdint>
#include <string_view>

#include "server/http/search_params.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace newssearch;
  const auto params = params_from_json(std::string_view(reinterpret_cast<const char*>(data), size));
  if (params) read_search_request(*params, UnknownParameter::refused);
  return 0;
}
