#include "tests/relevance/oracle_archive.h"

#include <algorithm>

#include "corpus/article_source.h"

namespace newssearch::oracle {
namespace {

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
  for (std::size_t facet = 0; facet < std::size(kFacets); ++facet) {
    stated_[facet].resize(values_[facet].texts().size());
    for (const CountedArticle& article : articles_)
      for (const std::uint32_t value : article.values[facet]) stated_[facet][value] = true;
  }
}

bool Archive::states(Facet facet, const std::string& value) const {
  const std::uint32_t number = values(facet).find(value);
  return number != Numbering::kUnknown && stated_[static_cast<std::size_t>(facet)][number];
}

Numbers Archive::numbers_of(const std::string& text) {
  Numbers numbers;
  for (const Token& token : analyzer_.analyze(text)) numbers.push_back(words_.add(token.word));
  return numbers;
}

CountedArticle Archive::count(const Article& article) {
  CountedArticle counted;
  const auto stems_of = [&](const Numbers& words) {
    Numbers stems;
    for (const std::uint32_t word : words)
      stems.push_back(words_.add(std::string(analyzer_.stem(words_.texts()[word], article.lang))));
    return stems;
  };
  counted.headline = numbers_of(article.headline);
  counted.body = numbers_of(article.body);
  counted.headline_stems = each_once(stems_of(counted.headline));
  counted.stems = stems_of(counted.body);
  counted.stems.insert(counted.stems.end(), counted.headline_stems.begin(), counted.headline_stems.end());
  counted.stems = each_once(std::move(counted.stems));
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

}  // namespace newssearch::oracle
