#pragma once
#include <string_view>

namespace newssearch {

/// Has the kernel read some bytes of a mapped file beside this thread, in large steps, as they will be read soon. Where
/// they are not in memory, a page at a time takes ten times as long; where they are, or are few, this costs little.
void prefetch(std::string_view mapped);

}  // namespace newssearch
