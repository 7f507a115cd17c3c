#include "server/search/answer_cache.h"

#include <bit>
#include <string_view>
#include <utility>

namespace newssearch {
namespace {

/// All that makes an answer another one, in a form that no two requests share.
class Key {
 public:
  void add(std::string_view text) {
    add(text.size());
    key_ += text;
  }
  void add(std::uint64_t number) { (key_ += std::to_string(number)) += ':'; }
  template <class Number>
  void add_optional(const std::optional<Number>& number) {
    add(number ? std::to_string(static_cast<long long>(*number)) : "");
  }
  void add(const std::vector<std::string>& texts) {
    add(texts.size());
    for (const std::string& text : texts) add(text);
  }
  std::string take() { return std::move(key_); }

 private:
  std::string key_;
};

std::string key_of(const SearchRequest& request, const std::string& version) {
  Key key;
  key.add(version);
  key.add(request.text);
  for (const std::optional<Day>& day : {request.dates.from, request.dates.to})
    key.add_optional(day ? std::optional(day->time_since_epoch().count()) : std::nullopt);
  key.add(static_cast<std::uint64_t>(request.date_field));
  key.add(request.time_zone);
  for (const FacetFilter& filter : request.filters) {
    key.add(filter.any);
    key.add(filter.none);
  }
  for (const std::uint64_t number :
       {static_cast<std::uint64_t>(request.sort), static_cast<std::uint64_t>(request.recency),
        static_cast<std::uint64_t>(request.collapse), std::uint64_t{request.page}, std::uint64_t{request.per_page},
        std::uint64_t{request.facet_limit}, std::uint64_t{request.snippet_length},
        std::uint64_t{request.facets.size()}})
    key.add(number);
  for (const Facet facet : request.facets) key.add(static_cast<std::uint64_t>(facet));
  key.add_optional(request.histogram);
  key.add(std::uint64_t{request.after.has_value()});
  if (const std::optional<HitCursor>& after = request.after) {
    key.add(after->id);
    key.add(after->before);
    for (const std::optional<Instant>& time : {after->sorted, after->published})
      key.add_optional(time ? std::optional(time->time_since_epoch().count()) : std::nullopt);
    for (const std::uint64_t number :
         {std::uint64_t{after->shown}, std::uint64_t{after->pin}, std::uint64_t{after->whole},
          std::uint64_t{std::bit_cast<std::uint32_t>(after->score)}})
      key.add(number);
  }
  for (const bool flag : {request.ids_only, request.explain, request.unfinished, request.names, request.synonyms,
                          request.pins, request.spelling, request.relax, request.expand})
    key.add(std::uint64_t{flag});
  return key.take();
}

/// So that nobody fills the memory by asking for a hundred hits and a thousand values at a time.
bool is_small(const SearchResponse& answer) {
  constexpr std::size_t kMostHits = 20, kMostCounts = 500;
  std::size_t counts = answer.histogram ? answer.histogram->buckets.size() : 0;
  for (const FacetCounts& facet : answer.facets) counts += facet.values.size();
  return answer.hits.size() <= kMostHits && counts <= kMostCounts;
}

}  // namespace

std::shared_ptr<const SearchResponse> AnswerCache::find(const SearchRequest& request, const std::string& version) {
  if (entries_ == 0) return nullptr;
  const std::string key = key_of(request, version);
  const std::scoped_lock lock(mutex_);
  const auto known = by_key_.find(key);
  ++(known == by_key_.end() ? counts_.misses : counts_.hits);
  if (known == by_key_.end()) return nullptr;
  by_use_.splice(by_use_.begin(), by_use_, known->second);
  return known->second->answer;
}

CacheCounts AnswerCache::counts() const {
  const std::scoped_lock lock(mutex_);
  return counts_;
}

void AnswerCache::keep(const SearchRequest& request, const std::string& version,
                       std::shared_ptr<const SearchResponse> answer) {
  if (entries_ == 0 || !is_small(*answer)) return;
  std::string key = key_of(request, version);
  const std::scoped_lock lock(mutex_);
  if (by_key_.contains(key)) return;  // another thread was faster
  by_use_.push_front({key, std::move(answer)});
  by_key_.emplace(std::move(key), by_use_.begin());
  if (by_use_.size() <= entries_) return;
  by_key_.erase(by_use_.back().key);
  by_use_.pop_back();
}

}  // namespace newssearch
