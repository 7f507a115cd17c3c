#pragma once
#include <memory>

#include "corpus/byte_stream.h"

namespace newssearch {

/// What gzip or zstd packed, streamed. Input that ends too early, is corrupt or grows beyond kMaxExpansion is
/// "unreadable"; all that was unpacked before has been given out by then.
std::unique_ptr<ByteStream> gunzip(std::unique_ptr<ByteStream> compressed);
std::unique_ptr<ByteStream> unzstd(std::unique_ptr<ByteStream> compressed);

/// The same for what HTTP calls "deflate": zlib's format, or the bare data that some servers send under that name.
enum class Deflated { zlib, bare };
std::unique_ptr<ByteStream> inflated(std::unique_ptr<ByteStream> compressed, Deflated form);

}  // namespace newssearch
