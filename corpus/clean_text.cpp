#include "corpus/clean_text.h"

#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace newssearch {
namespace {

constexpr std::string_view kReplacement = "\xef\xbf\xbd";

/// Ten times as fast as to look for the byte among six; megabytes of blanks are sent to waste time.
bool is_white_space(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

bool is_control(char byte) { return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f; }

/// Most bytes of most texts.
bool is_plain(char byte) { return byte >= ' ' && byte <= '~'; }

/// Steps over the character at `position`; false where the bytes there are none.
bool step(std::string_view text, std::size_t& position) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  UChar32 character = 0;
  U8_NEXT(bytes, position, text.size(), character);
  return character >= 0;
}

/// The four hexadecimal digits after "\u" at `position`, or -1.
int escaped_unit(std::string_view json, std::size_t position) {
  if (position + 6 > json.size() || json[position] != '\\' || json[position + 1] != 'u') return -1;
  int unit = 0;
  for (const char digit : json.substr(position + 2, 4)) {
    const int value = digit >= '0' && digit <= '9'   ? digit - '0'
                      : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                      : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                                     : -1;
    if (value < 0) return -1;
    unit = unit * 16 + value;
  }
  return unit;
}

/// The length of the escape at `position`: a surrogate pair is one. `lone` where a surrogate has no partner.
std::size_t escape_length(std::string_view json, std::size_t position, bool& lone) {
  const int unit = escaped_unit(json, position);
  if (unit < 0) return 2;
  lone = (unit & 0xf800) == 0xd800;
  if ((unit & 0xfc00) == 0xd800 && (escaped_unit(json, position + 6) & 0xfc00) == 0xdc00) {
    lone = false;
    return 12;
  }
  return 6;
}

std::string escaped(char control) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto value = static_cast<unsigned char>(control);
  return {'\\', 'u', '0', '0', digits[value >> 4], digits[value & 15]};
}

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

std::string repair_warning(const TextRepairs& repairs) {
  std::string done;
  if (repairs.bad_utf8 > 0) done = counted(repairs.bad_utf8, "sequence") + " not in UTF-8 replaced by U+FFFD";
  if (repairs.controls > 0)
    done += (done.empty() ? "" : ", ") + counted(repairs.controls, "control character") + " removed";
  return done.empty() ? done : "text: " + done;
}

std::string clean_text(std::string_view text, TextRepairs& repairs) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t begin = position;
    while (position < text.size() && is_plain(text[position])) ++position;
    if (position > begin) {
      clean.append(text, begin, position - begin);
      continue;
    }
    const char byte = text[begin];
    if (!step(text, position)) {
      ++repairs.bad_utf8;
      clean += kReplacement;
    } else if (byte == '\r') {
      clean += '\n';
      if (position < text.size() && text[position] == '\n') ++position;
    } else if (byte == '\f' || byte == '\v') {
      clean += '\n';
    } else if (is_control(byte) && byte != '\n' && byte != '\t') {
      ++repairs.controls;
    } else {
      clean.append(text, begin, position - begin);
    }
  }
  return std::string(trim(clean));
}

std::string clean_line(std::string_view text, TextRepairs& repairs) { return collapse(clean_text(text, repairs)); }

std::string repair_json(std::string_view json, TextRepairs& repairs) {
  std::string sound;
  sound.reserve(json.size());
  bool in_string = false;
  for (std::size_t position = 0; position < json.size();) {
    const std::size_t begin = position;
    const char byte = json[begin];
    bool lone = false;
    if (!step(json, position)) {
      ++repairs.bad_utf8;
      sound += kReplacement;
      continue;
    }
    if (in_string && byte == '\\') position = std::min(begin + escape_length(json, begin, lone), json.size());
    if (byte == '"') in_string = !in_string;
    if (lone) {
      ++repairs.bad_utf8;
      sound += kReplacement;
    } else if (in_string && is_control(byte) && byte != 0x7f) {
      sound += escaped(byte);
    } else {
      sound.append(json, begin, position - begin);
    }
  }
  return sound;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_white_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_white_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string collapse(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  for (const char byte : trim(text)) {
    const bool blank = is_white_space(byte);
    if (!blank || line.back() != ' ') line += blank ? ' ' : byte;
  }
  return line;
}

std::string_view clip(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && U8_IS_TRAIL(static_cast<std::uint8_t>(text[bytes]))) --bytes;
  return text.substr(0, bytes);
}

}  // namespace newssearch
