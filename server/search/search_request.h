#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/date.h"

namespace newssearch {

enum class SortOrder { relevance, newest, oldest };
/// What is one result: near copies of one text, the articles of one story, or each article.
enum class Collapse { copies, story, none };
/// How much newer articles are preferred among those that answer as well: by the matches' own dates, not at all, or
/// much (server/search/freshness.h).
enum class Recency { automatic, off, strong };
enum class HistogramInterval { automatic, hour, day, week, month, year };

/// The fields one can filter by and count.
enum class Facet { section, source, author, lang, tag, place };
inline constexpr Facet kFacets[] = {Facet::section, Facet::source, Facet::author,
                                    Facet::lang,    Facet::tag,    Facet::place};
std::string_view to_string(Facet facet);
std::optional<Facet> facet_from_string(std::string_view name);

/// "Any of these, and none of those." Values are compared folded.
struct FacetFilter {
  std::vector<std::string> any, none;
};

/// Calendar days in the request's time zone, both inclusive; an absent end is open.
struct DayRange {
  std::optional<Day> from, to;
  bool empty() const { return !from && !to; }
  bool operator==(const DayRange&) const = default;
};

enum class DateField { published, updated };

/// A hit that was shown, by what puts it in its place among the others: hits go on behind it, whatever was written or
/// removed meanwhile.
struct HitCursor {
  std::uint32_t shown = 0;           ///< hits, this one included
  bool whole = true;                 ///< RankedHit::whole and ...
  float score = 0;                   ///< ... ::score, before Feedback
  std::optional<Instant> sorted;     ///< the date asked to be sorted by
  std::optional<Instant> published;  ///< what equals are in order of, and then by:
  std::string id;
  std::vector<std::string> before{};  ///< ids of hits before it, the nearest first: one of them, where it is gone
  std::uint32_t pin = 0;  ///< its place among the ids pinned for the query, from 1 on; 0: it is none of them
  bool operator==(const HitCursor&) const = default;
};

/// Everything one can ask of a search. Doors (HTTP, command line) fill it in; SearchEngine answers it.
struct SearchRequest {
  std::string text;  ///< in the query language; empty or "*": everything, newest first
  DayRange dates;
  DateField date_field = DateField::published;
  std::string time_zone = "UTC";            ///< IANA name
  FacetFilter filters[std::size(kFacets)];  ///< by Facet
  FacetFilter& filter(Facet facet) { return filters[static_cast<std::size_t>(facet)]; }
  const FacetFilter& filter(Facet facet) const { return filters[static_cast<std::size_t>(facet)]; }
  SortOrder sort = SortOrder::relevance;
  Recency recency = Recency::automatic;  ///< where sorted by relevance
  Collapse collapse = Collapse::copies;
  std::uint32_t page = 1, per_page = 10;
  std::optional<HitCursor> after;  ///< instead of a page: the hits behind this one
  std::vector<Facet> facets;       ///< which to count
  std::uint32_t facet_limit = 10;
  std::optional<HistogramInterval> histogram;  ///< absent: none is counted
  std::uint32_t snippet_length = 200;          ///< characters; 0: none
  std::vector<std::string> fields;             ///< of hits on the wire; empty: all
  bool ids_only = false;                       ///< hits are ids, without the article, its headline and snippet
  bool explain = false;
  bool unfinished = false;  ///< the last word is being typed: those that begin with it are meant, too
  bool names = true;        ///< look for the other spellings of names too: Kyiv and Kiev, Путин and Putin
  bool synonyms = true;     ///< use the operator's synonyms and stop words
  bool pins = true;         ///< put first what editors have pinned for the query
  bool spelling = true;     ///< help with words the index does not know
  bool relax = true;        ///< where few articles hold all the words: those that hold some of them
  bool expand = true;  ///< where any of many words is enough: learn from the first hits what was meant (feedback.h)
};

/// A time whose news is asked for: the last hours before the newest article, or, where any are named, days.
struct TrendingRequest {
  std::chrono::hours window{24};
  DayRange days;
  std::string time_zone = "UTC";
  std::uint32_t limit = 10;
};
/// "24h", "7d", "2w": from an hour to a year.
std::optional<std::chrono::hours> window_from_string(std::string_view text);

/// page × per_page beyond this is refused.
inline constexpr std::uint32_t kMaxReachable = 1000;
inline constexpr std::uint32_t kMaxPerPage = 100;
inline constexpr std::uint32_t kMaxFacetLimit = 1000;
inline constexpr std::uint32_t kMaxSnippetLength = 1000;

/// Day ranges as people give them: "2020", "2020-03" or "2020-03-14" as the first or the last day meant.
/// Code "bad_date" with the reason.
Result<Day> parse_range_start(std::string_view text);
Result<Day> parse_range_end(std::string_view text);

/// What is wrong with a request's numbers, time zone and day range: the parameter's API name and the reason.
struct InvalidParameter {
  std::string name, value, reason;
  bool operator==(const InvalidParameter&) const = default;
};
std::vector<InvalidParameter> validate(const SearchRequest& request);

/// An IANA name.
bool is_time_zone(const std::string& name);

std::optional<SortOrder> sort_from_string(std::string_view name);
std::optional<Collapse> collapse_from_string(std::string_view name);
std::optional<Recency> recency_from_string(std::string_view name);
std::optional<HistogramInterval> interval_from_string(std::string_view name);
std::string_view to_string(SortOrder sort);
std::string_view to_string(Collapse collapse);
std::string_view to_string(Recency recency);
std::string_view to_string(HistogramInterval interval);

}  // namespace newssearch
