#include "server/web/histogram.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "server/web/wording.h"

namespace newssearch {
namespace {

constexpr std::size_t kMaxBars = 60;
constexpr std::uint32_t kBarHeight = 56, kLabelLine = 74;  // pixels, as in search.css

/// What one bar stands for: a bucket, or neighbours put together where there are too many to draw.
struct Bar {
  Instant from{}, to{};  ///< [from, to)
  std::uint32_t count = 0;
};

std::vector<Bar> bars_of(const DateHistogram& histogram) {
  const std::size_t buckets_a_bar = (histogram.buckets.size() + kMaxBars - 1) / kMaxBars;
  std::vector<Bar> bars;
  std::size_t read = 0;
  for (const DateHistogram::Bucket& bucket : histogram.buckets) {
    const auto from = parse_iso_date(bucket.from), to = parse_iso_date(bucket.to);
    if (!from || !to) continue;
    if (read++ % buckets_a_bar == 0) bars.push_back({.from = from->time});
    bars.back().to = to->time;
    bars.back().count += bucket.count;
  }
  return bars;
}

Day first_day(const Bar& bar) { return std::chrono::floor<std::chrono::days>(bar.from); }
Day last_day(const Bar& bar) { return std::chrono::floor<std::chrono::days>(bar.to - std::chrono::seconds(1)); }

std::string name_of(const Bar& bar, const DateHistogram& histogram) {
  return histogram.interval == HistogramInterval::hour ? in_words(ArticleDate{.time = bar.from}, histogram.time_zone)
                                                       : in_words(first_day(bar), last_day(bar));
}

/// The year, the month or the day a day lies in: what the axis says at its ends.
std::string axis_label(Day day, HistogramInterval interval) {
  using namespace std::chrono;
  const year_month_day date(day);
  if (interval == HistogramInterval::year) {
    return in_words(sys_days(date.year() / January / 1), sys_days(date.year() / December / 31));
  }
  if (interval == HistogramInterval::month) {
    return in_words(sys_days(date.year() / date.month() / 1), sys_days(date.year() / date.month() / last));
  }
  return in_words(day, day);
}

/// "12.5%": SVG takes shares of its width as attributes, so no style is needed.
std::string percent(double share) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.begin(), digits.end(), share * 100, std::chars_format::fixed, 2).ptr;
  return std::string(digits.begin(), end) + "%";
}

/// The bar, and over its whole slot a transparent one that is easier to point at.
Html bar_shape(std::uint32_t count, std::uint32_t highest, std::size_t position, std::size_t bars) {
  const double slot = 1.0 / static_cast<double>(bars), left = slot * static_cast<double>(position);
  const auto height = std::max<std::uint64_t>(2, static_cast<std::uint64_t>(count) * kBarHeight / highest);
  Html html;
  html << "<rect class=\"slot\" x=\"" << percent(left) << "\" width=\"" << percent(slot) << "\" height=\"" << kBarHeight
       << "\"/><rect x=\"" << percent(left + slot * 0.08) << "\" y=\"" << kBarHeight - height << "\" width=\""
       << percent(slot * 0.84) << "\" height=\"" << height << "\"/>";
  return html;
}

}  // namespace

Html histogram_figure(const DateHistogram& histogram, const SearchAddress& address) {
  Html html;
  const std::vector<Bar> bars = bars_of(histogram);
  const auto busiest = std::max_element(bars.begin(), bars.end(), [](auto& a, auto& b) { return a.count < b.count; });
  if (bars.size() < 2 || busiest->count == 0) return html;

  html << "<figure class=\"histogram\">\n<figcaption>Busiest: " << name_of(*busiest, histogram) << ", "
       << counted(busiest->count, "article");
  if (histogram.undated > 0) html << " · " << grouped(histogram.undated) << " undated";
  html << "</figcaption>\n<svg role=\"group\" aria-label=\"Articles by date\">\n";
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const Bar& bar = bars[i];
    if (bar.count == 0) continue;
    const std::string title = name_of(bar, histogram) + ": " + counted(bar.count, "article");
    const Html shape = bar_shape(bar.count, busiest->count, i, bars.size());
    if (histogram.interval == HistogramInterval::hour) {  // days are the finest range one can ask for
      html << "<g><title>" << title << "</title>" << shape << "</g>\n";
    } else {
      const SearchAddress days =
          address.setting("from", format_iso(first_day(bar))).setting("to", format_iso(last_day(bar)));
      html << "<a href=\"" << days.href() << "\"><title>" << title << "</title>" << shape << "</a>\n";
    }
  }
  html << "<text y=\"" << kLabelLine << "\">" << axis_label(first_day(bars.front()), histogram.interval)
       << "</text>\n<text x=\"100%\" y=\"" << kLabelLine << "\" text-anchor=\"end\">"
       << axis_label(last_day(bars.back()), histogram.interval) << "</text>\n</svg>\n</figure>\n";
  return html;
}

}  // namespace newssearch
