#include "server/search/calendar.h"

#include <unicode/basictz.h>
#include <unicode/tztrans.h>

#include <algorithm>
#include <memory>

namespace newssearch {
namespace {

using std::chrono::days;
using std::chrono::seconds;

const Instant kFirst = Day{std::chrono::year{kFirstYear} / 1 / 1} - days{1};
const Instant kLast = Day{std::chrono::year{kLastYear} / 12 / 31} + days{2};

UDate to_icu(Instant time) { return static_cast<UDate>(time.time_since_epoch().count()) * 1000.0; }
Instant from_icu(UDate milliseconds) { return Instant{seconds{static_cast<std::int64_t>(milliseconds / 1000.0)}}; }

}  // namespace

Calendar::Calendar(const std::string& time_zone) {
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(time_zone)));
  UErrorCode code = U_ZERO_ERROR;
  int32_t raw = 0, saving = 0;
  zone->getOffset(to_icu(kFirst), false, raw, saving, code);
  stretches_.push_back({kFirst, seconds{(raw + saving) / 1000}});
  const auto* changes = dynamic_cast<const icu::BasicTimeZone*>(zone.get());
  icu::TimeZoneTransition change;
  for (UDate at = to_icu(kFirst);
       changes && changes->getNextTransition(at, false, change) && change.getTime() < to_icu(kLast);
       at = change.getTime()) {
    const icu::TimeZoneRule* rule = change.getTo();
    stretches_.push_back({from_icu(change.getTime()), seconds{(rule->getRawOffset() + rule->getDSTSavings()) / 1000}});
  }
}

const Calendar::Stretch& Calendar::at(Instant time) const {
  const auto after = std::upper_bound(stretches_.begin(), stretches_.end(), time,
                                      [](Instant t, const Stretch& stretch) { return t < stretch.begin; });
  return after == stretches_.begin() ? stretches_.front() : *std::prev(after);
}

Instant Calendar::local(Instant time) const { return time + at(time).offset; }

Day Calendar::day_of(Instant time) const { return std::chrono::floor<days>(local(time)); }

Instant Calendar::from_local(Instant local) const {
  const Stretch* stretch = &at(local - days{2});  // offsets are below 15 hours
  const Stretch* const end = stretches_.data() + stretches_.size();
  for (; stretch + 1 < end; ++stretch) {
    const Instant time = std::max(stretch->begin, local - stretch->offset);
    if (time < (stretch + 1)->begin) return time;
  }
  return std::max(stretch->begin, local - stretch->offset);
}

Instant Calendar::start_of(Day day) const { return from_local(day); }

}  // namespace newssearch
