#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "common/schema.h"
#include "server/search/columns.h"
#include "server/search/grouping.h"

namespace newssearch {

/// An article as it stands among the hits.
struct RankedHit {
  std::uint32_t rank = 0;
  float score = 0;
  bool whole = true;      ///< of a relaxed query: it holds all the words
  std::uint32_t pin = 0;  ///< HitCursor::pin
};

/// What holds all the words before what holds some of them, however often. Of equal scores the newest first: pages are
/// stable.
struct ByScore {
  const Columns& columns;
  bool operator()(const RankedHit& a, const RankedHit& b) const {
    if (a.whole != b.whole) return a.whole;
    return a.score != b.score ? a.score > b.score : columns.comes_before(a.rank, b.rank);
  }
};

/// The undated last in either order.
struct ByDate {
  const Columns& columns;
  const DateColumn& dates;  ///< of the columns, one of the two
  bool newest_first;
  bool operator()(const RankedHit& a, const RankedHit& b) const {
    const bool undated_a = dates.known[a.rank] == DateColumn::undated;
    const bool undated_b = dates.known[b.rank] == DateColumn::undated;
    if (undated_a || undated_b) return undated_a == undated_b ? columns.comes_before(a.rank, b.rank) : undated_b;
    if (dates.seconds[a.rank] == dates.seconds[b.rank])
      return newest_first ? columns.comes_before(a.rank, b.rank) : columns.comes_before(b.rank, a.rank);
    return (dates.seconds[a.rank] > dates.seconds[b.rank]) == newest_first;
  }
};

/// Whether articles come after a hit, in the order of ByScore or ByDate, be it still there or not.
class Behind {
 public:
  /// `dates`: those of ByDate. Throws nothing; what is given must outlive it.
  Behind(const HitCursor& hit, SortOrder sort, const Columns& columns, const DateColumn& dates)
      : hit_(hit), sort_(sort), columns_(columns), dates_(dates) {}

  bool operator()(const RankedHit& article) const {
    const bool comes_later = schema::comes_before(hit_.published, hit_.id, time_of(columns_.published(), article.rank),
                                                  columns_.ids()[article.rank]);
    if (sort_ == SortOrder::relevance) {
      if (hit_.whole != article.whole) return hit_.whole;
      return hit_.score != article.score ? hit_.score > article.score : comes_later;
    }
    const std::optional<Instant> date = time_of(dates_, article.rank);
    if (!date || !hit_.sorted) return date.has_value() == hit_.sorted.has_value() ? comes_later : !date;
    if (*date != *hit_.sorted) return (*hit_.sorted > *date) == (sort_ == SortOrder::newest);
    return sort_ == SortOrder::newest ? comes_later : !comes_later && columns_.ids()[article.rank] != hit_.id;
  }

  static std::optional<Instant> time_of(const DateColumn& dates, std::size_t rank) {
    return dates.known[rank] == DateColumn::undated ? std::nullopt : std::optional(dates.at(rank));
  }

 private:
  const HitCursor& hit_;
  const SortOrder sort_;
  const Columns& columns_;
  const DateColumn& dates_;
};

/// The first of many articles in some order.
class FirstArticles {
 public:
  using Order = std::function<bool(const RankedHit&, const RankedHit&)>;
  FirstArticles(std::size_t wanted, Order comes_before) : wanted_(wanted), comes_before_(std::move(comes_before)) {}

  void add(const RankedHit& article) {
    if (heap_.size() < wanted_) {
      heap_.push_back(article);
      std::push_heap(heap_.begin(), heap_.end(), comes_before_);
    } else if (wanted_ > 0 && comes_before_(article, heap_.front())) {
      std::pop_heap(heap_.begin(), heap_.end(), comes_before_);
      heap_.back() = article;
      std::push_heap(heap_.begin(), heap_.end(), comes_before_);
    }
  }
  bool is_full() const { return heap_.size() >= wanted_; }
  std::size_t size() const { return heap_.size(); }
  /// Only what comes before this one is still let in; asked of a full one that wants some.
  const RankedHit& last() const { return heap_.front(); }
  std::vector<RankedHit> in_order() && {
    std::sort_heap(heap_.begin(), heap_.end(), comes_before_);
    return std::move(heap_);
  }

 private:
  std::size_t wanted_;
  Order comes_before_;
  std::vector<RankedHit> heap_;  ///< the last of them on top
};

/// The same, but of the articles of a group the first alone.
class FirstResults {
 public:
  /// `grouping` may be null: each article is a result. `behind` may be null: else results are those behind a hit alone.
  FirstResults(std::size_t wanted, FirstArticles::Order comes_before, const Grouping* grouping, const Behind* behind)
      : wanted_(wanted),
        comes_before_(comes_before),
        ungrouped_(wanted, std::move(comes_before)),
        grouping_(grouping),
        behind_(behind) {}

  void add(const RankedHit& article) {
    const std::optional<std::uint32_t> group = grouping_ ? grouping_->shared(article.rank) : std::nullopt;
    if (!group) {
      if (is_asked_for(article)) ungrouped_.add(article);
      return;
    }
    const auto [known, fresh] = best_.try_emplace(*group, article);
    if (!fresh && !comes_before_(article, known->second)) return;
    if (!fresh && is_asked_for(known->second)) --asked_groups_;
    if (is_asked_for(article)) ++asked_groups_;
    known->second = article;
  }
  /// As many results as are wanted: nothing that comes after all of them is asked for.
  bool has_enough() const { return asked_groups_ + ungrouped_.size() >= wanted_; }
  /// If there is one, nothing that does not come before it is asked for.
  const RankedHit* last() const { return wanted_ > 0 && ungrouped_.is_full() ? &ungrouped_.last() : nullptr; }
  std::vector<RankedHit> in_order() && {
    for (const auto& [group, article] : best_)
      if (is_asked_for(article)) ungrouped_.add(article);
    return std::move(ungrouped_).in_order();
  }

 private:
  bool is_asked_for(const RankedHit& article) const { return !behind_ || (*behind_)(article); }

  std::size_t wanted_;
  FirstArticles::Order comes_before_;
  FirstArticles ungrouped_;
  const Grouping* grouping_;
  const Behind* behind_;
  std::unordered_map<std::uint32_t, RankedHit> best_;  ///< by group
  std::size_t asked_groups_ = 0;                       ///< of these
};

}  // namespace newssearch
