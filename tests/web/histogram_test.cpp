#include <algorithm>
#include <catch2/catch.hpp>

#include "server/web/histogram.h"
#include "tests/web/skeleton.h"

using namespace newssearch;

namespace {

DateHistogram histogram_of(HistogramInterval interval, std::vector<DateHistogram::Bucket> buckets) {
  return {.interval = interval, .time_zone = "UTC", .buckets = std::move(buckets), .undated = 0};
}

std::size_t links(const std::string& html) {
  const auto tags = skeleton(html);
  return static_cast<std::size_t>(std::count(tags.begin(), tags.end(), "<a href>"));
}

DateHistogram days(std::size_t count) {
  DateHistogram histogram = histogram_of(HistogramInterval::day, {});
  const Day first = make_day(1987, 1, 1).value();
  for (std::size_t i = 0; i < count; ++i) {
    const Day day = first + std::chrono::days(i);
    histogram.buckets.push_back({format_iso(day), format_iso(day + std::chrono::days(1)), 2, 0});
  }
  return histogram;
}

}  // namespace

TEST_CASE("a bar leads to the first and the last day of its bucket, on the first page") {
  const auto histogram = histogram_of(HistogramInterval::month,
                                      {{"1987-02-01", "1987-03-01", 1, 0}, {"1987-03-01", "1987-04-01", 1301, 0}});
  const std::string html = histogram_figure(histogram, SearchAddress("q=oil&from=1980&page=7")).str();
  CHECK_THAT(html, Catch::Contains("<a href=\"/search?q=oil&amp;from=1987-02-01&amp;to=1987-02-28\"><title>"
                                   "February 1987: 1 article</title>"));
  CHECK_THAT(html, Catch::Contains("<a href=\"/search?q=oil&amp;from=1987-03-01&amp;to=1987-03-31\"><title>"
                                   "March 1987: 1,301 articles</title>"));
  CHECK_THAT(html, Catch::Contains("Busiest: March 1987, 1,301 articles"));
}

TEST_CASE("the highest bar fills the height, and one article is still to be seen beside thousands") {
  const auto histogram = histogram_of(HistogramInterval::year,
                                      {{"1986-01-01", "1987-01-01", 1, 0}, {"1987-01-01", "1988-01-01", 9000, 0}});
  const std::string html = histogram_figure(histogram, {}).str();
  CHECK_THAT(html, Catch::Contains("x=\"54.00%\" y=\"0\" width=\"42.00%\" height=\"56\""));
  CHECK_THAT(html, Catch::Contains("x=\"4.00%\" y=\"54\" width=\"42.00%\" height=\"2\""));
}

TEST_CASE("an empty bucket keeps its place but is no link") {
  const auto histogram = histogram_of(
      HistogramInterval::year,
      {{"1985-01-01", "1986-01-01", 4, 0}, {"1986-01-01", "1987-01-01", 0, 0}, {"1987-01-01", "1988-01-01", 4, 0}});
  const std::string html = histogram_figure(histogram, {}).str();
  CHECK(links(html) == 2);
  CHECK_THAT(html, !Catch::Contains("1986:") && Catch::Contains("x=\"66.67%\""));
}

TEST_CASE("the axis says where it begins and where it ends") {
  const auto [interval, first, last] = GENERATE(table<HistogramInterval, std::string, std::string>({
      {HistogramInterval::year, ">1987<", ">1987<"},
      {HistogramInterval::month, ">January 1987<", ">March 1987<"},
      {HistogramInterval::week, ">1 January 1987<", ">31 March 1987<"},
  }));
  DateHistogram histogram = days(90);
  histogram.interval = interval;
  const std::string html = histogram_figure(histogram, {}).str();
  CHECK_THAT(html, Catch::Contains(first) && Catch::Contains(last));
}

TEST_CASE("neighbours share a bar where there are more buckets than bars, and no article is lost") {
  const std::string html = histogram_figure(days(100), SearchAddress("q=oil")).str();
  CHECK(links(html) == 50);
  CHECK_THAT(html, Catch::Contains("from=1987-01-01&amp;to=1987-01-02\"><title>1–2 January 1987: 4 articles"));
  CHECK(links(histogram_figure(days(60), {}).str()) == 60);
  CHECK(links(histogram_figure(days(61), {}).str()) == 31);
}

TEST_CASE("an hour is shown but is no link, since days are the finest range one can ask for") {
  const auto histogram = histogram_of(
      HistogramInterval::hour,
      {{"1987-10-19T09:00:00Z", "1987-10-19T10:00:00Z", 3, 0}, {"1987-10-19T10:00:00Z", "1987-10-19T11:00:00Z", 5, 0}});
  const std::string html = histogram_figure(histogram, {}).str();
  CHECK(links(html) == 0);
  CHECK_THAT(html, Catch::Contains("<title>19 October 1987, 09:00 UTC: 3 articles</title>"));
}

TEST_CASE("undated articles are told beside the bars") {
  DateHistogram histogram = days(3);
  CHECK_THAT(histogram_figure(histogram, {}).str(), !Catch::Contains("undated"));
  histogram.undated = 1200;
  CHECK_THAT(histogram_figure(histogram, {}).str(), Catch::Contains("1,200 undated"));
}

TEST_CASE("there is no histogram where there is nothing to compare") {
  CHECK(histogram_figure(days(0), {}).empty());
  CHECK(histogram_figure(days(1), {}).empty());
  DateHistogram zeros = days(3);
  for (auto& bucket : zeros.buckets) bucket.count = 0;
  CHECK(histogram_figure(zeros, {}).empty());
}
