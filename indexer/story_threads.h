#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "common/analyzer.h"

namespace newssearch {

/// An article as stories compare it.
struct StoryText {
  /// How often it says each of its stems (by hash; of those of the body's first hundred words and the headline, more
  /// often), and the share of its words that hold a digit.
  std::vector<std::pair<std::uint64_t, float>> stems;
  float digits = 0;
};
/// Of the tokens of headline and body by dictionary (Analyzer).
StoryText story_text(const std::vector<Token>& headline, const std::vector<Token>& body, std::string_view lang,
                     Analyzer& analyzer);
/// As bytes, for this process to read again.
std::string to_bytes(const StoryText& text);
StoryText story_text_from(std::string_view bytes);

/// The stems of an archive that two articles and more hold, numbered, and how many hold each.
class StemTable {
 public:
  /// Counts an article. Before number().
  void count(const StoryText& text);
  /// To be called once, when all are counted: forgets the stems of one article.
  void number();

  static constexpr std::uint32_t kRare = UINT32_MAX;
  std::uint32_t number_of(std::uint64_t stem) const;
  std::uint32_t articles_with(std::uint32_t number) const { return holding_[number]; }
  std::size_t size() const { return holding_.size(); }

 private:
  std::unordered_map<std::uint64_t, std::uint32_t> stems_;  ///< how many hold it; once numbered, its number
  std::vector<std::uint32_t> holding_;
};

/// Puts the articles of an archive into stories: those on one event and its direct consequences.
///
/// Dated articles come in order of time. An article joins the story whose articles of the last seven days are most
/// like it on average, if they are like enough, or begins one; a near copy joins its original. Average link, since one
/// similar article is chance; a week, since a story that pauses longer is another one. Words weigh by how rare they
/// are in the archive and, more, in the last 14 days, so that what everybody writes about this week does not make one
/// story of it; tables say little, so digits weigh down. Undated articles join, in the end, the story of the dated one
/// most like them, if it is very much so; nothing is compared with them. Stories never merge: each article's story
/// depends on earlier ones alone. Constants and what they were chosen by: tests/relevance/README.md.
///
/// Memory: the stems of the articles of 14 days, and 100 of each undated article.
class StoryThreads {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  StoryThreads(const StemTable& stems, std::size_t articles);

  struct Dated {
    std::uint32_t article = 0;
    StoryText text;
    std::uint32_t copy_group = kNone;  ///< a number that near copies share
  };
  /// Before all days.
  void add_undated(std::uint32_t article, const StoryText& text);
  /// All articles of the next day, in order of time; on two threads, as the undated are compared by themselves.
  void add_day(std::chrono::sys_days day, std::vector<Dated> articles);
  /// By article: the number of its story, which is that of the story's first article. Call it once, in the end.
  std::vector<std::uint32_t> stories();

 private:
  using Weights = std::vector<std::pair<std::uint32_t, float>>;  ///< by number of the stem
  struct Recent {
    std::uint32_t article;
    int day;
    std::uint32_t story;
    std::uint32_t copy_group;
    std::vector<std::uint32_t> stems;  ///< numbers: of the articles of 14 days
    Weights weights;                   ///< of those of seven
  };
  /// Something to which others are compared, by stem.
  struct Entry {
    std::uint32_t item;
    float weight;
  };
  struct Nearest {
    std::uint32_t article = 0, near = kNone;
    float similarity = 0;
  };

  Weights numbered(const StoryText& text) const;
  Weights weigh(const Weights& counts, float digits, bool dated) const;
  double worth(std::uint32_t stem, bool dated) const;
  void forget_before(int day);
  std::uint32_t choose_story(const Recent& article) const;
  void compare_with_undated(const Recent& article);

  const StemTable& stems_;
  const double articles_;
  std::vector<Recent> recent_;                   ///< in order of time
  std::size_t in_window_ = 0;                    ///< the first of recent_ that is compared
  std::uint32_t dropped_ = 0;                    ///< articles taken off recent_ so far
  std::vector<std::uint32_t> recently_;          ///< by stem: articles of recent_ with it
  std::vector<std::vector<Entry>> index_;        ///< by stem: those compared, by place since the start
  std::vector<std::uint32_t> sizes_, compared_;  ///< by story: its articles; those compared
  std::vector<std::uint32_t> story_of_;          ///< by article
  std::vector<Nearest> undated_;
  std::vector<std::vector<Entry>> undated_index_;  ///< by stem
};

}  // namespace newssearch
