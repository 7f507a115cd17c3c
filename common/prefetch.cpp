#include "common/prefetch.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

namespace newssearch {

void prefetch(std::string_view mapped) {
  static const auto kPage = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  constexpr std::uintptr_t kStep = 128 << 10;  // of more at once some kernels read no more than so much
  constexpr std::size_t kFewBytes = 16 << 10;
  if (mapped.size() < kFewBytes) return;
  const auto begin = reinterpret_cast<std::uintptr_t>(mapped.data()), end = begin + mapped.size();
  for (std::uintptr_t at = begin - begin % kPage; at < end; at += kStep)
    ::madvise(reinterpret_cast<void*>(at), std::min(kStep, end - at), MADV_WILLNEED);
}

}  // namespace newssearch
