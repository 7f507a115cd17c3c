#include "server/http/client_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

#include "server/http/message.h"

namespace newssearch {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

constexpr std::string_view kMappedV4 = "::ffff:";
constexpr unsigned kMappedBits = 96;

bool is_v4(std::string_view address) { return address.find(':') == std::string_view::npos; }

/// Without the zone of a link-local address.
std::optional<Bytes> bytes_of(std::string_view address) {
  const std::string text = (is_v4(address) ? std::string(kMappedV4) : "") + std::string(address);
  Bytes bytes{};
  if (inet_pton(AF_INET6, text.substr(0, text.find('%')).c_str(), bytes.data()) != 1) return std::nullopt;
  return bytes;
}

bool are_alike(const Bytes& a, const Bytes& b, unsigned bits) {
  if (!std::equal(a.begin(), a.begin() + bits / 8, b.begin())) return false;
  return bits % 8 == 0 || (a[bits / 8] ^ b[bits / 8]) >> (8 - bits % 8) == 0;
}

/// Some proxies add the port: "192.0.2.1:4711", "[2001:db8::1]:4711".
std::string_view without_port(std::string_view address) {
  if (address.starts_with('[')) return address.substr(1, address.find(']') - 1);
  const auto colon = address.find(':');
  return colon == address.rfind(':') ? address.substr(0, colon) : address;
}

}  // namespace

std::string client_of(const std::string& address) {
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

TrustedProxies::TrustedProxies(const std::vector<std::string>& networks) {
  for (const auto& network : networks) {
    const auto slash = network.find('/');
    const auto address = bytes_of(network.substr(0, slash));
    const unsigned most = is_v4(network) ? 32 : 128;
    unsigned bits = most;
    if (slash != std::string::npos) {
      const char* end = network.data() + network.size();
      const auto [stopped_at, error] = std::from_chars(network.data() + slash + 1, end, bits);
      if (error != std::errc() || stopped_at != end) bits = most + 1;
    }
    if (!address || bits > most) {
      throw std::runtime_error("'" + network + "' is no address: write 127.0.0.1, 10.0.0.0/8 or 2001:db8::/32");
    }
    networks_.push_back({*address, is_v4(network) ? kMappedBits + bits : bits});
  }
}

bool TrustedProxies::contains(const std::string& address) const {
  const auto bytes = bytes_of(address);
  return bytes && std::any_of(networks_.begin(), networks_.end(),
                              [&](const Network& network) { return are_alike(*bytes, network.address, network.bits); });
}

std::string TrustedProxies::address_behind(const std::string& peer, std::string_view forwarded_for) const {
  std::string address = peer;
  while (!forwarded_for.empty() && contains(address)) {
    const auto comma = forwarded_for.rfind(',');
    const auto begin = comma == std::string_view::npos ? 0 : comma + 1;
    const std::string_view before = without_port(trimmed(forwarded_for.substr(begin)));
    forwarded_for = forwarded_for.substr(0, comma == std::string_view::npos ? 0 : comma);
    if (!bytes_of(before)) return address;
    address = before;
  }
  return address;
}

}  // namespace newssearch
