#include "server/cli/bar_chart.h"

#include <algorithm>
#include <cmath>

#include "server/cli/terminal_text.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

constexpr int kWidestLabel = 32, kWidestBar = 24, kFewestFolded = 3;
constexpr int kNarrowestRest = 10;  ///< of a line beside label and count: gaps and the least of a bar

/// A count as a row, drawn beside one of `most`.
ChartRow counted_row(const std::string& label, std::uint32_t count, std::uint32_t most, bool selected) {
  return {label, grouped(count), most ? static_cast<double>(count) / most : 0, selected};
}

}  // namespace

Chart::Chart(const std::vector<ChartRow>& rows, const Screen& screen) : screen_(screen) {
  for (const ChartRow& row : rows) {
    label_width_ = std::max(label_width_, display_width(printable(row.label)));
    figure_width_ = std::max(figure_width_, display_width(row.figure));
  }
  label_width_ = std::max(1, std::min({label_width_, kWidestLabel, screen.width - figure_width_ - kNarrowestRest}));
}

std::string Chart::line(const ChartRow& row) const {
  const std::string label = fit(printable(row.label), label_width_);
  const int room = screen_.width - label_width_ - figure_width_ - 7;
  const std::string drawn = bar(row.length, std::clamp(room, 1, kWidestBar));
  const int gap = figure_width_ - display_width(row.figure);
  return (row.selected ? "* " : "  ") + inked(label, row.selected ? Ink::strong : Ink::plain, screen_.colour) + "  " +
         std::string(static_cast<std::size_t>(gap), ' ') + row.figure +
         (drawn.empty() ? "" : "  " + inked(drawn, Ink::bar, screen_.colour)) + "\n";
}

std::string bucket_label(const std::string& from, HistogramInterval interval) {
  switch (interval) {
    case HistogramInterval::year:
      return from.substr(0, 4);
    case HistogramInterval::month:
      return from.substr(0, 7);
    case HistogramInterval::hour:
      return from.substr(0, 10) + " " + (from.size() > 16 ? from.substr(11, 5) : "");
    default:
      return from;
  }
}

std::string bar(double share, int width) {
  static constexpr const char* kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  int eighths = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * width * 8));
  if (share > 0) eighths = std::max(eighths, 1);  // something is never drawn as nothing
  std::string text;
  for (int i = 0; i < eighths / 8; ++i) text += "█";
  return text + kEighths[eighths % 8];
}

std::string facet_chart(const FacetCounts& facet, const Screen& screen) {
  std::uint32_t most = 0;
  for (const FacetCount& value : facet.values) most = std::max(most, value.count);
  std::vector<ChartRow> rows;
  for (const FacetCount& value : facet.values)
    rows.push_back(counted_row(value.value, value.count, most, value.selected));
  const Chart chart(rows, screen);
  std::string text = inked(to_string(facet.facet), Ink::strong, screen.colour) + "\n";
  for (const ChartRow& row : rows) text += chart.line(row);
  if (rows.empty()) text += inked("  none", Ink::faint, screen.colour) + "\n";
  if (facet.distinct > rows.size())
    text += inked("  and " + grouped(facet.distinct - rows.size()) + " more", Ink::faint, screen.colour) + "\n";
  return text;
}

std::string histogram_chart(const DateHistogram& histogram, const Screen& screen) {
  std::uint32_t most = 0;
  for (const DateHistogram::Bucket& bucket : histogram.buckets) most = std::max(most, bucket.count);
  std::vector<ChartRow> rows;
  for (const DateHistogram::Bucket& bucket : histogram.buckets)
    rows.push_back(counted_row(bucket_label(bucket.from, histogram.interval), bucket.count, most, false));
  const Chart chart(rows, screen);
  const std::string zone = histogram.time_zone == "UTC" ? "" : ", " + histogram.time_zone;
  std::string text =
      inked("by " + std::string(to_string(histogram.interval)) + zone, Ink::strong, screen.colour) + "\n";
  for (auto row = rows.begin(); row != rows.end();) {
    const auto next = std::find_if(row, rows.end(), [](const ChartRow& r) { return r.length > 0; });
    if (next - row < kFewestFolded) {
      text += chart.line(*row++);
      continue;
    }
    text += inked("  ⋮ none from " + row->label + " to " + std::prev(next)->label, Ink::faint, screen.colour) + "\n";
    row = next;
  }
  if (histogram.undated)
    text += inked("  and " + grouped(histogram.undated) + " undated", Ink::faint, screen.colour) + "\n";
  return text;
}

}  // namespace newssearch
