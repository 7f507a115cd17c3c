#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "corpus/byte_stream.h"
#include "corpus/members.h"

namespace newssearch {

/// True where a file that begins like this is a WARC or an ARC file.
bool is_web_archive(std::string_view front);

/// The pages, feeds and texts in a WARC or ARC file, each in "NAME@OFFSET ADDRESS": where its record begins in the
/// decompressed file. Responses other than "200 OK", requests, repeats, robots.txt and what is no text by its
/// Content-Type are passed over. A record whose length is wrong, or the header broken, is read as far as it goes, is
/// told with the reason, and the next record is looked for.
/// `max_record_bytes`: of a record's body, as it lies there.
std::unique_ptr<Members> members_of_web_archive(const std::string& name, std::unique_ptr<ByteStream> bytes,
                                                std::size_t max_record_bytes);

}  // namespace newssearch
