#include "server/search/likely_text.h"

#include <algorithm>
#include <array>
#include <string>

#include "server/search/text_parts.h"

namespace newssearch {
namespace {

/// Shorter texts are read as fast.
constexpr std::size_t kShortText = 1500;
/// With more words that must be looked at closely, the text is read whole.
constexpr std::size_t kMostClose = 60;
/// Two words of a phrase begin no more than about this many bytes apart.
constexpr std::size_t kWordBytes = 40;
/// As SentenceFinder counts words beside each other.
constexpr double kBeside = 0.25;

enum class ByteClass : std::uint8_t { sign, letter, digit, beyond_ascii };
constexpr std::array<ByteClass, 256> kByteClasses = [] {
  std::array<ByteClass, 256> classes{};
  for (std::size_t byte = 0; byte < classes.size(); ++byte) {
    const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    classes[byte] = letter                       ? ByteClass::letter
                    : byte >= '0' && byte <= '9' ? ByteClass::digit
                    : byte >= 0x80               ? ByteClass::beyond_ascii
                                                 : ByteClass::sign;
  }
  return classes;
}();
ByteClass class_of(char c) { return kByteClasses[static_cast<unsigned char>(c)]; }

/// A run of letters, digits and what is not ASCII. Punctuation of the General Punctuation block (quotes, dashes) ends
/// it.
struct Run {
  std::size_t begin = 0, end = 0;
  bool plain = true;  ///< ASCII letters alone, and no sign joins it to what is before or behind
};

/// Goes through the words of a text, past most of those that begin nothing wanted.
class Runs {
 public:
  Runs(std::string_view text, const MarkFinder::Beginnings& beginnings) : text_(text), beginnings_(beginnings) {
    for (std::size_t byte = 0; byte < wanted_first_.size(); ++byte)
      wanted_first_[byte] = byte >= 0x80 || beginnings.may_be_first(static_cast<unsigned char>(byte | 0x20)) ||
                            beginnings.may_be_first(static_cast<unsigned char>(byte));
  }

  /// The next word that may begin something wanted; its number is how many came before it.
  std::optional<Run> next(std::uint32_t& number) {
    while (at_ < text_.size()) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (kByteClasses[byte] == ByteClass::sign) {
        ++at_;
        continue;
      }
      if (byte >= 0x80 && is_punctuation(at_)) {
        at_ += sign_bytes(at_);
        continue;
      }
      const Run run = read();
      number = words_++;
      if (!wanted_first_[byte]) continue;
      Run whole = run;
      whole.plain = run.plain && (run.begin == 0 || !joins_before(run.begin)) && !joins_behind(run.end);
      if (!whole.plain || may_begin(run)) return whole;
    }
    return std::nullopt;
  }

 private:
  Run read() {
    Run run{at_, at_, true};
    for (; at_ < text_.size(); ++at_) {
      const ByteClass byte = class_of(text_[at_]);
      if (byte == ByteClass::letter) continue;
      if (byte == ByteClass::sign || (byte == ByteClass::beyond_ascii && is_punctuation(at_))) break;
      run.plain = false;
    }
    run.end = at_;
    return run;
  }
  bool may_begin(const Run& run) const {
    const auto second = static_cast<unsigned char>(run.end > run.begin + 1 ? text_[run.begin + 1] | 0x20 : 0);
    return beginnings_.may_be(static_cast<unsigned char>(text_[run.begin] | 0x20), second);
  }
  bool is_of_word(std::size_t at) const {
    const ByteClass byte = class_of(text_[at]);
    return byte != ByteClass::sign && (byte != ByteClass::beyond_ascii || !is_punctuation(at));
  }
  bool is_punctuation(std::size_t at) const {
    const char next = at + 1 < text_.size() ? text_[at + 1] : '\0';
    return (text_[at] == '\xE2' && next == '\x80') || (text_[at] == '\xC2' && next == '\xA0');
  }
  std::size_t sign_bytes(std::size_t at) const {
    const std::size_t bytes = text_[at] == '\xE2' ? 3 : text_[at] == '\xC2' ? 2 : 1;
    return std::min(bytes, text_.size() - at);
  }
  bool joins_before(std::size_t at) const {
    const char before = text_[at - 1];
    return before != ' ' && before != '\n' && before != '"' && before != '(' && !is_quote_end(at);
  }
  /// An opening quotation mark ends before it.
  bool is_quote_end(std::size_t at) const {
    return at >= 3 && (text_.substr(at - 3, 3) == "\u201C" || text_.substr(at - 3, 3) == "\u2018");
  }
  /// A sign with more of the word behind it; but a possessive's s.
  bool joins_behind(std::size_t end) const {
    if (end == text_.size() || is_blank(text_[end])) return false;
    const std::size_t behind = end + sign_bytes(end);
    if (behind >= text_.size() || !is_of_word(behind)) return text_[end] == '+' || text_[end] == '#';
    const bool apostrophe = text_[end] == '\'' || text_.substr(end, 3) == "\u2019";
    const bool possessive =
        apostrophe && text_[behind] == 's' && (behind + 1 == text_.size() || !is_of_word(behind + 1));
    return !possessive;
  }

  std::string_view text_;
  const MarkFinder::Beginnings& beginnings_;
  std::array<bool, 256> wanted_first_{};  ///< of words, plain or not
  std::size_t at_ = 0;
  std::uint32_t words_ = 0;
};

/// A word that begins something asked for.
struct Candidate {
  std::uint32_t begin = 0, end = 0, word = 0;  ///< bytes; its number in the text
  std::uint32_t wanted = 0;
  double weight = 0;
};

/// What begins in the stretch between blanks around a run: the analyzer's word.
std::vector<std::uint32_t> begun_about(std::string_view text, const Run& run, std::string_view lang,
                                       MarkFinder& finder) {
  const std::size_t blank = run.begin == 0 ? std::string_view::npos : text.find_last_of(" \n", run.begin - 1);
  const std::size_t begin = blank == std::string_view::npos ? 0 : blank + 1;
  const std::size_t end = std::min(text.find_first_of(" \n", run.end), text.size());
  const std::size_t behind = std::min(text.size(), end + kWordBytes * finder.most_words());
  const std::string_view about = text.substr(begin, std::min(text.find_first_of(" \n", behind), text.size()) - begin);
  return finder.begun_in(about, end - begin, lang);
}

/// The best stretch of candidates, [from, to).
struct Best {
  std::size_t from = 0, to = 0;
  double score = 0;
};

/// Slides a window over the candidates. Weights are by wanted thing.
Best best_stretch(const std::vector<Candidate>& candidates, const std::vector<bool>& held, std::size_t length) {
  Best best;
  for (std::size_t from = 0; from < candidates.size(); ++from) {
    if (held[candidates[from].wanted]) continue;
    std::vector<double> counted(held.size());
    double score = 0;
    std::size_t to = from;
    for (; to < candidates.size() && candidates[to].end - candidates[from].begin <= length; ++to) {
      const Candidate& next = candidates[to];
      if (held[next.wanted]) continue;
      double worth = next.weight;
      if (to > from && next.word - candidates[to - 1].word <= 2 && next.wanted != candidates[to - 1].wanted)
        worth += kBeside * next.weight;
      if (worth > counted[next.wanted]) {
        score += worth - counted[next.wanted];
        counted[next.wanted] = worth;
      }
    }
    if (score > best.score) best = {from, std::max(to, from + 1), score};
  }
  return best;
}

}  // namespace

std::optional<std::vector<TextRange>> likely_text(std::string_view text, std::string_view lang, std::size_t length,
                                                  MarkFinder& finder) {
  if (text.size() < kShortText || !finder.looks_at_single_words()) return std::nullopt;
  const MarkFinder::Beginnings beginnings = finder.beginnings(lang);
  Runs runs(text, beginnings);
  std::vector<Candidate> candidates;
  std::size_t close = 0;
  std::uint32_t number = 0;
  std::string word;
  while (const std::optional<Run> run = runs.next(number)) {
    std::vector<std::uint32_t> things;
    bool is_sure = run->plain;
    if (run->plain) {
      word.assign(text.substr(run->begin, run->end - run->begin));
      for (char& c : word) c = static_cast<char>(c | 0x20);
      is_sure = finder.begun_by(word, lang, things);
    }
    if (!is_sure) {
      if (++close > kMostClose) return std::nullopt;
      things = begun_about(text, *run, lang, finder);
    }
    for (const std::uint32_t thing : things)
      if (const WantedThing& wanted = finder.wanted()[thing]; !wanted.stop)
        candidates.push_back({static_cast<std::uint32_t>(run->begin), static_cast<std::uint32_t>(run->end), number,
                              thing, wanted.weight});
  }

  std::vector<TextRange> parts;
  std::vector<bool> held(finder.wanted().size());
  for (int stretch = 0; stretch < 2; ++stretch) {
    const Best best = best_stretch(candidates, held, length);
    if (best.score <= 0) break;
    for (std::size_t i = best.from; i < best.to; ++i) held[candidates[i].wanted] = true;
    // A snippet begins no more than its length before what it shows, and ends no more than that behind.
    const std::size_t pad = length + length / 4;
    const std::size_t begin = candidates[best.from].begin - std::min<std::size_t>(candidates[best.from].begin, pad);
    const std::size_t end = std::min(text.size(), candidates[best.to - 1].end + pad);
    const std::size_t blank_before = begin == 0 ? 0 : text.find_last_of(" \n", begin);
    const std::size_t blank_behind = text.find_first_of(" \n", end);
    parts.push_back({static_cast<std::uint32_t>(blank_before == std::string_view::npos ? 0 : blank_before),
                     static_cast<std::uint32_t>(blank_behind == std::string_view::npos ? text.size() : blank_behind)});
  }
  std::sort(parts.begin(), parts.end(), [](const TextRange& a, const TextRange& b) { return a.begin < b.begin; });
  if (parts.size() == 2 && parts[0].end >= parts[1].begin) {
    parts[0].end = std::max(parts[0].end, parts[1].end);
    parts.pop_back();
  }
  return parts;
}

}  // namespace newssearch
