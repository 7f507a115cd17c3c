#include "server/search/passage.h"

#include <algorithm>

#include "server/search/sentences.h"
#include "server/search/text_parts.h"

namespace newssearch {
namespace {

/// Two bits shorter than half of this say nothing.
constexpr std::size_t kLeastForTwo = 80;
/// The beginning of one more sentence is shown from so many characters on.
constexpr std::size_t kLeastShown = 20;

/// Turns what was found into stretches of about so many characters.
class PassageChooser {
 public:
  PassageChooser(const MarkedText& text, std::size_t length, Analyzer& analyzer)
      : text_(text), length_(length), breaker_(text.text, text.lang, length, analyzer) {}

  Passage choose() {
    if (text_.marks.empty()) return lead();
    SentenceFinder finder(text_, breaker_);
    const std::optional<Found> best = finder.best(length_);
    if (!best) return lead();
    Passage passage{{fill_before(enter(*best, length_, text_.text.size()))}, best->sentence};
    if (length_ < kLeastForTwo) return passage;
    finder.forget(held(passage.stretches));
    if (const std::optional<Found> other = finder.best(length_ / 2)) {
      std::vector<Stretch> both = both_of(*best, *other);
      if (weight(held(both)) > weight(held(passage.stretches))) passage.stretches = std::move(both);
    }
    return passage;
  }

 private:
  Passage lead() const {
    const std::size_t begin =
        static_cast<std::size_t>(std::find_if_not(text_.text.begin(), text_.text.end(), is_blank) - text_.text.begin());
    const std::vector<Sentence> first = breaker_.within(begin, begin + breaker_.reach());
    if (first.empty()) return {};
    return {{finish(first.front().begin, false, length_, text_.text.size())}, std::nullopt};
  }

  std::size_t characters(std::size_t begin, std::size_t end) const {
    return begin < end ? count_characters(text_.text.substr(begin, end - begin)) : 0;
  }

  /// From the sentence's beginning where what was found in it is in reach then, else from shortly before that.
  Stretch enter(const Found& found, std::size_t length, std::size_t limit) const {
    const Mark& first = text_.marks[found.from];
    const std::size_t end = text_.marks[found.to - 1].end;
    if (characters(found.sentence.begin, end) <= length)
      return finish(found.sentence.begin, found.sentence.cut_begin, length, limit);
    const std::size_t spare = length - std::min(length, characters(first.begin, end));
    const std::uint32_t begin = before(first, std::min(spare, length / 4), found.sentence.begin);
    return finish(begin, begin > found.sentence.begin || found.sentence.cut_begin, length, limit);
  }

  /// A word's beginning at most `lead` characters before a mark.
  std::uint32_t before(const Mark& mark, std::size_t lead, std::uint32_t sentence) const {
    std::uint32_t begin = mark.begin;
    for (std::size_t at = mark.first, seen = 0; at > 0 && text_.tokens[at - 1].begin >= sentence; --at) {
      seen += characters(text_.tokens[at - 1].begin, at == mark.first ? mark.begin : text_.tokens[at].begin);
      if (seen > lead) return begin;
      if (starts_character(text_.text, text_.tokens[at - 1].begin)) begin = text_.tokens[at - 1].begin;
    }
    return begin;
  }

  /// Ends behind a sentence where one ends about there, else behind a word.
  Stretch finish(std::uint32_t begin, bool cut_begin, std::size_t length, std::size_t limit) const {
    const std::size_t most = skip_characters(text_.text, begin, length);
    std::uint32_t whole = begin;
    for (const Sentence& sentence : breaker_.within(begin, std::min(limit, most + breaker_.look_ahead()))) {
      if (sentence.end <= most) {
        whole = sentence.end;
        continue;
      }
      const std::uint32_t cut = word_end(std::max(begin, sentence.begin), most);
      if (whole > begin && characters(sentence.begin, cut) < kLeastShown) break;
      return {begin, cut, cut_begin, true};
    }
    return {begin, whole, cut_begin, false};
  }

  std::uint32_t word_end(std::size_t begin, std::size_t most) const {
    auto behind = std::upper_bound(text_.tokens.begin(), text_.tokens.end(), most,
                                   [](std::size_t offset, const Token& token) { return offset < token.end; });
    while (behind != text_.tokens.begin() && std::prev(behind)->begin >= begin) {
      --behind;
      if (starts_character(text_.text, behind->end)) return behind->end;
    }
    return static_cast<std::uint32_t>(most);
  }

  /// A text that ends before the stretch is full begins some sentences earlier.
  Stretch fill_before(Stretch stretch) const {
    std::size_t room = length_ - std::min(length_, characters(stretch.begin, stretch.end));
    if (stretch.cut_begin || stretch.cut_end || !breaker_.is_rest(stretch.end)) return stretch;
    const std::vector<Sentence> earlier = breaker_.before(stretch.begin);
    for (auto sentence = earlier.rbegin(); sentence != earlier.rend() && !sentence->cut_begin; ++sentence) {
      const std::size_t more = characters(sentence->begin, stretch.begin);
      if (more > room) break;
      room -= more;
      stretch.begin = sentence->begin;
    }
    return stretch;
  }

  /// Their sentences, and what lies between where that has room as well; nothing where they meet.
  std::vector<Stretch> both_of(const Found& best, const Found& other) const {
    const std::size_t of_best = characters(best.sentence.begin, best.sentence.end);
    const std::size_t left = length_ - std::min(length_, of_best);
    const std::size_t of_other =
        std::min(characters(other.sentence.begin, other.sentence.end), std::max(length_ / 2, left));
    std::vector<Stretch> both = {enter(best, length_ - of_other, best.sentence.end),
                                 enter(other, of_other, other.sentence.end)};
    if (both[1].begin < both[0].begin) std::swap(both[0], both[1]);
    const Stretch joined = finish(both[0].begin, both[0].cut_begin, length_, text_.text.size());
    if (joined.end >= both[1].end) return {joined};
    return both[0].end <= both[1].begin ? both : std::vector<Stretch>{};
  }

  /// Which wanted things stand in them.
  std::vector<bool> held(const std::vector<Stretch>& stretches) const {
    std::vector<bool> things(text_.wanted.size());
    for (const Mark& mark : text_.marks)
      for (const Stretch& stretch : stretches)
        if (mark.begin >= stretch.begin && mark.end <= stretch.end) things[mark.wanted] = true;
    return things;
  }

  double weight(const std::vector<bool>& things) const {
    double total = 0;
    for (std::size_t i = 0; i < things.size(); ++i) total += things[i] ? text_.wanted[i].weight : 0;
    return total;
  }

  const MarkedText& text_;
  const std::size_t length_;
  const SentenceBreaker breaker_;
};

}  // namespace

Passage choose_passage(const MarkedText& text, std::size_t length, Analyzer& analyzer) {
  return PassageChooser(text, length, analyzer).choose();
}

}  // namespace newssearch
