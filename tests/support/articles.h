#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "common/article.h"
#include "common/generation.h"
#include "indexer/addition.h"
#include "indexer/index_build.h"
#include "indexer/publish.h"

namespace newssearch {

/// A short article; the date may be empty.
inline Article make_article(std::string id, std::string headline, std::string body, std::string_view date = "") {
  Article article;
  article.id = std::move(id);
  article.headline = std::move(headline);
  article.body = std::move(body);
  article.lang = "en";
  if (!date.empty()) article.published = parse_iso_date(date).value();
  return article;
}

/// The rest of an archive, so that common words are common: articles that share no other words.
inline std::vector<Article> other_articles(int count, std::string_view date) {
  std::vector<Article> articles;
  for (int number = 0; number < count; ++number) {
    const auto word = [&](const char* stem) {
      return stem + std::string(1, static_cast<char>('a' + number % 26)) +
             std::string(1, static_cast<char>('a' + number / 26));
    };
    articles.push_back(make_article("other" + std::to_string(number), "The " + word("vor") + " of " + word("mel"),
                                    "In the " + word("tav") + " there was, as of last night, a " + word("gol") +
                                        " from the " + word("ner") + ". It had been above the " + word("pil") +
                                        " and they said that " + word("sab") + " were taken to the " + word("kor") +
                                        " of the town by " + word("dul") + ".",
                                    date));
  }
  return articles;
}

/// Puts articles into the next generation of a data directory.
inline BuildSummary publish_articles(const DataDirectory& directory, const std::vector<Article>& articles,
                                     BuildOptions options = {}) {
  IndexBuild build(directory, options);
  for (const Article& article : articles) build.put(article);
  return build.publish();
}

/// Adds a part to the current generation.
inline void publish_addition(const DataDirectory& directory, const Addition& addition) {
  const Generation base = directory.open_current().generation;
  const std::filesystem::path scratch = directory.root() / "adding";
  std::filesystem::remove_all(scratch);
  std::filesystem::create_directories(scratch / "generation");
  const UnpublishedGeneration built = build_addition(base, addition, scratch, 2);
  publish_generation(directory, built.folder, built.manifest);
  std::filesystem::remove_all(scratch);
}

}  // namespace newssearch
