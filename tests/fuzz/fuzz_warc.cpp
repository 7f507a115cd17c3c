#include "tests/fuzz/read_everything.h"

// The front that makes it a WARC or an ARC file is given.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view content(reinterpret_cast<const char*>(data), size);
  const bool arc = content.starts_with('a');
  newssearch::read_archive("warc", (arc ? "filedesc://" : "WARC/1.0\r\n") + std::string(content));
  return 0;
}
