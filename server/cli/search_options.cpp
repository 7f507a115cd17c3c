#include "server/cli/search_options.h"

#include <map>

#include "server/cli/exit_code.h"

namespace newssearch {
namespace {

FacetFilter read_filter(const std::string& command, Facet facet, const std::vector<std::string>& values) {
  FacetFilter filter;
  for (const std::string& value : values) {
    const bool negated = value.starts_with('-');
    if (value.size() == (negated ? 1 : 0))
      throw UsageError(command + ": --" + std::string(to_string(facet)) + " '" + value +
                       "': names nothing: add a value");
    (negated ? filter.none : filter.any).push_back(value.substr(negated ? 1 : 0));
  }
  return filter;
}

/// The option that sets a request's parameter.
std::string option_of(const std::string& parameter) {
  static const std::map<std::string, std::string> kOthers = {
      {"per_page", "--limit"}, {"from", "--since"}, {"to", "--until"}, {"date_histogram", "--histogram"}};
  if (const auto found = kOthers.find(parameter); found != kOthers.end()) return found->second;
  std::string option = "--" + parameter;
  std::replace(option.begin(), option.end(), '_', '-');
  return option;
}

}  // namespace

std::optional<Day> read_day_option(const std::string& command, const char* option, const std::string& text,
                                   Result<Day> (*parse)(std::string_view)) {
  if (text.empty()) return std::nullopt;
  const Result<Day> day = parse(text);
  if (!day)
    throw UsageError(command + ": " + option + ": " + day.error().message + ": write 2020, 2020-03 or 2020-03-14");
  return *day;
}

void add_query_argument(CLI::App& command, SearchOptions& options) {
  command.add_option("QUERY...", options.query, "What to look for; nothing, or '*', is everything, newest first");
}

void add_filter_options(CLI::App& command, SearchOptions& options) {
  command.add_option("--since", options.since, "Not before this day, month or year")->type_name("DATE");
  command.add_option("--until", options.until, "Not after this day, month or year")->type_name("DATE");
  command.add_option("--tz", options.request.time_zone, "Time zone of days, e.g. Europe/London; else UTC")
      ->type_name("ZONE");
  for (const Facet facet : kFacets) {
    const std::string name(to_string(facet));
    command
        .add_option("--" + name, options.filters[static_cast<std::size_t>(facet)],
                    "Only this " + (facet == Facet::lang ? "language, e.g. en" : name) + "; -NAME: not it; repeatable")
        ->type_name("NAME")
        ->allow_extra_args(false);
  }
}

void add_wording_options(CLI::App& command, SearchOptions& options) {
  command.add_flag("!--no-names", options.request.names, "Do not look for other spellings of names: Kyiv and Kiev");
  command.add_flag("!--no-synonyms", options.request.synonyms, "Do not use the synonyms and the stop words");
}

void add_search_options(CLI::App& command, SearchOptions& options) {
  add_filter_options(command, options);
  command.add_option("--date-field", options.date_field, "The date meant by --since, --until and --sort")
      ->type_name("FIELD")
      ->check(CLI::IsMember({"published", "updated"}));
  command.add_option("--sort", options.sort, "Order of the hits")
      ->type_name("ORDER")
      ->check(CLI::IsMember({"relevance", "newest", "oldest"}));
  command.add_option("--recency", options.recency, "How much newer articles are preferred; auto: by what is found")
      ->type_name("HOW")
      ->check(CLI::IsMember({"auto", "off", "strong"}));
  command.add_option("--collapse", options.collapse, "What makes one hit: near copies, a story, or each article")
      ->type_name("WHAT")
      ->check(CLI::IsMember({"copies", "story", "none"}));
  command.add_option("--limit", options.request.per_page, "Hits on a page, 1 to 100; else 10")->type_name("N");
  command.add_option("--page", options.request.page, "Which page")->type_name("N");
  command
      .add_option("--facets", options.facets,
                  "Count matches by these, separated by commas: section, source, author, lang, tag, place")
      ->type_name("LIST")
      ->delimiter(',')
      ->allow_extra_args(false);
  command.add_option("--facet-limit", options.request.facet_limit, "Values shown of each; else 10")->type_name("N");
  command.add_option("--histogram", options.histogram, "Count matches by date")
      ->type_name("INTERVAL")
      ->expected(0, 1)
      ->check(CLI::IsMember({"auto", "hour", "day", "week", "month", "year"}));
  command
      .add_option("--snippet-length", options.request.snippet_length,
                  "Characters of the passage shown; 0: none; else 200")
      ->type_name("N");
  add_wording_options(command, options);
  command.add_flag("!--no-spelling", options.request.spelling, "Do not correct words the index does not know");
  command.add_flag("!--no-relax", options.request.relax, "All words must occur, however few articles that finds");
  command.add_flag("!--no-expand", options.request.expand,
                   "Where any of many words is enough, do not learn from the first hits what was meant");
  command.add_flag("!--no-pins", options.request.pins, "Do not put first what is pinned for the query");
  add_rule_options(command, options.rules);
  command.add_flag("--explain", options.request.explain, "Say what each hit's score is made of");
}

SearchRequest to_request(const SearchOptions& options, const std::string& command) {
  SearchRequest request = options.request;
  request.text = options.query;
  request.dates.from = read_day_option(command, "--since", options.since, parse_range_start);
  request.dates.to = read_day_option(command, "--until", options.until, parse_range_end);
  request.date_field = options.date_field == "updated" ? DateField::updated : DateField::published;
  for (const Facet facet : kFacets)
    request.filter(facet) = read_filter(command, facet, options.filters[static_cast<std::size_t>(facet)]);
  request.sort = sort_from_string(options.sort).value();
  request.recency = recency_from_string(options.recency).value();
  request.collapse = collapse_from_string(options.collapse).value();
  for (const std::string& name : options.facets) {
    const std::optional<Facet> facet = facet_from_string(name);
    if (!facet) throw UsageError(command + ": --facets " + name + ": no such field: see `newssearch search --help`");
    request.facets.push_back(*facet);
  }
  if (!options.histogram.empty()) request.histogram = interval_from_string(options.histogram);
  for (const InvalidParameter& wrong : validate(request))
    throw UsageError(command + ": " + option_of(wrong.name) + " " + wrong.value + ": " + wrong.reason);
  return request;
}

}  // namespace newssearch
