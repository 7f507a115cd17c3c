#pragma once
#include <string>
#include <string_view>

#include "common/result.h"
#include "server/http/message.h"
#include "server/search/search_request.h"

namespace newssearch {

/// A place in a list of hits as clients hold it: letters, digits, '-' and '_', to be given back with the same query.
std::string cursor_text(const HitCursor& cursor, const Params& params);

/// Code "bad_cursor": it is none, or one of another query.
Result<HitCursor> read_cursor(std::string_view text, const Params& params);

}  // namespace newssearch
