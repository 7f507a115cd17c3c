#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace newssearch {

/// The address of a results page: its parameters, in order. Every link of the page is a changed copy of it.
/// A change of what is asked starts again on the first page.
class SearchAddress {
 public:
  using Parameter = std::pair<std::string, std::string>;  ///< decoded

  SearchAddress() = default;
  /// Reads a query string as sent: percent-encoded, '+' a space, without the '?'.
  explicit SearchAddress(std::string_view query_string);

  SearchAddress adding(std::string_view name, std::string_view value) const;
  SearchAddress setting(std::string_view name, std::string_view value) const;
  SearchAddress removing(std::string_view name) const;
  /// Values are compared folded, as filters are.
  SearchAddress removing(std::string_view name, std::string_view value) const;
  SearchAddress on_page(std::uint32_t page) const;

  const std::vector<Parameter>& parameters() const { return parameters_; }
  std::string query_string() const;
  std::string href() const;  ///< "/search?q=oil&page=2"

 private:
  std::vector<Parameter> parameters_;
};

std::string percent_encode(std::string_view text);

/// "/v1/feed.rss?q=oil": what these parameters of a search find as a feed, "rss", "atom" or "json". Its newest articles
/// come first: order and page of the search are left out, and what no feed takes.
std::string feed_href(std::string_view format, const std::vector<SearchAddress::Parameter>& parameters);

/// "/article/reut2-000.sgm%3A12"
std::string article_href(std::string_view id);
std::string story_href(std::string_view id);

}  // namespace newssearch
