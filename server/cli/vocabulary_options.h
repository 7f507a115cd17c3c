#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "server/cli/command_line.h"
#include "server/search/search_engine.h"

namespace newssearch {

/// --synonyms and --stopwords, as typed.
struct VocabularyOptions {
  std::string synonyms, stop_words;
};

/// Gives a command the options. `options` must outlive it.
void add_vocabulary_options(CLI::App& command, VocabularyOptions& options);

/// The engine named. Commands with a vocabulary take the next.
EngineOptions engine_options(const CommonOptions& common);
/// The files named, or those of the data directory. Throws UsageError where a file named is not there.
EngineOptions engine_options(const VocabularyOptions& options, const CommonOptions& common);

/// Complains of each line of these files that is not understood.
void complain_of_vocabulary(const SearchEngine& engine);

}  // namespace newssearch
