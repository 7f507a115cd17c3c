// newssearch_bench_words: how fast is what helps one typing, and how often does spelling help find the word meant?
//
// Asks suggestions for every beginning of 1 to 6 letters of the words of the queries, then for each query typed letter
// by letter. Then misspells words, the same at every run: those of the queries the index knows well, and well-known
// words of the lexicon at large; one letter put in, left out, replaced or exchanged with its neighbour, in a third of
// the words of eight letters and more a second one; and blanks left out between two words of the queries. Only what
// the lexicon does not hold counts. Each question is asked three times and the fastest counts, since other work of the
// machine is not what is measured. Prints
//
//   milliseconds                     asked       p50       p95       p99      mean
//   suggest, 1 letter                   26      0.09      0.21      0.21      0.10
//   ...
//   spelling: words of the queries   misspelt=350 first=92.0% among three=97.1%
//
// Exit: 0; 1 where the slowest suggestion or the mean spelling takes longer than --suggest-below or --spell-below
// allow, in milliseconds; 2 usage.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <random>
#include <set>

#include "common/characters.h"
#include "common/generation.h"
#include "common/lexicon.h"
#include "server/search/spelling.h"
#include "server/search/suggestions.h"
#include "tests/bench/latencies.h"

namespace newssearch::bench {
namespace {

struct Options {
  std::string data, queries;
  unsigned misspellings = 1000, limit = 10;
  double suggest_below = 0, spell_below = 0;
};

constexpr unsigned kRounds = 3;
constexpr std::size_t kTypedLetters = 6;
constexpr std::uint32_t kWellKnown = 10;

/// How often the word meant was found.
struct Tally {
  std::string name;
  unsigned misspelt = 0, first = 0, among_three = 0;

  void count(const std::vector<std::string>& meant, const std::vector<Correction>& found) {
    ++misspelt;
    const auto at = std::find_if(found.begin(), found.end(), [&](const Correction& c) { return c.words == meant; });
    first += at == found.begin() && at != found.end() ? 1 : 0;
    among_three += at - found.begin() < 3 && at != found.end() ? 1 : 0;
  }
  void print() const {
    const auto share = [&](unsigned part) { return misspelt == 0 ? 0 : 100.0 * part / misspelt; };
    std::printf("spelling: %-28s misspelt=%u first=%.1f%% among three=%.1f%%\n", name.c_str(), misspelt, share(first),
                share(among_three));
  }
};

/// Makes mistakes.
class Typist {
 public:
  std::string misspell(const std::string& word) {
    std::u32string letters;
    for (std::size_t at = 0; at < word.size();) letters += static_cast<char32_t>(next_character(word, at));
    const bool twice = letters.size() >= 8 && random_() % 3 == 0;
    edit(letters);
    if (twice) edit(letters);
    std::string typed;
    for (const char32_t letter : letters) append(typed, letter);
    return typed;
  }
  std::size_t below(std::size_t end) { return random_() % end; }

 private:
  void edit(std::u32string& letters) {
    const std::size_t at = below(letters.size());
    const char32_t other = U'a' + static_cast<char32_t>(below(26));
    switch (below(4)) {
      case 0:
        letters.insert(at, 1, other);
        break;
      case 1:
        letters.erase(at, 1);
        break;
      case 2:
        letters[at] = other;
        break;
      default:
        std::swap(letters[at], letters[at == 0 ? 1 : at - 1]);
    }
  }
  static void append(std::string& text, char32_t letter) {
    char bytes[4];
    std::int32_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, static_cast<UChar32>(letter));
    text.append(bytes, static_cast<std::size_t>(size));
  }

  std::mt19937 random_{20250101};
};

class Bench {
 public:
  explicit Bench(const Options& options) : options_(options) {
    const std::filesystem::path path = DataDirectory(options.data).open_current().generation.path;
    lexicon_ = open<Lexicon>(path);
    suggestions_ = open<SuggestionFile>(path);
    std::ifstream stream(options.queries);
    for (std::string line; std::getline(stream, line);)
      if (!line.empty()) queries_.push_back(line);
  }

  int run() {
    std::printf("words=%zu suggestions=%zu\n", lexicon_.size(), suggestions_.size());
    suggest_beginnings();
    suggest_queries();
    spell_queries();
    spell_lexicon();
    spell_run_together();
    std::cout << table(rows_);
    for (const Tally& tally : tallies_) tally.print();
    return verdict();
  }

 private:
  template <class File>
  File open(const std::filesystem::path& path) {
    Result<File> file = File::open(path / File::kFileName);
    if (!file) throw std::runtime_error(std::string(File::kFileName) + ": " + file.error().message);
    return *std::move(file);
  }

  Latencies& row(const std::string& name) {
    for (Latencies& known : rows_)
      if (known.name() == name) return known;
    return rows_.emplace_back(name);
  }

  void suggest(const std::string& kind, const std::string& typed) {
    row("suggest, " + kind).time_best_of(kRounds, [&] {
      suggestions_for(typed, suggestions_, analyzer_, options_.limit);
    });
  }

  void suggest_beginnings() {
    std::vector<std::set<std::string>> typed(kTypedLetters + 1);
    for (const std::string& query : queries_)
      for (const Token& token : analyzer_.analyze(query)) {
        std::size_t end = 0;
        for (std::size_t letters = 1; letters <= kTypedLetters && end < token.word.size(); ++letters) {
          next_character(token.word, end);
          typed[letters].insert(token.word.substr(0, end));
        }
      }
    for (std::size_t letters = 1; letters <= kTypedLetters; ++letters)
      for (const std::string& beginning : typed[letters])
        suggest(std::to_string(letters) + (letters == 1 ? " letter" : " letters"), beginning);
  }

  void suggest_queries() {
    for (const std::string& query : queries_)
      for (std::size_t end = 0; end < query.size();) {
        next_character(query, end);
        suggest("a query letter by letter", query.substr(0, end));
      }
  }

  void spell(Tally& tally, const std::string& typed, const std::vector<std::string>& meant) {
    if (lexicon_.find(typed) || allowed_edits(typed) == 0) return;
    std::vector<Correction> found;
    const auto ask = [&] { found = corrections(typed, lexicon_, options_.limit); };
    row("spelling, " + std::to_string(allowed_edits(typed)) + (allowed_edits(typed) == 1 ? " edit" : " edits"))
        .time_best_of(kRounds, ask);
    row("spelling").time_best_of(kRounds, ask);
    tally.count(meant, found);
  }

  bool well_known(const std::string& word) const {
    const std::optional<LexiconWord> known = lexicon_.find(word);
    return known && known->articles >= kWellKnown;
  }

  void spell_queries() {
    Tally& tally = tallies_.emplace_back(Tally{.name = "words of the queries"});
    for (const std::string& query : queries_)
      for (const Token& token : analyzer_.analyze(query))
        if (well_known(token.word) && allowed_edits(token.word) > 0)
          spell(tally, typist_.misspell(token.word), {token.word});
  }

  void spell_lexicon() {
    Tally& tally = tallies_.emplace_back(Tally{.name = "words of the lexicon"});
    for (unsigned tried = 0; tally.misspelt < options_.misspellings && tried < 1000 * options_.misspellings; ++tried) {
      const std::string word(lexicon_.word(typist_.below(lexicon_.size())));
      if (well_known(word) && allowed_edits(word) > 0) spell(tally, typist_.misspell(word), {word});
    }
  }

  void spell_run_together() {
    Tally& tally = tallies_.emplace_back(Tally{.name = "a blank left out"});
    for (const std::string& query : queries_) {
      const std::vector<Token> words = analyzer_.analyze(query);
      for (std::size_t i = 1; i < words.size(); ++i)
        if (well_known(words[i - 1].word) && well_known(words[i].word))
          spell(tally, words[i - 1].word + words[i].word, {words[i - 1].word, words[i].word});
    }
  }

  int verdict() {
    double slowest = 0;
    for (const Latencies& one : rows_)
      if (one.name().starts_with("suggest")) slowest = std::max(slowest, one.percentile(1));
    const double spelling = row("spelling").mean();
    std::printf("slowest suggestion %.2f ms, mean spelling %.2f ms\n", slowest, spelling);
    const bool slow_suggest = options_.suggest_below > 0 && slowest >= options_.suggest_below;
    const bool slow_spell = options_.spell_below > 0 && spelling >= options_.spell_below;
    return slow_suggest || slow_spell ? 1 : 0;
  }

  const Options& options_;
  std::vector<std::string> queries_;
  Lexicon lexicon_;
  SuggestionFile suggestions_;
  Analyzer analyzer_;
  Typist typist_;
  std::vector<Latencies> rows_;
  std::vector<Tally> tallies_;
};

}  // namespace
}  // namespace newssearch::bench

int main(int count, char** words) {
  newssearch::bench::Options options;
  CLI::App app("Measures what helps one typing: suggestions and spelling.");
  app.add_option("--data", options.data, "Data directory with an index")->required();
  app.add_option("--queries", options.queries, "Queries, one a line")->required()->check(CLI::ExistingFile);
  app.add_option("--misspellings", options.misspellings, "How many words of the lexicon to misspell")
      ->capture_default_str();
  app.add_option("--suggest-below", options.suggest_below, "Fail unless every suggestion takes less, in milliseconds");
  app.add_option("--spell-below", options.spell_below, "Fail unless the mean correction takes less, in milliseconds");
  try {
    app.parse(count, words);
    return newssearch::bench::Bench(options).run();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "newssearch_bench_words: " << error.what() << "\n";
    return 2;
  }
}
