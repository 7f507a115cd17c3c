#include "corpus/html_headline.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include "corpus/clean_text.h"
#include "corpus/text_key.h"

namespace newssearch {
namespace {

constexpr std::size_t kMostCandidates = 30;
constexpr auto kSeparators =
    std::to_array<std::string_view>({" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", "｜"});

/// "Bridge closed | Daily Example" by its separators.
std::vector<std::string_view> parts_of(std::string_view headline) {
  std::vector<std::string_view> parts;
  while (true) {
    std::size_t end = headline.size(), length = 0;
    for (const std::string_view separator : kSeparators)
      if (const std::size_t found = headline.find(separator); found < end) {
        end = found;
        length = separator.size();
      }
    parts.push_back(trim(headline.substr(0, end)));
    if (length == 0) return parts;
    headline.remove_prefix(end + length);
  }
}

class HeadlineRanker {
 public:
  HeadlineRanker(std::vector<HeadlineCandidate> candidates, const std::vector<std::string>& site_names)
      : candidates_(std::move(candidates)) {
    if (candidates_.size() > kMostCandidates) candidates_.resize(kMostCandidates);
    for (const std::string& name : site_names) site_keys_.push_back(text_key(name));
  }

  std::vector<HeadlineCandidate> rank() {
    for (HeadlineCandidate& candidate : candidates_) candidate.text = without_site(candidate);
    std::erase_if(candidates_, [&](const HeadlineCandidate& candidate) { return is_site(text_key(candidate.text)); });
    for (const HeadlineCandidate& candidate : candidates_) keys_.push_back(text_key(candidate.text));
    std::vector<std::size_t> order(candidates_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return worth(a) > worth(b); });
    std::vector<HeadlineCandidate> ranked;
    for (const std::size_t i : order)
      if (std::find(ranked.begin(), ranked.end(), candidates_[i]) == ranked.end()) ranked.push_back(candidates_[i]);
    return ranked;
  }

 private:
  bool is_site(const std::string& key) const {
    return std::any_of(site_keys_.begin(), site_keys_.end(),
                       [&](const std::string& site) { return !site.empty() && site == key; });
  }

  /// Front and end parts are the site's where they name it, or where another candidate is what is left.
  std::string without_site(const HeadlineCandidate& candidate) const {
    for (const HeadlineCandidate& other : candidates_)
      if (is_continued(other.text, candidate.text)) return other.text;
    const std::vector<std::string_view> parts = parts_of(candidate.text);
    if (parts.size() == 1) return candidate.text;
    std::size_t first = 0, last = parts.size();
    while (last - first > 1 && is_site(text_key(parts[last - 1]))) --last;
    while (last - first > 1 && is_site(text_key(parts[first]))) ++first;
    const std::string_view text = candidate.text;
    const auto between = [&](std::size_t begin, std::size_t end) {
      const auto* from = parts[begin].data();
      return text.substr(static_cast<std::size_t>(from - text.data()),
                         static_cast<std::size_t>(parts[end - 1].data() + parts[end - 1].size() - from));
    };
    for (std::size_t end = last; end > first; --end)
      for (std::size_t begin = first; begin < end; ++begin)
        if (end - begin < parts.size() && is_other_candidate(text_key(between(begin, end)), candidate))
          return std::string(between(begin, end));
    if (candidate.from == "title" && last == parts.size() && last - first > 1 &&
        parts[last - 1].size() * 2 < between(first, last - 1).size())
      --last;
    return std::string(between(first, last));
  }

  /// "Bridge closed-Daily Example": the other, a separator and more.
  static bool is_continued(std::string_view other, std::string_view text) {
    constexpr std::size_t shortest = 15;
    if (other.size() < shortest || text.size() <= other.size() || !text.starts_with(other)) return false;
    text = trim(text.substr(other.size()));
    constexpr auto marks = std::to_array<std::string_view>({"-", "|", "–", "—", "·", "ㅣ", "｜", "_"});
    return std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) { return text.starts_with(mark); });
  }

  bool is_other_candidate(const std::string& key, const HeadlineCandidate& candidate) const {
    return !key.empty() && std::any_of(candidates_.begin(), candidates_.end(), [&](const HeadlineCandidate& other) {
      return other.from != candidate.from && text_key(other.text) == key;
    });
  }

  /// What the places weigh that state this wording, each place once, and headings of the page that hold it.
  double worth(std::size_t i) const {
    constexpr double in_heading = 0.8, in_title = 0.3;
    double worth = 0;
    std::vector<std::string_view> counted;
    for (std::size_t k = 0; k < candidates_.size(); ++k) {
      const std::string_view from = candidates_[k].from;
      if (std::find(counted.begin(), counted.end(), from) != counted.end() || keys_[i].empty()) continue;
      if (keys_[k] == keys_[i])
        worth += weight(from);
      else if (keys_[k].find(keys_[i]) != std::string::npos)
        worth += from == "h1" || from == "h2" ? in_heading : from == "title" ? in_title : 0;
      else
        continue;
      counted.push_back(from);
    }
    return worth;
  }

  static double weight(std::string_view from) {
    constexpr double other = 0.1;
    using Weight = std::pair<std::string_view, double>;
    constexpr std::array<Weight, 6> weights = {
        {{"og:title", 1.6}, {"json-ld", 1.2}, {"h1", 1.1}, {"h2", 1}, {"itemprop", 0.3}, {"title", 0.2}}};
    const auto* found = std::find_if(weights.begin(), weights.end(), [&](const Weight& w) { return w.first == from; });
    return found == weights.end() ? other : found->second;
  }

  std::vector<HeadlineCandidate> candidates_;
  std::vector<std::string> site_keys_, keys_;
};

}  // namespace

std::vector<HeadlineCandidate> rank_headlines(std::vector<HeadlineCandidate> candidates,
                                              const std::vector<std::string>& site_names) {
  return HeadlineRanker(std::move(candidates), site_names).rank();
}

}  // namespace newssearch
