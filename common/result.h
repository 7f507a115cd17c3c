#pragma once
#include <string>
#include <utility>
#include <variant>

namespace newssearch {

/// Why something could not be done: a code a program can test and a sentence for the person who must act.
/// The message names the thing, the reason and, where there is one, the remedy.
struct Error {
  std::string code;     ///< snake_case and stable, e.g. "not_found"
  std::string message;  ///< e.g. "from: '2026-13-01': month 13 does not exist"
  bool operator==(const Error&) const = default;
};

/// A value, or the Error for which there is none. The member names are std::expected's (C++23), which gcc 12 lacks.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }
  const T& value() const& { return std::get<0>(state_); }
  T& value() & { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace newssearch
