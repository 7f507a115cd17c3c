#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "server/search/passage.h"

namespace newssearch {

/// A sentence, or the rest of one that begins out of reach.
struct Sentence : TextRange {
  bool cut_begin = false;
};

/// Breaks sentences near a place only: breaking the whole of a text would take longer than everything else.
class SentenceBreaker {
 public:
  /// `length`: of a snippet, in characters; longer sentences are never shown whole.
  SentenceBreaker(std::string_view text, std::string_view lang, std::size_t length, Analyzer& analyzer);

  /// How far around a place it looks, and how far behind an end to know that it is one, in bytes.
  std::size_t reach() const { return reach_; }
  std::size_t look_ahead() const { return 100; }

  /// The sentences of text[begin, end), where one begins or is entered; the last may be cut.
  std::vector<Sentence> within(std::size_t begin, std::size_t end) const;

  /// The sentences of the paragraph that hold text[begin, end) and what is in reach on both sides.
  std::vector<Sentence> around(std::size_t begin, std::size_t end) const;

  /// The sentences in reach before a sentence's beginning, in order.
  std::vector<Sentence> before(std::size_t begin) const;

  bool ends_paragraph(std::size_t begin, std::size_t end) const;

  /// Nothing but blanks comes behind.
  bool is_rest(std::size_t end) const;

 private:
  std::size_t word_begin(std::size_t at, std::size_t before) const;
  std::vector<Sentence> broken(std::size_t begin, std::size_t end, bool cut_begin) const;

  std::string_view text_, lang_;
  std::size_t reach_;
  Analyzer& analyzer_;
};

/// A sentence, and the marks [from, to) for whose sake it is shown.
struct Found {
  Sentence sentence;
  std::size_t from = 0, to = 0;
  std::int64_t score = 0;
};

/// Finds the sentence that holds most of what was asked. What stands together is looked at best first, and no further
/// once nothing better can come.
class SentenceFinder {
 public:
  SentenceFinder(const MarkedText& text, const SentenceBreaker& breaker);

  /// `room`: how many characters can be shown. Nothing where there is no mark that still counts.
  std::optional<Found> best(std::size_t room);

  /// These wanted things count no more.
  void forget(const std::vector<bool>& things);

 private:
  /// Marks [from, to) of one paragraph, near each other.
  struct Cluster {
    std::size_t from, to;
    std::optional<std::vector<Sentence>> sentences;  ///< once asked for
    std::int64_t bound = 0;
  };
  class Window;
  void find_clusters();
  void count_characters_to_marks();
  std::int64_t bound(const Cluster& cluster) const;
  void look_at(Cluster& cluster, std::size_t room, std::optional<Found>& best);
  void look_at(const Sentence& sentence, std::size_t from, std::size_t to, std::size_t room,
               std::optional<Found>& best);

  const MarkedText& text_;
  const SentenceBreaker& breaker_;
  std::vector<std::int64_t> weights_;  ///< by wanted thing; whole numbers, so that equals are equal
  std::vector<TextRange> at_;          ///< by mark: where it stands, in characters
  std::vector<Cluster> clusters_;
};

/// False in the middle of what is seen as one: before an accent or a vowel sign.
bool starts_character(std::string_view text, std::size_t at);

}  // namespace newssearch
