#include "server/web/search_address.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "common/analyzer.h"

namespace newssearch {
namespace {

std::string decode(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    const char* const digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() && std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      decoded += static_cast<char>(byte);
      i += 2;
    } else {
      decoded += text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

bool is_position(const SearchAddress::Parameter& parameter) {
  return parameter.first == "page" || parameter.first == "cursor";
}

}  // namespace

SearchAddress::SearchAddress(std::string_view query_string) {
  while (!query_string.empty()) {
    const std::string_view pair = query_string.substr(0, query_string.find('&'));
    query_string.remove_prefix(std::min(query_string.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    parameters_.emplace_back(decode(pair.substr(0, equals)),
                             equals == pair.npos ? std::string() : decode(pair.substr(equals + 1)));
  }
}

SearchAddress SearchAddress::adding(std::string_view name, std::string_view value) const {
  SearchAddress changed = *this;
  std::erase_if(changed.parameters_, is_position);
  changed.parameters_.emplace_back(name, value);
  return changed;
}

SearchAddress SearchAddress::setting(std::string_view name, std::string_view value) const {
  return removing(name).adding(name, value);
}

SearchAddress SearchAddress::removing(std::string_view name) const {
  SearchAddress changed = *this;
  std::erase_if(changed.parameters_, [&](const Parameter& p) { return is_position(p) || p.first == name; });
  return changed;
}

SearchAddress SearchAddress::removing(std::string_view name, std::string_view value) const {
  SearchAddress changed = *this;
  std::erase_if(changed.parameters_, [&, folded = fold(value)](const Parameter& p) {
    return is_position(p) || (p.first == name && fold(p.second) == folded);
  });
  return changed;
}

SearchAddress SearchAddress::on_page(std::uint32_t page) const {
  SearchAddress changed = *this;
  std::erase_if(changed.parameters_, is_position);
  if (page > 1) changed.parameters_.emplace_back("page", std::to_string(page));
  return changed;
}

std::string SearchAddress::query_string() const {
  std::string query;
  for (const auto& [name, value] : parameters_) {
    if (!query.empty()) query += '&';
    query += percent_encode(name) + '=' + percent_encode(value);
  }
  return query;
}

std::string SearchAddress::href() const { return parameters_.empty() ? "/search" : "/search?" + query_string(); }

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kUnreserved.find(c) != kUnreserved.npos) {
      encoded += c;
    } else {
      encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return encoded;
}

std::string feed_href(std::string_view format, const std::vector<SearchAddress::Parameter>& parameters) {
  static constexpr std::array<std::string_view, 14> kKept = {"q",       "from",     "to",     "date_field", "tz",
                                                             "section", "author",   "source", "tag",        "place",
                                                             "lang",    "collapse", "names",  "synonyms"};
  SearchAddress kept;
  for (const auto& [name, value] : parameters) {
    if (!value.empty() && std::find(kKept.begin(), kKept.end(), name) != kKept.end()) kept = kept.adding(name, value);
  }
  return "/v1/feed." + std::string(format) + (kept.parameters().empty() ? "" : "?" + kept.query_string());
}

std::string article_href(std::string_view id) { return "/article/" + percent_encode(id); }

std::string story_href(std::string_view id) { return "/story/" + percent_encode(id); }

}  // namespace newssearch
