#pragma once
#include <filesystem>

namespace newssearch {

/// An open file, socket or pipe, closed with it.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int number() const { return number_; }
  /// Gives it to someone else to close.
  int release();

 private:
  int number_;
};

// Paths may be as long as those of files: the 108 bytes of a socket's address are got around. Both throw
// std::system_error, naming the path.

/// A stream socket that listens at a path, which its owner and group may speak to (0660). A socket file that nobody
/// listens at is replaced; one that somebody does is EADDRINUSE, any other file there EEXIST.
Descriptor listen_at(const std::filesystem::path& socket);

/// A stream socket that is connected to the one listening at a path.
Descriptor connect_to(const std::filesystem::path& socket);

}  // namespace newssearch
