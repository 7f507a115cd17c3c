#include "indexer/story_threads.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <future>

#include "common/schema.h"
#include "common/string_map.h"

namespace newssearch {
namespace {

constexpr float kHeadlineWeight = 8, kLeadWeight = 2;
constexpr std::size_t kLeadWords = 100;
constexpr double kSaturation = 10;     ///< of counts: f / (f + 10)
constexpr double kIdfCut = 0.5;        ///< taken off each idf
constexpr double kLocalShare = 0.7;    ///< of the last days' idf
constexpr std::size_t kFewLocal = 50;  ///< fewer articles in these days tell nothing of a word
constexpr int kLocalDays = 14, kWindowDays = 7;
constexpr std::size_t kTerms = 100;
/// Of the square of a rare stem's worth: so that two short texts are not alike by a word or two.
constexpr double kNormFloor = 0.11;
constexpr double kNearnessFloor = 0.4;  ///< after a day .7, after two .55
constexpr float kLeastSimilarity = 0.05F;
constexpr double kLink = 0.105, kFewInWindow = 75, kDensityPower = 0.08;
constexpr std::uint32_t kMostArticles = 100;
constexpr float kUndatedLink = 0.4F;

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

double rarity(double articles, double holding) {
  return std::max(0.0, std::log((articles + 1) / (holding + 0.5)) - kIdfCut);
}

double nearness(int days) { return kNearnessFloor + (1 - kNearnessFloor) * std::exp2(-days); }

}  // namespace

void StemTable::count(const StoryText& text) {
  for (const auto& [stem, weight] : text.stems) ++stems_[stem];
}

void StemTable::number() {
  std::erase_if(stems_, [](const auto& entry) { return entry.second < 2; });
  std::vector<std::uint64_t> in_order;
  for (const auto& [stem, holding] : stems_) in_order.push_back(stem);
  std::sort(in_order.begin(), in_order.end());  // the same numbers whatever threads counted them
  for (const std::uint64_t stem : in_order) {
    holding_.push_back(stems_[stem]);
    stems_[stem] = static_cast<std::uint32_t>(holding_.size() - 1);
  }
}

std::uint32_t StemTable::number_of(std::uint64_t stem) const {
  const auto known = stems_.find(stem);
  return known == stems_.end() ? kRare : known->second;
}

StoryText story_text(const std::vector<Token>& headline, const std::vector<Token>& body, std::string_view lang,
                     Analyzer& analyzer) {
  StringMap<float> words;
  std::size_t with_digits = 0;
  const auto count = [&](const Token& token, float weight) {
    words[token.word] += weight;
    with_digits += has_digit(token.word) ? 1 : 0;
  };
  for (const Token& token : headline) count(token, kHeadlineWeight);
  for (std::size_t i = 0; i < body.size(); ++i) count(body[i], i < kLeadWords ? kLeadWeight : 1);
  StoryText text;
  for (const auto& [word, weight] : words)
    text.stems.emplace_back(std::hash<std::string>{}(schema::stem_term(analyzer, word, lang)), weight);
  std::sort(text.stems.begin(), text.stems.end());
  auto last = text.stems.begin();  // words with one stem are one
  for (auto stem = text.stems.begin(); stem != text.stems.end(); ++stem)
    if (stem != last && stem->first == last->first)
      last->second += stem->second;
    else if (stem != last)
      *++last = *stem;
  if (!text.stems.empty()) text.stems.erase(last + 1, text.stems.end());
  const std::size_t tokens = headline.size() + body.size();
  text.digits = tokens == 0 ? 0 : static_cast<float>(with_digits) / static_cast<float>(tokens);
  return text;
}

std::string to_bytes(const StoryText& text) {
  std::string bytes;
  const auto append = [&](const auto& value) { bytes.append(reinterpret_cast<const char*>(&value), sizeof value); };
  append(text.digits);
  for (const auto& [stem, weight] : text.stems) {
    append(stem);
    append(weight);
  }
  return bytes;
}

StoryText story_text_from(std::string_view bytes) {
  StoryText text;
  const auto take = [&](auto& value) {
    std::memcpy(&value, bytes.data(), sizeof value);
    bytes.remove_prefix(sizeof value);
  };
  take(text.digits);
  while (!bytes.empty()) {
    auto& [stem, weight] = text.stems.emplace_back();
    take(stem);
    take(weight);
  }
  return text;
}

StoryThreads::StoryThreads(const StemTable& stems, std::size_t articles)
    : stems_(stems),
      articles_(static_cast<double>(articles)),
      recently_(stems.size()),
      index_(stems.size()),
      sizes_(articles),
      compared_(articles),
      story_of_(articles, kNone),
      undated_index_(stems.size()) {}

/// How rare a stem is; of a dated article in the last days above all.
double StoryThreads::worth(std::uint32_t stem, bool dated) const {
  const double everywhere = rarity(articles_, stems_.articles_with(stem));
  if (!dated || recent_.size() < kFewLocal) return everywhere;
  const double local = rarity(static_cast<double>(recent_.size()), recently_[stem]);
  return std::min(everywhere, (1 - kLocalShare) * everywhere + kLocalShare * local);
}

StoryThreads::Weights StoryThreads::numbered(const StoryText& text) const {
  Weights counts;
  for (const auto& [stem, count] : text.stems)
    if (const std::uint32_t number = stems_.number_of(stem); number != StemTable::kRare)
      counts.emplace_back(number, count);
  return counts;
}

StoryThreads::Weights StoryThreads::weigh(const Weights& counts, float digits, bool dated) const {
  Weights weights;
  for (const auto& [stem, count] : counts) {
    const double weight = count / (count + kSaturation) * worth(stem, dated);
    if (weight > 0) weights.emplace_back(stem, static_cast<float>(weight));
  }
  const auto most = weights.begin() + std::min<std::ptrdiff_t>(kTerms, std::ssize(weights));
  std::partial_sort(weights.begin(), most, weights.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  weights.erase(most, weights.end());
  const double rare = rarity(articles_, 2);
  double squares = kNormFloor * rare * rare;
  for (const auto& [stem, weight] : weights) squares += double{weight} * weight;
  const double words = 1 - digits;
  for (auto& [stem, weight] : weights) weight = static_cast<float>(weight * words * words / std::sqrt(squares));
  return weights;
}

void StoryThreads::add_undated(std::uint32_t article, const StoryText& text) {
  for (const auto& [stem, weight] : weigh(numbered(text), text.digits, false))
    undated_index_[stem].push_back({static_cast<std::uint32_t>(undated_.size()), weight});
  undated_.push_back({.article = article});
}

void StoryThreads::add_day(std::chrono::sys_days date, std::vector<Dated> articles) {
  const int day = static_cast<int>(date.time_since_epoch().count());
  forget_before(day);
  const std::size_t first = recent_.size();
  std::vector<Weights> counts;
  for (const Dated& dated : articles) {
    counts.push_back(numbered(dated.text));
    Recent article{.article = dated.article,
                   .day = day,
                   .story = kNone,
                   .copy_group = dated.copy_group,
                   .stems = {},
                   .weights = {}};
    for (const auto& [stem, count] : counts.back()) {
      article.stems.push_back(stem);
      ++recently_[stem];
    }
    recent_.push_back(std::move(article));
  }
  for (std::size_t i = 0; i < articles.size(); ++i)
    recent_[first + i].weights = weigh(counts[i], articles[i].text.digits, true);
  std::future<void> beside = std::async(std::launch::async, [&] {
    for (std::size_t i = first; i < recent_.size(); ++i) compare_with_undated(recent_[i]);
  });
  for (std::size_t i = 0; i < articles.size(); ++i) {
    Recent& article = recent_[first + i];
    article.story = choose_story(article);
    if (article.story == kNone) article.story = article.article;
    story_of_[article.article] = article.story;
    ++sizes_[article.story];
    ++compared_[article.story];
    for (const auto& [stem, weight] : article.weights)
      index_[stem].push_back({static_cast<std::uint32_t>(dropped_ + first + i), weight});
  }
  beside.get();
}

/// Articles of more than seven days ago are no longer compared, those of more than 14 leave.
void StoryThreads::forget_before(int day) {
  const std::size_t first = in_window_;
  while (in_window_ < recent_.size() && recent_[in_window_].day < day - kWindowDays) ++in_window_;
  const auto is_compared = [oldest = dropped_ + in_window_](const Entry& entry) { return entry.item >= oldest; };
  for (std::size_t i = first; i < in_window_; ++i) {
    for (const auto& [stem, weight] : recent_[i].weights) {
      std::vector<Entry>& list = index_[stem];
      list.erase(list.begin(), std::find_if(list.begin(), list.end(), is_compared));
    }
    recent_[i].weights = {};
    --compared_[recent_[i].story];
  }
  std::size_t gone = 0;
  for (; gone < recent_.size() && recent_[gone].day < day - kLocalDays; ++gone)
    for (const std::uint32_t stem : recent_[gone].stems) --recently_[stem];
  recent_.erase(recent_.begin(), recent_.begin() + static_cast<std::ptrdiff_t>(gone));
  dropped_ += static_cast<std::uint32_t>(gone);
  in_window_ -= gone;
}

std::uint32_t StoryThreads::choose_story(const Recent& article) const {
  const auto compared_end = static_cast<std::size_t>(&article - recent_.data());
  if (article.copy_group != kNone)
    for (std::size_t i = compared_end; i > in_window_; --i)
      if (recent_[i - 1].copy_group == article.copy_group) return recent_[i - 1].story;

  std::vector<float> similarity(compared_end - in_window_);
  for (const auto& [stem, weight] : article.weights)
    for (const Entry& entry : index_[stem]) similarity[entry.item - dropped_ - in_window_] += weight * entry.weight;
  std::unordered_map<std::uint32_t, double> sums;
  for (std::size_t i = 0; i < similarity.size(); ++i) {
    const Recent& other = recent_[in_window_ + i];
    if (similarity[i] >= kLeastSimilarity) sums[other.story] += similarity[i] * nearness(article.day - other.day);
  }
  const double in_window = std::max(kFewInWindow, static_cast<double>(similarity.size()));
  double best = kLink * std::pow(in_window / kFewInWindow, kDensityPower);
  std::uint32_t chosen = kNone;
  for (const auto& [story, sum] : sums) {
    const double average = sum / compared_[story];
    if (sizes_[story] >= kMostArticles || average < best) continue;
    if (average == best && chosen != kNone && story < chosen) continue;  // ties: the older, which has the higher rank
    best = average;
    chosen = story;
  }
  return chosen;
}

void StoryThreads::compare_with_undated(const Recent& article) {
  std::vector<float> similarity(undated_.size());
  for (const auto& [stem, weight] : article.weights)
    for (const Entry& entry : undated_index_[stem]) similarity[entry.item] += weight * entry.weight;
  for (std::size_t item = 0; item < similarity.size(); ++item)
    if (similarity[item] > undated_[item].similarity) {
      undated_[item].similarity = similarity[item];
      undated_[item].near = article.article;
    }
}

std::vector<std::uint32_t> StoryThreads::stories() {
  for (const Nearest& undated : undated_)
    story_of_[undated.article] = undated.similarity >= kUndatedLink ? story_of_[undated.near] : undated.article;
  return std::move(story_of_);
}

}  // namespace newssearch
