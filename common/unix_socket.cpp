#include "common/unix_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace newssearch {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void socket_failed(int error, const fs::path& socket) {
  throw std::system_error(error, std::generic_category(), socket.string());
}

/// A socket's address; where its path is too long for one, by way of its opened folder, which has a short path.
class SocketAddress {
 public:
  explicit SocketAddress(const fs::path& socket)
      : name_(socket.filename().string()),
        folder_(
            ::open(socket.has_parent_path() ? socket.parent_path().c_str() : ".", O_PATH | O_DIRECTORY | O_CLOEXEC)) {
    if (folder_.number() < 0) socket_failed(errno, socket);
    std::string path = socket.string();
    if (path.size() >= sizeof address_.sun_path) {
      path = "/proc/self/fd/" + std::to_string(folder_.number()) + "/" + name_;
    }
    if (name_.empty() || path.size() >= sizeof address_.sun_path) {
      socket_failed(name_.empty() ? EISDIR : ENAMETOOLONG, socket);
    }
    address_.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), address_.sun_path);
  }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address_); }
  int folder() const { return folder_.number(); }
  const char* name() const { return name_.c_str(); }

 private:
  std::string name_;
  Descriptor folder_;
  sockaddr_un address_{};
};

Descriptor new_socket(const fs::path& socket) {
  Descriptor made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (made.number() < 0) socket_failed(errno, socket);
  return made;
}

/// 0, or the error. A connection that a signal interrupts goes on by itself, so it is asked for again.
int connected(const Descriptor& socket, const SocketAddress& address) {
  while (::connect(socket.number(), address.get(), sizeof(sockaddr_un)) != 0) {
    if (errno == EISCONN) return 0;
    if (errno != EINTR) return errno;
  }
  return 0;
}

/// Removes the socket file of a process that has ended.
void make_room(const fs::path& socket, const SocketAddress& address) {
  struct stat there {};
  if (::fstatat(address.folder(), address.name(), &there, AT_SYMLINK_NOFOLLOW) != 0) return;
  if (!S_ISSOCK(there.st_mode)) socket_failed(EEXIST, socket);
  if (connected(new_socket(socket), address) != ECONNREFUSED) socket_failed(EADDRINUSE, socket);
  ::unlinkat(address.folder(), address.name(), 0);
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    if (number_ >= 0) ::close(number_);
    number_ = other.release();
  }
  return *this;
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

int Descriptor::release() { return std::exchange(number_, -1); }

Descriptor listen_at(const fs::path& socket) {
  const SocketAddress address(socket);
  make_room(socket, address);
  Descriptor listening = new_socket(socket);
  if (::bind(listening.number(), address.get(), sizeof(sockaddr_un)) != 0) socket_failed(errno, socket);
  // Nobody can connect before it listens, so nobody can between its modes.
  if (::fchmodat(address.folder(), address.name(), 0660, 0) != 0) socket_failed(errno, socket);
  if (::listen(listening.number(), SOMAXCONN) != 0) socket_failed(errno, socket);
  return listening;
}

Descriptor connect_to(const fs::path& socket) {
  const SocketAddress address(socket);
  Descriptor connecting = new_socket(socket);
  if (const int error = connected(connecting, address)) socket_failed(error, socket);
  return connecting;
}

}  // namespace newssearch
