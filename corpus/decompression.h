#pragma once
#include <memory>

#include "corpus/byte_stream.h"

namespace newssearch {

/// What gzip or zstd packed, streamed. Input that ends too early, is corrupt or grows beyond kMaxExpansion is
/// "unreadable"; all that was unpacked before has been given out by then.
std::unique_ptr<ByteStream> gunzip(std::unique_ptr<ByteStream> compressed);
std::unique_ptr<ByteStream> unzstd(std::unique_ptr<ByteStream> compressed);

}  // namespace newssearch
