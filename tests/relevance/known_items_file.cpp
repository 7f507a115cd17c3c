#include "tests/relevance/known_items_file.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "common/characters.h"
#include "corpus/article_source.h"

namespace newssearch::known_items {
namespace {

/// A word that more articles hold than one of so many tells nothing.
constexpr std::uint32_t kOneOf = 20;

/// Shorter words are rarely what somebody remembers.
constexpr std::size_t kFewestLetters = 3;

/// Words that a query in capitals would read as operators.
bool is_operator(std::string_view folded) {
  return folded == "and" || folded == "or" || folded == "not" || folded == "near";
}

bool is_hyphen(std::string_view between) { return between == "-" || between == "\u2010"; }

std::size_t letters_in(std::string_view word) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < word.size(); ++letters) next_character(word, at);
  return letters;
}

/// Nobody begins to type in the middle of a character.
bool begins_with_mark(std::string_view word) {
  std::size_t at = 0;
  return (U_GET_GC_MASK(next_character(word, at)) & U_GC_M_MASK) != 0;
}

std::string stem_key(Analyzer& analyzer, const PrintedWord& word) {
  return word.lang + ':' + analyzer.stem(word.folded, word.lang);
}

bool has_forms(const PrintedWord& word) {
  return !word.characters && word.tokens == 1 && is_stemmed(word.folded, word.lang);
}

}  // namespace

ArticleFile::ArticleFile(const std::string& path) {
  const auto source = open_articles({path}, {});
  while (std::optional<ReadArticle> record = source->next())
    if (record->article) articles_.push_back(*std::move(record->article));
  for (const Article& article : articles_) count(article);
}

void ArticleFile::count(const Article& article) {
  std::set<std::string> counted;
  for (const PrintedWord& word : words_of(article)) {
    if (word.characters) continue;  // counted when asked for: each stretch is one of many
    if (counted.insert(word.folded).second) ++holding_[word.folded];
    if (has_forms(word)) forms_[stem_key(analyzer_, word)].insert(word.printed);
  }
}

std::vector<PrintedWord> ArticleFile::words_of(const Article& article) {
  std::vector<PrintedWord> words;
  add_words(article.headline, article.lang, 0, words);
  add_words(article.body, article.lang, 1, words);
  return words;
}

void ArticleFile::add_words(std::string_view text, const std::string& lang, std::size_t first_sentence,
                            std::vector<PrintedWord>& words) {
  const std::vector<Token> tokens = analyzer_.analyze(text);
  const std::vector<TextRange> sentences = analyzer_.sentences(text, lang);
  std::size_t sentence = 0;
  const auto add = [&](std::size_t first, std::size_t last) {
    while (sentence + 1 < sentences.size() && sentences[sentence].end <= tokens[first].begin) ++sentence;
    PrintedWord word{.printed = std::string(text.substr(tokens[first].begin, tokens[last].end - tokens[first].begin)),
                     .folded = tokens[first].word,
                     .lang = lang,
                     .tokens = last - first + 1,
                     .sentence = first_sentence + (first_sentence == 0 ? 0 : sentence),
                     .characters = tokens[first].ideographic};
    for (std::size_t at = first + 1; at <= last; ++at) word.folded += (word.characters ? "" : "-") + tokens[at].word;
    words.push_back(std::move(word));
  };
  const auto between = [&](std::size_t at) {
    return text.substr(tokens[at].end, tokens[at + 1].begin - tokens[at].end);
  };
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    std::size_t last = at;
    if (tokens[at].ideographic) {
      for (; last + 1 < tokens.size() && last < at + 2 && tokens[last + 1].ideographic && between(last).empty(); ++last)
        if (last > at) add(at, last);
      if (last > at) add(at, last);
      continue;
    }
    while (last + 1 < tokens.size() && !tokens[last + 1].ideographic && is_hyphen(between(last))) ++last;
    add(at, last);
    at = last;
  }
}

std::uint32_t ArticleFile::articles_with(const PrintedWord& word) const {
  if (!word.characters) return holding_.at(word.folded);
  const auto holds = [&](const Article& article) {
    return article.headline.find(word.printed) != std::string::npos ||
           article.body.find(word.printed) != std::string::npos;
  };
  return static_cast<std::uint32_t>(std::count_if(articles_.begin(), articles_.end(), holds));
}

bool ArticleFile::tells(const PrintedWord& word) const {
  if (word.characters ? begins_with_mark(word.printed)
                      : letters_in(word.folded) < kFewestLetters || is_operator(word.folded))
    return false;
  const std::uint32_t holding = articles_with(word);
  return holding == 1 || holding * kOneOf < articles_.size();
}

std::vector<std::string> ArticleFile::other_forms(const PrintedWord& word) {
  if (!has_forms(word)) return {};
  std::vector<std::string> others;
  for (const std::string& form : forms_[stem_key(analyzer_, word)])
    if (fold(form) != word.folded) others.push_back(form);
  return others;
}

}  // namespace newssearch::known_items
