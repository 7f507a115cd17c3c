#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/search/search_response.h"

namespace icu_72 {
class TimeZone;
}

namespace newssearch::oracle {

/// Clocks of a time zone, asked of ICU anew for each moment.
class Clocks {
 public:
  explicit Clocks(const std::string& time_zone);
  ~Clocks();

  /// What clocks and calendars show at a date, as an instant that reads the same in UTC. A day without a time is itself.
  Instant shown(const ArticleDate& date) const;
  /// The first moment at which clocks show this time or a later one.
  Instant first_moment(Instant shown) const;

 private:
  std::chrono::seconds offset(Instant time) const;
  std::unique_ptr<icu_72::TimeZone> zone_;
};
}  // namespace newssearch::oracle
