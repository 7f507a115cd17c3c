#include "server/cli/rule_options.h"

#include <filesystem>

#include "server/cli/exit_code.h"
#include "server/cli/terminal.h"

namespace newssearch {
namespace {

/// Another file where one is named.
void name(std::filesystem::path& file, const std::string& named, const char* option) {
  if (named.empty()) return;
  if (!std::filesystem::exists(named)) throw UsageError(named + ": no such file: check " + option);
  file = named;
}

}  // namespace

void add_rule_options(CLI::App& command, RuleOptions& options) {
  command
      .add_option(
          "--synonyms", options.synonyms,
          "Lines like `car, automobile` or `nhs => national health service`; else synonyms.txt beside the index")
      ->type_name("FILE");
  command
      .add_option("--stopwords", options.stop_words,
                  "Words that need not occur beside others, one a line; else stopwords.txt beside the index")
      ->type_name("FILE");
  command
      .add_option(
          "--pins", options.pins,
          "Lines like `bank of england => 9947 9950`: the ids that come first for a query; else pins.txt beside "
          "the index")
      ->type_name("FILE");
  command
      .add_option("--hidden", options.hidden,
                  "Sources whose articles are not there, one a line, as source: finds them; else hidden.txt beside the "
                  "index")
      ->type_name("FILE");
}

EngineOptions engine_options(const CommonOptions& common) {
  EngineOptions engine;
  engine.engine = common.engine == "xapian" ? Engine::xapian : Engine::packed;
  return engine;
}

EngineOptions engine_options(const RuleOptions& options, const CommonOptions& common) {
  RuleFiles::Paths paths = RuleFiles::in(common.data);
  name(paths.synonyms, options.synonyms, "--synonyms");
  name(paths.stop_words, options.stop_words, "--stopwords");
  name(paths.pins, options.pins, "--pins");
  name(paths.hidden, options.hidden, "--hidden");
  EngineOptions engine = engine_options(common);
  engine.rules = std::move(paths);
  return engine;
}

void complain_of_rules(const SearchEngine& engine) {
  for (const std::string& error : engine.rule_errors()) complain(error);
}

}  // namespace newssearch
