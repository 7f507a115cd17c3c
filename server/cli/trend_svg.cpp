#include "server/cli/trend_svg.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "server/cli/terminal_text.h"
#include "server/search/search_request.h"
#include "server/web/wording.h"
#include "server/web/xml.h"

namespace newssearch {
namespace {

using namespace std::chrono;

constexpr double kWidth = 960, kLeft = 64, kRight = 24, kPlotHeight = 300, kHeadline = 72, kLegendLine = 22;
constexpr std::size_t kMostTicks = 10;
constexpr double kWideSlot = 8;  ///< pixels of a time, from which on its point is drawn large

constexpr Html::Literal kStyle = R"(<style>
text { font: 14px system-ui, sans-serif; fill: #1c2026 }
.headline { font-size: 18px; font-weight: 600 }
.paper { fill: #fff }
.faint { fill: #59616d }
.grid { stroke: #d8dce2 }
.base { stroke: #59616d }
.line { fill: none; stroke-width: 2; stroke-linejoin: round }
.line0 { stroke: #0b62b8 } .line1 { stroke: #b8400e } .line2 { stroke: #04724f } .line3 { stroke: #8031c9 } .line4 { stroke: #846308 }
.point0 { fill: #0b62b8 } .point1 { fill: #b8400e } .point2 { fill: #04724f } .point3 { fill: #8031c9 } .point4 { fill: #846308 }
@media (prefers-color-scheme: dark) {
text { fill: #e6e9ed }
.paper { fill: #14181d }
.faint { fill: #9aa4b1 }
.grid { stroke: #2f3640 }
.base { stroke: #9aa4b1 }
.line0 { stroke: #6cb2ff } .line1 { stroke: #ff9d6b } .line2 { stroke: #4fd0a0 } .line3 { stroke: #cda4ff } .line4 { stroke: #e0c04f }
.point0 { fill: #6cb2ff } .point1 { fill: #ff9d6b } .point2 { fill: #4fd0a0 } .point3 { fill: #cda4ff } .point4 { fill: #e0c04f }
}
</style>
)";

std::string pixels(double length) {
  const auto tenths = static_cast<long>(std::lround(length * 10));
  return std::to_string(tenths / 10) + (tenths % 10 ? "." + std::to_string(tenths % 10) : "");
}

Day day_of(const std::string& date) { return floor<days>(parse_iso_date(date).value().time); }

std::string in_words(const Trend::Time& time) {
  return newssearch::in_words(day_of(time.from), day_of(time.to) - days(1));
}

/// As much of a query as a line of the picture has room for.
std::string shown(const std::string& query) {
  constexpr int kRoom = 90;
  return display_width(query) <= kRoom ? query : fit(query, kRoom);
}

/// "4.2 % (31 of 740 articles)"
std::string in_words(const Trend::Time& time, std::size_t query, double highest) {
  return percent(share(time, query).value(), highest) + " (" + grouped(time.found[query]) + " of " +
         counted(time.articles, "article") + ")";
}

/// What axes are divided by: so many days, months or years.
struct Step {
  HistogramInterval unit;
  int count;
};
constexpr std::array kSteps = {
    Step{HistogramInterval::day, 1},   Step{HistogramInterval::day, 2},   Step{HistogramInterval::day, 7},
    Step{HistogramInterval::day, 14},  Step{HistogramInterval::month, 1}, Step{HistogramInterval::month, 2},
    Step{HistogramInterval::month, 3}, Step{HistogramInterval::month, 6}, Step{HistogramInterval::year, 1},
    Step{HistogramInterval::year, 2},  Step{HistogramInterval::year, 5},  Step{HistogramInterval::year, 10},
    Step{HistogramInterval::year, 20}, Step{HistogramInterval::year, 50}, Step{HistogramInterval::year, 100}};

/// In which of all steps a day lies.
long number_of(Day day, const Step& step) {
  const year_month_day date(day);
  const long year = static_cast<int>(date.year()), month = year * 12 + static_cast<unsigned>(date.month()) - 1;
  const long number = step.unit == HistogramInterval::year    ? year
                      : step.unit == HistogramInterval::month ? month
                                                              : (day.time_since_epoch().count() + 700'003);
  return number / step.count;  // weeks begin on Mondays
}

std::string label_of(Day day, const Step& step) {
  static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const year_month_day date(day);
  std::string label = std::to_string(static_cast<int>(date.year()));
  if (step.unit == HistogramInterval::year) return label;
  label = kMonths[static_cast<unsigned>(date.month()) - 1] + (" " + label);
  return step.unit == HistogramInterval::month ? label
                                               : std::to_string(static_cast<unsigned>(date.day())) + " " + label;
}

struct Tick {
  std::size_t time;
  std::string label;
};

std::vector<Tick> ticks_by(const Trend& trend, const Step& step) {
  std::vector<Tick> ticks;
  for (std::size_t i = 0; i < trend.times.size(); ++i) {
    const Day day = day_of(trend.times[i].from), before = i ? day_of(trend.times[i - 1].from) : day - days(1);
    if (number_of(day, step) != number_of(before, step)) ticks.push_back({i, label_of(day, step)});
  }
  return ticks;
}

/// The finest division of the time axis that leaves room for its labels.
std::vector<Tick> time_ticks(const Trend& trend) {
  const HistogramInterval finest = trend.interval == HistogramInterval::week ? HistogramInterval::day : trend.interval;
  std::vector<Tick> ticks;
  for (const Step& step : kSteps) {
    if (step.unit < finest) continue;
    ticks = ticks_by(trend, step);
    if (ticks.size() <= kMostTicks) break;
  }
  return ticks;
}

/// 1, 2 or 5 times a power of ten: three to six of them reach `highest`.
double share_step(double highest) {
  const double power = std::pow(10, std::floor(std::log10(highest / 3)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (power * factor * 6 >= highest) return power * factor;
  return power * 10;
}

/// "31 of 740 articles, January 2024 – October 2025; undated, and not drawn: 2 of 9". Of several queries the legend
/// says how many.
std::string numbers(const Trend& trend) {
  const Trend::Time all = sum(trend);
  const auto of_one = [&](const Trend::Time& time) {
    return trend.queries.size() == 1 ? grouped(time.found.front()) + " of " : "";
  };
  std::string text = of_one(all) + counted(all.articles, "article");
  if (!trend.times.empty())
    text += ", " + newssearch::in_words(day_of(trend.times.front().from), day_of(trend.times.back().to) - days(1));
  if (trend.time_zone != "UTC") text += ", " + trend.time_zone;
  if (trend.undated.articles > 0)
    text += "; undated, and not drawn: " + of_one(trend.undated) + grouped(trend.undated.articles);
  return text;
}

/// "strike · 31 articles, 2 of them undated"
std::string told_of(const Trend& trend, std::size_t query) {
  std::string text = shown(trend.queries[query]) + " · " + counted(sum(trend).found[query], "article");
  if (trend.undated.found[query] > 0) text += ", " + grouped(trend.undated.found[query]) + " of them undated";
  return text;
}

/// The picture's lines and points, by their places on paper.
class Plot {
 public:
  explicit Plot(const Trend& trend)
      : trend_(trend),
        highest_(highest_share(trend)),
        step_(share_step(highest_ > 0 ? highest_ : 1)),
        top_(step_ * std::max(1.0, std::ceil(highest_ / step_ - 1e-9))),
        top_edge_(kHeadline + (trend.queries.size() > 1 ? kLegendLine * static_cast<double>(trend.queries.size()) : 0)),
        slot_((kWidth - kLeft - kRight) / static_cast<double>(std::max<std::size_t>(1, trend.times.size()))) {}

  double height() const { return top_edge_ + kPlotHeight + 44; }
  Xml picture() const {
    Xml xml;
    xml << legend() << share_axis() << time_axis();
    for (std::size_t query = 0; query < trend_.queries.size(); ++query) xml << line(query) << points(query);
    return xml;
  }

 private:
  double x(std::size_t time) const { return kLeft + slot_ * (static_cast<double>(time) + 0.5); }
  double y(double part) const { return top_edge_ + kPlotHeight * (1 - part / top_); }
  bool has_share(std::size_t time) const { return trend_.times[time].articles > 0; }

  /// Which colour is whose; a single query is in the headline.
  Xml legend() const {
    Xml xml;
    if (trend_.queries.size() < 2) return xml;
    for (std::size_t query = 0; query < trend_.queries.size(); ++query) {
      const double base = kHeadline + kLegendLine * static_cast<double>(query);
      xml << "<circle class=\"point" << std::to_string(query) << "\" cx=\"" << pixels(kLeft + 5) << "\" cy=\""
          << pixels(base - 5) << "\" r=\"5\"/><text x=\"" << pixels(kLeft + 18) << "\" y=\"" << pixels(base) << "\">"
          << told_of(trend_, query) << "</text>\n";
    }
    return xml;
  }

  Xml share_axis() const {
    Xml xml;
    const int places = std::max(0, static_cast<int>(std::ceil(-std::log10(step_ * 100) - 1e-9)));
    for (int i = 0; i * step_ <= top_ + 1e-12; ++i) {
      char label[32];
      std::snprintf(label, sizeof label, "%.*f %%", places, i * step_ * 100);
      const std::string at = pixels(y(i * step_));
      xml << "<path class=\"" << std::string(i ? "grid" : "base") << "\" d=\"M" << pixels(kLeft) << " " << at << "H"
          << pixels(kWidth - kRight) << "\"/><text class=\"faint\" x=\"" << pixels(kLeft - 10) << "\" y=\""
          << pixels(y(i * step_) + 5) << "\" text-anchor=\"end\">" << std::string(label) << "</text>\n";
    }
    return xml;
  }

  Xml time_axis() const {
    Xml xml;
    for (const Tick& tick : time_ticks(trend_)) {
      const std::string at = pixels(x(tick.time));
      xml << "<path class=\"base\" d=\"M" << at << " " << pixels(y(0)) << "v6\"/><text class=\"faint\" x=\"" << at
          << "\" y=\"" << pixels(y(0) + 24) << "\" text-anchor=\"middle\">" << tick.label << "</text>\n";
    }
    return xml;
  }

  Xml line(std::size_t query) const {
    std::string path;
    for (std::size_t i = 0; i < trend_.times.size(); ++i)
      if (has_share(i))
        path +=
            (i == 0 || !has_share(i - 1) ? "M" : "L") + pixels(x(i)) + " " + pixels(y(*share(trend_.times[i], query)));
    Xml xml;
    xml << "<path class=\"line line" << std::to_string(query) << "\" d=\"" << path << "\"/>\n";
    return xml;
  }

  Xml points(std::size_t query) const {
    Xml xml;
    xml << "<g class=\"point" << std::to_string(query) << "\">\n";
    for (std::size_t i = 0; i < trend_.times.size(); ++i) {
      if (!has_share(i)) continue;
      const Trend::Time& time = trend_.times[i];
      xml << "<circle cx=\"" << pixels(x(i)) << "\" cy=\"" << pixels(y(*share(time, query))) << "\" r=\""
          << std::string(slot_ >= kWideSlot ? "3.5" : "1.5") << "\"><title>" << trend_.queries[query] << ", "
          << in_words(time) << ": " << in_words(time, query, highest_) << "</title></circle>\n";
    }
    xml << "</g>\n";
    return xml;
  }

  const Trend& trend_;
  const double highest_, step_, top_;  ///< shares
  const double top_edge_, slot_;       ///< pixels
};

std::string headline(const Trend& trend) {
  const std::string by = "hare of articles by " + std::string(to_string(trend.interval));
  return trend.queries.size() == 1 ? shown(trend.queries.front()) + ": s" + by : "S" + by;
}

/// Where each query was told most.
std::string description(const Trend& trend) {
  std::string text = numbers(trend) + ".";
  for (std::size_t query = 0; query < trend.queries.size(); ++query) {
    const auto most = std::max_element(trend.times.begin(), trend.times.end(), [&](const auto& a, const auto& b) {
      return share(a, query).value_or(-1) < share(b, query).value_or(-1);
    });
    if (most != trend.times.end() && most->found[query] > 0)
      text += " " + shown(trend.queries[query]) + " is highest in " + in_words(*most) + ": " +
              in_words(*most, query, highest_share(trend)) + ".";
  }
  const auto empty =
      std::count_if(trend.times.begin(), trend.times.end(), [](const auto& t) { return t.articles == 0; });
  if (empty > 0)
    text += " Of " + counted(static_cast<std::uint64_t>(empty), to_string(trend.interval)) + " there are no articles.";
  return text;
}

}  // namespace

std::string trend_svg(const Trend& trend) {
  const Plot plot(trend);
  Xml xml;
  xml << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << pixels(kWidth) << "\" height=\""
      << pixels(plot.height()) << "\" viewBox=\"0 0 " << pixels(kWidth) << " " << pixels(plot.height())
      << "\" role=\"img\" aria-labelledby=\"title description\">\n<title id=\"title\">" << headline(trend)
      << "</title>\n<desc id=\"description\">" << description(trend) << "</desc>\n"
      << kStyle << "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n<text class=\"headline\" x=\""
      << pixels(kLeft) << "\" y=\"26\">" << headline(trend) << "</text>\n<text class=\"faint\" x=\"" << pixels(kLeft)
      << "\" y=\"48\">" << numbers(trend) << "</text>\n"
      << plot.picture() << "</svg>\n";
  return std::move(xml).str();
}

}  // namespace newssearch
