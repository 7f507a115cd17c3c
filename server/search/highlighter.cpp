#include "server/search/highlighter.h"

#include <algorithm>

#include "server/search/likely_text.h"
#include "server/search/passage.h"
#include "server/search/text_fragment.h"
#include "server/search/text_parts.h"

namespace newssearch {
namespace {

constexpr std::string_view kEllipsis = "…";

/// At most so many bytes, ending at a blank where there is one about.
std::string_view beginning(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  const std::size_t blank = text.find_last_of(" \n", most);
  if (blank != std::string_view::npos && blank + 200 > most) return text.substr(0, blank);
  return text.substr(0, character_boundary(text, most));
}

/// What a lead of so many characters takes at most.
std::size_t lead_bytes(std::size_t length) { return 4 * length + 500; }

/// What stands between parts of a text is no word.
const Token kBreak{.word = "\n", .begin = 0, .end = 0, .ideographic = false};

/// Adds the analysis of a part that begins at an offset.
void append(Analysis part, std::uint32_t offset, Analysis& whole) {
  const auto tokens = static_cast<std::uint32_t>(whole.tokens.size());
  if (tokens > 0) whole.tokens.back().begin = whole.tokens.back().end = offset;  // the break
  for (Token& token : part.tokens) {
    token.begin += offset;
    token.end += offset;
    whole.tokens.push_back(std::move(token));
  }
  for (Alternate& alternate : part.alternates) {
    alternate.first += tokens;
    alternate.last += tokens;
    whole.alternates.push_back(std::move(alternate));
  }
}

}  // namespace

struct Highlighter::Reading {
  std::string_view whole, text, lang;  ///< text: as much of the whole as is looked at
  Analysis analysis;
  std::vector<Mark> marks;
};

Highlighter::Highlighter(const QueryNode& query, Analyzer& analyzer, const MarkFinder::WordWeight& weight,
                         MarkFinder::IsName is_name)
    : analyzer_(analyzer), finder_(query, analyzer, weight, std::move(is_name)) {}

Highlighter::Reading Highlighter::read(std::string_view text, std::string_view lang, MarkFinder::Place place,
                                       std::size_t most) {
  Reading reading{text, beginning(text, most), lang, {}, {}};
  if (finder_.wanted().empty()) {
    reading.analysis.tokens = analyzer_.analyze(reading.text);
    return reading;
  }
  reading.analysis = analyzer_.analyze_with_alternates(reading.text, lang);
  reading.marks = finder_.find(reading.text, reading.analysis, lang, place);
  return reading;
}

/// The same of a body, as far as a snippet of so many characters needs it.
Highlighter::Reading Highlighter::read_body(std::string_view text, std::string_view lang, std::size_t length) {
  if (finder_.wanted().empty()) return read(text, lang, MarkFinder::Place::body, lead_bytes(length));
  Reading reading{text, beginning(text, kMaxTextBytes), lang, {}, {}};
  const std::optional<std::vector<TextRange>> likely = likely_text(reading.text, lang, length, finder_);
  if (!likely) return read(text, lang, MarkFinder::Place::body, kMaxTextBytes);
  for (const TextRange& part : *likely) {
    if (&part != &likely->front()) reading.analysis.tokens.push_back(kBreak);
    append(analyzer_.analyze_with_alternates(reading.text.substr(part.begin, part.end - part.begin), lang), part.begin,
           reading.analysis);
  }
  if (likely->empty()) reading.analysis.tokens = analyzer_.analyze(beginning(text, lead_bytes(length)));
  reading.marks = finder_.find(reading.text, reading.analysis, lang, MarkFinder::Place::body);
  return reading;
}

std::vector<TextPart> Highlighter::parts_of_headline(const Reading& reading) const {
  PartsBuilder builder;
  const auto size = static_cast<std::uint32_t>(reading.whole.size());
  builder.add(reading.whole, {0, size}, reading.analysis.tokens, reading.marks);
  return builder.take();
}

Snippet Highlighter::snippet_of(const Reading& reading, std::size_t length) {
  if (length == 0) return {};
  const MarkedText marked{reading.text, reading.lang, reading.analysis.tokens, reading.marks, finder_.wanted()};
  const Passage passage = choose_passage(marked, length, analyzer_);
  PartsBuilder builder;
  bool cut = false;
  for (const Stretch& stretch : passage.stretches) {
    const bool first = &stretch == &passage.stretches.front();
    if (!first) builder.add(cut ? "… " : " … ", false);
    if (first && stretch.cut_begin) builder.add(kEllipsis, false);
    builder.add(reading.text, {stretch.begin, stretch.end}, reading.analysis.tokens, reading.marks);
    cut = stretch.cut_end || (stretch.end == reading.text.size() && reading.text.size() < reading.whole.size());
  }
  if (cut) builder.add(kEllipsis, false);
  Snippet snippet{builder.take(), ""};
  if (passage.sentence) snippet.text_fragment = text_fragment(reading.text, *passage.sentence, reading.analysis);
  return snippet;
}

std::vector<TextPart> Highlighter::headline(std::string_view text, std::string_view lang) {
  return parts_of_headline(read(text, lang, MarkFinder::Place::headline, kMaxTextBytes));
}

Snippet Highlighter::snippet(std::string_view text, std::string_view lang, std::size_t length) {
  return snippet_of(read_body(text, lang, length), length);
}

}  // namespace newssearch
