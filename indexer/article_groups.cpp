#include "indexer/article_groups.h"

#include <algorithm>
#include <mutex>

#include "common/shingles.h"
#include "indexer/article_pass.h"
#include "indexer/near_copies.h"
#include "indexer/story_threads.h"

namespace newssearch {
namespace {

using std::chrono::sys_days;

/// So many articles are read at once for StoryThreads, or a day's.
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
           unsigned threads, const std::function<void(std::uint64_t)>& progress)
      : published_(published), make_reader_(make_reader), threads_(threads), progress_(progress) {
    dated_ = static_cast<std::size_t>(std::find(published.begin(), published.end(), std::nullopt) - published.begin());
  }

  std::vector<schema::Groups> group(const KnownStories& known) {
    Reading reading(published_.size());
    read(reading);
    const std::vector<std::vector<std::uint32_t>> copies = near_copies(
        reading.sketches, [&](std::uint32_t rank) { return shingles(analyzer_.analyze(reader_(rank).body)); });
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
    std::size_t done = 0;
    for (std::size_t begin = 0; begin < published_.size(); begin += kReadAtOnce) {
      const std::size_t end = std::min(published_.size(), begin + kReadAtOnce);
      for_each_article(begin, end, make_reader_, threads_,
                       [&](std::size_t rank, const Article& article, Analyzer& analyzer) {
                         reading.ids[rank] = article.id;
                         reading.sketches[rank] = sketch_of(shingles(analyzer.analyze(article.body)));
                         std::vector<std::uint64_t> stems;
                         for (const auto& [stem, count] : story_text(article, analyzer).stems) stems.push_back(stem);
                         const std::scoped_lock lock(mutex);
                         reading.stems.count(stems);
                       });
      report(done = end);
    }
    reading.stems.number();
  }

  std::vector<std::uint32_t> thread(const StemTable& stems, const std::vector<std::uint32_t>& group_of) {
    StoryThreads threads(stems, published_.size());
    for (std::size_t begin = dated_; begin < published_.size(); begin += kReadAtOnce) {
      const std::size_t end = std::min(published_.size(), begin + kReadAtOnce);
      std::vector<StoryText> texts = read_texts(begin, end);
      for (std::size_t rank = begin; rank < end; ++rank)
        threads.add_undated(static_cast<std::uint32_t>(rank), texts[rank - begin]);
      report(published_.size() + end - dated_);
    }
    for (std::size_t end = dated_; end > 0;) {
      std::size_t begin = end - std::min(end, kReadAtOnce);
      while (begin > 0 && day_of(begin - 1) == day_of(begin)) --begin;
      std::vector<StoryText> texts = read_texts(begin, end);
      for (std::size_t rank = end; rank > begin;) {
        const sys_days day = day_of(rank - 1);
        std::vector<StoryThreads::Dated> articles;
        for (; rank > begin && day_of(rank - 1) == day; --rank)
          articles.push_back({.article = static_cast<std::uint32_t>(rank - 1),
                              .text = std::move(texts[rank - 1 - begin]),
                              .copy_group = group_of[rank - 1]});
        threads.add_day(day, std::move(articles));
      }
      end = begin;
      report(2 * published_.size() - end);
    }
    return threads.stories();
  }

  std::vector<StoryText> read_texts(std::size_t begin, std::size_t end) {
    std::vector<StoryText> texts(end - begin);
    for_each_article(begin, end, make_reader_, threads_,
                     [&](std::size_t rank, const Article& article, Analyzer& analyzer) {
                       texts[rank - begin] = story_text(article, analyzer);
                     });
    return texts;
  }

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
  void report(std::uint64_t done) const {
    if (progress_) progress_(done);
  }

  const std::vector<std::optional<Instant>>& published_;
  const std::function<ArticleReader()>& make_reader_;
  const unsigned threads_;
  const std::function<void(std::uint64_t)>& progress_;
  std::size_t dated_;
  const ArticleReader reader_ = make_reader_();
  Analyzer analyzer_;
};

}  // namespace

std::vector<schema::Groups> group_articles(const std::vector<std::optional<Instant>>& published,
                                           const std::function<ArticleReader()>& make_reader, unsigned threads,
                                           const KnownStories& known,
                                           const std::function<void(std::uint64_t done)>& progress) {
  return Grouping(published, make_reader, threads, progress).group(known);
}

}  // namespace newssearch
