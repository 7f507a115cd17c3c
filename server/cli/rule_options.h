#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "server/cli/command_line.h"
#include "server/search/search_engine.h"

namespace newssearch {

/// --synonyms, --stopwords, --pins and --hidden, as typed.
struct RuleOptions {
  std::string synonyms, stop_words, pins, hidden;
};

/// Gives a command the options. `options` must outlive it.
void add_rule_options(CLI::App& command, RuleOptions& options);

/// The engine named. Commands with options for rules take the next.
EngineOptions engine_options(const CommonOptions& common);
/// The files named, or those of the data directory. Throws UsageError where a file named is not there.
EngineOptions engine_options(const RuleOptions& options, const CommonOptions& common);

/// Complains of each line of these files that is not understood.
void complain_of_rules(const SearchEngine& engine);

}  // namespace newssearch
