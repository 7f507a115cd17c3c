#pragma once
#include <string>

namespace newssearch {

/// Who is counted as one client, by an IP address as text: an IPv4 address itself; of an IPv6 address the /64 network,
/// within which a host chooses its own. Empty for loopback, which is not counted: behind a proxy on this machine every
/// client has that address.
std::string client_of(const std::string& address);

}  // namespace newssearch
