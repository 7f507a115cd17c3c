#pragma once
#include "server/http/message.h"

namespace newssearch {

/// Packs the body of an answer by gzip (RFC 1952) where the client takes that and it is text worth it. Its ETag is weak
/// then: the bytes are others than those of the answer as it is (RFC 9110, 8.8.3.3).
void compress(HttpResponse& response, const HttpRequest& request);

/// Whether an Accept-Encoding takes gzip (RFC 9110, 12.5.3).
bool takes_gzip(std::string_view accept_encoding);

}  // namespace newssearch
