#include "server/http/search_params.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/http/answer_schemas.h"
#include "server/http/cursor.h"

namespace newssearch {
namespace {

using Reason = std::optional<std::string>;  ///< why a value is no good

constexpr const char* kText = R"({"type":"string"})";
constexpr const char* kOnOff = R"({"type":"string","enum":["on","off"],"default":"on"})";
constexpr const char* kDay = R"({"type":"string","examples":["1987","1987-03","1987-03-19"]})";
constexpr const char* kZone = R"({"type":"string","default":"UTC"})";

Reason read_text(SearchRequest& request, const std::string& value) {
  request.text = value;
  return std::nullopt;
}

Reason read_day(std::optional<Day>& day, Result<Day> parsed) {
  if (!parsed) return parsed.error().message;
  day = *parsed;
  return std::nullopt;
}

Reason read_date_field(SearchRequest& request, const std::string& value) {
  if (value != "published" && value != "updated") return "must be published or updated";
  request.date_field = value == "published" ? DateField::published : DateField::updated;
  return std::nullopt;
}

template <Facet facet>
Reason read_filter(SearchRequest& request, const std::string& value) {
  auto& filter = request.filter(facet);
  if (value == "-") return "a '-' alone excludes nothing; put a value after it";
  if (value.starts_with('-')) {
    filter.none.push_back(value.substr(1));
  } else {
    filter.any.push_back(value);
  }
  return std::nullopt;
}

Reason read_sort(SearchRequest& request, const std::string& value) {
  const auto sort = sort_from_string(value);
  if (!sort) return "must be relevance, newest or oldest";
  request.sort = *sort;
  return std::nullopt;
}

Reason read_collapse(SearchRequest& request, const std::string& value) {
  const auto collapse = collapse_from_string(value);
  if (!collapse) return "must be copies, story or none";
  request.collapse = *collapse;
  return std::nullopt;
}

Reason read_recency(SearchRequest& request, const std::string& value) {
  const auto recency = recency_from_string(value);
  if (!recency) return "must be auto, off or strong";
  request.recency = *recency;
  return std::nullopt;
}

/// Calls visit with each of the names between commas, until it says why one is no good.
template <class Visit>
Reason for_each_name(std::string_view rest, Visit visit) {
  while (!rest.empty()) {
    const auto name = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(name.size() + 1, rest.size()));
    if (auto reason = visit(name)) return reason;
  }
  return std::nullopt;
}

Reason read_facets(SearchRequest& request, const std::string& value) {
  return for_each_name(value, [&](std::string_view name) -> Reason {
    const auto facet = facet_from_string(name);
    if (!facet) return "no facet '" + std::string(name) + "'; there are section, source, author, lang, tag, place";
    if (std::find(request.facets.begin(), request.facets.end(), *facet) == request.facets.end()) {
      request.facets.push_back(*facet);
    }
    return std::nullopt;
  });
}

Reason read_histogram(SearchRequest& request, const std::string& value) {
  if (value.empty()) return std::nullopt;
  request.histogram = interval_from_string(value);
  if (!request.histogram) return "must be auto, hour, day, week, month or year";
  return std::nullopt;
}

const std::vector<std::string>& hit_fields() {
  static const auto fields = [] {
    std::vector<std::string> names;
    const auto schemas = nlohmann::ordered_json::parse(answer_schemas());
    for (const auto& [name, schema] : schemas["Hit"]["properties"].items()) names.push_back(name);
    return names;
  }();
  return fields;
}

Reason read_fields(SearchRequest& request, const std::string& value) {
  return for_each_name(value, [&](std::string_view name) -> Reason {
    const auto& known = hit_fields();
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      std::string names;
      for (const auto& field : known) names += (names.empty() ? "" : ", ") + field;
      return "a hit has no '" + std::string(name) + "'; it has " + names;
    }
    request.fields.emplace_back(name);
    return std::nullopt;
  });
}

template <bool SearchRequest::*flag>
Reason read_flag(SearchRequest& request, const std::string& value) {
  if (value != "true" && value != "false") return "must be true or false";
  request.*flag = value == "true";
  return std::nullopt;
}

template <bool SearchRequest::*help>
Reason read_help(SearchRequest& request, const std::string& value) {
  if (value != "on" && value != "off") return "must be on or off";
  request.*help = value == "on";
  return std::nullopt;
}

std::string whole_number(std::uint32_t least, std::uint32_t most, std::uint32_t absent) {
  return R"({"type":"integer","minimum":)" + std::to_string(least) + R"(,"maximum":)" + std::to_string(most) +
         R"(,"default":)" + std::to_string(absent) + "}";
}

using Entry = ParameterOf<SearchRequest>;

Entry filter(std::string name, std::string what, std::string example,
             Reason (*read)(SearchRequest&, const std::string&)) {
  return {{std::move(name), std::move(what) + "; repeated: any of them; with a leading '-': none of them", kText,
           std::move(example), true},
          read};
}

/// Behind the tenth of all articles, newest first: of /v1/search without other parameters that find or sort.
constexpr const char* kCursor =
    "WyJlM2IwYzQ0MiIsMTAsZmFsc2UsMC4wLDE3NTQ5NTY4MDAsMTc1NDk1NjgwMCwia2VzdHJlbC1wdC1vYjIxLWF1dG9jYXJyb3MiLDAsWyJsZWRnZX"
    "Itc3RlZWwtaHlkcm9nZW4iLCJtZXJpZGlhbi1maXJlLXBvd2VyLWxpbmUiLCJrZXN0cmVsLXBvcnQtY2xlYXJlZCJdXQ";

std::vector<Entry> make_search_table() {
  using Request = SearchRequest;
  using Value = const std::string;
  return {
      {{"q", "What to look for, in the query language; empty or *: everything, newest first", kText, "dam inquiry"},
       read_text},
      {{"from", "First day meant: a year, a month or a day", kDay, "2024-02-14"},
       [](Request& r, Value& v) { return read_day(r.dates.from, parse_range_start(v)); }},
      {{"to", "Last day meant, inclusive: a year, a month or a day", kDay, "2025-03"},
       [](Request& r, Value& v) { return read_day(r.dates.to, parse_range_end(v)); }},
      {{"date_field", "Which date from, to and the histogram mean",
        R"({"type":"string","enum":["published","updated"],"default":"published"})", "published"},
       read_date_field},
      {{"tz", "Time zone of days and histogram, an IANA name", kZone, "Europe/London"},
       [](Request& r, Value& v) { return r.time_zone = v, Reason(); }},
      filter("section", "Section of the paper", "UK", read_filter<Facet::section>),
      filter("author", "Author, as in the byline", "Hannah Okafor-Lyle", read_filter<Facet::author>),
      filter("source", "Outlet", "Meridian Post", read_filter<Facet::source>),
      filter("tag", "Tag", "Harrow Fell dam", read_filter<Facet::tag>),
      filter("place", "Place", "Arlenby", read_filter<Facet::place>),
      filter("lang", "Language, ISO 639-1", "en", read_filter<Facet::lang>),
      {{"sort", "Order of the hits",
        R"({"type":"string","enum":["relevance","newest","oldest"],"default":"relevance"})", "newest"},
       read_sort},
      {{"recency", "How much newer articles are preferred, sorted by relevance; auto: by the dates of what is found",
        R"({"type":"string","enum":["auto","off","strong"],"default":"auto"})", "strong"},
       read_recency},
      {{"collapse", "What makes one hit: near copies of one text, the articles of one story, or each article",
        R"({"type":"string","enum":["copies","story","none"],"default":"copies"})", "none"},
       read_collapse},
      {{"page", "Page of the answer; page × per_page may not exceed " + std::to_string(kMaxReachable),
        whole_number(1, kMaxReachable, 1), "1"},
       [](Request& r, Value& v) { return read_number(r.page, v); }},
      {{"per_page", "Hits on a page", whole_number(1, kMaxPerPage, 10), "20"},
       [](Request& r, Value& v) { return read_number(r.per_page, v); }},
      {{"cursor", "Instead of a page: next_cursor of an answer, whose hits these follow, however many there are", kText,
        kCursor},
       [](Request&, Value&) { return Reason(); }},  // read last: it is of the other parameters
      {{"facets", "Fields to count, separated by commas or repeated; empty: none",
        R"({"type":"string","default":"section,source,author,lang"})", "section,place", true},
       read_facets,
       true},
      {{"facet_limit", "Values counted per facet", whole_number(1, kMaxFacetLimit, 10), "5"},
       [](Request& r, Value& v) { return read_number(r.facet_limit, v); }},
      {{"date_histogram", "Interval to count articles by; empty: none",
        R"({"type":"string","enum":["auto","hour","day","week","month","year",""],"default":"auto"})", "month"},
       read_histogram,
       true},
      {{"snippet_length", "Characters; 0: no snippets", whole_number(0, kMaxSnippetLength, 200), "300"},
       [](Request& r, Value& v) { return read_number(r.snippet_length, v); }},
      {{"fields", "Of hits the id and these fields alone, separated by commas or repeated; empty: all", kText,
        "headline,published_at,snippet", true},
       read_fields},
      {{"names", "Whether other spellings of names are looked for too: Kyiv and Kiev", kOnOff, "off"},
       read_help<&SearchRequest::names>},
      {{"synonyms", "Whether the server's synonyms and stop words are used", kOnOff, "off"},
       read_help<&SearchRequest::synonyms>},
      {{"pins", "Whether what editors have pinned for the query comes first", kOnOff, "off"},
       read_help<&SearchRequest::pins>},
      {{"spelling", "Whether words the index does not know are corrected", kOnOff, "off"},
       read_help<&SearchRequest::spelling>},
      {{"relax", "Whether, where few articles hold all the words, some of them are enough", kOnOff, "off"},
       read_help<&SearchRequest::relax>},
      {{"expand", "Whether, where any of many words is enough, the first hits say what was meant", kOnOff, "off"},
       read_help<&SearchRequest::expand>},
      {{"explain", "Whether each hit says how its score came about", R"({"type":"boolean","default":false})", "true"},
       read_flag<&SearchRequest::explain>},
      {{"unfinished",
        "Whether the last word is being typed: words that begin with it are found, too, and the search is not counted "
        "among what is searched for",
        R"({"type":"boolean","default":false})", "true"},
       read_flag<&SearchRequest::unfinished>},
  };
}

bool given(const Params& params, std::string_view name) {
  return std::any_of(params.begin(), params.end(), [&](const auto& param) { return param.first == name; });
}

Reason read_mode(ListRequest& request, const std::string& value) {
  const auto mode = related_mode_from_string(value);
  if (!mode) return "must be related, background, followups or copies";
  request.mode = *mode;
  return std::nullopt;
}

Reason read_size(std::uint32_t& size, const std::string& value) {
  auto reason = read_number(size, value);
  if (!reason && (size < 1 || size > kMaxPerPage)) reason = "must be 1 to " + std::to_string(kMaxPerPage);
  return reason;
}

ParameterOf<ListRequest> list_size(std::string what) {
  return {{"per_page", std::move(what), whole_number(1, kMaxPerPage, ListRequest().per_page), "3"},
          [](ListRequest& r, const std::string& v) { return read_size(r.per_page, v); }};
}

Reason read_time_zone(std::string& time_zone, const std::string& value) {
  time_zone = value;
  return is_time_zone(value) ? Reason() : Reason("is no time zone: an IANA name such as Europe/London");
}

Reason read_window(TrendingRequest& request, const std::string& value) {
  const auto window = window_from_string(value);
  if (!window) return "must be hours, days or weeks up to a year, as 24h, 7d or 2w";
  request.window = *window;
  return std::nullopt;
}

}  // namespace

std::span<const ParameterOf<SearchRequest>> search_parameters() {
  static const auto table = make_search_table();
  return table;
}

std::variant<SearchRequest, std::vector<InvalidParameter>> read_search_request(const Params& params,
                                                                               UnknownParameter unknown) {
  SearchRequest request;
  if (!given(params, "facets")) request.facets = {Facet::section, Facet::source, Facet::author, Facet::lang};
  if (!given(params, "date_histogram")) request.histogram = HistogramInterval::automatic;
  auto invalid = read_parameters(search_parameters(), params, unknown, request);
  const auto cursor = std::find_if(params.begin(), params.end(),
                                   [](const auto& param) { return param.first == "cursor" && !param.second.empty(); });
  if (invalid.empty() && cursor != params.end()) {
    auto after = read_cursor(cursor->second, params);
    if (after)
      request.after = *std::move(after);
    else if (unknown == UnknownParameter::refused)
      invalid.push_back({"cursor", cursor->second, after.error().message});
  }
  if (invalid.empty()) invalid = validate(request);
  if (!invalid.empty()) return invalid;
  const auto asks_for = [&](std::string_view field) {
    return request.fields.empty() ||
           std::find(request.fields.begin(), request.fields.end(), field) != request.fields.end();
  };
  if (!asks_for("snippet")) request.snippet_length = 0;
  return request;
}

std::span<const ParameterOf<ListRequest>> suggest_parameters() {
  static const std::vector<ParameterOf<ListRequest>> table = {
      {{"q", "What was typed so far", kText, "harr"},
       [](ListRequest& r, const std::string& v) { return r.text = v, Reason(); }},
      list_size("Suggestions at most"),
  };
  return table;
}

std::span<const ParameterOf<ListRequest>> analytics_parameters() {
  static const std::vector<ParameterOf<ListRequest>> table = {list_size("Queries of each kind at most")};
  return table;
}

std::span<const ParameterOf<ListRequest>> related_parameters() {
  static const std::vector<ParameterOf<ListRequest>> table = {
      {{"mode",
        "related: of any time, those of the same days first; background: what came before; followups: what came of "
        "it; copies: near copies of the text, with what differs",
        R"({"type":"string","enum":["related","background","followups","copies"],"default":"related"})", "followups"},
       read_mode},
      list_size("Articles at most"),
  };
  return table;
}

std::span<const ParameterOf<ListRequest>> story_parameters() {
  static const std::vector<ParameterOf<ListRequest>> table = {
      {{"tz", "Time zone of the days, an IANA name", kZone, "Europe/London"},
       [](ListRequest& r, const std::string& v) { return read_time_zone(r.time_zone, v); }},
  };
  return table;
}

std::span<const ParameterOf<TrendingRequest>> trending_parameters() {
  using Request = TrendingRequest;
  using Value = const std::string;
  static const std::vector<ParameterOf<TrendingRequest>> table = {
      {{"window", "The last hours, days or weeks before the newest article, a year at the most",
        R"({"type":"string","default":"24h","examples":["24h","7d","2w"]})", "52w"},
       read_window},
      {{"from", "First day meant instead: a year, a month or a day", kDay, "2024-02"},
       [](Request& r, Value& v) { return read_day(r.days.from, parse_range_start(v)); }},
      {{"to", "Last day meant, inclusive", kDay, "2024-02"},
       [](Request& r, Value& v) { return read_day(r.days.to, parse_range_end(v)); }},
      {{"tz", "Time zone of the days, an IANA name", kZone, "Europe/London"},
       [](Request& r, Value& v) { return read_time_zone(r.time_zone, v); }},
      {{"per_page", "Entries at most", whole_number(1, kMaxPerPage, TrendingRequest().limit), "5"},
       [](Request& r, Value& v) { return read_size(r.limit, v); }},
  };
  return table;
}

std::variant<TrendingRequest, std::vector<InvalidParameter>> read_trending_request(const Params& params,
                                                                                   UnknownParameter unknown) {
  TrendingRequest request;
  auto invalid = read_parameters(trending_parameters(), params, unknown, request);
  if (invalid.empty() && request.days.from && request.days.to && *request.days.from > *request.days.to)
    invalid.push_back({"from", format_iso(*request.days.from), "is after 'to' (" + format_iso(*request.days.to) + ")"});
  if (!invalid.empty()) return invalid;
  return request;
}

std::variant<ListRequest, std::vector<InvalidParameter>> read_list_request(
    std::span<const ParameterOf<ListRequest>> table, const Params& params) {
  ListRequest request;
  auto invalid = read_parameters(table, params, UnknownParameter::refused, request);
  if (!invalid.empty()) return invalid;
  return request;
}

}  // namespace newssearch
