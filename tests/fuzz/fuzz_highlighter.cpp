#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/search/highlighter.h"
#include "server/search/query_parser.h"

using namespace newssearch;

namespace {

constexpr std::string_view kEllipsis = "…";

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
    text.replace(at, from.size(), to);
}

std::string collapsed(std::string_view text) {
  std::string flat;
  for (const char c : text) {
    const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
    if (!blank || flat.empty() || flat.back() != ' ') flat += blank ? ' ' : c;
  }
  return flat;
}

std::string joined(const std::vector<TextPart>& parts) {
  std::string text;
  bool match = false;
  for (const TextPart& part : parts) {
    if (part.text.empty() || (&part != &parts.front() && part.match == match)) std::abort();
    match = part.match;
    text += part.text;
  }
  return text;
}

std::string_view without_blanks_around(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

void check_snippet(std::string_view shown, const std::string& text, std::size_t length) {
  if (shown.size() > 4 * length + 20) std::abort();
  while (!shown.empty()) {
    const std::size_t end = std::min(shown.find(kEllipsis), shown.size());
    if (text.find(without_blanks_around(shown.substr(0, end))) == std::string::npos) std::abort();
    shown.remove_prefix(std::min(end + kEllipsis.size(), shown.size()));
  }
}

void check_fragment(std::string_view fragment) {
  if (fragment.empty()) return;
  if (!fragment.starts_with("#:~:text=")) std::abort();
  fragment.remove_prefix(9);
  if (fragment.empty() || fragment.find_first_of("-& \"<>#") != std::string_view::npos) std::abort();
}

}  // namespace

// The first line is a query, the rest an article's text: what is shown stands in the text, the marks are of something.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Analyzer analyzer;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(input.find('\n'), input.size());
  const Result<ParsedQuery> query = parse_query(input.substr(0, line), analyzer, Day{std::chrono::year{2024} / 2 / 29});
  if (!query) return 0;
  std::string text(input.substr(line));
  replace_all(text, kEllipsis, "...");
  const std::size_t length = 1 + line * 7 % 300;
  constexpr std::string_view languages[] = {"en", "de", "ja", "ar", "th", ""};
  const std::string_view lang = languages[line % std::size(languages)];

  Highlighter highlighter(query->root, analyzer, [](const std::string& word) { return double(word.size()); });
  const std::string flat = collapsed(text);
  const Snippet snippet = highlighter.snippet(text, lang, length);
  check_snippet(joined(snippet.parts), flat, length);
  check_fragment(snippet.text_fragment);
  if (without_blanks_around(joined(highlighter.headline(text, lang))) != without_blanks_around(flat)) std::abort();
  return 0;
}
