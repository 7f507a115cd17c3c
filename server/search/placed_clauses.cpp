#include "server/search/placed_clauses.h"

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "server/search/shard_lists.h"
#include "server/search/stored_positions.h"

namespace newssearch {
namespace {

/// Between two looks at the clock, positions are read of so many articles.
constexpr unsigned kArticlesPerLook = 16;

/// Asks of each candidate where its terms stand: in the generation's file, in lists that a shard has or, where the file
/// is damaged, in the articles.
class PlacedClause : public Clause {
 public:
  PlacedClause(const SearchedIndex& index, TimeBudget& budget) : index_(index), budget_(budget) {}

  std::size_t seek(std::size_t window) final { return window; }
  Cost cost() const final { return Cost::positions; }
  void narrow(std::size_t window, WindowBits& candidates) final {
    open(window, candidates);
    unsigned looked_at = 0;
    for_each_place(candidates, [&](std::size_t place) {
      if (++looked_at % kArticlesPerLook == 0) budget_.look();
      const std::size_t rank = window * kWindowArticles + place;
      if (!holds(rank, static_cast<std::uint32_t>(rank - part_->first_rank)))
        candidates[place / 64] &= ~(1ULL << (place % 64));
    });
  }

 protected:
  /// Begins to read a file, from its newest article on.
  virtual void read(const PositionsFile& file) = 0;
  /// Asked of ranks in ascending order; `in_file`: the article's rank in the file.
  virtual bool holds(std::size_t rank, std::uint32_t in_file) = 0;
  /// Whose positions are read in these articles.
  virtual std::set<std::string> terms(const std::vector<std::size_t>& ranks) = 0;

  const SearchedIndex& index_;
  TimeBudget& budget_;

 private:
  void open(std::size_t window, const WindowBits& candidates) {
    const IndexPart* const before = std::exchange(part_, &index_.part_of(window * kWindowArticles));
    if (part_->positions.is_open()) {
      if (part_ != before || !window_ || window <= *window_) read(part_->positions);
    } else {
      std::vector<std::size_t> ranks;
      std::vector<std::uint32_t> in_file;
      for_each_place(candidates, [&](std::size_t place) {
        ranks.push_back(window * kWindowArticles + place);
        in_file.push_back(static_cast<std::uint32_t>(ranks.back() - part_->first_rank));
      });
      const std::set<std::string> wanted = terms(ranks);
      if (!part_->shard) {
        stored_ = stored_positions(part_->stored, in_file, wanted, index_.analyzer, budget_);
      } else if (part_ != before || wanted != fetched_) {
        stored_ = part_->shard->positions(part_->database, wanted);
        fetched_ = wanted;
      }
      read(stored_);
    }
    window_ = window;
  }

  PositionsFile stored_;
  std::set<std::string> fetched_;      ///< whose positions are in it, from a shard
  const IndexPart* part_ = nullptr;    ///< that of window_
  std::optional<std::size_t> window_;  ///< last asked of
};

void collect_terms(const Row& row, std::set<std::string>& terms) {
  for (const std::vector<std::string>& place : row) terms.insert(place.begin(), place.end());
}

class InARow : public PlacedClause {
 public:
  InARow(Row row, const SearchedIndex& index, TimeBudget& budget) : PlacedClause(index, budget), row_(std::move(row)) {}

 private:
  void read(const PositionsFile& file) override { where_.emplace(file, row_); }
  bool holds(std::size_t, std::uint32_t in_file) override { return !where_->in(in_file).empty(); }
  std::set<std::string> terms(const std::vector<std::size_t>&) override {
    std::set<std::string> terms;
    collect_terms(row_, terms);
    return terms;
  }
  Row row_;
  std::optional<RowPositions> where_;
};

class Near : public PlacedClause {
 public:
  Near(SidesOfLanguage sides, std::uint32_t window, const SearchedIndex& index, TimeBudget& budget)
      : PlacedClause(index, budget), sides_of_(std::move(sides)), window_(window) {}

 private:
  void read(const PositionsFile& file) override {
    file_ = &file;
    nearness_.clear();
  }
  bool holds(std::size_t rank, std::uint32_t in_file) override {
    const std::uint32_t lang = language_of(rank);
    auto nearness = nearness_.find(lang);
    if (nearness == nearness_.end())
      nearness = nearness_.try_emplace(lang, *file_, sides_of(lang), window_, budget_).first;
    return nearness->second.holds(in_file);
  }
  std::set<std::string> terms(const std::vector<std::size_t>& ranks) override {
    std::set<std::string> terms;
    for (const std::size_t rank : ranks)
      for (const Ways& side : sides_of(language_of(rank)))
        for (const Row& row : side) collect_terms(row, terms);
    return terms;
  }
  std::uint32_t language_of(std::size_t rank) const {
    const PackedNumbers numbers = index_.columns.values(Facet::lang).of(rank);
    return numbers.size() == 0 || numbers[0] >= index_.columns.languages().size() ? kNoLanguage : numbers[0];
  }
  const std::vector<Ways>& sides_of(std::uint32_t lang) {
    const auto [entry, fresh] = sides_.try_emplace(lang);
    if (fresh) entry->second = sides_of_(lang == kNoLanguage ? "" : index_.columns.languages()[lang]);
    return entry->second;
  }

  static constexpr std::uint32_t kNoLanguage = UINT32_MAX;
  SidesOfLanguage sides_of_;
  std::uint32_t window_;
  const PositionsFile* file_ = nullptr;
  std::map<std::uint32_t, std::vector<Ways>> sides_;  ///< by the language's number
  std::map<std::uint32_t, Nearness> nearness_;
};

}  // namespace

ClausePtr stands_in_a_row(Row row, const SearchedIndex& index, TimeBudget& budget) {
  return std::make_unique<InARow>(std::move(row), index, budget);
}

ClausePtr stand_near(SidesOfLanguage sides, std::uint32_t window, const SearchedIndex& index, TimeBudget& budget) {
  return std::make_unique<Near>(std::move(sides), window, index, budget);
}

}  // namespace newssearch
