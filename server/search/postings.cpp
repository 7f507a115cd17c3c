#include "server/search/postings.h"

#include <algorithm>

namespace newssearch {
namespace {

/// The candidates as a posting list for Xapian's matcher, which checks positions only where all its lists meet; the
/// budget is checked on the way.
class Candidates : public Xapian::PostingSource {
 public:
  Candidates(const DocSet& set, const TimeBudget& budget) : set_(set), budget_(budget), count_(set.count()) {}

  Xapian::doccount get_termfreq_min() const override { return count_; }
  Xapian::doccount get_termfreq_est() const override { return count_; }
  Xapian::doccount get_termfreq_max() const override { return count_; }
  void init(const Xapian::Database&) override { docid_ = 0; }
  void next(double) override { move_to(docid_ + 1); }
  void skip_to(Xapian::docid docid, double) override {
    if (docid > docid_) move_to(docid);
  }
  bool at_end() const override { return docid_ > set_.articles(); }
  Xapian::docid get_docid() const override { return docid_; }

 private:
  void move_to(Xapian::docid docid) {
    constexpr unsigned kMovesPerLook = 64;  // between two, positions may have been read
    if (++moves_ % kMovesPerLook == 0) budget_.look();
    docid_ = static_cast<Xapian::docid>(set_.next(docid - 1) + 1);
  }

  const DocSet& set_;
  const TimeBudget& budget_;
  const Xapian::doccount count_;
  Xapian::docid docid_ = 0;
  unsigned moves_ = 0;
};

/// Collects the documents Xapian's matcher visits.
class Collector : public Xapian::MatchSpy {
 public:
  explicit Collector(DocSet& found) : found_(found) {}
  void operator()(const Xapian::Document& document, double) override { found_.insert(document.get_docid() - 1); }

 private:
  DocSet& found_;
};

}  // namespace

DocSet Postings::with_any(const std::vector<std::string>& terms) const {
  DocSet found(articles());
  for (const std::string& term : terms) for_each(term, [&](std::size_t rank, std::uint32_t) { found.insert(rank); });
  return found;
}

Occurrences Postings::sum(const std::vector<std::string>& terms) const {
  Occurrences sum{DocSet(articles()), std::vector<std::uint32_t>(articles())};
  for (const std::string& term : terms)
    for_each(term, [&](std::size_t rank, std::uint32_t wdf) {
      sum.found.insert(rank);
      sum.wdf[rank] += wdf;
    });
  return sum;
}

Occurrences Postings::least(const Row& row, DocSet found) const {
  Occurrences least{std::move(found), std::vector<std::uint32_t>(articles(), UINT32_MAX)};
  for (const std::vector<std::string>& place : row) {
    const Occurrences there = sum(place);
    for (std::size_t rank = 0; rank < articles(); ++rank) least.wdf[rank] = std::min(least.wdf[rank], there.wdf[rank]);
  }
  return least;
}

DocSet Postings::at_positions(const Xapian::Query& query, const DocSet& candidates) const {
  DocSet found(articles());
  if (candidates.count() == 0) return found;
  Candidates source(candidates, budget_);
  Collector collector(found);
  Xapian::Enquire enquire(database_);
  enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, query, Xapian::Query(&source)));
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.add_matchspy(&collector);
  enquire.get_mset(0, 0, database_.get_doccount());  // check every document: the spy sees all that match
  return found;
}

DocSet Postings::near(const std::vector<Ways>& sides, Xapian::termpos window, const DocSet& candidates) const {
  constexpr unsigned kArticlesPerLook = 64;  // of each, positions are read
  DocSet found(articles());
  Nearness nearness(database_, sides, window);
  unsigned looked_at = 0;
  candidates.for_each([&](std::size_t rank) {
    if (++looked_at % kArticlesPerLook == 0) budget_.look();
    if (nearness.holds(static_cast<Xapian::docid>(rank + 1))) found.insert(rank);
  });
  return found;
}

}  // namespace newssearch
