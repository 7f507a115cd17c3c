#pragma once
#include "server/http/message.h"
#include "server/search/search_request.h"

namespace newssearch {

/// The parameters that ask for this: read_search_request gives it back, all but ids_only, which is no parameter. What
/// a request has by itself is left out. A filter's value that is empty or begins with '-' cannot be said so.
Params to_params(const SearchRequest& request);

}  // namespace newssearch
