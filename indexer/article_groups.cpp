#include "indexer/article_groups.h"

#include <algorithm>
#include <mutex>

#include "common/shingles.h"
#include "indexer/article_pass.h"
#include "indexer/article_spool.h"
#include "indexer/near_copies.h"
#include "indexer/story_threads.h"

namespace newssearch {
namespace {

using std::chrono::sys_days;

/// Progress is told after so many articles.
constexpr std::size_t kReadAtOnce = 2048;

/// What is known of all articles before they are put into stories.
struct Reading {
  explicit Reading(std::size_t articles) : ids(articles), sketches(articles) {}
  std::vector<std::string> ids;
  std::vector<Sketch> sketches;
  StemTable stems;
};

class Grouping {
 public:
  Grouping(const std::vector<std::optional<Instant>>& published, const std::function<ArticleReader()>& make_reader,
           unsigned threads, const std::filesystem::path& scratch, const std::function<void(std::uint64_t)>& progress)
      : published_(published),
        make_reader_(make_reader),
        threads_(threads),
        progress_(progress),
        dated_(
            static_cast<std::size_t>(std::find(published.begin(), published.end(), std::nullopt) - published.begin())),
        texts_(scratch),
        places_(published.size()) {}

  std::vector<schema::Groups> group(const KnownStories& known) {
    Reading reading(published_.size());
    read(reading);
    const std::vector<std::vector<std::uint32_t>> copies = near_copies(reading.sketches, [&](std::uint32_t rank) {
      return shingles(analyzer_.analyze_by_dictionary(reader_(rank).body));
    });
    std::vector<std::uint32_t> group_of(published_.size(), StoryThreads::kNone);
    for (std::uint32_t number = 0; number < copies.size(); ++number)
      for (const std::uint32_t rank : copies[number]) group_of[rank] = number;
    std::vector<std::uint32_t> stories = thread(reading.stems, group_of);
    for (const std::vector<std::uint32_t>& group : copies)
      for (const std::uint32_t rank : group)
        if (rank >= dated_) stories[rank] = stories[first_published(group)];
    std::vector<schema::Groups> groups = name_stories(stories, in_order_of_time(), reading.ids, known);
    for (const std::vector<std::uint32_t>& group : copies)
      for (const std::uint32_t rank : group) groups[rank].copies = reading.ids[first_published(group)];
    return groups;
  }

 private:
  void read(Reading& reading) {
    std::mutex mutex;
    for (std::size_t begin = 0; begin < published_.size(); begin += kReadAtOnce) {
      const std::size_t end = std::min(published_.size(), begin + kReadAtOnce);
      for_each_article(begin, end, make_reader_, threads_,
                       [&](std::size_t rank, const Article& article, Analyzer& analyzer) {
                         const std::vector<Token> body = analyzer.analyze_by_dictionary(article.body);
                         reading.ids[rank] = article.id;
                         reading.sketches[rank] = sketch_of(shingles(body));
                         const StoryText text =
                             story_text(analyzer.analyze_by_dictionary(article.headline), body, article.lang, analyzer);
                         const std::string bytes = to_bytes(text);
                         const std::scoped_lock lock(mutex);
                         reading.stems.count(text);
                         places_[rank] = texts_.append(bytes);
                       });
      if (progress_) progress_(end / 2);
    }
    texts_.flush();
    reading.stems.number();
  }

  std::vector<std::uint32_t> thread(const StemTable& stems, const std::vector<std::uint32_t>& group_of) {
    StoryThreads threads(stems, published_.size());
    for (std::size_t rank = dated_; rank < published_.size(); ++rank)
      threads.add_undated(static_cast<std::uint32_t>(rank), text(rank));
    for (std::size_t rank = dated_; rank > 0;) {
      const sys_days day = day_of(rank - 1);
      std::vector<StoryThreads::Dated> articles;
      for (; rank > 0 && day_of(rank - 1) == day; --rank)
        articles.push_back({.article = static_cast<std::uint32_t>(rank - 1),
                            .text = text(rank - 1),
                            .copy_group = group_of[rank - 1]});
      threads.add_day(day, std::move(articles));
      if (progress_) progress_(published_.size() / 2 + (dated_ - rank) / 2);
    }
    return threads.stories();
  }

  StoryText text(std::size_t rank) const { return story_text_from(texts_.read(places_[rank])); }

  sys_days day_of(std::size_t rank) const { return std::chrono::floor<std::chrono::days>(*published_[rank]); }
  /// Dated articles are ranked newest first, the undated behind them.
  std::uint32_t first_published(const std::vector<std::uint32_t>& group) const {
    const auto undated = std::find_if(group.begin(), group.end(), [&](std::uint32_t rank) { return rank >= dated_; });
    return undated == group.begin() ? group.front() : *std::prev(undated);
  }
  std::vector<std::size_t> in_order_of_time() const {
    std::vector<std::size_t> ranks;
    for (std::size_t rank = dated_; rank > 0; --rank) ranks.push_back(rank - 1);
    for (std::size_t rank = dated_; rank < published_.size(); ++rank) ranks.push_back(rank);
    return ranks;
  }

  const std::vector<std::optional<Instant>>& published_;
  const std::function<ArticleReader()>& make_reader_;
  const unsigned threads_;
  const std::function<void(std::uint64_t)>& progress_;
  const std::size_t dated_;
  ArticleSpool texts_;  ///< of what stories compare
  std::vector<ArticleSpool::Place> places_;
  const ArticleReader reader_ = make_reader_();
  Analyzer analyzer_;
};

}  // namespace

std::vector<schema::Groups> group_articles(const std::vector<std::optional<Instant>>& published,
                                           const std::function<ArticleReader()>& make_reader, unsigned threads,
                                           const std::filesystem::path& scratch, const KnownStories& known,
                                           const std::function<void(std::uint64_t done)>& progress) {
  return Grouping(published, make_reader, threads, scratch, progress).group(known);
}

}  // namespace newssearch
