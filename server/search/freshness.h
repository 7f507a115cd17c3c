#pragma once
#include <cstdint>

#include "server/search/columns.h"
#include "server/search/doc_set.h"
#include "server/search/search_response.h"

namespace newssearch {

/// How much newer articles are preferred: AppliedRecency over a generation's dates of publication.
class Freshness {
 public:
  Freshness(const PublishedDates& dates, const AppliedRecency& recency);

  bool is_off() const { return recency_.strength == AppliedRecency::Strength::off; }
  /// What an article's score is multiplied by: above 0, 1 at the most.
  float factor(std::size_t rank) const;
  /// No article of a window has a greater one.
  float most_in(std::size_t window) const;

 private:
  const PublishedDates& dates_;
  const AppliedRecency recency_;
  const std::int64_t newest_;  ///< seconds since 1970
};

/// What a preference comes to for the articles found, by their dates: whether the matches themselves are a burst, news
/// of the index's last days (after Efron, Golovchinsky, "Estimation methods for ranking recent information", 2011, who
/// take the rate of decay from the dates of what is found).
AppliedRecency applied_recency(Recency asked, const DocSet& found, const PublishedDates& dates);

}  // namespace newssearch
