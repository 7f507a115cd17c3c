#pragma once
#include <cstdint>
#include <set>
#include <span>
#include <string>

#include "common/analyzer.h"
#include "common/positions_file.h"
#include "common/stored_articles.h"
#include "server/search/time_budget.h"

namespace newssearch {

/// What a generation's PositionsFile has of some terms in some articles (ranks ascending), made of the articles as they
/// are stored: for as long as that file is damaged. Slow: each article is read and analysed. Throws TimeBudget::Spent.
PositionsFile stored_positions(const StoredArticles& articles, std::span<const std::uint32_t> ranks,
                               const std::set<std::string>& terms, Analyzer& analyzer, const TimeBudget& budget);

}  // namespace newssearch
