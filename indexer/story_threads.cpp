#include "indexer/story_threads.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "common/schema.h"

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
constexpr double kNormFloor = 9;        ///< so that two short texts are not alike by a word or two
constexpr double kNearnessFloor = 0.4;  ///< after a day .7, after two .55
constexpr float kLeastSimilarity = 0.05F;
constexpr double kLink = 0.105, kFewInWindow = 75, kDensityPower = 0.08;
constexpr std::uint32_t kMostArticles = 100;
constexpr float kUndatedLink = 0.35F;

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

double nearness(int days) { return kNearnessFloor + (1 - kNearnessFloor) * std::exp2(-days); }

}  // namespace

void StemTable::count(const std::vector<std::uint64_t>& stems) {
  for (const std::uint64_t stem : stems) ++stems_[stem];
}

void StemTable::add(const StemTable& other) {
  for (const auto& [stem, holding] : other.stems_) stems_[stem] += holding;
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

StoryText story_text(const Article& article, Analyzer& analyzer) {
  std::unordered_map<std::uint64_t, float> counts;
  std::size_t words = 0, with_digits = 0;
  const auto count = [&](std::string_view text, auto weight_of) {
    std::size_t position = 0;
    for (const Token& token : analyzer.analyze_by_dictionary(text)) {
      counts[std::hash<std::string>{}(schema::stem_term(analyzer, token.word, article.lang))] += weight_of(position++);
      ++words;
      with_digits += has_digit(token.word) ? 1 : 0;
    }
  };
  count(article.headline, [](std::size_t) { return kHeadlineWeight; });
  count(article.body, [](std::size_t position) { return position < kLeadWords ? kLeadWeight : 1.0F; });
  StoryText text;
  text.stems.assign(counts.begin(), counts.end());
  std::sort(text.stems.begin(), text.stems.end());
  text.digits = words == 0 ? 0 : static_cast<float>(with_digits) / static_cast<float>(words);
  return text;
}

StoryThreads::StoryThreads(const StemTable& stems, std::size_t articles)
    : stems_(stems), articles_(static_cast<double>(articles)), recently_(stems.size()), story_of_(articles, kNone) {}

/// How rare a stem is; of a dated article in the last days above all.
double StoryThreads::worth(std::uint32_t stem, bool dated) const {
  const auto rarity = [](double all, double holding) {
    return std::max(0.0, std::log((all + 1) / (holding + 0.5)) - kIdfCut);
  };
  const double everywhere = rarity(articles_, stems_.articles_with(stem));
  if (!dated || recent_.size() < kFewLocal) return everywhere;
  const double local = rarity(static_cast<double>(recent_.size()), recently_[stem]);
  return std::min(everywhere, (1 - kLocalShare) * everywhere + kLocalShare * local);
}

StoryThreads::Weights StoryThreads::weigh(const StoryText& text, bool dated) const {
  Weights weights;
  for (const auto& [stem, count] : text.stems) {
    const std::uint32_t number = stems_.number_of(stem);
    if (number == StemTable::kRare) continue;
    const double weight = count / (count + kSaturation) * worth(number, dated);
    if (weight > 0) weights.emplace_back(number, static_cast<float>(weight));
  }
  const auto most = weights.begin() + std::min<std::ptrdiff_t>(kTerms, std::ssize(weights));
  std::partial_sort(weights.begin(), most, weights.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  weights.erase(most, weights.end());
  double squares = kNormFloor;
  for (const auto& [stem, weight] : weights) squares += double{weight} * weight;
  const double words = 1 - text.digits;
  for (auto& [stem, weight] : weights) weight = static_cast<float>(weight * words * words / std::sqrt(squares));
  return weights;
}

void StoryThreads::add_undated(std::uint32_t article, const StoryText& text) {
  for (const auto& [stem, weight] : weigh(text, false))
    undated_index_[stem].push_back({static_cast<std::uint32_t>(undated_.size()), weight});
  undated_.push_back({.article = article});
}

void StoryThreads::add_day(std::chrono::sys_days date, std::vector<Dated> articles) {
  const int day = static_cast<int>(date.time_since_epoch().count());
  forget_before(day);
  const std::size_t first = recent_.size();
  for (const Dated& dated : articles) {
    Recent article{.article = dated.article,
                   .day = day,
                   .story = kNone,
                   .copy_group = dated.copy_group,
                   .stems = {},
                   .weights = {}};
    for (const auto& [stem, count] : dated.text.stems)
      if (const std::uint32_t number = stems_.number_of(stem); number != StemTable::kRare)
        article.stems.push_back(number);
    for (const std::uint32_t stem : article.stems) ++recently_[stem];
    recent_.push_back(std::move(article));
  }
  for (std::size_t i = 0; i < articles.size(); ++i) {
    Recent& article = recent_[first + i];
    article.weights = weigh(articles[i].text, true);
    article.story = choose_story(article);
    if (article.story == kNone) article.story = article.article;
    ++sizes_[article.story];
    story_of_[article.article] = article.story;
    for (const auto& [stem, weight] : article.weights)
      index_[stem].push_back({static_cast<std::uint32_t>(dropped_ + first + i), weight});
    compare_with_undated(article);
  }
}

/// Articles of more than 14 days ago leave, those of more than seven are no longer compared.
void StoryThreads::forget_before(int day) {
  const auto old = std::find_if(recent_.begin(), recent_.end(),
                                [&](const Recent& article) { return article.day >= day - kLocalDays; });
  for (auto article = recent_.begin(); article != old; ++article)
    for (const std::uint32_t stem : article->stems) --recently_[stem];
  const auto gone = static_cast<std::size_t>(old - recent_.begin());
  recent_.erase(recent_.begin(), old);
  dropped_ += static_cast<std::uint32_t>(gone);
  in_window_ -= std::min(in_window_, gone);
  const std::size_t before = in_window_;
  while (in_window_ < recent_.size() && recent_[in_window_].day < day - kWindowDays) recent_[in_window_++].weights = {};
  if (in_window_ == before && gone == 0) return;
  const std::uint32_t oldest = dropped_ + static_cast<std::uint32_t>(in_window_);
  for (auto list = index_.begin(); list != index_.end();) {
    auto& entries = list->second;
    entries.erase(entries.begin(), std::find_if(entries.begin(), entries.end(),
                                                [&](const Entry& entry) { return entry.item >= oldest; }));
    list = entries.empty() ? index_.erase(list) : std::next(list);
  }
}

std::uint32_t StoryThreads::choose_story(const Recent& article) {
  const auto compared_end = static_cast<std::size_t>(&article - recent_.data());
  std::vector<float> similarity(compared_end - in_window_);
  for (const auto& [stem, weight] : article.weights)
    if (const auto list = index_.find(stem); list != index_.end())
      for (const Entry& entry : list->second) similarity[entry.item - dropped_ - in_window_] += weight * entry.weight;

  struct Score {
    double sum = 0;
    std::uint32_t members = 0;
  };
  std::unordered_map<std::uint32_t, Score> scores;
  std::uint32_t original = kNone;
  for (std::size_t i = 0; i < similarity.size(); ++i) {
    const Recent& other = recent_[in_window_ + i];
    if (article.copy_group != kNone && other.copy_group == article.copy_group) original = other.story;
    Score& score = scores[other.story];
    ++score.members;
    if (similarity[i] >= kLeastSimilarity) score.sum += similarity[i] * nearness(article.day - other.day);
  }
  if (original != kNone) return original;
  const double in_window = std::max(kFewInWindow, static_cast<double>(similarity.size()));
  double best = kLink * std::pow(in_window / kFewInWindow, kDensityPower);
  std::uint32_t chosen = kNone;
  for (const auto& [story, score] : scores) {
    const double average = score.sum / score.members;
    if (sizes_[story] >= kMostArticles || average < best) continue;
    if (average == best && chosen != kNone && story < chosen) continue;  // ties: the older, which has the higher rank
    best = average;
    chosen = story;
  }
  return chosen;
}

void StoryThreads::compare_with_undated(const Recent& article) {
  if (undated_.empty()) return;
  std::unordered_map<std::uint32_t, float> similarity;
  for (const auto& [stem, weight] : article.weights)
    if (const auto list = undated_index_.find(stem); list != undated_index_.end())
      for (const Entry& entry : list->second) similarity[entry.item] += weight * entry.weight;
  for (const auto& [item, alike] : similarity)
    if (alike > undated_[item].similarity) {
      undated_[item].similarity = alike;
      undated_[item].near = article.article;
    }
}

std::vector<std::uint32_t> StoryThreads::stories() {
  for (const Nearest& undated : undated_)
    story_of_[undated.article] = undated.similarity >= kUndatedLink ? story_of_[undated.near] : undated.article;
  return std::move(story_of_);
}

}  // namespace newssearch
