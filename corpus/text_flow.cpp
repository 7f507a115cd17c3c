#include "corpus/text_flow.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace newssearch {
namespace {

// In alphabetical order.
constexpr std::string_view kParagraphs[] = {
    "abstract", "address", "article", "aside", "block", "blockquote", "body", "body.content", "center", "dd",
    "details",  "div",     "dl",      "dt",    "fn",    "form",       "h1",   "h2",           "h3",     "h4",
    "h5",       "h6",      "hl1",     "hl2",   "hr",    "html",       "main", "nitf-table",   "ol",     "p",
    "pre",      "section", "summary", "table", "ul"};
constexpr std::string_view kLines[] = {"br", "caption", "li", "tr"};
constexpr std::string_view kUnseen[] = {"audio",   "button",   "canvas",   "embed",    "figcaption", "footer",
                                        "head",    "header",   "iframe",   "math",     "media",      "nav",
                                        "noembed", "noframes", "note",     "object",   "script",     "select",
                                        "style",   "svg",      "template", "textarea", "title",      "video"};

template <std::size_t N>
bool is_in(const std::string_view (&sorted)[N], std::string_view tag) {
  return std::binary_search(std::begin(sorted), std::end(sorted), tag);
}

constexpr std::string_view kWhiteSpace = " \t\r\n\f\v", kNoBreak = "\u00a0";

/// The length of the white space at the front.
std::size_t space_at(std::string_view text) {
  if (text.empty()) return 0;
  if (kWhiteSpace.find(text.front()) != std::string_view::npos) return 1;
  return text.starts_with(kNoBreak) ? kNoBreak.size() : 0;
}

}  // namespace

void TextFlow::open(std::string_view tag) {
  if (!unseen_.empty()) {
    if (tag == unseen_) ++unseen_depth_;
    return;
  }
  if (is_in(kUnseen, tag)) {
    unseen_ = tag;
    unseen_depth_ = 1;
    return;
  }
  if (tag == "pre") ++preformatted_;
  if (is_in(kParagraphs, tag))
    part(Gap::paragraph);
  else if (is_in(kLines, tag))
    part(Gap::line);
  else if (tag == "td" || tag == "th")
    part(Gap::blank);
}

void TextFlow::close(std::string_view tag) {
  if (!unseen_.empty()) {
    const bool lost = tag == "html" || (unseen_ == "head" && tag == "body");
    if ((tag == unseen_ && --unseen_depth_ == 0) || lost) unseen_.clear();
    return;
  }
  if (tag == "pre" && preformatted_ > 0) --preformatted_;
  if (is_in(kParagraphs, tag))
    part(Gap::paragraph);
  else if (is_in(kLines, tag))
    part(Gap::line);
}

void TextFlow::text(std::string_view text) {
  if (!unseen_.empty()) return;
  while (!text.empty()) {
    if (const std::size_t space = space_at(text)) {
      part(preformatted_ > 0 && text.front() == '\n' ? Gap::line : Gap::blank);
      text.remove_prefix(space);
      continue;
    }
    std::size_t end = 1;
    while (end < text.size() && space_at(text.substr(end)) == 0) ++end;
    add(text.substr(0, end));
    text.remove_prefix(end);
  }
}

std::string TextFlow::take() { return std::move(text_); }

void TextFlow::part(Gap gap) { gap_ = std::max(gap_, gap); }

void TextFlow::add(std::string_view word) {
  if (!text_.empty())
    text_ += gap_ == Gap::paragraph ? "\n\n" : gap_ == Gap::line ? "\n" : gap_ == Gap::blank ? " " : "";
  gap_ = Gap::none;
  text_ += word;
}

}  // namespace newssearch
