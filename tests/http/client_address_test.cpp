#include "server/http/client_address.h"

#include <catch2/catch.hpp>

namespace newssearch {

TEST_CASE("an IPv4 address is a client, an IPv6 client is its /64 network, and loopback is nobody") {
  const auto [address, client] = GENERATE(table<std::string, std::string>({
      {"192.0.2.7", "192.0.2.7"},
      {"::ffff:192.0.2.7", "192.0.2.7"},
      {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"},
      {"2001:db8:1:2::ffff", "2001:db8:1:2::"},
      {"2001:db8:1:3::ffff", "2001:db8:1:3::"},
      {"fe80::1%eth0", "fe80::"},
      {"127.0.0.1", ""},
      {"127.8.9.10", ""},
      {"::1", ""},
      {"::ffff:127.0.0.1", ""},
  }));
  CAPTURE(address);
  CHECK(client_of(address) == client);
}

}  // namespace newssearch
