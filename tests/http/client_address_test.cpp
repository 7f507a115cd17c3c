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

TEST_CASE("proxies are known by address or network") {
  const TrustedProxies proxies({"127.0.0.1", "10.1.0.0/16", "2001:db8:5::/48"});
  for (const std::string known : {"127.0.0.1", "10.1.255.3", "::ffff:10.1.0.9", "2001:db8:5:7::1"})
    CHECK(proxies.contains(known));
  for (const std::string other : {"127.0.0.2", "10.2.0.1", "2001:db8:6::1", "", "proxy"})
    CHECK_FALSE(proxies.contains(other));
}

TEST_CASE("whom a proxy asks for is who it saw last, whatever clients claim") {
  const TrustedProxies proxies({"127.0.0.1", "10.0.0.0/8"});
  const auto [peer, forwarded_for, address] = GENERATE(table<std::string, std::string, std::string>({
      {"127.0.0.1", "198.51.100.7", "198.51.100.7"},
      {"127.0.0.1", "203.0.113.1, 198.51.100.7", "198.51.100.7"},
      {"127.0.0.1", "203.0.113.1,198.51.100.7 ,10.0.0.3", "198.51.100.7"},
      {"127.0.0.1", "198.51.100.7:4711", "198.51.100.7"},
      {"127.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"},
      {"127.0.0.1", "2001:db8::1", "2001:db8::1"},
      {"127.0.0.1", "", "127.0.0.1"},
      {"127.0.0.1", "unknown", "127.0.0.1"},
      {"127.0.0.1", "203.0.113.1, _hidden", "127.0.0.1"},
      {"10.0.0.9", "10.0.0.3", "10.0.0.3"},
      {"198.51.100.9", "203.0.113.1", "198.51.100.9"},
  }));
  CAPTURE(peer, forwarded_for);
  CHECK(proxies.address_behind(peer, forwarded_for) == address);
}

TEST_CASE("what is no address of a proxy is refused at the start") {
  for (const std::string network : {"", "proxy", "10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/", "10.0.0.0/a"})
    CHECK_THROWS_WITH(TrustedProxies({network}), Catch::Contains("is no address"));
}

}  // namespace newssearch
