#pragma once
#include <unicode/timezone.h>

#include <memory>
#include <string>

#include "common/date.h"
#include "server/search/search_request.h"

namespace newssearch::oracle {

/// The clocks of a time zone. Every question is put to ICU anew: no table of changes of the clock that could be wrong.
class Clocks {
 public:
  explicit Clocks(const std::string& time_zone);

  /// What a date reads on clock and calendar, as an instant that reads the same in UTC. A bare day is itself.
  Instant shown(const ArticleDate& date) const;
  /// The first moment at which clocks show this full hour or a later one.
  Instant first_moment(Instant hour) const;

 private:
  Instant shown(Instant time) const;
  std::unique_ptr<icu::TimeZone> zone_;
};

/// The bucket a time on clock and calendar falls into, and the one after; `interval` is not `automatic`.
Instant bucket_of(Instant shown, HistogramInterval interval);
Instant bucket_after(Instant bucket, HistogramInterval interval);

}  // namespace newssearch::oracle
