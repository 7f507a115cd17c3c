#include "server/search/search_request.h"

#include <unicode/timezone.h>

#include <array>
#include <charconv>
#include <memory>

namespace newssearch {
namespace {

template <class Enum>
struct Name {
  Enum value;
  std::string_view name;
};

constexpr std::array<Name<Facet>, 6> kFacetNames = {{{Facet::section, "section"},
                                                     {Facet::source, "source"},
                                                     {Facet::author, "author"},
                                                     {Facet::lang, "lang"},
                                                     {Facet::tag, "tag"},
                                                     {Facet::place, "place"}}};
constexpr std::array<Name<SortOrder>, 3> kSortNames = {
    {{SortOrder::relevance, "relevance"}, {SortOrder::newest, "newest"}, {SortOrder::oldest, "oldest"}}};
constexpr std::array<Name<Collapse>, 3> kCollapseNames = {
    {{Collapse::copies, "copies"}, {Collapse::story, "story"}, {Collapse::none, "none"}}};
constexpr std::array<Name<Recency>, 3> kRecencyNames = {
    {{Recency::automatic, "auto"}, {Recency::off, "off"}, {Recency::strong, "strong"}}};
constexpr std::array<Name<HistogramInterval>, 6> kIntervalNames = {{{HistogramInterval::automatic, "auto"},
                                                                    {HistogramInterval::hour, "hour"},
                                                                    {HistogramInterval::day, "day"},
                                                                    {HistogramInterval::week, "week"},
                                                                    {HistogramInterval::month, "month"},
                                                                    {HistogramInterval::year, "year"}}};

std::string_view name_of(const auto& names, auto value) {
  for (const auto& entry : names)
    if (entry.value == value) return entry.name;
  return {};
}

template <class Enum, std::size_t size>
std::optional<Enum> value_of(const std::array<Name<Enum>, size>& names, std::string_view name) {
  for (const auto& entry : names)
    if (entry.name == name) return entry.value;
  return std::nullopt;
}

struct PartialDate {
  int year = 0, month = 0, day = 0;  ///< 0: not given
};

/// "2020", "2020-03" or "2020-03-14".
std::optional<PartialDate> read_partial_date(std::string_view text) {
  PartialDate date;
  const std::array<int*, 3> parts = {&date.year, &date.month, &date.day};
  const std::array<std::size_t, 3> digits = {4, 2, 2};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0 && text.empty()) return date;
    if (i > 0 && text.front() != '-') return std::nullopt;
    if (i > 0) text.remove_prefix(1);
    if (text.size() < digits[i]) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + digits[i], *parts[i]);
    if (error != std::errc{} || end != text.data() + digits[i] || *parts[i] < 0) return std::nullopt;
    text.remove_prefix(digits[i]);
    if (i > 0 && *parts[i] == 0) *parts[i] = -1;  // "2020-00" names a month, one that does not exist
  }
  return text.empty() ? std::optional(date) : std::nullopt;
}

Error not_a_date(std::string_view text, std::string_view reason) {
  return Error{"bad_date", "'" + std::string(text.substr(0, 40)) + "': " + std::string(reason)};
}

Result<Day> make_range_end(std::string_view text, bool last) {
  const std::optional<PartialDate> partial = read_partial_date(text);
  if (!partial) return not_a_date(text, "expected a date like 2020, 2020-03 or 2020-03-14");
  const auto shown = [](int part) { return part < 0 ? 0 : part; };
  const int month = partial->month != 0 ? shown(partial->month) : (last ? 12 : 1);
  if (partial->day != 0 || !last) {
    Result<Day> day = make_day(partial->year, month, partial->day != 0 ? shown(partial->day) : 1);
    if (!day) return not_a_date(text, day.error().message);
    return day;
  }
  const Result<Day> first = make_day(partial->year, month, 1);
  if (!first) return not_a_date(text, first.error().message);
  const std::chrono::year_month_day date{*first};
  return Day{date.year() / date.month() / std::chrono::last};
}

}  // namespace

bool is_time_zone(const std::string& name) {
  if (name.empty() || name.size() > 64) return false;
  const std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
  icu::UnicodeString id;
  return *zone != icu::TimeZone::getUnknown() && zone->getID(id) != icu::UnicodeString(UCAL_UNKNOWN_ZONE_ID);
}

std::string_view to_string(Facet facet) { return name_of(kFacetNames, facet); }
std::string_view to_string(SortOrder sort) { return name_of(kSortNames, sort); }
std::string_view to_string(Collapse collapse) { return name_of(kCollapseNames, collapse); }
std::string_view to_string(Recency recency) { return name_of(kRecencyNames, recency); }
std::string_view to_string(HistogramInterval interval) { return name_of(kIntervalNames, interval); }
std::optional<Facet> facet_from_string(std::string_view name) { return value_of(kFacetNames, name); }
std::optional<SortOrder> sort_from_string(std::string_view name) { return value_of(kSortNames, name); }
std::optional<Collapse> collapse_from_string(std::string_view name) { return value_of(kCollapseNames, name); }
std::optional<Recency> recency_from_string(std::string_view name) { return value_of(kRecencyNames, name); }
std::optional<HistogramInterval> interval_from_string(std::string_view name) { return value_of(kIntervalNames, name); }

std::optional<std::chrono::hours> window_from_string(std::string_view text) {
  constexpr int kMostHours = 366 * 24;
  if (text.size() < 2) return std::nullopt;
  const int unit = text.back() == 'h' ? 1 : text.back() == 'd' ? 24 : text.back() == 'w' ? 7 * 24 : 0;
  int number = 0;
  const char* const end = text.data() + text.size() - 1;
  const auto [behind, error] = std::from_chars(text.data(), end, number);
  if (unit == 0 || error != std::errc{} || behind != end || number < 1 || number > kMostHours / unit)
    return std::nullopt;
  return std::chrono::hours(number * unit);
}

Result<Day> parse_range_start(std::string_view text) { return make_range_end(text, false); }
Result<Day> parse_range_end(std::string_view text) { return make_range_end(text, true); }

std::vector<InvalidParameter> validate(const SearchRequest& request) {
  std::vector<InvalidParameter> invalid;
  const auto refuse = [&](std::string name, auto value, std::string reason) {
    if constexpr (std::is_arithmetic_v<decltype(value)>)
      invalid.push_back({std::move(name), std::to_string(value), std::move(reason)});
    else
      invalid.push_back({std::move(name), std::string(value), std::move(reason)});
  };
  const auto limit = [](std::uint32_t most) { return std::to_string(most); };
  if (request.per_page < 1 || request.per_page > kMaxPerPage)
    refuse("per_page", request.per_page, "must be 1 to " + limit(kMaxPerPage));
  else if (request.after && request.page != 1)
    refuse("page", request.page, "goes without a cursor: either says where the hits begin");
  else if (request.page < 1)
    refuse("page", request.page, "pages count from 1");
  else if (std::uint64_t{request.page} * request.per_page > kMaxReachable)
    refuse("page", request.page,
           "page × per_page may reach " + limit(kMaxReachable) + " at most; narrow the search by date or section");
  if (request.facet_limit < 1 || request.facet_limit > kMaxFacetLimit)
    refuse("facet_limit", request.facet_limit, "must be 1 to " + limit(kMaxFacetLimit));
  if (request.snippet_length > kMaxSnippetLength)
    refuse("snippet_length", request.snippet_length, "must be 0 to " + limit(kMaxSnippetLength));
  if (!is_time_zone(request.time_zone))
    refuse("tz", request.time_zone, "no such time zone; expected a name like Europe/Berlin");
  if (request.dates.from && request.dates.to && *request.dates.from > *request.dates.to)
    refuse("from", format_iso(*request.dates.from), "is after 'to' (" + format_iso(*request.dates.to) + ")");
  return invalid;
}

}  // namespace newssearch
