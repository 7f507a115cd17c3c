#include "server/http/client_address.h"

#include <arpa/inet.h>

#include <array>

namespace newssearch {

std::string client_of(const std::string& address) {
  constexpr std::string_view kMappedV4 = "::ffff:";
  if (address.starts_with("127.") || address == "::1") return {};
  if (address.starts_with(kMappedV4) && address.find('.') != std::string::npos) {
    return client_of(address.substr(kMappedV4.size()));
  }
  in6_addr v6{};
  if (inet_pton(AF_INET6, address.substr(0, address.find('%')).c_str(), &v6) != 1) return address;
  std::fill(std::begin(v6.s6_addr) + 8, std::end(v6.s6_addr), std::uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(AF_INET6, &v6, text.data(), text.size());
  return text.data();
}

}  // namespace newssearch
