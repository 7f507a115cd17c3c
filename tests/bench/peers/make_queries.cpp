// Chooses the queries that all engines of the comparison are asked, from articles that none of them indexes:
//
//   make_queries [--per-class N] [--seed S] FOLDER        FOLDER as make_corpus left it; prints the queries
//
// One query a line: class, kind, words, from, to, article, with a tab between them. Kinds: or, and, phrase, article.
// Words are plain English ones of a held-out headline or body, as typed: not stemmed. All but phrases leave out the
// stop words that Lucene leaves out, so that no engine answers a longer query than another. Each query but those of
// "title" is found in at least three articles, counted here by plain words. Its days hold 10 to 30 % of all articles.
#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <random>
#include <set>
#include <unordered_map>

#include "tests/bench/peers/peer.h"

namespace peers {
namespace {

using Words = std::vector<std::string>;

/// Of org.apache.lucene.analysis.en.EnglishAnalyzer.
const std::set<std::string> kStopWords = {"a",    "an",   "and",  "are",  "as",   "at",    "be",   "but",   "by",
                                          "for",  "if",   "in",   "into", "is",   "it",    "no",   "not",   "of",
                                          "on",   "or",   "such", "that", "the",  "their", "then", "there", "these",
                                          "they", "this", "to",   "was",  "will", "with"};
constexpr std::size_t kFewest = 3;       // articles that a query must be found in
constexpr std::size_t kDraws = 40;       // of articles for each query wanted: most of what is drawn is found nowhere
constexpr std::size_t kPhraseDraws = 5;  // of phrases for each of these articles

bool is_stop_word(const std::string& word) { return kStopWords.count(word) > 0; }

/// A word, and whether nothing but a blank parts it from the next.
struct Token {
  std::string word;  ///< in lower case; empty for what is no plain word: 3,000 or U.S.
  bool joined = false;
};

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t begin = i;
    while (i < text.size() && text[i] != ' ' && text[i] != '\n') ++i;
    std::string_view token = text.substr(begin, i - begin);
    while (i < text.size() && (text[i] == ' ' || text[i] == '\n')) ++i;
    if (token.empty()) continue;
    while (!token.empty() && (token.front() == '"' || token.front() == '(')) token.remove_prefix(1);
    const std::size_t whole = token.size();
    while (!token.empty() && std::string_view(".,;:?!\")").find(token.back()) != std::string_view::npos)
      token.remove_suffix(1);
    const bool plain =
        std::all_of(token.begin(), token.end(), [](unsigned char c) { return c < 128 && std::isalpha(c); });
    Token read;
    read.joined = token.size() == whole;
    if (plain && token.size() >= 2)
      for (const char c : token) read.word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    tokens.push_back(std::move(read));
  }
  return tokens;
}

struct Query {
  std::string kind;
  Words words;
  std::uint64_t articles = 0;  ///< found in
};

/// What may be asked, by class, and how many articles each is found in.
class Candidates {
 public:
  Candidates(std::size_t per_class, std::uint32_t seed) : draws_(per_class * kDraws), random_(seed) {}

  void draw(const std::vector<Article>& held_out) {
    for (const Article& article : held_out) {
      for (const Token& token : tokens_of(article.headline)) add_word(token.word);
      for (const Token& token : tokens_of(article.body)) add_word(token.word);
    }
    for (std::size_t i = 0; i < draws_; ++i) {
      const Article& article = held_out[below(held_out.size())];
      const std::vector<Token> headline = tokens_of(article.headline), body = tokens_of(article.body);
      const Words telling = telling_words(headline);
      for (const std::size_t size : {2u, 3u, 5u})
        if (const Words words = some_of(telling, size); words.size() == size) {
          add("or" + std::to_string(size), "or", words);
          if (size < 5) add("and" + std::to_string(size), "and", words);
        }
      if (telling.size() >= 3 && telling.size() <= 12) add("title", "or", telling);
      if (body.size() < 10) continue;
      for (std::size_t phrase = 0; phrase < kPhraseDraws; ++phrase) {
        const auto at = body.begin() + static_cast<std::ptrdiff_t>(below(body.size() - 2));
        add_phrase("phrase2", {at, at + 2});
        add_phrase("phrase3", {at, at + 3});
      }
    }
  }

  /// Counts what an indexed article holds.
  void count(const Article& article) {
    ++articles_;
    std::vector<Token> tokens = tokens_of(article.headline);
    tokens.push_back({});
    for (Token& token : tokens_of(article.body)) tokens.push_back(std::move(token));
    std::vector<Query*> found;
    std::array<Word*, 3> last{};  // the words before this one and this one
    for (const Token& token : tokens) {
      const auto known = words_.find(token.word);
      last = {last[1], last[2], known == words_.end() ? nullptr : &known->second};
      if (Word* word = last[2]; word && word->last_article != articles_)
        ++word->articles, word->last_article = articles_;
      if (last[2] && last[1])
        for (Query* phrase : last[2]->phrases_ending)
          if (ends_with(last, *phrase)) found.push_back(phrase);
      if (!token.joined) last = {nullptr, nullptr, last[2]};
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    for (Query* phrase : found) ++phrase->articles;
    count_words_together(tokens);
  }

  /// So many of each class that there are.
  std::map<std::string, std::vector<Query>> chosen(std::size_t per_class) {
    std::map<std::string, std::vector<Query>> chosen;
    const double all = static_cast<double>(articles_);
    for (const auto& [text, word] : words_) {
      if (is_stop_word(text)) continue;
      const double share = static_cast<double>(word.articles) / all;
      const bool rare = word.articles >= kFewest && static_cast<double>(word.articles) <= std::max(30.0, .0005 * all);
      const std::string name = share >= .05                    ? "t1_freq"
                               : share >= .003 && share <= .03 ? "t1_mid"
                               : rare                          ? "t1_rare"
                                                               : "";
      if (!name.empty()) chosen[name].push_back({"or", {text}, word.articles});
    }
    for (auto& [name, queries] : queries_)
      for (const Query& query : queries)
        if (query.kind == "or" ? any_is_held(query) : query.articles >= kFewest) chosen[name].push_back(query);
    for (auto& [name, queries] : chosen) {
      std::sort(queries.begin(), queries.end(), [](const Query& a, const Query& b) { return a.words < b.words; });
      std::shuffle(queries.begin(), queries.end(), random_);
      if (queries.size() > per_class) queries.resize(per_class);
    }
    return chosen;
  }

  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }
  std::uint64_t articles() const { return articles_; }

 private:
  struct Word {
    std::string text;
    std::uint64_t articles = 0, last_article = 0;
    std::vector<Query*> phrases_ending, ands_beginning;
  };

  void add_word(const std::string& text) {
    if (!text.empty()) words_.try_emplace(text).first->second.text = text;
  }

  static Words telling_words(const std::vector<Token>& tokens) {
    Words words;
    for (const Token& token : tokens)
      if (!token.word.empty() && !is_stop_word(token.word) && std::count(words.begin(), words.end(), token.word) == 0)
        words.push_back(token.word);
    return words;
  }

  Words some_of(Words words, std::size_t size) {
    std::shuffle(words.begin(), words.end(), random_);
    words.resize(std::min(size, words.size()));
    return words;
  }

  void add_phrase(const std::string& name, const std::vector<Token>& tokens) {
    Words words;
    for (const Token& token : tokens) words.push_back(token.word);
    for (std::size_t i = 0; i < tokens.size(); ++i)
      if (tokens[i].word.empty() || (i + 1 < tokens.size() && !tokens[i].joined)) return;
    const bool stop_first = is_stop_word(words.front()), stop_last = is_stop_word(words.back());
    if (stop_first || stop_last) return;
    if (words.size() == 3 && is_stop_word(words[1])) return add("phrase_stop", "phrase", words);
    add(name, "phrase", words);
  }

  void add(const std::string& name, const std::string& kind, const Words& words) {
    if (!known_.insert(name + " " + joined(words, " ")).second) return;
    for (const std::string& word : words) add_word(word);
    std::deque<Query>& queries = queries_[name];  // they stay where they are
    queries.push_back({kind, words, 0});
    if (kind == "phrase") words_[words.back()].phrases_ending.push_back(&queries.back());
    if (kind == "and") words_[words.front()].ands_beginning.push_back(&queries.back());
  }

  static bool ends_with(const std::array<Word*, 3>& last, const Query& phrase) {
    const std::size_t size = phrase.words.size();
    for (std::size_t i = 0; i < size; ++i) {
      const Word* word = last[3 - size + i];
      if (!word || word->text != phrase.words[i]) return false;
    }
    return true;
  }

  void count_words_together(const std::vector<Token>& tokens) {
    std::set<const Word*> done;
    for (const Token& token : tokens) {
      const auto known = words_.find(token.word);
      if (known == words_.end() || known->second.ands_beginning.empty() || !done.insert(&known->second).second)
        continue;
      for (Query* query : known->second.ands_beginning)
        query->articles += std::all_of(query->words.begin(), query->words.end(),
                                       [&](const std::string& word) { return words_[word].last_article == articles_; });
    }
  }

  bool any_is_held(const Query& query) {
    return std::any_of(query.words.begin(), query.words.end(),
                       [&](const std::string& word) { return words_[word].articles >= kFewest; });
  }

  const std::size_t draws_;
  std::mt19937_64 random_;
  std::unordered_map<std::string, Word> words_;
  std::map<std::string, std::deque<Query>> queries_;
  std::set<std::string> known_;
  std::uint64_t articles_ = 0;
};

/// Days that hold 10 to 30 % of the dated articles: by their order, since years may lie between two archives.
std::pair<std::int64_t, std::int64_t> some_days(const std::vector<std::int64_t>& dates, Candidates& random) {
  if (dates.empty()) return {0, 0};
  const std::size_t size = dates.size() / 10 + random.below(dates.size() / 5 + 1);
  const std::size_t begin = random.below(dates.size() - size);
  constexpr std::int64_t kDay = 86400;
  const auto day_of = [](std::int64_t time) { return (time >= 0 ? time : time - kDay + 1) / kDay; };
  return {day_of(dates[begin]) * kDay, day_of(dates[begin + size]) * kDay + kDay - 1};
}

void print_queries(const std::string& folder, std::size_t per_class, std::uint32_t seed) {
  std::vector<Article> held_out;
  for_each_article(folder + "/held_out.tsv", [&](const Article& article) { held_out.push_back(article); });
  if (held_out.empty()) throw std::runtime_error(folder + "/held_out.tsv: no article in it");
  Candidates candidates(per_class, seed);
  candidates.draw(held_out);
  std::vector<std::int64_t> dates;
  std::vector<std::string> models;  // of what is to be related: a sample of the longer articles
  std::uint64_t long_enough = 0;
  for_each_article(folder + "/articles.tsv", [&](const Article& article) {
    candidates.count(article);
    if (article.published) dates.push_back(*article.published);
    if (article.body.size() < 500) return;
    ++long_enough;
    if (models.size() < per_class)
      models.push_back(article.id);
    else if (const std::size_t place = candidates.below(long_enough); place < models.size())
      models[place] = article.id;
  });
  std::sort(dates.begin(), dates.end());

  std::vector<std::array<std::string, 4>> lines;  // class, kind, words, article
  for (const auto& [name, queries] : candidates.chosen(per_class)) {
    if (queries.size() < per_class)
      std::cerr << "make_queries: only " << queries.size() << " queries of class " << name << "\n";
    for (const Query& query : queries) lines.push_back({name, query.kind, joined(query.words, " "), ""});
  }
  for (const std::string& model : models) lines.push_back({"related", "article", "", model});
  std::mt19937_64 random(seed);
  std::shuffle(lines.begin(), lines.end(), random);
  for (const auto& [name, kind, words, article] : lines) {
    const auto [from, to] = some_days(dates, candidates);
    std::cout << name << '\t' << kind << '\t' << words << '\t' << from << '\t' << to << '\t' << article << '\n';
  }
}

}  // namespace
}  // namespace peers

int main(int count, char** words) {
  std::size_t per_class = 40;
  std::uint32_t seed = 1;
  std::string folder;
  try {
    for (int i = 1; i < count; ++i) {
      const std::string word = words[i];
      if (word == "--per-class" && i + 1 < count)
        per_class = std::stoull(words[++i]);
      else if (word == "--seed" && i + 1 < count)
        seed = static_cast<std::uint32_t>(std::stoul(words[++i]));
      else
        folder = word;
    }
    if (folder.empty() || per_class == 0)
      throw std::runtime_error("usage: make_queries [--per-class N] [--seed S] FOLDER");
    peers::print_queries(folder, per_class, seed);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "make_queries: " << error.what() << "\n";
    return 1;
  }
}
