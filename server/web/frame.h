#pragma once
#include <string>
#include <string_view>

#include "server/web/html.h"
#include "server/web/search_address.h"

namespace newssearch {

/// The id of the search form: fields elsewhere on the page belong to it through their form attribute.
inline constexpr Html::Literal kSearchForm = "search";

/// What differs from page to page.
struct Frame {
  std::string title;
  std::string query{};      ///< stands in the search box
  SearchAddress address{};  ///< its filters are kept when the box is submitted
  std::string feed{};       ///< address of what is on the page as RSS; empty: none
  Html main{}, aside{}, footer{};
};

/// The whole page: head, search box, main, aside, footer.
std::string framed(const Frame& frame);

}  // namespace newssearch
