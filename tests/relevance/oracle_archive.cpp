#include "tests/relevance/oracle_archive.h"

#include <algorithm>

#include "common/names.h"
#include "common/schema.h"
#include "corpus/article_source.h"

namespace newssearch::oracle {
namespace {

/// So much of a text without a headline is kept as it is printed.
constexpr std::size_t kPrintedBytes = 200;

Numbers each_once(Numbers numbers) {
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

std::vector<std::string> values_of(const Article& article, Facet facet) {
  switch (facet) {
    case Facet::section:
      return article.sections;
    case Facet::source:
      return {article.source};
    case Facet::author:
      return article.authors;
    case Facet::lang:
      return {article.lang};
    case Facet::tag:
      return article.tags;
    case Facet::place:
      return article.places;
  }
  return {};
}

/// The text up to a blank.
std::string beginning(const std::string& text) {
  return text.size() <= kPrintedBytes ? text : text.substr(0, std::min(text.find(' ', kPrintedBytes), text.size()));
}

}  // namespace

std::uint32_t Numbering::add(const std::string& text) {
  const auto [known, fresh] = numbers_.try_emplace(text, static_cast<std::uint32_t>(texts_.size()));
  if (fresh) texts_.push_back(text);
  return known->second;
}

std::uint32_t Numbering::find(const std::string& text) const {
  const auto known = numbers_.find(text);
  return known == numbers_.end() ? kUnknown : known->second;
}

Archive::Archive(const std::vector<std::string>& paths) {
  std::unordered_map<std::string, std::size_t> place_of;
  const auto source = open_articles(paths, {});
  while (const std::optional<ReadArticle> record = source->next()) {
    ++records_;
    if (!record->article) {
      ++rejected_;
      continue;
    }
    const auto [place, fresh] = place_of.try_emplace(record->article->id, articles_.size());
    if (fresh) articles_.emplace_back();
    articles_[place->second] = count(*record->article);
  }
  gather_evidence();
}

bool Archive::states(Facet facet, const std::string& value) const {
  const std::uint32_t number = values(facet).find(value);
  return number != Numbering::kUnknown && stated_[static_cast<std::size_t>(facet)][number];
}

std::uint32_t Archive::articles_with(std::uint32_t word, bool in_headline) const {
  return in_headline ? uses_[word].headlines : uses_[word].articles;
}

bool Archive::is_name(const std::string& word) const {
  const std::uint32_t number = words_.find(word);
  if (number == Numbering::kUnknown) return false;
  const Use& use = uses_[number];
  const std::uint32_t witnesses = use.articles - use.german;
  std::uint64_t named = std::min(use.named, use.articles);
  if (2 * witnesses >= use.articles && witnesses > 0)  // of all articles, as the lexicon has it
    named = std::uint64_t{std::min(use.named, witnesses)} * use.articles / witnesses;
  return named > 0 && 2 * named >= use.articles;
}

bool Archive::is_hyphenated(const std::string& one, const std::string& two) const {
  return hyphens_.contains({words_.find(one), words_.find(two)});
}

CountedText Archive::count_text(const Analysis& analysis, const std::string& lang) {
  CountedText text;
  const std::vector<Token>& tokens = analysis.tokens;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool touches = i + 1 < tokens.size() && tokens[i].ideographic && tokens[i + 1].ideographic &&
                         tokens[i].end == tokens[i + 1].begin;
    text.words.push_back(words_.add(tokens[i].word));
    text.touches.push_back(touches);
    text.stems.push_back(tokens[i].ideographic ? Numbering::kUnknown
                                               : stems_.add(schema::stem_term(analyzer_, tokens[i].word, lang)));
    if (!tokens[i].ideographic) text.held.push_back(text.stems.back());
  }
  for (const Alternate& alternate : analysis.alternates)
    text.held.push_back(stems_.add(alternate.kind == Alternate::Kind::joined
                                       ? schema::stem_term(analyzer_, alternate.word, lang)
                                       : schema::unstemmed_term(alternate.word)));
  text.held = each_once(std::move(text.held));
  return text;
}

Numbers Archive::names_in(const Article& article, const std::vector<Token>& body) {
  Numbers names;
  for (const std::string& name : printed_names(article.body, body, article.lang))
    if (const std::vector<Token> tokens = analyzer_.analyze(name); tokens.size() == 1)
      names.push_back(words_.add(tokens.front().word));
  return each_once(std::move(names));
}

CountedArticle Archive::count(const Article& article) {
  CountedArticle counted;
  counted.id = article.id;
  const Analysis headline = analyzer_.analyze_with_alternates(article.headline, article.lang);
  const Analysis body = analyzer_.analyze_with_alternates(article.body, article.lang);
  counted.headline = count_text(headline, article.lang);
  counted.body = count_text(body, article.lang);
  counted.printed = beginning(article.headline.empty() ? article.body : article.headline);
  counted.names = names_in(article, body.tokens);
  for (const Analysis* text : {&headline, &body})
    for (const Alternate& joined : text->alternates)
      if (joined.kind == Alternate::Kind::joined && joined.last == joined.first + 1)
        counted.hyphens.emplace_back(words_.find(text->tokens[joined.first].word),
                                     words_.find(text->tokens[joined.last].word));
  for (const Facet facet : kFacets) {
    const auto number = static_cast<std::size_t>(facet);
    for (const std::string& value : values_of(article, facet))
      if (!value.empty()) counted.values[number].push_back(values_[number].add(value));
    counted.values[number] = each_once(std::move(counted.values[number]));
  }
  counted.lang = values_[static_cast<std::size_t>(Facet::lang)].add(article.lang);
  counted.published = article.published;
  counted.updated = article.updated;
  return counted;
}

/// What only all articles together tell, those that were replaced left out.
void Archive::gather_evidence() {
  for (std::size_t facet = 0; facet < std::size(kFacets); ++facet) stated_[facet].resize(values_[facet].texts().size());
  uses_.resize(words_.texts().size());
  for (const CountedArticle& article : articles_) {
    for (std::size_t facet = 0; facet < std::size(kFacets); ++facet)
      for (const std::uint32_t value : article.values[facet]) stated_[facet][value] = true;
    const Numbers in_headline = each_once(article.headline.words);
    Numbers printed = article.body.words;
    printed.insert(printed.end(), in_headline.begin(), in_headline.end());
    printed = each_once(std::move(printed));
    for (const std::uint32_t word : in_headline) ++uses_[word].headlines;
    const bool german = values(Facet::lang).texts()[article.lang] == "de";
    for (const std::uint32_t word : printed) {
      ++uses_[word].articles;
      uses_[word].german += german ? 1 : 0;
    }
    for (const std::uint32_t word : article.names)
      if (std::binary_search(printed.begin(), printed.end(), word)) ++uses_[word].named;
    hyphens_.insert(article.hyphens.begin(), article.hyphens.end());
  }
}

}  // namespace newssearch::oracle
