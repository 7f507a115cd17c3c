#include "server/http/service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ctime>

#include "common/unix_socket.h"

namespace newssearch {
namespace {

std::string of_environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

std::optional<std::uint64_t> positive_number(const std::string& text) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped_at, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stopped_at == end && value > 0 ? std::optional(value) : std::nullopt;
}

/// It may be meant for the process that started this one.
std::optional<std::chrono::microseconds> watchdog_of_environment() {
  const auto limit = positive_number(of_environment("WATCHDOG_USEC"));
  const auto whose = of_environment("WATCHDOG_PID");
  if (!limit || (!whose.empty() && whose != std::to_string(::getpid()))) return std::nullopt;
  return std::chrono::microseconds(*limit);
}

std::string monotonic_microseconds() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::to_string(static_cast<std::uint64_t>(now.tv_sec) * 1'000'000 +
                        static_cast<std::uint64_t>(now.tv_nsec) / 1000);
}

}  // namespace

ServiceManager::ServiceManager() : ServiceManager(of_environment("NOTIFY_SOCKET"), watchdog_of_environment()) {}

ServiceManager::ServiceManager(std::string socket, std::optional<std::chrono::microseconds> watchdog)
    : socket_(std::move(socket)), watchdog_(socket_.empty() ? std::nullopt : watchdog) {}

void ServiceManager::status(std::string_view line) const {
  std::string message = "STATUS=" + std::string(line);
  std::replace(message.begin(), message.end(), '\n', ' ');  // a line more would be another word to the manager
  send(message);
}

void ServiceManager::ready() const { send("READY=1"); }

void ServiceManager::reloading() const { send("RELOADING=1\nMONOTONIC_USEC=" + monotonic_microseconds()); }

void ServiceManager::stopping() const { send("STOPPING=1"); }

void ServiceManager::alive() const { send("WATCHDOG=1"); }

void ServiceManager::send(const std::string& message) const {
  sockaddr_un address{};
  if (socket_.empty() || socket_.size() >= sizeof address.sun_path) return;
  address.sun_family = AF_UNIX;
  std::copy(socket_.begin(), socket_.end(), address.sun_path);
  if (socket_.front() == '@') address.sun_path[0] = '\0';
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  const Descriptor sender(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (sender.number() < 0) return;
  [[maybe_unused]] const auto sent =
      ::sendto(sender.number(), message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
               reinterpret_cast<const sockaddr*>(&address), size);
}

}  // namespace newssearch
