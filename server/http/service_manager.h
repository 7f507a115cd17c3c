#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace newssearch {

/// Tells who started this service how it is: systemd, where a unit says Type=notify, by the datagrams that sd_notify(3)
/// documents. Where nobody asked, nothing is said; what cannot be sent is lost without a word, as is meant there. Safe
/// to share between threads.
class ServiceManager {
 public:
  /// As $NOTIFY_SOCKET says, and $WATCHDOG_USEC, where $WATCHDOG_PID means this process.
  ServiceManager();
  /// `socket`: a path, or '@' and an abstract name; empty: nobody asked.
  ServiceManager(std::string socket, std::optional<std::chrono::microseconds> watchdog);

  void status(std::string_view line) const;  ///< for people
  void ready() const;
  void reloading() const;  ///< until ready()
  void stopping() const;
  void alive() const;

  /// How long it may be without alive() before this is taken for stuck.
  std::optional<std::chrono::microseconds> watchdog() const { return watchdog_; }

 private:
  void send(const std::string& message) const;

  std::string socket_;
  std::optional<std::chrono::microseconds> watchdog_;
};

}  // namespace newssearch
