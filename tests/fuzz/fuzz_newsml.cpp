#include "tests/fuzz/read_everything.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  newssearch::read_everything("newsml", {reinterpret_cast<const char*>(data), size});
  return 0;
}
