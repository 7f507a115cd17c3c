#include "corpus/format.h"

#include <unicode/utf8.h>

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "corpus/agency_format.h"
#include "corpus/ascii.h"
#include "corpus/clean_text.h"
#include "corpus/ghost_article.h"

namespace newssearch {
namespace {

constexpr std::size_t kLinesLookedAt = 10, kBinaryLookedAt = 8 << 10;

Error unknown(const std::string& reason) { return Error{"unknown_format", reason}; }

/// What the file is, where it is none of ours; empty where it may be.
std::string_view foreign(std::string_view front) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 9> magic = {{{"%PDF-", "a PDF"},
                                                                                   {"PK\x03\x04", "a zip archive"},
                                                                                   {"\x89PNG", "an image"},
                                                                                   {"\xff\xd8\xff", "an image"},
                                                                                   {"GIF8", "an image"},
                                                                                   {"\xff\xfe", "text in UTF-16"},
                                                                                   {"\xfe\xff", "text in UTF-16"},
                                                                                   {"BZh", "bzip2 data"},
                                                                                   {"\xfd"
                                                                                    "7zXZ",
                                                                                    "xz data"}}};
  for (const auto& [bytes, name] : magic)
    if (front.starts_with(bytes)) return name;
  if (!front.starts_with('<')) return {};
  const std::string tag = ascii_lower(front.substr(1, 8));
  for (const std::string_view markup : {"!doctype", "!--", "?xml", "rss", "feed", "nitf", "newsml"})
    if (tag.starts_with(markup)) return "markup";
  return {};
}

/// True where the first element is HTML's, behind comments and declarations, in any encoding that ASCII can be read in.
bool is_html(std::string_view front) {
  constexpr std::size_t longest = 16;
  if (front.starts_with("\xef\xbb\xbf")) front.remove_prefix(3);
  std::string early;
  for (const char c : front.substr(0, kBinaryLookedAt))
    if (c != '\0') early += ascii_lower(c);
  std::string_view rest = early;
  if (rest.starts_with("\xff\xfe") || rest.starts_with("\xfe\xff")) rest.remove_prefix(2);
  for (rest = trim(rest); rest.starts_with("<!") || rest.starts_with("<?"); rest = trim(rest)) {
    if (rest.starts_with("<!doctype") && trim(rest.substr(9)).starts_with("html")) return true;
    const std::string_view end = rest.starts_with("<!--") ? "-->" : ">";
    const std::size_t found = rest.find(end);
    if (found == std::string_view::npos) return false;
    rest.remove_prefix(found + end.size());
  }
  if (!rest.starts_with('<')) return false;
  const std::string_view name = rest.substr(1, std::min(rest.find_first_of(" \t\r\n/>", 1), longest) - 1);
  for (const std::string_view html :
       {"html", "head", "body", "title", "meta", "div", "article", "main", "section", "p", "h1", "script", "link"})
    if (name == html) return true;
  return false;
}

/// More than one character in ten is no text.
bool is_binary(std::string_view front) {
  const std::string_view sample = clip(front, kBinaryLookedAt);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(sample.data());
  std::size_t characters = 0, strange = 0;
  for (std::size_t position = 0; position < sample.size(); ++characters) {
    UChar32 character = 0;
    U8_NEXT(bytes, position, sample.size(), character);
    const bool control =
        character >= 0 && character < 0x20 && (character < '\t' || character > '\r') && character != 0x1b;
    if (character < 0 || control) ++strange;
  }
  return strange * 10 > characters;
}

bool opens_object(std::string_view line) {
  if (!line.starts_with('{')) return false;
  const std::string_view inside = trim(line.substr(1));
  return inside.starts_with('"') || inside.starts_with('}');
}

/// True where at least half of the first lines begin a JSON object: one of them may be broken.
bool is_json_lines(std::string_view front) {
  std::size_t lines = 0, objects = 0;
  while (!front.empty() && lines < kLinesLookedAt) {
    const std::size_t newline = std::min(front.find('\n'), front.size());
    const std::string_view line = trim(front.substr(0, newline));
    front.remove_prefix(std::min(newline + 1, front.size()));
    if (line.empty()) continue;
    ++lines;
    if (opens_object(line)) ++objects;
  }
  return lines > 0 && objects * 2 >= lines;
}

/// "[ {", "[]", "[[": a bracket in a text is followed by words. Or an object that begins with a line of its own.
bool is_json_values(std::string_view front) {
  if (front.starts_with('{')) return opens_object(front) && trim(front.substr(0, front.find('\n'))) == "{";
  if (!front.starts_with('[')) return false;
  const std::string_view inside = trim(front.substr(1));
  return inside.empty() || std::string_view("{[]").find(inside.front()) != std::string_view::npos;
}

/// WordPress's export is RSS with a namespace of its own, which is declared at its front.
bool is_wxr(std::string_view front) { return front.find("wordpress.org/export/") != std::string_view::npos; }

}  // namespace

Result<Format> guess_format(std::string_view front) {
  if (std::optional<Result<Format>> agency = guess_agency_format(front)) {
    if (*agency && **agency == Format::feed && is_wxr(front)) return Format::wxr;
    return *std::move(agency);
  }
  const std::string_view text = trim(front);
  if (is_html(text)) return Format::html;
  if (const std::string_view what = foreign(text); !what.empty())
    return unknown("it is " + std::string(what) + ": give pages, feeds, agency formats, JSON or plain text in UTF-8");
  if (begins_ghost_export(text)) return Format::ghost;
  if (is_json_values(text)) return Format::json_values;
  if (is_json_lines(text)) return Format::lines;
  if (opens_object(text)) return Format::json_values;
  if (is_binary(text)) return unknown("it is no text: give pages, feeds, agency formats, JSON or plain text in UTF-8");
  return Format::page;
}

}  // namespace newssearch
