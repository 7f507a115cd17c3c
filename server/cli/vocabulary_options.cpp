#include "server/cli/vocabulary_options.h"

#include <filesystem>

#include "server/cli/exit_code.h"
#include "server/cli/terminal.h"

namespace newssearch {
namespace {

std::filesystem::path named_or(const std::string& named, std::filesystem::path usual) {
  if (named.empty()) return usual;
  if (!std::filesystem::exists(named)) throw UsageError(named + ": no such file: check --synonyms and --stopwords");
  return named;
}

}  // namespace

void add_vocabulary_options(CLI::App& command, VocabularyOptions& options) {
  command
      .add_option(
          "--synonyms", options.synonyms,
          "Lines like `car, automobile` or `nhs => national health service`; else synonyms.txt beside the index")
      ->type_name("FILE");
  command
      .add_option("--stopwords", options.stop_words,
                  "Words that need not occur beside others, one a line; else stopwords.txt beside the index")
      ->type_name("FILE");
}

EngineOptions engine_options(const CommonOptions& common) {
  EngineOptions engine;
  engine.engine = common.engine == "xapian" ? Engine::xapian : Engine::packed;
  return engine;
}

EngineOptions engine_options(const VocabularyOptions& options, const CommonOptions& common) {
  VocabularyFiles::Paths paths = VocabularyFiles::in(common.data);
  paths.synonyms = named_or(options.synonyms, std::move(paths.synonyms));
  paths.stop_words = named_or(options.stop_words, std::move(paths.stop_words));
  EngineOptions engine = engine_options(common);
  engine.vocabulary = std::move(paths);
  return engine;
}

void complain_of_vocabulary(const SearchEngine& engine) {
  for (const std::string& error : engine.vocabulary_errors()) complain(error);
}

}  // namespace newssearch
