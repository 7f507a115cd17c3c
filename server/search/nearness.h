#pragma once
#include <xapian.h>

#include <string>
#include <vector>

namespace newssearch {

/// Words side by side: for each place the terms one of which stands there.
using Row = std::vector<std::vector<std::string>>;

/// The ways in which one side of a NEAR may be written. A row stands where its first word does.
using Ways = std::vector<Row>;

/// Tells whether an article has every side of a NEAR within a window of positions, each at a place of its own.
/// (Xapian's OP_NEAR knows no phrases, and gives an article up when the last place of one side is taken by another.)
/// Not safe to share between threads.
class Nearness {
 public:
  Nearness(const Xapian::Database& database, const std::vector<Ways>& sides, Xapian::termpos window);

  /// To be asked in ascending order.
  bool holds(Xapian::docid docid);

 private:
  using Positions = std::vector<Xapian::termpos>;  ///< ascending

  /// The positions of any of some terms, article by article.
  class Place {
   public:
    Place(const Xapian::Database& database, const std::vector<std::string>& terms);
    Positions positions(Xapian::docid docid);

   private:
    struct List {
      Xapian::PostingIterator at, end;
    };
    std::vector<List> lists_;
  };
  using Places = std::vector<Place>;

  static Positions positions(Places& row, Xapian::docid docid);

  std::vector<std::vector<Places>> sides_;
  Xapian::termpos window_;
};

}  // namespace newssearch
