#pragma once
#include <string>
#include <vector>

#include "server/cli/terminal.h"
#include "server/search/search_response.h"

namespace newssearch {

struct ChartRow {
  std::string label, figure;
  double length = 0;  ///< of its bar, as a share of the longest there can be
  bool selected = false;
};

/// Rows of label, figure and bar, aligned. `screen` must outlive it.
class Chart {
 public:
  Chart(const std::vector<ChartRow>& rows, const Screen& screen);
  std::string line(const ChartRow& row) const;

 private:
  const Screen& screen_;
  int label_width_ = 0, figure_width_ = 0;
};

/// "1987-03-01" for a month is "1987-03", for a year "1987"; an hour is "1987-03-01 09:00".
std::string bucket_label(const std::string& from, HistogramInterval interval);

/// A facet's values as a small table: value, count, bar. Selected values carry a mark.
std::string facet_chart(const FacetCounts& facet, const Screen& screen);

/// Articles by date, a line for each hour, day, ... or year; three or more without any are one line.
std::string histogram_chart(const DateHistogram& histogram, const Screen& screen);

/// A bar of `share` (0 to 1) of `width` columns, drawn in eighths of a column.
std::string bar(double share, int width);

}  // namespace newssearch
