#pragma once
#include <string>
#include <vector>

#include "server/http/router.h"

namespace newssearch {

/// The OpenAPI 3.1 description of the routes that have a summary, as JSON.
std::string openapi_document(const std::vector<Route>& routes);

}  // namespace newssearch
