#include "server/search/highlighter.h"

#include <algorithm>

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
  const std::size_t most = finder_.wanted().empty() ? lead_bytes(length) : kMaxTextBytes;
  return snippet_of(read(text, lang, MarkFinder::Place::body, most), length);
}

}  // namespace newssearch
