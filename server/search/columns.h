#pragma once
#include <string>
#include <vector>

#include "common/columns_file.h"
#include "common/term_postings.h"
#include "server/search/grouping.h"
#include "server/search/search_request.h"

namespace newssearch {

/// A generation's ColumnsFile in the terms of searches. Immutable: safe to share between threads.
class Columns {
 public:
  explicit Columns(ColumnsFile file);

  std::size_t articles() const { return file_.articles(); }
  const DateColumn& published() const { return published_; }
  const DateColumn& updated() const { return updated_; }
  const ValueColumn& values(Facet facet) const { return values_[static_cast<std::size_t>(facet)]; }
  const ArticleLengths& lengths() const { return lengths_; }
  PackedStrings ids() const { return file_.ids(); }
  const Grouping& copies() const { return copies_; }
  const Grouping& stories() const { return stories_; }
  /// Every language articles are in, "und" included.
  const std::vector<std::string>& languages() const { return languages_; }

 private:
  ColumnsFile file_;
  DateColumn published_, updated_;
  ValueColumn values_[std::size(kFacets)];
  ArticleLengths lengths_;
  Grouping copies_, stories_;
  std::vector<std::string> languages_;
};

/// "2020-03-14", or with the time where that is known. The article must be dated.
std::string iso_date(const DateColumn& dates, std::size_t rank);

/// By number: whether one of these means the value. It counts as it is stated or, if no article states it so, as it
/// folds.
std::vector<bool> meant_by(const std::vector<std::string>& asked, const ValueColumn& column);
/// Whether any article has a value that this means.
bool has_value(const ValueColumn& column, const std::string& asked);

}  // namespace newssearch
