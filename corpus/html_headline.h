#pragma once
#include <string>
#include <vector>

#include "corpus/draft.h"

namespace newssearch {

/// The candidates, the best first: what most of them agree on, without the name of the site or of a section that some
/// put before or behind it ("Bridge closed | Daily Example"). Each but once.
std::vector<HeadlineCandidate> rank_headlines(std::vector<HeadlineCandidate> candidates,
                                              const std::vector<std::string>& site_names);

}  // namespace newssearch
