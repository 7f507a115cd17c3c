#include "server/search/shown_articles.h"

#include <algorithm>

namespace newssearch {
namespace {

/// Of the articles that are shown, in order of time.
std::vector<LiveFile::Expiry> in_order(const std::vector<LiveFile::Expiry>& expiries, const DocSet& all) {
  std::vector<LiveFile::Expiry> ordered;
  for (const LiveFile::Expiry& expiry : expiries)
    if (all.contains(expiry.rank)) ordered.push_back(expiry);
  std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
  return ordered;
}

}  // namespace

ShownArticles::ShownArticles(Columns columns, DocSet all, const std::vector<LiveFile::Expiry>& expiries)
    : columns_(std::move(columns)),
      all_(std::make_shared<const DocSet>(std::move(all))),
      count_(all_->count()),
      expiries_(in_order(expiries, *all_)) {}

std::size_t ShownArticles::expired(Instant now) const {
  const auto first_to_come = std::upper_bound(expiries_.begin(), expiries_.end(), now,
                                              [](Instant time, const auto& expiry) { return time < expiry.time; });
  return static_cast<std::size_t>(first_to_come - expiries_.begin());
}

std::shared_ptr<const DocSet> ShownArticles::live(Instant now) const {
  const std::size_t expired = this->expired(now);
  if (expired == 0) return all_;
  const std::scoped_lock lock(mutex_);
  if (!live_ || live_expired_ != expired) {
    DocSet live = *all_;
    for (std::size_t number = 0; number < expired; ++number) live.erase(expiries_[number].rank);
    live_ = std::make_shared<const DocSet>(std::move(live));
    live_expired_ = expired;
  }
  return live_;
}

std::shared_ptr<const ArchiveDays> ShownArticles::days(DateField field, const std::string& time_zone,
                                                       const Calendar& calendar) const {
  constexpr std::size_t kMostZones = 16;
  const std::pair key{field, time_zone};
  {
    const std::scoped_lock lock(mutex_);
    if (const auto known = days_.find(key); known != days_.end()) return known->second;
  }
  const DateColumn& dates = field == DateField::published ? columns_.published() : columns_.updated();
  auto days = std::make_shared<const ArchiveDays>(dates, calendar, *all_);
  const std::scoped_lock lock(mutex_);
  if (days_.size() >= kMostZones) days_.clear();
  return days_.emplace(key, std::move(days)).first->second;
}

}  // namespace newssearch
