#pragma once
#include <string>
#include <vector>

#include "common/date.h"

namespace newssearch {

/// The days of a time zone, with its changes of the clock between 1500 and 2200 (IANA data, from ICU).
/// Immutable: safe to share between threads. Making one takes about a millisecond where clocks change.
class Calendar {
 public:
  explicit Calendar(const std::string& time_zone);  ///< an unknown zone is UTC: validate() has refused it before

  Day day_of(Instant time) const;
  /// The first moment of a day: midnight, or the end of the gap where clocks jump over it.
  Instant start_of(Day day) const;
  /// Local time on the clock, as an instant that reads the same in UTC.
  Instant local(Instant time) const;
  /// The first moment at which clocks show this local time or, if they jump over it, a later one.
  Instant from_local(Instant local) const;

 private:
  struct Stretch {
    Instant begin;
    std::chrono::seconds offset;  ///< local = UTC + offset
  };
  std::vector<Stretch> stretches_;  ///< ascending, never empty
  const Stretch& at(Instant time) const;
};

}  // namespace newssearch
