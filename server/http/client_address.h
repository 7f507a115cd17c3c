#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace newssearch {

/// Who is counted as one client, by an IP address as text: an IPv4 address itself; of an IPv6 address the /64 network,
/// within which a host chooses its own. Empty for loopback, which is not counted: behind a proxy on this machine every
/// client has that address.
std::string client_of(const std::string& address);

/// Proxies whose word is taken for whom they ask for.
class TrustedProxies {
 public:
  /// IP addresses or networks: "127.0.0.1", "10.0.0.0/8", "2001:db8::/32". Throws std::runtime_error where one is none.
  explicit TrustedProxies(const std::vector<std::string>& networks);

  bool contains(const std::string& address) const;

  /// The address that asks: that of the peer; or, where it is one of the proxies, the last in X-Forwarded-For that is
  /// none of them, which is what the last proxy saw. What is no address ends the search: nothing before it was said by
  /// somebody trusted.
  std::string address_behind(const std::string& peer, std::string_view forwarded_for) const;

 private:
  using Bytes = std::array<std::uint8_t, 16>;  ///< an IPv4 address as the IPv6 address that stands for it
  struct Network {
    Bytes address;
    unsigned bits;
  };
  std::vector<Network> networks_;
};

}  // namespace newssearch
