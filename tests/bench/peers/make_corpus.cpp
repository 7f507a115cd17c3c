// Makes the corpus that all engines of the comparison index, from anything `newssearch index` reads:
//
//   make_corpus [--articles N] [--hold-out N] [--grown N] [--seed S] FOLDER INPUT...
//
// FOLDER then has articles.tsv (the neutral file; see peer.h), articles.jsonl (the same articles for newssearch),
// held_out.tsv (every 50th article, or Nth, not indexed: the queries come from these; --hold-out 0: none) and
// corpus.json (the figures printed).
//
// --grown N resamples to N articles. Each keeps the length, headline, section, source and date of a real one. Its
// sentences come by the toss of a coin from that article or from any of the same section. A word that at most one
// article in a thousand has gets one of 1 + (n/real)^0.55 endings, where n is the number of articles so far: so that
// the vocabulary goes on growing, as Heaps found of real text. The same seed gives the same corpus.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <random>
#include <unordered_map>
#include <unordered_set>

#include "corpus/article_source.h"
#include "tests/bench/peers/peer.h"

namespace peers {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kHeaps = 0.55;
constexpr std::size_t kRareOneIn = 1000;

struct Options {
  std::size_t articles = 0, grown = 0;  // 0: all; none
  std::size_t hold_out = 50;            // one of so many; 0: none
  std::uint32_t seed = 1;
  std::string folder;
  std::vector<std::string> inputs;
};

/// An article and how newssearch's own format states its date: as a day or a moment.
struct Read : Article {
  std::string stated_date, lang;
};

std::string escaped(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    if (c == '\t')
      safe += "\\t";
    else if (c == '\n')
      safe += "\\n";
    else if (c == '\\')
      safe += "\\\\";
    else if (static_cast<unsigned char>(c) < ' ')
      safe += ' ';
    else
      safe += c;
  }
  return safe;
}

std::string tsv_line(const Article& article) {
  const std::string published = article.published ? std::to_string(*article.published) : "";
  return escaped(article.id) + '\t' + published + '\t' + escaped(article.section) + '\t' + escaped(article.source) +
         '\t' + escaped(article.headline) + '\t' + escaped(article.body) + '\n';
}

std::string json_line(const Read& article) {
  Json json = {{"id", article.id}, {"title", article.headline}, {"body", article.body}};
  if (!article.stated_date.empty()) json["published"] = article.stated_date;
  if (!article.section.empty()) json["section"] = {article.section};
  if (!article.source.empty()) json["source"] = article.source;
  if (!article.lang.empty()) json["lang"] = article.lang;
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string trimmed(std::string text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.pop_back();
  return text;
}

bool is_letter_or_digit(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || static_cast<signed char>(c) < 0;
}

/// Each run of letters and digits, in lower case as far as it is ASCII, and where it ends.
template <class Use>
void for_each_word(std::string_view text, std::string& word, Use use) {
  for (std::size_t i = 0; i < text.size();) {
    if (!is_letter_or_digit(text[i])) {
      ++i;
      continue;
    }
    word.clear();
    while (i < text.size() && is_letter_or_digit(text[i]))
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(text[i++])));
    use(word, i);
  }
}

/// What a corpus looks like: a check that a grown one looks like the real one.
class Statistics {
 public:
  void add(const Article& article) {
    std::uint32_t words = 0;
    const auto count = [&](const std::string& word, std::size_t) { ++words, ++frequency_[word]; };
    for_each_word(article.headline, word_, count);
    for_each_word(article.body, word_, count);
    lengths_.push_back(words);
    bytes_ += article.headline.size() + article.body.size();
    dated_ += article.published.has_value();
    ++sections_[article.section], ++sources_[article.source];
  }

  Json json() const {
    std::vector<std::uint32_t> lengths = lengths_;
    std::sort(lengths.begin(), lengths.end());
    const auto length_at = [&](double share) {
      return lengths.empty() ? 0 : lengths[static_cast<std::size_t>(share * static_cast<double>(lengths.size() - 1))];
    };
    std::vector<std::uint64_t> frequencies;
    std::uint64_t words = 0;
    for (const auto& [word, frequency] : frequency_) frequencies.push_back(frequency), words += frequency;
    std::sort(frequencies.rbegin(), frequencies.rend());
    Json json = {{"articles", lengths.size()},
                 {"text_bytes", bytes_},
                 {"words", words},
                 {"distinct_words", frequencies.size()},
                 {"length_mean", static_cast<double>(words) / std::max<double>(1, static_cast<double>(lengths.size()))},
                 {"length_p50", length_at(.5)},
                 {"length_p95", length_at(.95)},
                 {"dated", dated_},
                 {"sections", sections_.size()},
                 {"sources", sources_.size()}};
    for (const std::size_t rank : {1u, 10u, 100u, 1000u, 10000u})
      if (rank <= frequencies.size())
        json["per_million_of_rank_" + std::to_string(rank)] =
            1e6 * static_cast<double>(frequencies[rank - 1]) / static_cast<double>(words);
    return json;
  }

 private:
  std::string word_;
  std::unordered_map<std::string, std::uint64_t> frequency_;
  std::unordered_map<std::string, std::uint64_t> sections_, sources_;
  std::vector<std::uint32_t> lengths_;
  std::uint64_t bytes_ = 0, dated_ = 0;
};

/// The files of a corpus, written article by article.
class CorpusFiles {
 public:
  explicit CorpusFiles(const std::filesystem::path& folder)
      : neutral_(folder / "articles.tsv"), json_(folder / "articles.jsonl"), held_out_(folder / "held_out.tsv") {
    if (!neutral_ || !json_ || !held_out_) throw std::runtime_error(folder.string() + ": cannot be written to");
  }
  void index(const Read& article) {
    neutral_ << tsv_line(article);
    json_ << json_line(article);
    statistics_.add(article);
  }
  void hold_out(const Read& article) { held_out_ << tsv_line(article); }
  const Statistics& statistics() const { return statistics_; }
  void close() {
    for (std::ofstream* file : {&neutral_, &json_, &held_out_}) {
      file->close();
      if (!*file) throw std::runtime_error("the corpus could not be written: is the disk full?");
    }
  }

 private:
  std::ofstream neutral_, json_, held_out_;
  Statistics statistics_;
};

Read from_newssearch(newssearch::Article&& article) {
  Read read;
  read.id = std::move(article.id);
  std::replace(read.id.begin(), read.id.end(), ',', '_');  // drivers list ids with commas between
  read.headline = std::move(article.headline);
  read.body = std::move(article.body);
  if (!article.sections.empty()) read.section = article.sections.front();
  read.source = std::move(article.source);
  read.lang = std::move(article.lang);
  if (article.published) {
    read.published = article.published->time.time_since_epoch().count();
    read.stated_date = newssearch::format_iso(*article.published);
  }
  return read;
}

/// Articles of one id: the first counts. Returns how many records gave none.
std::size_t read_articles(const Options& options, const std::function<void(Read&&)>& use) {
  const auto source = newssearch::open_articles(options.inputs, {});
  std::unordered_set<std::string> ids;
  std::size_t refused = 0;
  while (auto record = source->next()) {
    if (!record->article) {
      if (++refused <= 3)
        std::cerr << "make_corpus: " << record->where << ": " << record->article.error().message << "\n";
      continue;
    }
    Read article = from_newssearch(*std::move(record->article));
    if (!ids.insert(article.id).second) {
      ++refused;
      continue;
    }
    use(std::move(article));
    if (options.articles > 0 && ids.size() >= options.articles) break;
  }
  return refused;
}

/// Real articles taken apart, and as many new ones put together from them as wanted.
class Resampler {
 public:
  Resampler(std::vector<Read> real, std::uint32_t seed) : real_(std::move(real)), random_(seed) {
    find_rare_words();
    for (std::size_t number = 0; number < real_.size(); ++number) {
      headlines_.push_back(taken_apart(real_[number].headline));
      std::vector<Piece>& own = bodies_.emplace_back(sentences(real_[number].body));
      std::vector<Place>& all = of_section_[real_[number].section];
      for (std::size_t sentence = 0; sentence < own.size(); ++sentence)
        all.push_back({static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(sentence)});
    }
  }

  Read make(std::size_t number) {
    const std::size_t base = number % real_.size();
    const double growth = static_cast<double>(number) / static_cast<double>(real_.size());
    const auto endings = static_cast<std::size_t>(1 + std::pow(growth, kHeaps));
    const std::size_t ending = below(endings);
    Read article = real_[base];
    article.id = "grown-" + std::to_string(number);
    article.headline = put_together(headlines_[base], ending);
    const std::size_t length = article.body.size();
    article.body.clear();
    const std::vector<Piece>& own = bodies_[base];
    const std::vector<Place>& others = of_section_[article.section];
    for (std::size_t next = 0; article.body.size() < length;) {
      const bool keeps = below(2) == 0 && next < own.size();
      const Place other = others[below(others.size())];
      const Piece& piece = keeps ? own[next] : bodies_[other.article][other.sentence];
      ++next;
      if (article.body.size() + piece.text.size() / 2 > length && !article.body.empty()) break;
      article.body += put_together(piece, ending);
    }
    article.headline = trimmed(std::move(article.headline));
    article.body = trimmed(std::move(article.body));
    return article;
  }

 private:
  struct Piece {
    std::string_view text;                 ///< with the blanks after it
    std::vector<std::uint32_t> rare_ends;  ///< where its rare words end
  };
  struct Place {
    std::uint32_t article, sentence;
  };

  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }

  void find_rare_words() {
    std::unordered_map<std::string, std::pair<std::uint32_t, std::uint32_t>> articles;  // with the last one counted
    std::string word;
    for (std::uint32_t number = 0; number < real_.size(); ++number) {
      const auto count = [&](const std::string& seen, std::size_t) {
        auto& [with, last] = articles[seen];
        if (last != number + 1) ++with, last = number + 1;
      };
      for_each_word(real_[number].headline, word, count);
      for_each_word(real_[number].body, word, count);
    }
    for (const auto& [known, counted] : articles)
      if (counted.first * kRareOneIn > real_.size()) common_.insert(known);
  }

  Piece taken_apart(std::string_view text) {
    Piece piece{text, {}};
    std::string word;
    for_each_word(text, word, [&](const std::string& seen, std::size_t end) {
      if (!common_.count(seen)) piece.rare_ends.push_back(static_cast<std::uint32_t>(end));
    });
    return piece;
  }

  /// A sentence ends with a full stop, question or exclamation mark and blanks, or with a line.
  std::vector<Piece> sentences(std::string_view text) {
    std::vector<Piece> pieces;
    for (std::size_t begin = 0, i = 0; i < text.size(); ++i) {
      const bool blank = std::isspace(static_cast<unsigned char>(text[i]));
      const bool ends =
          blank && (text[i] == '\n' || (i > 0 && std::string_view(".?!").find(text[i - 1]) != std::string_view::npos));
      if (!ends && i + 1 < text.size()) continue;
      while (i + 1 < text.size() && std::isspace(static_cast<unsigned char>(text[i + 1]))) ++i;
      pieces.push_back(taken_apart(text.substr(begin, i + 1 - begin)));
      begin = i + 1;
    }
    return pieces;
  }

  /// Numbers grow by digits, words by letters that no stemmer takes away.
  std::string put_together(const Piece& piece, std::size_t ending) {
    std::string text;
    std::size_t begin = 0;
    for (const std::uint32_t end : piece.rare_ends) {
      text += piece.text.substr(begin, end - begin);
      begin = end;
      if (ending == 0) continue;
      if (std::isdigit(static_cast<unsigned char>(text.back())))
        text += std::to_string(ending);
      else
        for (std::size_t rest = ending; rest > 0; rest /= 10) text += "bcfhjkpvwz"[rest % 10];
    }
    text += piece.text.substr(begin);
    if (text.empty() || !std::isspace(static_cast<unsigned char>(text.back()))) text += ' ';
    return text;
  }

  const std::vector<Read> real_;
  std::mt19937_64 random_;
  std::unordered_set<std::string> common_;
  std::vector<Piece> headlines_;
  std::vector<std::vector<Piece>> bodies_;
  std::unordered_map<std::string, std::vector<Place>> of_section_;
};

void print_table(const Json& real, const Json& grown) {
  std::printf("%-28s %14s", "", "real");
  std::printf(grown.empty() ? "\n" : " %14s\n", "grown");
  for (const auto& [name, value] : real.items()) {
    std::printf("%-28s %14.6g", name.c_str(), value.get<double>());
    if (grown.contains(name)) std::printf(" %14.6g", grown[name].get<double>());
    std::printf("\n");
  }
}

void make(const Options& options) {
  std::filesystem::create_directories(options.folder);
  CorpusFiles files(options.folder);
  Statistics real;
  std::vector<Read> kept;
  std::size_t number = 0;
  const std::size_t refused = read_articles(options, [&](Read&& article) {
    ++number;
    if (options.hold_out > 0 && number % options.hold_out == 0) return files.hold_out(article);
    if (options.grown == 0) return files.index(article);
    real.add(article);
    kept.push_back(std::move(article));
  });
  if (number < std::max<std::size_t>(1, 2 * options.hold_out))
    throw std::runtime_error("only " + std::to_string(number) + " articles could be read: too few to compare anything");
  Json figures = {{"refused", refused}, {"held_out", options.hold_out > 0 ? number / options.hold_out : 0}};
  if (options.grown > 0) {
    Resampler resampler(std::move(kept), options.seed);
    for (std::size_t i = 0; i < options.grown; ++i) files.index(resampler.make(i));
    figures["real"] = real.json();
  }
  files.close();
  figures["indexed"] = files.statistics().json();
  std::ofstream(std::filesystem::path(options.folder) / "corpus.json") << figures.dump(2) << "\n";
  print_table(options.grown > 0 ? figures["real"] : figures["indexed"],
              options.grown > 0 ? figures["indexed"] : Json::object());
}

/// One of one would leave nothing to index.
std::size_t hold_out_of(std::size_t number) { return number == 1 ? 2 : number; }

Options read_options(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const bool takes_number = word == "--articles" || word == "--hold-out" || word == "--grown" || word == "--seed";
    if (takes_number && i + 1 == count) throw std::runtime_error(word + " needs a number");
    if (word == "--articles")
      options.articles = std::stoull(words[++i]);
    else if (word == "--hold-out")
      options.hold_out = hold_out_of(std::stoull(words[++i]));
    else if (word == "--grown")
      options.grown = std::stoull(words[++i]);
    else if (word == "--seed")
      options.seed = static_cast<std::uint32_t>(std::stoul(words[++i]));
    else if (options.folder.empty())
      options.folder = word;
    else
      options.inputs.push_back(word);
  }
  if (options.inputs.empty())
    throw std::runtime_error("usage: make_corpus [--articles N] [--hold-out N] [--grown N] [--seed S] FOLDER INPUT...");
  return options;
}

}  // namespace
}  // namespace peers

int main(int count, char** words) {
  try {
    peers::make(peers::read_options(count, words));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "make_corpus: " << error.what() << "\n";
    return 1;
  }
}
