#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "server/http/admin_keys.h"

namespace newssearch {

class Metrics;
class ServiceManager;

/// One deadline per phase of a connection; trickled bytes do not extend it.
struct ServerDeadlines {
  std::chrono::milliseconds handshake = std::chrono::seconds(10);  ///< of TLS
  std::chrono::milliseconds header = std::chrono::seconds(10);     ///< from a request's first byte to its blank line
  std::chrono::milliseconds body = std::chrono::seconds(30);
  std::chrono::milliseconds write = std::chrono::seconds(30);
  std::chrono::milliseconds idle = std::chrono::seconds(15);   ///< without a request, new or kept alive
  std::chrono::milliseconds linger = std::chrono::seconds(1);  ///< for the client to read a last answer
  std::chrono::milliseconds stop = std::chrono::seconds(9);    ///< for the requests in hand at a stop
};

/// What a client may ask of the listener. Refused beyond: 431, 414, 413, 429, 503.
struct ServerLimits {
  std::size_t header_bytes = 8 << 10;  ///< request line and headers
  std::size_t header_fields = 64;
  std::size_t target_bytes = 4 << 10;
  std::size_t body_bytes = 4 << 10;  ///< where a route has no limit of its own
  std::size_t connections = 1024;
  std::size_t connections_per_address = 64;                        ///< 0: any number; loopback is not limited
  std::size_t queue_per_worker = 4;                                ///< requests that wait beside those being answered
  std::size_t queue_burst_per_worker = 32;                         ///< and so many more a minute, be it all at once
  std::chrono::milliseconds queue_wait = std::chrono::seconds(1);  ///< a search that has waited longer is refused
  double rate = 20, burst = 40;                ///< requests a second of an address or a key, and at once; 0: any number
  std::vector<std::string> trusted_proxies{};  ///< addresses and networks that say whom they ask for: TrustedProxies
  std::vector<std::string> origins{};          ///< of the sites whose pages may read answers: CrossOrigin
};

/// What may be written in one request. Refused beyond: 413.
struct WriteLimits {
  std::size_t article_bytes = 1 << 20;
  std::size_t batch_bytes = 8 << 20;
  std::size_t batch_lines = 1000;
};

/// What TLS is spoken with: the server's certificate and those between it and a root, and its key; both PEM.
struct TlsFiles {
  std::filesystem::path certificate;
  std::filesystem::path key;
};

/// A second listener, for those who run the archive.
struct AdminOptions {
  std::filesystem::path socket;  ///< a unix socket, for its owner and group (0660); empty: `address` and `port`
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: any free one
  AdminKeys keys;          ///< each request needs one of them; there must be some where there is no `socket`
  ServerLimits limits = {.connections = 64, .rate = 0};
};

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< an IP address, or a name that stands for one
  std::uint16_t port = 8080;          ///< 0: any free one
  unsigned workers = 0;               ///< threads that search; 0: as many as there are cores
  bool access_log = false;
  std::chrono::milliseconds slow{1000};  ///< what takes longer is logged, too; 0: nothing is
  Metrics* metrics = nullptr;            ///< told of what is answered; must outlive the server
  ServiceManager* manager = nullptr;     ///< told how the server is; must outlive it
  std::optional<TlsFiles> tls{};         ///< given: readers are answered over TLS alone
  ServerDeadlines deadlines;
  ServerLimits limits;
  std::optional<AdminOptions> admin = std::nullopt;  ///< listened on only if there is a router for it
  /// Called at SIGHUP, where it is given: the limits, keys, certificate and logs of what it returns take effect at
  /// once. What it throws is logged, and all stays as it was.
  std::function<ServerOptions()> reload{};
};

}  // namespace newssearch
