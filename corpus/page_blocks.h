#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corpus/page_meta.h"

namespace newssearch {

/// One block of a scraped page: a line or, where the text was wrapped by hand, a paragraph.
struct PageBlock {
  enum class Kind { text, meta, furniture, end } kind = Kind::text;
  std::string text;
  int weight = 0;  ///< for the body (positive) or against it
  PageMeta meta;   ///< of Kind::meta
};

/// The blocks of a page, in order; blank lines only part them.
std::vector<PageBlock> split_page(std::string_view page);

}  // namespace newssearch
