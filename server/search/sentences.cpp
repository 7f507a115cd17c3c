#include "server/search/sentences.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <numeric>

#include "server/search/text_parts.h"

namespace newssearch {
namespace {

constexpr std::string_view kParagraph = "\n\n";
constexpr double kUnit = 1000;  ///< of weight
/// What a thing counts more that stands beside another one, in parts of its weight.
constexpr std::int64_t kBeside = 4;

}  // namespace

SentenceBreaker::SentenceBreaker(std::string_view text, std::string_view lang, std::size_t length, Analyzer& analyzer)
    : text_(text), lang_(lang), reach_(4 * length + 200), analyzer_(analyzer) {}

std::vector<Sentence> SentenceBreaker::broken(std::size_t begin, std::size_t end, bool cut_begin) const {
  std::vector<Sentence> sentences;
  const auto offset = static_cast<std::uint32_t>(begin);
  for (const TextRange& range : analyzer_.sentences(text_.substr(begin, end - begin), lang_))
    sentences.push_back({{offset + range.begin, offset + range.end}, cut_begin && sentences.empty()});
  return sentences;
}

std::vector<Sentence> SentenceBreaker::within(std::size_t begin, std::size_t end) const {
  return broken(begin, character_boundary(text_, std::min(end, text_.size())), false);
}

std::size_t SentenceBreaker::word_begin(std::size_t at, std::size_t before) const {
  const std::size_t blank = text_.find_first_of(" \n", at);
  return blank < before ? blank : character_boundary(text_, at);
}

std::vector<Sentence> SentenceBreaker::around(std::size_t begin, std::size_t end) const {
  const std::size_t least = begin - std::min(begin, reach_);
  const std::size_t paragraph = text_.substr(least, begin - least).rfind(kParagraph);
  const bool cut = paragraph == std::string_view::npos && least > 0;
  const std::size_t from = cut ? word_begin(least, begin) : paragraph == std::string_view::npos ? 0 : least + paragraph;
  const std::size_t most = std::min(text_.size(), end + reach_);
  const std::size_t next = text_.substr(end, most - end).find(kParagraph);
  return broken(from, next == std::string_view::npos ? character_boundary(text_, most) : end + next, cut);
}

std::vector<Sentence> SentenceBreaker::before(std::size_t begin) const {
  const std::size_t least = begin - std::min(begin, reach_);
  return broken(least == 0 ? 0 : word_begin(least, begin), begin, least > 0);
}

bool SentenceBreaker::ends_paragraph(std::size_t begin, std::size_t end) const {
  return text_.substr(begin, end - begin).find(kParagraph) != std::string_view::npos;
}

bool SentenceBreaker::is_rest(std::size_t end) const {
  return std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(end), text_.end(), is_blank);
}

/// Marks shown together, counted as they come and go.
class SentenceFinder::Window {
 public:
  Window(const std::vector<Mark>& marks, const std::vector<std::int64_t>& weights)
      : marks_(marks), weights_(weights), held_(weights.size()), beside_(weights.size()) {}

  void start(std::size_t mark) { begin_ = end_ = mark; }
  std::int64_t score() const { return score_; }
  std::size_t end() const { return end_; }

  void push() {
    const std::uint32_t thing = marks_[end_].wanted;
    if (held_[thing]++ == 0) score_ += weights_[thing];
    if (end_ > begin_ && is_beside(end_) && beside_[thing]++ == 0) score_ += weights_[thing] / kBeside;
    ++end_;
  }
  void pop() {
    const std::uint32_t thing = marks_[begin_].wanted;
    if (--held_[thing] == 0) score_ -= weights_[thing];
    if (++begin_ == end_ || !is_beside(begin_)) return;
    const std::uint32_t next = marks_[begin_].wanted;
    if (--beside_[next] == 0) score_ -= weights_[next] / kBeside;
  }

 private:
  /// Another thing than the mark before it, and at most a word apart from it.
  bool is_beside(std::size_t at) const {
    const Mark &a = marks_[at - 1], &b = marks_[at];
    return a.wanted != b.wanted && b.first > a.last && b.first - a.last <= 2 && weights_[a.wanted] > 0;
  }

  const std::vector<Mark>& marks_;
  const std::vector<std::int64_t>& weights_;
  std::vector<std::uint32_t> held_, beside_;  ///< how often, by wanted thing
  std::size_t begin_ = 0, end_ = 0;
  std::int64_t score_ = 0;
};

SentenceFinder::SentenceFinder(const MarkedText& text, const SentenceBreaker& breaker)
    : text_(text), breaker_(breaker) {
  for (const WantedThing& thing : text.wanted)
    weights_.push_back(std::max<std::int64_t>(1, static_cast<std::int64_t>(thing.weight * kUnit)));
  find_clusters();
  count_characters_to_marks();
}

void SentenceFinder::find_clusters() {
  const std::vector<Mark>& marks = text_.marks;
  for (std::size_t at = 0; at < marks.size(); ++at) {
    const bool apart = at == 0 || (marks[at].begin > marks[at - 1].end &&
                                   (marks[at].begin - marks[at - 1].end > breaker_.reach() ||
                                    breaker_.ends_paragraph(marks[at - 1].end, marks[at].begin)));
    if (apart)
      clusters_.push_back({at, at + 1, std::nullopt, 0});
    else
      clusters_.back().to = at + 1;
  }
}

void SentenceFinder::count_characters_to_marks() {
  at_.reserve(text_.marks.size());
  std::size_t bytes = 0;
  std::uint32_t characters = 0;
  for (const Mark& mark : text_.marks) {
    characters += static_cast<std::uint32_t>(count_characters(text_.text.substr(bytes, mark.begin - bytes)));
    bytes = mark.begin;
    const std::size_t own = count_characters(text_.text.substr(mark.begin, mark.end - mark.begin));
    at_.push_back({characters, characters + static_cast<std::uint32_t>(own)});
  }
}

/// No sentence of it can be worth more.
std::int64_t SentenceFinder::bound(const Cluster& cluster) const {
  std::vector<bool> held(weights_.size());
  std::int64_t most = 0;
  for (std::size_t at = cluster.from; at < cluster.to; ++at) {
    const std::uint32_t thing = text_.marks[at].wanted;
    if (!held[thing]) most += weights_[thing] + weights_[thing] / kBeside;
    held[thing] = true;
  }
  return most;
}

std::optional<Found> SentenceFinder::best(std::size_t room) {
  std::vector<std::size_t> order(clusters_.size());
  std::iota(order.begin(), order.end(), 0);
  for (Cluster& cluster : clusters_) cluster.bound = bound(cluster);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return clusters_[a].bound > clusters_[b].bound; });
  std::optional<Found> best;
  for (const std::size_t next : order) {
    if (clusters_[next].bound == 0 || (best && clusters_[next].bound < best->score)) break;
    look_at(clusters_[next], room, best);
  }
  return best;
}

void SentenceFinder::look_at(Cluster& cluster, std::size_t room, std::optional<Found>& best) {
  const std::vector<Mark>& marks = text_.marks;
  if (!cluster.sentences) cluster.sentences = breaker_.around(marks[cluster.from].begin, marks[cluster.to - 1].end);
  std::size_t at = cluster.from;
  for (const Sentence& sentence : *cluster.sentences) {
    while (at < cluster.to && marks[at].begin < sentence.begin) ++at;
    const std::size_t from = at;
    while (at < cluster.to && marks[at].begin < sentence.end) ++at;
    if (at > from) look_at(sentence, from, at, room, best);
  }
}

/// Of a sentence longer than the room, the part of it that holds most, with room left to lead in.
void SentenceFinder::look_at(const Sentence& sentence, std::size_t from, std::size_t to, std::size_t room,
                             std::optional<Found>& best) {
  const std::vector<Mark>& marks = text_.marks;
  const std::size_t led = count_characters(text_.text.substr(sentence.begin, marks[from].begin - sentence.begin));
  const auto fits = [&](std::size_t first, std::size_t last) {
    return at_[last].end - at_[from].begin + led <= room || at_[last].end - at_[first].begin <= room - room / 4;
  };
  Window window(marks, weights_);
  window.start(from);
  for (std::size_t first = from; first < to; ++first, window.pop()) {
    while (window.end() < to && (window.end() == first || fits(first, window.end()))) window.push();
    const std::int64_t score = window.score();
    const bool better =
        !best || score > best->score || (score == best->score && marks[first].begin < marks[best->from].begin);
    if (weights_[marks[first].wanted] > 0 && better) best = {sentence, first, window.end(), score};
    if (window.end() == to) break;
  }
}

void SentenceFinder::forget(const std::vector<bool>& things) {
  for (std::size_t i = 0; i < things.size(); ++i)
    if (things[i]) weights_[i] = 0;
}

bool starts_character(std::string_view text, std::size_t at) {
  if (at >= text.size() || static_cast<unsigned char>(text[at]) < 0x80) return true;
  UChar32 c = 0;
  auto offset = static_cast<int32_t>(at);
  U8_NEXT_OR_FFFD(reinterpret_cast<const std::uint8_t*>(text.data()), offset, static_cast<int32_t>(text.size()), c);
  return (U_GET_GC_MASK(c) & U_GC_M_MASK) == 0;
}

}  // namespace newssearch
