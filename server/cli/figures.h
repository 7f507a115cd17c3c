#pragma once
#include <cstdint>
#include <string>

namespace newssearch {

/// Figures as people read them; counts are in server/web/wording.h.
std::string file_size(double bytes);          ///< "42.5 MB", in thousands
std::string milliseconds(double ms);          ///< "2.1 ms", "1.4 s"
std::string duration(std::uint64_t seconds);  ///< "0:07", "1:02:33"

}  // namespace newssearch
