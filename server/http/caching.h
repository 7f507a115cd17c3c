#pragma once
#include <cstdint>
#include <string>

#include "server/http/message.h"

namespace newssearch {

/// A strong ETag that changes with what is given and with the program's version.
std::string make_etag(const std::string& what);

/// The ETag of an answer made from a generation: the order of the parameters does not matter.
std::string search_etag(const std::string& version, const std::string& path, Params params);

/// Whether the client holds this very answer: a GET or HEAD whose If-None-Match names its ETag.
bool client_has(const HttpRequest& request, const std::string& etag);

/// 304 for a client that has it.
HttpResponse not_modified(const std::string& etag, const std::string& cache_control);

}  // namespace newssearch
