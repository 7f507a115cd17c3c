#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "corpus/byte_stream.h"
#include "corpus/members.h"

namespace newssearch {

/// How much of a file's front shows whether it is an archive.
inline constexpr std::size_t kArchiveFrontBytes = 512;

/// True where a file that begins like this is a tar archive of any kind: its first header's checksum is right.
bool is_tar(std::string_view front);

/// The regular files in a tar archive (ustar, pax, GNU and the old kind), each to be read in `format`. Directories,
/// links, devices and what is hidden are passed over. A header that is broken is a member that says so, and the next
/// sound one is looked for; so is an archive that is cut short.
std::unique_ptr<Members> members_of_tar(const std::string& name, std::unique_ptr<ByteStream> bytes,
                                        const std::string& format);

}  // namespace newssearch
