#pragma once
#include <string>

#include "common/result.h"
#include "server/http/message.h"

namespace newssearch {

/// How the client addressed the server, for answers that must hold absolute addresses: "https://news.example.org:8443".
/// The host is what the client says: good for what is answered to it, and for nothing that is decided. Code "bad_host"
/// where there is no Host of letters, digits, '.', '-', '_' and a port, or an IPv6 address.
Result<std::string> origin_of(const HttpRequest& request);

/// The scheme the client used, where a proxy says so: that of Forwarded (RFC 7239), else of X-Forwarded-Proto; empty
/// where neither names http or https. Whoever asks must have made sure that a trusted proxy speaks.
std::string forwarded_scheme(const HttpRequest& request);

/// For Vary, beside the host, which every cache goes by.
inline constexpr const char* kOriginHeaders = "Forwarded, X-Forwarded-Proto";

}  // namespace newssearch
