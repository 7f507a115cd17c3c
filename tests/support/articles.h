#pragma once
#include <string>

#include "common/article.h"
#include "common/generation.h"
#include "indexer/index_build.h"

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

/// Puts articles into the next generation of a data directory.
inline BuildSummary publish_articles(const DataDirectory& directory, const std::vector<Article>& articles,
                                     BuildOptions options = {}) {
  IndexBuild build(directory, options);
  for (const Article& article : articles) build.put(article);
  return build.publish();
}

}  // namespace newssearch
