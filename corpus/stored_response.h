#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "common/result.h"
#include "corpus/byte_stream.h"

namespace newssearch {

/// The header of an HTTP response as a crawler stored it.
struct StoredResponse {
  int status = 0;
  std::string content_type, content_encoding;  ///< as stated; empty where they are not
  bool chunked = false;
  std::size_t header_bytes = 0;  ///< the body begins there
};

/// The header at the front of `text`; nullopt where there is none, or no end of it.
std::optional<StoredResponse> read_stored_response(std::string_view text);

/// A body that was sent in chunks.
struct ChunkedBody {
  std::string body;
  bool whole = true;  ///< false: the marks of the chunks break off within it
};

/// Takes the marks of chunks out; a body without them, from which they were taken before, is left as it is.
ChunkedBody without_chunks(std::string_view sent);

/// The body, decompressed as `content_encoding` says, or its own magic bytes; a body that is plain text already is
/// left. Code "unreadable" for what cannot be decompressed here.
Result<std::unique_ptr<ByteStream>> decoded_body(std::string body, std::string_view content_encoding);

/// "text/html" of "Text/HTML; charset=utf-8".
std::string media_type(std::string_view content_type);
/// "utf-8" of the same; empty where there is none.
std::string charset_of(std::string_view content_type);

/// True where the front of a body is no compressed or otherwise binary data.
bool looks_like_text(std::string_view body);

}  // namespace newssearch
