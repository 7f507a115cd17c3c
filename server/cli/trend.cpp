#include "server/cli/trend.h"

#include <algorithm>
#include <cstdio>

#include "server/cli/bar_chart.h"
#include "server/cli/hit_formats.h"
#include "server/cli/terminal_text.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

std::string decimals(double number, int places) {
  char text[48];
  std::snprintf(text, sizeof text, "%.*f", places, number);
  return text;
}

std::string heading(const Trend& trend, std::size_t query, const Screen& screen) {
  const Trend::Time all = sum(trend);
  const std::string zone = trend.time_zone == "UTC" ? "" : ", " + trend.time_zone;
  const std::string text = trend.queries[query] + ": " + grouped(all.found[query]) + " of " +
                           counted(all.articles, "article") + " by " + std::string(to_string(trend.interval)) + zone;
  std::string lines;
  for (const Parts& line : wrap({{text, false}}, screen.width)) {
    for (const TextPart& part : line) lines += inked(part.text, Ink::strong, screen.colour);
    lines += "\n";
  }
  return lines;
}

ChartRow row_of(const Trend& trend, const Trend::Time& time, std::size_t query, double highest, int counts_width) {
  const double part = share(time, query).value_or(0);
  const std::string counts = grouped(time.found[query]) + " of " + grouped(time.articles);
  const int gap = std::max(0, counts_width - display_width(counts));
  return {.label = bucket_label(time.from, trend.interval),
          .figure = percent(part, highest) + "  " + std::string(static_cast<std::size_t>(gap), ' ') + counts,
          .length = highest > 0 ? part / highest : 0};
}

/// The chart of one query.
std::string chart(const Trend& trend, std::size_t query, const Screen& screen) {
  const double highest = highest_share(trend);
  int counts_width = 0;
  for (const Trend::Time& time : trend.times)
    counts_width = std::max(counts_width, display_width(grouped(time.found[query]) + " of " + grouped(time.articles)));
  std::vector<ChartRow> rows;
  for (const Trend::Time& time : trend.times) rows.push_back(row_of(trend, time, query, highest, counts_width));
  const Chart lines(rows, screen);
  std::string text;
  for (std::size_t at = 0; at < rows.size();) {
    const auto next = std::find_if(trend.times.begin() + static_cast<std::ptrdiff_t>(at), trend.times.end(),
                                   [](const Trend::Time& time) { return time.articles > 0; });
    const auto end = static_cast<std::size_t>(next - trend.times.begin());
    if (end == at) {
      text += lines.line(rows[at++]);
      continue;
    }
    const std::string times =
        end - at == 1 ? "in " + rows[at].label : "from " + rows[at].label + " to " + rows[end - 1].label;
    text += inked("  ⋮ no article " + times, Ink::faint, screen.colour) + "\n";
    at = end;
  }
  return text;
}

std::vector<std::string> csv_values(const std::string& query, const Trend::Time& time, std::size_t number) {
  const std::optional<double> part = share(time, number);
  return {query,
          time.from,
          time.to,
          std::to_string(time.found[number]),
          std::to_string(time.articles),
          part ? decimals(*part, 6) : ""};
}

}  // namespace

std::optional<double> share(const Trend::Time& time, std::size_t query) {
  if (time.articles == 0) return std::nullopt;
  return static_cast<double>(time.found[query]) / time.articles;
}

Trend::Time sum(const Trend& trend) {
  Trend::Time all = trend.undated;
  for (const Trend::Time& time : trend.times) {
    all.articles += time.articles;
    for (std::size_t query = 0; query < trend.queries.size(); ++query) all.found[query] += time.found[query];
  }
  return all;
}

Trend trend_of(const DateHistogram& all) {
  Trend trend{.interval = all.interval, .time_zone = all.time_zone, .queries = {}, .times = {}, .undated = {}};
  for (const DateHistogram::Bucket& bucket : all.buckets)
    trend.times.push_back({.from = bucket.from, .to = bucket.to, .articles = bucket.count, .found = {}});
  trend.undated.articles = all.undated;
  return trend;
}

void add_query(Trend& trend, const std::string& query, const DateHistogram& found) {
  trend.queries.push_back(query);
  auto bucket = found.buckets.begin();
  for (Trend::Time& time : trend.times) {
    while (bucket != found.buckets.end() && bucket->from < time.from) ++bucket;
    const bool same = bucket != found.buckets.end() && bucket->from == time.from;
    time.found.push_back(same ? bucket->count : 0);
  }
  trend.undated.found.push_back(found.undated);
}

std::string percent(double share, double highest) {
  const int places = highest >= 0.1 || highest == 0 ? 1 : highest >= 0.01 ? 2 : highest >= 0.001 ? 3 : 4;
  return decimals(share * 100, places) + " %";
}

double highest_share(const Trend& trend) {
  double highest = 0;
  for (const Trend::Time& time : trend.times)
    for (std::size_t query = 0; query < trend.queries.size(); ++query)
      highest = std::max(highest, share(time, query).value_or(0));
  return highest;
}

std::string trend_table(const Trend& trend, const Screen& screen) {
  std::string text;
  for (std::size_t query = 0; query < trend.queries.size(); ++query) {
    text += (query ? "\n" : "") + heading(trend, query, screen) + chart(trend, query, screen);
    if (trend.undated.articles > 0)
      text +=
          inked("  and " + grouped(trend.undated.found[query]) + " of " + grouped(trend.undated.articles) + " undated",
                Ink::faint, screen.colour) +
          "\n";
  }
  return text;
}

std::string trend_csv(const Trend& trend) {
  std::string lines = csv_line({"query", "from", "to", "found", "articles", "share"});
  for (std::size_t query = 0; query < trend.queries.size(); ++query) {
    std::vector<Trend::Time> times = trend.times;
    if (trend.undated.articles > 0) times.push_back(trend.undated);
    for (const Trend::Time& time : times) lines += csv_line(csv_values(trend.queries[query], time, query));
  }
  return lines;
}

}  // namespace newssearch
