#include "indexer/gathered_part.h"

#include <algorithm>
#include <memory>

#include "common/schema.h"

namespace newssearch {

void GatheredPart::put(const Article& article, std::optional<std::uint32_t> replaced) {
  entries_.push_back({article.published ? std::optional(article.published->time) : std::nullopt,
                      schema::id_term(article.id), &article, replaced});
}

void GatheredPart::take_in(std::size_t part, const std::function<bool(std::uint32_t)>& lives) {
  base_.for_each_in(part, [&](const std::string& id_term, std::uint32_t rank) {
    if (lives(rank)) entries_.push_back({base_.published(rank), id_term, nullptr, rank});
  });
}

const std::vector<GatheredPart::Entry>& GatheredPart::in_order() {
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return schema::comes_before(a.published, a.id_term, b.published, b.id_term);
  });
  return entries_;
}

double GatheredPart::average_length() const {
  const double stated = generation_.manifest.average_length;
  return stated > 0 ? stated : std::max(1.0, Xapian::Database(generation_.xapian().string()).get_avlength());
}

void GatheredPart::build(const std::filesystem::path& folder, const std::filesystem::path& scratch, unsigned threads,
                         const std::function<void(const BuildProgress&)>& progress) {
  PartArticles articles{
      .published = {}, .make_reader = [this] { return reader(); }, .known = KnownStories(entries_.size())};
  for (const Entry& entry : in_order()) {
    if (entry.in_base) articles.known[articles.published.size()].story = base_.story(*entry.in_base);
    articles.published.push_back(entry.published);
  }
  constexpr std::size_t kFewestOfThread = 64;
  build_part(articles,
             {.threads = std::min<unsigned>(threads, 1 + static_cast<unsigned>(entries_.size() / kFewestOfThread)),
              .dictionary = base_.dictionary(),
              .average_length = average_length()},
             scratch, folder, progress);
}

ArticleReader GatheredPart::reader() const {
  const auto own = std::make_shared<const StoredGeneration>(generation_);
  return [this, own](std::size_t rank) {
    const Entry& entry = entries_[rank];
    if (entry.put) return *entry.put;
    const Result<Article> article = own->article(*entry.in_base);
    if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
    return *article;
  };
}

}  // namespace newssearch
