#include "corpus/web_address.h"

#include <algorithm>
#include <vector>

#include "corpus/clean_text.h"

namespace newssearch {
namespace {

constexpr std::size_t kLongestAddress = 8 << 10;

/// The length of "https:" at the front; 0 where none is.
std::size_t scheme_length(std::string_view address) {
  const std::size_t colon = address.find_first_of(":/?#");
  if (colon == std::string_view::npos || colon == 0 || address[colon] != ':') return 0;
  const bool letters = std::all_of(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(colon), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
           c == '.';
  });
  return letters ? colon + 1 : 0;
}

/// Without "." and "..".
std::string tidy_path(std::string_view path) {
  std::vector<std::string_view> parts;
  bool folder = false;
  for (std::size_t begin = 1; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    folder = part == "." || part == ".." || part.empty();
    if (part == "..") {
      if (!parts.empty()) parts.pop_back();
    } else if (!folder) {
      parts.push_back(part);
    }
    begin = end + 1;
  }
  std::string tidy;
  for (const std::string_view part : parts) tidy.append("/").append(part);
  return folder || tidy.empty() ? tidy + "/" : tidy;
}

}  // namespace

std::string resolve_address(std::string_view address, std::string_view base) {
  address = trim(address);
  base = trim(base);
  const std::size_t scheme = scheme_length(base);
  if (address.empty() || scheme_length(address) > 0 || !base.substr(scheme).starts_with("//") || scheme == 0 ||
      address.size() > kLongestAddress || base.size() > kLongestAddress)
    return std::string(address);
  if (address.starts_with("//")) return std::string(base.substr(0, scheme)).append(address);
  const std::size_t host_end = std::min(base.find_first_of("/?#", scheme + 2), base.size());
  const std::string host(base.substr(0, host_end));
  std::string_view path = base.substr(host_end);
  const std::string_view whole_path = path.substr(0, path.find('#'));
  if (address.front() == '#') return host + std::string(whole_path) + std::string(address);
  path = path.substr(0, path.find_first_of("?#"));
  if (address.front() == '?') return host + std::string(path.empty() ? "/" : path) + std::string(address);
  const std::size_t query = std::min(address.find_first_of("?#"), address.size());
  std::string joined(address.substr(0, query));
  if (address.front() != '/') joined = std::string(path.substr(0, path.rfind('/') + 1)) + joined;
  if (!joined.starts_with('/')) joined = "/" + joined;
  return host + tidy_path(joined) + std::string(address.substr(query));
}

bool is_web_address(std::string_view address) {
  return address.starts_with("http://") || address.starts_with("https://");
}

std::string host_of(std::string_view address) {
  if (!is_web_address(address)) return {};
  std::string_view host = address.substr(address.find("//") + 2);
  host = host.substr(0, host.find_first_of("/?#"));
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  host = host.substr(0, host.find(':'));
  if (host.starts_with("www.")) host.remove_prefix(4);
  return std::string(host);
}

}  // namespace newssearch
