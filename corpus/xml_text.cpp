#include "corpus/xml_text.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "corpus/clean_text.h"
#include "corpus/html_entities.h"

namespace newssearch {
namespace {

constexpr std::size_t kDeclarationBytes = 1 << 10, kLongestCharset = 40;

std::string lower_ascii(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

/// The encoding that the first bytes give away, and how many of them are its mark.
std::pair<std::string_view, std::size_t> marked_encoding(std::string_view bytes) {
  struct Mark {
    std::string_view bytes, encoding;
    std::size_t length;
  };
  static constexpr std::array<Mark, 9> marks = {{{"\xef\xbb\xbf", "utf-8", 3},
                                                 {{"\xff\xfe\0\0", 4}, "UTF-32LE", 4},
                                                 {{"\0\0\xfe\xff", 4}, "UTF-32BE", 4},
                                                 {"\xff\xfe", "UTF-16LE", 2},
                                                 {"\xfe\xff", "UTF-16BE", 2},
                                                 {{"<\0\0\0", 4}, "UTF-32LE", 0},
                                                 {{"\0\0\0<", 4}, "UTF-32BE", 0},
                                                 {{"<\0", 2}, "UTF-16LE", 0},
                                                 {{"\0<", 2}, "UTF-16BE", 0}}};
  for (const Mark& mark : marks)
    if (bytes.starts_with(mark.bytes)) return {mark.encoding, mark.length};
  return {};
}

/// What `<?xml ... encoding="..."?>` says.
std::string_view declared_encoding(std::string_view text) {
  text = trim(text.substr(0, kDeclarationBytes));
  if (!text.starts_with("<?xml")) return {};
  text = text.substr(0, text.find("?>"));
  std::size_t begin = text.find("encoding");
  if (begin == std::string_view::npos) return {};
  begin = text.find_first_of("\"'", begin);
  if (begin == std::string_view::npos) return {};
  const std::size_t end = text.find(text[begin], begin + 1);
  if (end == std::string_view::npos) return {};
  return trim(text.substr(begin + 1, end - begin - 1));
}

/// Nullopt where ICU doesn't know the encoding.
std::optional<std::string> converted(std::string_view bytes, const std::string& encoding) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open(encoding.c_str(), &status);
  if (U_FAILURE(status)) return std::nullopt;
  const icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()), converter, status);
  ucnv_close(converter);
  if (U_FAILURE(status)) return std::nullopt;
  std::string result;
  text.toUTF8String(result);
  return result;
}

struct Utf8Census {
  std::size_t characters = 0, bad = 0;  ///< of more than one byte, and sequences that are none
};

Utf8Census count_utf8(std::string_view text) {
  Utf8Census census;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::size_t position = 0; position < text.size();) {
    if (bytes[position] < 0x80) {
      ++position;
      continue;
    }
    UChar32 character = 0;
    U8_NEXT(bytes, position, text.size(), character);
    ++(character < 0 ? census.bad : census.characters);
  }
  return census;
}

std::string replace_broken(std::string_view text) {
  std::string sound;
  sound.reserve(text.size());
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::size_t position = 0; position < text.size();) {
    const std::size_t begin = position;
    UChar32 character = 0;
    U8_NEXT(bytes, position, text.size(), character);
    if (character < 0)
      sound += "\xef\xbf\xbd";
    else
      sound.append(text, begin, position - begin);
  }
  return sound;
}

std::string as_utf8(std::string_view bytes) {
  const Utf8Census census = count_utf8(bytes);
  if (census.bad == 0) return std::string(bytes);
  if (census.characters < census.bad)
    if (std::optional<std::string> text = converted(bytes, "windows-1252")) return *std::move(text);
  return replace_broken(bytes);
}

/// What the name of an encoding stands for on the web; empty for UTF-8 and what is part of it, and for what can't be
/// where a declaration in plain bytes was read.
std::string encoding_meant(std::string_view name) {
  const std::string lower = lower_ascii(name.substr(0, kLongestCharset));
  if (lower == "iso-8859-1" || lower == "latin1" || lower == "latin-1" || lower == "iso8859-1") return "windows-1252";
  if (lower == "gb2312") return "gb18030";
  if (lower == "utf8" || lower == "us-ascii" || lower == "ascii" || lower.starts_with("utf-")) return "";
  return lower;
}

/// What names an encoding of single bytes, and yet is UTF-8 throughout, was converted without a look at its
/// declaration.
bool is_utf8_after_all(std::string_view bytes, std::string_view encoding) {
  if (!encoding.starts_with("windows-125") && !encoding.starts_with("iso-8859")) return false;
  const Utf8Census census = count_utf8(bytes);
  return census.characters > 0 && census.bad == 0;
}

class XmlMender {
 public:
  explicit XmlMender(std::string_view xml) : xml_(xml) { mended_.reserve(xml.size()); }

  std::string mend() {
    while (position_ < xml_.size()) {
      const char byte = xml_[position_];
      if (byte == '<')
        markup();
      else if (byte == '&')
        reference();
      else
        character();
    }
    return std::move(mended_);
  }

 private:
  void markup() {
    const std::string_view rest = xml_.substr(position_);
    if (rest.starts_with("<!--")) return leave_out("-->", 4);
    if (rest.starts_with("<?")) return leave_out("?>", 2);
    if (rest.starts_with("<![CDATA[")) return keep_to("]]>");
    const char next = rest.size() > 1 ? rest[1] : ' ';
    const bool name = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '_' || next == ':' ||
                      (next & 0x80) != 0;
    mended_ += name || next == '/' || next == '!' ? "<" : "&lt;";
    ++position_;
  }
  /// Without its end it reaches to that of the text.
  void leave_out(std::string_view end, std::size_t from) {
    const std::size_t found = xml_.find(end, position_ + from);
    const std::size_t after = found == std::string_view::npos ? xml_.size() : found + end.size();
    for (; position_ < after; ++position_)
      if (xml_[position_] == '\n') mended_ += '\n';
  }
  void keep_to(std::string_view end) {
    const std::size_t found = xml_.find(end, position_);
    const std::size_t after = found == std::string_view::npos ? xml_.size() : found + end.size();
    while (position_ < after) character();
  }
  void reference() {
    std::size_t length = 0;
    const std::string characters = entities_.read(xml_.substr(position_), length);
    if (length == 0) mended_ += "&amp;";
    position_ += std::max<std::size_t>(length, 1);
    for (const char c : characters) {
      if (c == '<' || c == '>' || c == '&' || c == '"' || c == '\'' || c == '\r')
        mended_ += "&#" + std::to_string(static_cast<int>(c)) + ";";
      else
        mended_ += c;
    }
  }
  void character() {
    const char byte = xml_[position_];
    const auto value = static_cast<unsigned char>(byte);
    const std::string_view three = xml_.substr(position_, 3);
    if (three == "\xef\xbf\xbe" || three == "\xef\xbf\xbf") {  // no characters, and XML doesn't have them
      position_ += 3;
      return;
    }
    if (value >= 0x20 || byte == '\t' || byte == '\n' || byte == '\r') mended_ += byte;
    ++position_;
  }

  const std::string_view xml_;
  std::size_t position_ = 0;
  std::string mended_;
  HtmlEntities entities_;
};

}  // namespace

std::string text_in_utf8(std::string_view bytes, std::string_view charset) {
  const auto [marked, mark] = marked_encoding(bytes);
  bytes.remove_prefix(mark);
  if (!marked.empty() && marked != "utf-8")
    if (std::optional<std::string> text = converted(bytes, std::string(marked))) return *std::move(text);
  if (marked.empty()) {
    const std::string_view declared = declared_encoding(bytes);
    const std::string encoding = encoding_meant(declared.empty() ? charset : declared);
    if (!encoding.empty() && !is_utf8_after_all(bytes, encoding))
      if (std::optional<std::string> text = converted(bytes, encoding)) return *std::move(text);
  }
  return as_utf8(bytes);
}

std::string mend_xml(std::string_view xml) { return XmlMender(xml).mend(); }

}  // namespace newssearch
