#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/cli/terminal.h"
#include "server/search/search_response.h"

namespace newssearch {

/// What part of the articles of each month (day, week, year) queries find.
struct Trend {
  struct Time {
    std::string from, to;              ///< [from, to): "1987-03-01"
    std::uint32_t articles = 0;        ///< of that time; none: there is no share of them
    std::vector<std::uint32_t> found;  ///< of these, by query
  };
  HistogramInterval interval{};
  std::string time_zone;
  std::vector<std::string> queries;
  std::vector<Time> times;  ///< from the first article to the last, without gaps
  Time undated;             ///< beside them
};

/// One query's part of a time; absent where there were no articles.
std::optional<double> share(const Trend::Time& time, std::size_t query);

/// All times together, undated articles too.
Trend::Time sum(const Trend& trend);

/// Adds a query, whose histogram has the interval and the time zone of `trend`, and nothing that `trend` has not.
void add_query(Trend& trend, const std::string& query, const DateHistogram& found);

/// A trend of no query yet: `all` counts the articles of which queries find a part.
Trend trend_of(const DateHistogram& all);

/// "4.2 %", with as many decimals as tell shares up to `highest` apart.
std::string percent(double share, double highest);

/// The highest share of any query at any time.
double highest_share(const Trend& trend);

/// For a terminal: of each query a heading and a bar for each time, all drawn to one scale. Times without articles are
/// one line.
std::string trend_table(const Trend& trend, const Screen& screen);

/// RFC 4180: query, from, to, found, articles, share, a line for each query and time; the share is empty where there
/// were no articles. A line without from and to is of the undated ones.
std::string trend_csv(const Trend& trend);

}  // namespace newssearch
