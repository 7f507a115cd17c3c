#pragma once
#include <optional>
#include <string>
#include <vector>

#include "common/columns_file.h"
#include "common/term_postings.h"
#include "server/search/grouping.h"
#include "server/search/search_request.h"

namespace newssearch {

/// When articles were published: what they are in order of, newest first and the undated last, within each of an
/// index's parts. What was replaced or removed has its ranks, but neither counts nor is the newest.
struct PublishedDates : DateColumn {
  PublishedDates(DateColumn column, const std::vector<RankRange>& parts, const DocSet& live);
  std::vector<RankRange> dated;  ///< of each part

  bool is_dated(std::size_t rank) const { return known[rank] != undated; }
  std::size_t count_dated() const { return live_.count(dated); }
  /// The ranks of the newest and of the oldest dated article; SIZE_MAX where none is dated.
  std::size_t newest() const { return newest_; }
  std::size_t oldest() const { return oldest_; }
  /// Those published at `from` or later and before `to`, part by part.
  std::vector<RankRange> between(Instant from, Instant to) const;
  /// Of each part, the first dated rank published before a time; the end of those dated where there is none.
  std::vector<std::size_t> first_before(Instant time) const;
  /// So late were the newest `count` published, or somewhat later ones alone; Instant::max() where count is 0.
  Instant time_of_newest(std::size_t count) const;

 private:
  DocSet live_;
  std::size_t newest_ = SIZE_MAX, oldest_ = SIZE_MAX;
};

/// The values of a field. One that only articles have which are not shown is none.
struct FacetColumn : ValueColumn {
  std::vector<bool> unseen;  ///< by number; empty: none is
  bool is_seen(std::size_t number) const { return unseen.empty() || !unseen[number]; }
};

/// A generation's ColumnsFile in the terms of searches. Immutable: safe to share between threads.
class Columns {
 public:
  /// Of the articles that are `live`, in one part or several. `average_length`: what impacts are of; absent: the
  /// average of the file's. Where only `some` of the articles that the file has values of are live, the others' count
  /// for none.
  enum class Live { all, some };
  Columns(ColumnsFile file, const std::vector<RankRange>& parts, const DocSet& live,
          std::optional<double> average_length, Live share);

  /// One behind the last; not all need be articles.
  std::size_t ranks() const { return file_.articles(); }
  const PublishedDates& published() const { return published_; }
  const DateColumn& updated() const { return updated_; }
  const FacetColumn& values(Facet facet) const { return values_[static_cast<std::size_t>(facet)]; }
  const ArticleLengths& lengths() const { return lengths_; }
  PackedStrings ids() const { return file_.ids(); }
  /// The order of articles that nothing else puts in order, in whichever parts they are: that of the ranks of one part.
  bool comes_before(std::size_t a, std::size_t b) const;
  /// Whether all ranks are in that order: there is one part.
  bool are_in_order() const { return published_.dated.size() == 1; }
  const Grouping& copies() const { return copies_; }
  const Grouping& stories() const { return stories_; }
  /// Every language articles are in, "und" included.
  const std::vector<std::string>& languages() const { return languages_; }

 private:
  ColumnsFile file_;
  PublishedDates published_;
  DateColumn updated_;
  FacetColumn values_[std::size(kFacets)];
  ArticleLengths lengths_;
  Grouping copies_, stories_;
  std::vector<std::string> languages_;
};

/// "2020-03-14", or with the time where that is known. The article must be dated.
std::string iso_date(const DateColumn& dates, std::size_t rank);

/// By number: whether one of these means the value. It counts as it is stated or, if no article states it so, as it
/// folds.
std::vector<bool> meant_by(const std::vector<std::string>& asked, const FacetColumn& column);
/// Whether any article has a value that this means.
bool has_value(const FacetColumn& column, const std::string& asked);

}  // namespace newssearch
