#include "server/search/telling_terms.h"

#include <catch2/catch.hpp>
#include <deque>
#include <map>
#include <numeric>
#include <random>

using namespace newssearch;

namespace {

constexpr std::size_t kArticles = 3 * kWindowArticles + 700;

/// Terms of any frequency, some of them only in the later windows.
struct DicedLists {
  explicit DicedLists(unsigned seed) : dice(seed) {
    for (std::size_t i = 0; i < kArticles; ++i) lengths.words.push_back(20 + dice() % 3000);
    lengths.average = 700;
    for (const unsigned one_in : {1U, 2U, 3U, 9U, 40U, 200U, 1000U, 4000U, 4000U, 15000U}) {
      PostingPacker packer(true);
      for (std::size_t rank = dice() % 2 * kWindowArticles; rank < kArticles; ++rank)
        if (dice() % one_in == 0)
          packer.add(static_cast<std::uint32_t>(rank), static_cast<std::uint8_t>(1 + dice() % 255));
      const std::uint32_t articles = packer.articles();
      bytes.push_back(packer.take());
      scorer.add(1 / static_cast<float>(1 + dice() % 20), {bytes.back(), articles});
    }
  }

  std::mt19937 dice;
  ArticleLengths lengths;
  TimeBudget budget{std::chrono::hours(1)};
  std::deque<std::string> bytes;
  TermScorer scorer{lengths, budget};
};

float sum(const std::vector<float>& parts) { return std::accumulate(parts.begin(), parts.end(), 0.0F); }

}  // namespace

TEST_CASE("what is passed over scores too little, and all else scores the sum of its terms", "[related]") {
  const unsigned seed = GENERATE(range(0U, 6U));
  CAPTURE(seed);
  DicedLists lists(seed);
  std::vector<std::size_t> every(kArticles);
  std::iota(every.begin(), every.end(), 0U);
  const std::vector<std::vector<float>> parts = lists.scorer.parts(every);

  const std::size_t begin = lists.dice() % kArticles, end = begin + lists.dice() % kArticles;
  const float least = 0.3F * static_cast<float>(seed) / 2;
  std::map<std::size_t, float> scores;
  lists.scorer.for_each(
      begin, end, lists.dice() % kArticles, [&](auto...) { return least; },
      [&](std::size_t rank, float score) { scores[rank] = score; });
  for (std::size_t rank = 0; rank < kArticles; ++rank) {
    const bool wanted = rank >= begin && rank < end && sum(parts[rank]) > least + 1e-4F;
    if (const auto found = scores.find(rank); found != scores.end()) {
      if (rank < begin || rank >= end || found->second != Approx(sum(parts[rank])).margin(1e-4))
        FAIL_CHECK(rank << " has " << found->second << " instead of " << sum(parts[rank]));
    } else if (wanted) {
      FAIL_CHECK(rank << " is missing: " << sum(parts[rank]));
    }
  }
  CHECK(parts[begin] == lists.scorer.parts(begin));
}

TEST_CASE("the window near by is looked at first, then those behind it, then those before", "[related]") {
  DicedLists lists(1);
  std::vector<std::size_t> firsts;
  lists.scorer.for_each(
      10, kArticles, kWindowArticles + 5,
      [&](std::size_t first, std::size_t) {
        firsts.push_back(first);
        return 0.0F;
      },
      [](std::size_t, float) {});
  CHECK(firsts == std::vector<std::size_t>{kWindowArticles, 2 * kWindowArticles, 3 * kWindowArticles, 10});
}
