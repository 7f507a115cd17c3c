#pragma once
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "common/live_file.h"
#include "server/search/calendar.h"
#include "server/search/columns.h"
#include "server/search/doc_set.h"
#include "server/search/histogram.h"

namespace newssearch {

/// The articles of a generation that may be shown, and what follows from which those are: all questions are asked of
/// them. Safe to share between threads.
class ShownArticles {
 public:
  /// `all`: that may be shown if nothing expires; `columns` are of them.
  ShownArticles(Columns columns, DocSet all, const std::vector<LiveFile::Expiry>& expiries);

  const Columns& columns() const { return columns_; }
  /// Those that may be shown at a time, and how many they are.
  std::shared_ptr<const DocSet> live(Instant now) const;
  std::size_t count(Instant now) const { return count_ - expired(now); }
  /// Other at a time when others may be shown: what was answered before is none then.
  std::size_t expired(Instant now) const;
  /// The days of a time zone on which they appeared; kept for the zones asked for last.
  std::shared_ptr<const ArchiveDays> days(DateField field, const std::string& time_zone,
                                          const Calendar& calendar) const;

 private:
  const Columns columns_;
  const std::shared_ptr<const DocSet> all_;
  const std::size_t count_;
  std::vector<LiveFile::Expiry> expiries_;  ///< in order of time
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const DocSet> live_;  ///< where `live_expired_` have; protected by mutex_, as the next
  mutable std::size_t live_expired_ = 0;
  mutable std::map<std::pair<DateField, std::string>, std::shared_ptr<const ArchiveDays>> days_;
};

}  // namespace newssearch
