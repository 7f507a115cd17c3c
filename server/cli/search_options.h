#pragma once
#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/cli/rule_options.h"
#include "server/search/search_request.h"

namespace newssearch {

/// The options of `newssearch search`, as typed.
struct SearchOptions {
  std::string query;
  std::string since, until, date_field = "published";
  std::vector<std::string> filters[std::size(kFacets)];  ///< by Facet; a leading '-' is a not
  std::string sort = "relevance", recency = "auto", collapse = "copies", histogram;
  std::vector<std::string> facets;
  RuleOptions rules;
  SearchRequest request;  ///< what needs no reading: numbers, time zone, explain
};

/// A day as typed behind an option; absent where nothing was. Throws UsageError naming the command and the option.
std::optional<Day> read_day_option(const std::string& command, const char* option, const std::string& text,
                                   Result<Day> (*parse)(std::string_view));

/// Gives a command the words of a query. `options` must outlive it.
void add_query_argument(CLI::App& command, SearchOptions& options);

/// Gives a command the options that say among which articles is looked: days and values. `options` must outlive it.
void add_filter_options(CLI::App& command, SearchOptions& options);

/// Gives a command the options that say what words stand for. `options` must outlive it.
void add_wording_options(CLI::App& command, SearchOptions& options);

/// Gives a command all options. `options` must outlive it.
void add_search_options(CLI::App& command, SearchOptions& options);

/// The question asked. Throws UsageError naming command and option, what is wrong with it and what to write instead.
SearchRequest to_request(const SearchOptions& options, const std::string& command = "search");

}  // namespace newssearch
