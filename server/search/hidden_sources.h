#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "server/search/value_names.h"

namespace newssearch {

/// The sources whose articles are not shown. Filled once, then immutable and safe to share between threads.
class HiddenSources {
 public:
  /// One source a line, by what `source:` in a query would find it by; '#' begins a comment. A line without a word is
  /// left out; errors() then names `file`, its number and the reason.
  void add_lines(std::string_view lines, std::string_view file, Analyzer& analyzer);

  /// Of the values of the sources' column.
  const ValueNames& names() const { return names_; }
  bool empty() const { return names_.empty(); }

  const std::vector<std::string>& errors() const { return errors_; }

  /// Differs where the lines read differ; empty where there are none.
  const std::string& revision() const { return revision_; }

 private:
  ValueNames names_;
  std::vector<std::string> errors_;
  std::string revision_;
};

}  // namespace newssearch
