#include "server/cli/bar_chart.h"

#include <algorithm>
#include <cmath>

#include "server/cli/terminal_text.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

constexpr int kWidestLabel = 32, kWidestBar = 24, kFewestFolded = 3;
constexpr int kNarrowestRest = 10;  ///< of a line beside label and count: gaps and the least of a bar

struct Row {
  std::string label;
  std::uint32_t count = 0;
  bool selected = false;
};

/// Rows of label, count and bar, aligned.
class Chart {
 public:
  Chart(const std::vector<Row>& rows, const Screen& screen) : screen_(screen) {
    for (const Row& row : rows) {
      label_width_ = std::max(label_width_, display_width(printable(row.label)));
      count_width_ = std::max(count_width_, display_width(grouped(row.count)));
      most_ = std::max(most_, row.count);
    }
    label_width_ = std::max(1, std::min({label_width_, kWidestLabel, screen.width - count_width_ - kNarrowestRest}));
  }

  std::string line(const Row& row) const {
    const std::string count = grouped(row.count);
    const std::string label = fit(printable(row.label), label_width_);
    const int room = screen_.width - label_width_ - count_width_ - 7;
    const double share = most_ ? static_cast<double>(row.count) / most_ : 0;
    const std::string drawn = bar(share, std::clamp(room, 1, kWidestBar));
    return (row.selected ? "* " : "  ") + inked(label, row.selected ? Ink::strong : Ink::plain, screen_.colour) + "  " +
           std::string(static_cast<std::size_t>(count_width_) - count.size(), ' ') + count +
           (drawn.empty() ? "" : "  " + inked(drawn, Ink::bar, screen_.colour)) + "\n";
  }

 private:
  const Screen& screen_;
  int label_width_ = 0, count_width_ = 0;
  std::uint32_t most_ = 0;
};

/// "1987-03-01" for a month is "1987-03", for a year "1987"; an hour is "1987-03-01 09:00".
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

}  // namespace

std::string bar(double share, int width) {
  static constexpr const char* kEighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  int eighths = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * width * 8));
  if (share > 0) eighths = std::max(eighths, 1);  // something is never drawn as nothing
  std::string text;
  for (int i = 0; i < eighths / 8; ++i) text += "█";
  return text + kEighths[eighths % 8];
}

std::string facet_chart(const FacetCounts& facet, const Screen& screen) {
  std::vector<Row> rows;
  for (const FacetCount& value : facet.values) rows.push_back({value.value, value.count, value.selected});
  const Chart chart(rows, screen);
  std::string text = inked(to_string(facet.facet), Ink::strong, screen.colour) + "\n";
  for (const Row& row : rows) text += chart.line(row);
  if (rows.empty()) text += inked("  none", Ink::faint, screen.colour) + "\n";
  if (facet.distinct > rows.size())
    text += inked("  and " + grouped(facet.distinct - rows.size()) + " more", Ink::faint, screen.colour) + "\n";
  return text;
}

std::string histogram_chart(const DateHistogram& histogram, const Screen& screen) {
  std::vector<Row> rows;
  for (const DateHistogram::Bucket& bucket : histogram.buckets)
    rows.push_back({bucket_label(bucket.from, histogram.interval), bucket.count, false});
  const Chart chart(rows, screen);
  const std::string zone = histogram.time_zone == "UTC" ? "" : ", " + histogram.time_zone;
  std::string text =
      inked("by " + std::string(to_string(histogram.interval)) + zone, Ink::strong, screen.colour) + "\n";
  for (auto row = rows.begin(); row != rows.end();) {
    const auto next = std::find_if(row, rows.end(), [](const Row& r) { return r.count > 0; });
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
