#pragma once
#include <string>

namespace newssearch {

/// What the programs gzip and zstd (with its checksum) make of a text.
std::string gzip(const std::string& text);
std::string zstd(const std::string& text);
/// zlib's own format, and the bare data within it.
std::string zlib_format(const std::string& text);
std::string bare_deflate(const std::string& text);

/// One entry of a ustar archive, without the archive's end: `type` is '0' for a file, '5' for a directory, ...
std::string tar_entry(const std::string& path, const std::string& content, char type = '0');
/// The same with this in the header's size field, and no more content than given.
std::string tar_entry_of_size(const std::string& path, const std::string& content, const std::string& size_field,
                              char type = '0');
/// The empty blocks that end an archive.
std::string tar_end();

}  // namespace newssearch
