#include "server/search/text_difference.h"

#include <algorithm>
#include <map>

namespace newssearch {
namespace {

constexpr double kChanged = 0.5;  ///< of their words are the same in a sentence and what it was changed to
constexpr std::size_t kMostCompared = 300;

/// A sentence as it is shown, and its words, by which it is compared, in their order and sorted.
struct ReadSentence {
  std::string printed;
  std::vector<std::string> words, sorted;
};

std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::vector<ReadSentence> read_sentences(std::string_view text, std::string_view lang, Analyzer& analyzer) {
  std::vector<ReadSentence> sentences;
  for (const TextRange& range : analyzer.sentences(text, lang)) {
    const std::string_view printed = text.substr(range.begin, range.end - range.begin);
    ReadSentence sentence{on_one_line(printed), {}, {}};
    for (Token& token : analyzer.analyze(printed)) sentence.words.push_back(std::move(token.word));
    if (sentence.words.empty()) continue;
    sentence.sorted = sentence.words;
    std::sort(sentence.sorted.begin(), sentence.sorted.end());
    sentences.push_back(std::move(sentence));
  }
  return sentences;
}

/// The sentences of a that b does not have, as often as it has them.
std::vector<ReadSentence> without(const std::vector<ReadSentence>& a, const std::vector<ReadSentence>& b) {
  std::map<std::vector<std::string>, std::size_t> in_b;
  for (const ReadSentence& sentence : b) ++in_b[sentence.words];
  std::vector<ReadSentence> rest;
  for (const ReadSentence& sentence : a) {
    const auto same = in_b.find(sentence.words);
    if (same == in_b.end() || same->second == 0)
      rest.push_back(sentence);
    else
      --same->second;
  }
  return rest;
}

/// The share of the words of both, sorted, that is in both.
double shared_words(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  std::size_t both = 0;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    const int order = i->compare(*j);
    if (order == 0) ++both;
    if (order <= 0) ++i;
    if (order >= 0) ++j;
  }
  return static_cast<double>(both) / static_cast<double>(a.size() + b.size() - both);
}

}  // namespace

TextDifference text_difference(std::string_view original, std::string_view version, std::string_view lang,
                               Analyzer& analyzer) {
  const std::vector<ReadSentence> before = read_sentences(original, lang, analyzer);
  const std::vector<ReadSentence> after = read_sentences(version, lang, analyzer);
  std::vector<ReadSentence> gone = without(before, after);
  const std::vector<ReadSentence> fresh = without(after, before);
  TextDifference difference;
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    auto best = gone.end();
    double most = kChanged;
    const auto compared = gone.begin() + std::min(std::ssize(gone), static_cast<std::ptrdiff_t>(kMostCompared));
    for (auto old = gone.begin(); old != compared && i < kMostCompared; ++old)
      if (const double share = shared_words(old->sorted, fresh[i].sorted);
          share >= most && (best == gone.end() || share > most)) {
        best = old;
        most = share;
      }
    if (best == gone.end()) {
      difference.added.push_back(fresh[i].printed);
      continue;
    }
    difference.changed.push_back({best->printed, fresh[i].printed});
    gone.erase(best);
  }
  for (const ReadSentence& sentence : gone) difference.cut.push_back(sentence.printed);
  return difference;
}

}  // namespace newssearch
