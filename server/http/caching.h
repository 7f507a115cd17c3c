#pragma once
#include <cstdint>
#include <string>

#include "server/http/message.h"

namespace newssearch {

/// The strong ETag of a search's answer: it changes with the generation, with what was asked and with the program.
/// The order of the parameters does not matter.
std::string search_etag(std::uint64_t generation, const std::string& path, Params params);

/// Whether the client holds this very answer: a GET or HEAD whose If-None-Match names its ETag.
bool client_has(const HttpRequest& request, const std::string& etag);

/// 304 for a client that has it.
HttpResponse not_modified(const std::string& etag, const std::string& cache_control);

}  // namespace newssearch
