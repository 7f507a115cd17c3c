#include "server/http/request_id.h"

namespace newssearch {

std::string RequestIds::next() {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string id;
  for (auto bits = random_(); id.size() < 16; bits >>= 4) id += kDigits[bits & 15];
  return id;
}

}  // namespace newssearch
