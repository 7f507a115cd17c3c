#pragma once
#include <string>

#include "common/result.h"
#include "server/http/message.h"

namespace newssearch {

/// How the client addressed the server, for answers that must hold absolute addresses: "https://news.example.org:8443".
/// The host is the request's; the scheme that of Forwarded (RFC 7239), else of X-Forwarded-Proto, else http. All of it
/// is what the client says, or a proxy in its name: good for what is answered to that client, and for nothing that is
/// decided. Code "bad_host" where there is no Host of letters, digits, '.', '-', '_' and a port, or an IPv6 address.
Result<std::string> origin_of(const HttpRequest& request);

/// For Vary, beside the host, which every cache goes by.
inline constexpr const char* kOriginHeaders = "Forwarded, X-Forwarded-Proto";

}  // namespace newssearch
