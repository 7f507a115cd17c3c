#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace newssearch {

/// Which articles editors put first for which queries. Filled once, then immutable and safe to share between threads.
class Pins {
 public:
  /// Lines of queries and the ids that come first for them, in that order:
  ///
  ///   bank of england => 9947 wire/2, https://news.example/a,1   ids are parted by blanks, or by a comma and a blank
  ///   * => "flood map"                                           what is asked for nothing; an id with a blank
  ///
  /// In an id between quotes "" is a quote. A line that makes no sense is left out; errors() then names `file`, its
  /// number and the reason.
  void add_lines(std::string_view lines, std::string_view file);

  /// The ids that come first for a query whose text, folded, is that of a line; none for others. A hash look-up.
  const std::vector<std::string>& of(std::string_view query) const;

  const std::vector<std::string>& errors() const { return errors_; }
  void add_error(std::string error) { errors_.push_back(std::move(error)); }

  /// Differs where the lines read differ; empty where there are none.
  const std::string& revision() const { return revision_; }

 private:
  std::string add_line(std::string_view line);

  std::unordered_map<std::string, std::vector<std::string>> ids_;  ///< by folded query
  std::vector<std::string> errors_;
  std::string revision_;
};

/// At most so many articles are pinned for one query.
inline constexpr std::size_t kMostPins = 100;

}  // namespace newssearch
