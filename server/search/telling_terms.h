#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "common/article.h"
#include "common/impacts_file.h"
#include "server/search/posting_lists.h"
#include "server/search/searched_index.h"

namespace newssearch {

/// A stem of an article and how much it says.
struct TellingTerm {
  std::string term;     ///< in the index
  std::string printed;  ///< as the article first prints it
  double weight = 0;
  double idf = 0;
};

/// The words an article is compared by: its 150 most telling stems by count · idf^.82, of length 1 together. A word of
/// the headline counts 1 + a sixtieth of the body's words, so that headlines say as much of long articles as of short
/// ones; one of the first 100 words counts twice, but in articles under 200 words.
struct TellingTerms {
  std::vector<TellingTerm> terms;
  bool is_short = false;  ///< under 200 words: the article says too little for others to be known by
};
TellingTerms telling_terms(const Article& article, const SearchedIndex& index);

/// All together, each of length 1, the others counting `shares` times: the most telling of them.
std::vector<TellingTerm> joined(std::vector<TellingTerm> own, const std::vector<std::vector<TellingTerm>>& others,
                                const std::vector<double>& shares);

/// What terms are worth in articles: weights times BM25's term frequency at k1 3, b .9, which wants a word said more
/// often than ranking does. An impact is of the ranking's BM25: what it tells of the term's count and the article's
/// length is scored anew.
class TermScorer {
 public:
  /// What it is made with must outlive it.
  TermScorer(const std::vector<TellingTerm>& terms, const SearchedIndex& index, PostingLists& lists);
  TermScorer(const ArticleLengths& lengths, const TimeBudget& budget);
  void add(float weight, const PostingList& list);

  /// Calls visit(rank, score) for each article [begin, end) that scores more than `least(first, last)`, asked of each
  /// window of articles [first, last) once: that of `near` comes first.
  template <class Least, class Visit>
  void for_each(std::size_t begin, std::size_t end, std::size_t near, Least least, Visit visit) {
    end = std::min<std::size_t>(end, lengths_.words.size());
    for (const std::size_t window : windows(begin, end, near)) {
      budget_.look();
      const std::size_t first = std::max(begin, window * kWindowArticles);
      const std::size_t last = std::min(end, (window + 1) * kWindowArticles);
      WindowScores scores{};
      for (const std::uint16_t place : score(window, least(first, last), scores)) {
        const std::size_t rank = window * kWindowArticles + place;
        if (rank >= first && rank < last) visit(rank, scores[place]);
      }
    }
  }

  /// What each of the terms adds to an article's score.
  std::vector<float> parts(std::size_t rank) { return parts(std::vector<std::size_t>{rank}).front(); }
  /// The same of several, faster.
  std::vector<std::vector<float>> parts(const std::vector<std::size_t>& ranks);

 private:
  static std::vector<std::size_t> windows(std::size_t begin, std::size_t end, std::size_t near);
  std::vector<std::uint16_t> score(std::size_t window, float least, WindowScores& scores);
  float ratio(std::uint32_t words) const;

  const ArticleLengths& lengths_;
  const float shortness_;  ///< 1 over the average length
  const TimeBudget& budget_;
  std::vector<float> weights_;
  std::vector<PostingCursor> cursors_;
};

}  // namespace newssearch
