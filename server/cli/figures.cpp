#include "server/cli/figures.h"

#include <cstdio>
#include <iterator>

namespace newssearch {
namespace {

std::string fixed(double number, int digits, const char* unit) {
  char text[48];
  std::snprintf(text, sizeof text, "%.*f %s", digits, number, unit);
  return text;
}

}  // namespace

std::string file_size(double bytes) {
  const char* units[] = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  for (; bytes >= 999.5 && unit + 1 < std::size(units); ++unit) bytes /= 1000;
  return fixed(bytes, unit == 0 || bytes >= 99.95 ? 0 : 1, units[unit]);
}

std::string milliseconds(double ms) { return ms >= 1000 ? fixed(ms / 1000, 1, "s") : fixed(ms, ms < 10 ? 1 : 0, "ms"); }

std::string duration(std::uint64_t seconds) {
  char text[32];
  const unsigned long long hours = seconds / 3600, minutes = seconds / 60 % 60, rest = seconds % 60;
  if (hours)
    std::snprintf(text, sizeof text, "%llu:%02llu:%02llu", hours, minutes, rest);
  else
    std::snprintf(text, sizeof text, "%llu:%02llu", minutes, rest);
  return text;
}

}  // namespace newssearch
