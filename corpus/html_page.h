#pragma once
#include <string_view>
#include <vector>

#include "common/result.h"
#include "corpus/draft.h"

namespace newssearch {

/// The article of a news page: one draft, or one error. Its text is found by the structure of the page and the look of
/// its lines, headline, dates, authors and all else by what the page states about it, in data or for the eye. All
/// candidates and all that was left out is kept as evidence. Codes: "too_large", "no_article" where there is neither
/// headline nor text.
std::vector<Result<Draft>> read_html(std::string_view bytes, const Origin& origin);

}  // namespace newssearch
