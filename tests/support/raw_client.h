#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace newssearch {

struct RawResponse {
  unsigned status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
};

/// A client that sends what it is told, byte by byte if need be, and hides nothing of what comes back. Whatever takes
/// longer than ten seconds throws.
class RawClient {
 public:
  RawClient() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (socket_ < 0) throw std::system_error(errno, std::generic_category(), "socket");
    const timeval limit{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  }
  explicit RawClient(std::uint16_t port) : RawClient() { connect(port); }
  RawClient(RawClient&& other) noexcept : socket_(std::exchange(other.socket_, -1)), read_(std::move(other.read_)) {}
  RawClient& operator=(RawClient&&) = delete;
  virtual ~RawClient() {
    if (socket_ >= 0) ::close(socket_);
  }

  /// Throws std::system_error.
  void connect(std::uint16_t port, const std::string& ipv4 = "127.0.0.1") {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = ::inet_addr(ipv4.c_str());
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      throw std::system_error(errno, std::generic_category(), "connect");
    }
  }

  virtual void send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0) throw std::system_error(errno, std::generic_category(), "send");
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  /// "I have said all": the server reads the end of the stream, answers still arrive.
  virtual void end_sending() { ::shutdown(socket_, SHUT_WR); }

  /// The next response; nullopt where the server closed the connection before one began.
  std::optional<RawResponse> receive(bool to_head = false) {
    const auto head_end = read_until("\r\n\r\n");
    if (!head_end) return std::nullopt;
    RawResponse response = parse_head(read_.substr(0, *head_end));
    read_.erase(0, *head_end + 4);
    const auto length = response.headers.find("content-length");
    if (length == response.headers.end() || to_head) return response;
    const auto bytes = std::stoul(length->second);
    while (read_.size() < bytes) {
      if (!read_more()) throw std::runtime_error("the connection ended within a body");
    }
    response.body = read_.substr(0, bytes);
    read_.erase(0, bytes);
    return response;
  }

  /// All bytes up to the end of the connection.
  std::string receive_all() {
    while (read_more()) {}
    return std::exchange(read_, {});
  }

  /// For poll().
  int descriptor() const { return socket_; }

 protected:
  /// How many bytes came; 0: the end.
  virtual std::size_t read_some(char* bytes, std::size_t most) {
    const auto count = ::recv(socket_, bytes, most, 0);
    if (count < 0) throw std::system_error(errno, std::generic_category(), "recv");
    return static_cast<std::size_t>(count);
  }

 private:
  /// Where `mark` begins in what was read; nullopt where the connection ends without it and without anything else.
  std::optional<std::size_t> read_until(std::string_view mark) {
    for (;;) {
      if (const auto found = read_.find(mark); found != std::string::npos) return found;
      if (read_more()) continue;
      if (!read_.empty()) throw std::runtime_error("the connection ended within a head: " + read_);
      return std::nullopt;
    }
  }

  bool read_more() {
    char bytes[4096];
    const auto count = read_some(bytes, sizeof bytes);
    read_.append(bytes, count);
    return count > 0;
  }

  static RawResponse parse_head(std::string_view head) {
    RawResponse response;
    response.status = static_cast<unsigned>(std::stoul(std::string(head.substr(9, 3))));
    while (head.find("\r\n") != std::string_view::npos) {
      head.remove_prefix(head.find("\r\n") + 2);
      const auto line = head.substr(0, head.find("\r\n"));
      std::string name(line.substr(0, line.find(':')));
      for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      response.headers[name] = line.substr(line.find(':') + 2);
    }
    return response;
  }

  int socket_;
  std::string read_;
};

}  // namespace newssearch
