#include "corpus/charset.h"

#include <unicode/ucsdet.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <utility>

#include "corpus/ascii.h"
#include "corpus/clean_text.h"

namespace newssearch {
namespace {

/// Where declarations stand, and how much a guess wants to see.
constexpr std::size_t kDeclarationBytes = 8 << 10, kGuessedBytes = 256 << 10;
/// One bad sequence among this many good ones is a slip, not another encoding.
constexpr std::size_t kGoodForOneBad = 20;

using CharsetLabel = std::pair<std::string_view, std::string_view>;
/// The labels in use (https://encoding.spec.whatwg.org), and the names ICU has for what they mean.
constexpr std::array<CharsetLabel, 62> kLabels = {{{"utf-8", "utf-8"},
                                                   {"utf8", "utf-8"},
                                                   {"unicode-1-1-utf-8", "utf-8"},
                                                   {"utf-16", "utf-16le"},
                                                   {"utf-16le", "utf-16le"},
                                                   {"utf-16be", "utf-16be"},
                                                   {"iso-8859-1", "windows-1252"},
                                                   {"iso8859-1", "windows-1252"},
                                                   {"iso_8859-1", "windows-1252"},
                                                   {"latin1", "windows-1252"},
                                                   {"latin-1", "windows-1252"},
                                                   {"l1", "windows-1252"},
                                                   {"ascii", "windows-1252"},
                                                   {"us-ascii", "windows-1252"},
                                                   {"windows-1252", "windows-1252"},
                                                   {"cp1252", "windows-1252"},
                                                   {"x-cp1252", "windows-1252"},
                                                   {"iso-8859-2", "iso-8859-2"},
                                                   {"latin2", "iso-8859-2"},
                                                   {"windows-1250", "windows-1250"},
                                                   {"cp1250", "windows-1250"},
                                                   {"iso-8859-3", "iso-8859-3"},
                                                   {"iso-8859-4", "iso-8859-4"},
                                                   {"iso-8859-5", "iso-8859-5"},
                                                   {"windows-1251", "windows-1251"},
                                                   {"cp1251", "windows-1251"},
                                                   {"koi8-r", "koi8-r"},
                                                   {"koi8", "koi8-r"},
                                                   {"koi8-u", "koi8-u"},
                                                   {"ibm866", "ibm-866"},
                                                   {"cp866", "ibm-866"},
                                                   {"iso-8859-6", "iso-8859-6"},
                                                   {"windows-1256", "windows-1256"},
                                                   {"iso-8859-7", "iso-8859-7"},
                                                   {"windows-1253", "windows-1253"},
                                                   {"iso-8859-8", "iso-8859-8"},
                                                   {"iso-8859-8-i", "iso-8859-8"},
                                                   {"windows-1255", "windows-1255"},
                                                   {"iso-8859-9", "windows-1254"},
                                                   {"latin5", "windows-1254"},
                                                   {"windows-1254", "windows-1254"},
                                                   {"iso-8859-10", "iso-8859-10"},
                                                   {"iso-8859-13", "iso-8859-13"},
                                                   {"windows-1257", "windows-1257"},
                                                   {"iso-8859-15", "iso-8859-15"},
                                                   {"latin9", "iso-8859-15"},
                                                   {"windows-1258", "windows-1258"},
                                                   {"tis-620", "windows-874"},
                                                   {"windows-874", "windows-874"},
                                                   {"gb2312", "gb18030"},
                                                   {"gbk", "gb18030"},
                                                   {"gb18030", "gb18030"},
                                                   {"big5", "big5"},
                                                   {"big5-hkscs", "big5-hkscs"},
                                                   {"euc-jp", "euc-jp"},
                                                   {"x-euc-jp", "euc-jp"},
                                                   {"iso-2022-jp", "iso-2022-jp"},
                                                   {"shift_jis", "windows-31j"},
                                                   {"shift-jis", "windows-31j"},
                                                   {"x-sjis", "windows-31j"},
                                                   {"euc-kr", "windows-949"},
                                                   {"ks_c_5601-1987", "windows-949"}}};

struct Utf8Count {
  std::size_t good = 0, bad = 0;  ///< sequences of more than one byte, and what is none
};

Utf8Count count_utf8(std::string_view bytes) {
  Utf8Count count;
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  for (std::size_t position = 0; position < bytes.size();) {
    if (data[position] < 0x80) {
      ++position;
      continue;
    }
    UChar32 character = 0;
    U8_NEXT(data, position, bytes.size(), character);
    ++(character < 0 ? count.bad : count.good);
  }
  return count;
}

/// The label behind the next "charset=" or "encoding=" of a declaration.
std::string_view label_after(std::string_view text, std::string_view name) {
  const std::size_t found = text.find(name);
  if (found == std::string_view::npos) return {};
  text.remove_prefix(found + name.size());
  text = trim(text);
  if (!text.starts_with('=')) return {};
  text = trim(text.substr(1));
  if (text.starts_with('"') || text.starts_with('\'')) text.remove_prefix(1);
  return text.substr(0, std::min(text.find_first_of("\"'; />?"), text.size()));
}

/// What the document states: its XML declaration, or the first `<meta>` that names an encoding.
std::string_view stated_charset(std::string_view bytes) {
  const std::string front = ascii_lower(bytes.substr(0, kDeclarationBytes));
  std::string_view rest = front;
  if (trim(rest).starts_with("<?xml"))
    if (const auto charset = charset_of_label(label_after(rest.substr(0, rest.find("?>")), "encoding"));
        !charset.empty())
      return charset;
  while (true) {
    const std::size_t meta = rest.find("<meta");
    if (meta == std::string_view::npos) return {};
    rest.remove_prefix(meta + 5);
    const auto charset = charset_of_label(label_after(rest.substr(0, rest.find('>')), "charset"));
    if (!charset.empty()) return charset.starts_with("utf-16") ? "utf-8" : charset;  // it could be read as ASCII
  }
}

std::string decode(std::string_view bytes, std::string_view charset) {
  const std::string name(charset);
  std::string text;
  icu::UnicodeString(bytes.data(), static_cast<std::int32_t>(bytes.size()), name.c_str()).toUTF8String(text);
  return text;
}

/// What the bytes look like, once they are no UTF-8.
std::string_view guess_charset(std::string_view bytes) {
  constexpr std::string_view otherwise = "windows-1252";
  bytes = bytes.substr(0, kGuessedBytes);
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status), &ucsdet_close);
  if (U_FAILURE(status)) return otherwise;
  ucsdet_enableInputFilter(detector.get(), true);
  ucsdet_setText(detector.get(), bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
  const UCharsetMatch* match = ucsdet_detect(detector.get(), &status);
  if (U_FAILURE(status) || match == nullptr) return otherwise;
  const char* name = ucsdet_getName(match, &status);
  if (U_FAILURE(status) || name == nullptr) return otherwise;
  const std::string_view charset = charset_of_label(name);
  return charset.empty() || charset.starts_with("utf-") ? otherwise : charset;
}

/// The encoding of a byte order mark and its length; a front like "<\0" has none, and is as plain.
std::pair<std::string_view, std::size_t> marked_charset(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xef\xbb\xbf")) return {"utf-8", 3};
  if (bytes.starts_with("\xff\xfe\0\0"sv)) return {"utf-32le", 4};
  if (bytes.starts_with("\0\0\xfe\xff"sv)) return {"utf-32be", 4};
  if (bytes.starts_with("\xff\xfe")) return {"utf-16le", 2};
  if (bytes.starts_with("\xfe\xff")) return {"utf-16be", 2};
  if (bytes.starts_with("<\0\0\0"sv)) return {"utf-32le", 0};
  if (bytes.starts_with("\0\0\0<"sv)) return {"utf-32be", 0};
  if (bytes.starts_with("<\0"sv)) return {"utf-16le", 0};
  if (bytes.starts_with("\0<"sv)) return {"utf-16be", 0};
  return {};
}

/// The encoding of bytes that are no clean UTF-8.
std::string_view settle_charset(std::string_view bytes, std::string_view stated, const Utf8Count& count,
                                std::vector<std::string>& warnings) {
  if (!stated.empty() && stated != "utf-8") return stated;
  if (count.bad * kGoodForOneBad <= count.good) return "utf-8";
  const std::string_view guess = guess_charset(bytes);
  warnings.push_back(
      "encoding: " + (stated.empty() ? std::string("none is stated") : "stated as " + std::string(stated)) +
      ", but the bytes are not UTF-8; read as " + std::string(guess) + ", as they look");
  return guess;
}

}  // namespace

std::string_view charset_of_label(std::string_view label) {
  const std::string lower = ascii_lower(trim(label));
  const auto* found =
      std::find_if(kLabels.begin(), kLabels.end(), [&](const CharsetLabel& l) { return l.first == lower; });
  return found == kLabels.end() ? std::string_view{} : found->second;
}

DecodedText decode_markup(std::string_view bytes, std::string_view carrier_charset) {
  if (const auto [charset, length] = marked_charset(bytes); !charset.empty()) {
    bytes.remove_prefix(length);
    const bool sound = charset == "utf-8" && count_utf8(bytes).bad == 0;
    return {sound ? std::string(bytes) : decode(bytes, charset), std::string(charset)};
  }
  std::string_view stated = charset_of_label(carrier_charset);
  if (stated.empty()) stated = stated_charset(bytes);
  DecodedText decoded;
  const Utf8Count count = count_utf8(bytes);
  const bool shifts = stated == "iso-2022-jp" && bytes.find('\x1b') != std::string_view::npos;
  if (count.bad == 0 && !shifts) {
    if (count.good > 0 && !stated.empty() && stated != "utf-8")
      decoded.warnings.push_back("encoding: stated as " + std::string(stated) + ", but the bytes are UTF-8; read so");
    decoded.charset = "utf-8";
  } else {
    decoded.charset = settle_charset(bytes, stated, count, decoded.warnings);
  }
  const bool sound = decoded.charset == "utf-8" && count.bad == 0;
  if (!sound && decoded.charset == "utf-8")
    decoded.warnings.push_back("encoding: " + std::to_string(count.bad) +
                               " sequences are not UTF-8; replaced by U+FFFD");
  decoded.text = sound ? std::string(bytes) : decode(bytes, decoded.charset);
  return decoded;
}

}  // namespace newssearch
