#include "server/search/histogram.h"

#include <catch2/catch.hpp>

using namespace newssearch;

namespace {

/// Dates by rank, with the bytes they lie in.
struct Dates {
  std::vector<std::int64_t> seconds;
  std::vector<std::uint8_t> known;
  DateColumn column() const {
    return {PackedArray<std::int64_t>({reinterpret_cast<const char*>(seconds.data()), seconds.size() * 8}),
            PackedArray<std::uint8_t>({reinterpret_cast<const char*>(known.data()), known.size()})};
  }
};

Dates read(const std::vector<std::string>& dates) {
  Dates made;
  for (const std::string& text : dates) {
    const auto date = text.empty() ? Result<ArticleDate>(ArticleDate{}) : parse_iso_date(text);
    made.seconds.push_back(date->time.time_since_epoch().count());
    made.known.push_back(text.empty()                            ? DateColumn::undated
                         : date->precision == DatePrecision::day ? DateColumn::day
                                                                 : DateColumn::moment);
  }
  return made;
}

DateHistogram count(const DocSet& found, const std::vector<std::string>& texts, HistogramInterval interval,
                    const std::string& zone) {
  const Dates dates = read(texts);
  const Calendar calendar(zone);
  const ArchiveDays days(dates.column(), calendar, DocSet(texts.size(), true));
  return count_dates(found, dates.column(), days, calendar, zone, interval);
}

DateHistogram count(const std::vector<std::string>& dates, HistogramInterval interval,
                    const std::string& zone = "UTC") {
  return count(DocSet(dates.size(), true), dates, interval, zone);
}

std::string shown(const DateHistogram& histogram) {
  std::string text;
  for (const DateHistogram::Bucket& bucket : histogram.buckets)
    text += bucket.from + "=" + std::to_string(bucket.count) + " ";
  return text;
}

}  // namespace

TEST_CASE("articles are counted by interval without gaps") {
  const std::vector<std::string> dates = {"2024-03-03", "2024-01-31T23:59:59Z", "2024-01-01", "2023-12-31"};
  const auto [interval, expected] = GENERATE(table<HistogramInterval, std::string>({
      {HistogramInterval::year, "2023-01-01=1 2024-01-01=3 "},
      {HistogramInterval::month, "2023-12-01=1 2024-01-01=2 2024-02-01=0 2024-03-01=1 "},
      {HistogramInterval::week,
       "2023-12-25=1 2024-01-01=1 2024-01-08=0 2024-01-15=0 2024-01-22=0 2024-01-29=1 2024-02-05=0 2024-02-12=0 "
       "2024-02-19=0 2024-02-26=1 "},
  }));
  CHECK(shown(count(dates, interval)) == expected);
}

TEST_CASE("a moment is counted on its day in the zone asked for, a bare day on its own everywhere") {
  const std::vector<std::string> dates = {"2024-01-01T03:00:00Z", "2024-01-01"};
  CHECK(shown(count(dates, HistogramInterval::day, "America/New_York")) == "2023-12-31=1 2024-01-01=1 ");
}

TEST_CASE("hours are moments; a bare day has none and is counted as undated") {
  const DateHistogram histogram =
      count({"2024-01-01T11:10:00Z", "2024-01-01T09:59:00Z", "2024-01-01", ""}, HistogramInterval::hour);
  CHECK(shown(histogram) == "2024-01-01T09:00:00Z=1 2024-01-01T10:00:00Z=0 2024-01-01T11:00:00Z=1 ");
  CHECK(histogram.undated == 2);
}

TEST_CASE("weeks begin on Monday, before 1970 too") {
  CHECK(shown(count({"1912-04-15"}, HistogramInterval::week)) == "1912-04-15=1 ");
  CHECK(shown(count({"1969-12-31"}, HistogramInterval::week)) == "1969-12-29=1 ");
}

TEST_CASE("an automatic interval gives about a hundred buckets at most") {
  const auto [from, to, interval] = GENERATE(table<std::string, std::string, HistogramInterval>({
      {"2024-01-02T10:00:00Z", "2024-01-01T10:00:00Z", HistogramInterval::hour},
      {"2024-03-01", "2024-01-01", HistogramInterval::day},
      {"2024-12-31", "2024-01-01", HistogramInterval::week},
      {"2024-12-31", "2019-01-01", HistogramInterval::month},
      {"2024-12-31", "1821-01-01", HistogramInterval::year},
  }));
  INFO(from << " " << to);
  const DateHistogram histogram = count({from, to}, HistogramInterval::automatic);
  CHECK(histogram.interval == interval);
}

TEST_CASE("an interval with too many buckets is made coarser") {
  CHECK(count({"2024-12-31T00:00:00Z", "1821-01-01T00:00:00Z"}, HistogramInterval::hour).interval ==
        HistogramInterval::year);
}

TEST_CASE("a bucket's share is of all articles in it") {
  DocSet found(4);
  found.insert(0);
  found.insert(3);
  const DateHistogram histogram =
      count(found, {"2024-01-02", "2024-01-02", "2024-01-02", "2024-01-01"}, HistogramInterval::day, "UTC");
  REQUIRE(histogram.buckets.size() == 2);
  CHECK(histogram.buckets[0].share == 1.0);
  CHECK(histogram.buckets[1].share == Approx(1.0 / 3));
}

TEST_CASE("nothing found gives no buckets") {
  CHECK(count(DocSet(2), {"2024-01-02", ""}, HistogramInterval::automatic, "UTC").buckets.empty());
}
