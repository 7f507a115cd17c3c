#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "common/result.h"

namespace newssearch {

/// Markup a parser can be given without harm, and the scripts that hold data.
struct TameMarkup {
  std::string html;
  std::vector<std::string> json_ld;  ///< contents of the scripts of type application/ld+json
};

/// Takes from markup in UTF-8 what a reader of news has no use for, in linear time: comments, scripts, styles, all but
/// a few attributes, tags nested beyond a limit. Elements that parsers reopen when they are not closed (`<b>`,
/// `<font>`) become `<span>`, links `<label>`. Code "too_large" for what is over 10 MB, has over
/// 60,000 tags, or over 2 MB without scripts and the like.
Result<TameMarkup> tame_markup(std::string_view markup);

}  // namespace newssearch
