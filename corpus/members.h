#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "common/result.h"
#include "corpus/article_source.h"
#include "corpus/byte_stream.h"
#include "corpus/draft.h"

namespace newssearch {

/// A file within an input: what ArticleReader reads.
struct Member {
  std::string where;  ///< "dump.tar.zst:dir/page.html", "crawl.warc.gz@4711 https://example.org/": what it stands in
  Result<std::unique_ptr<ByteStream>> bytes;  ///< to be read before the next member is asked for, and not after
  Origin origin = {};
  std::string format = "auto";  ///< as ReadOptions::format
};

/// The files within one input, in the order in which they lie there; memory stays flat. What is broken is a member with
/// the reason, and costs as few of the others as can be. There is at least one member.
/// Not safe to share between threads.
class Members {
 public:
  virtual ~Members() = default;
  virtual std::optional<Member> next() = 0;  ///< nullopt: the end
  /// Bytes of the input taken from the disk so far, compressed or not.
  virtual std::uint64_t bytes_read() const = 0;
};

/// What is in an input: the files of a tar archive, the pages of a WARC or ARC file, each known by its front; any other
/// file is its own only member. An archive within an archive is a member that says that it is not read.
/// `name`: what its members are said to stand in.
std::unique_ptr<Members> open_members(const std::string& name, std::unique_ptr<ByteStream> bytes,
                                      const ReadOptions& options);

}  // namespace newssearch
