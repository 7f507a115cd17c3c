#include "corpus/html_text.h"

#include <algorithm>
#include <optional>

#include "corpus/ascii.h"
#include "corpus/clean_text.h"
#include "corpus/html_entities.h"
#include "corpus/text_flow.h"

namespace newssearch {
namespace {

constexpr std::size_t kLongestTagName = 32;

bool begins_tag_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string without_references(std::string_view text, HtmlEntities& entities) {
  std::string plain;
  plain.reserve(text.size());
  while (!text.empty()) {
    const std::size_t amp = std::min(text.find('&'), text.size());
    plain += text.substr(0, amp);
    text.remove_prefix(amp);
    if (text.empty()) break;
    std::size_t length = 0;
    const std::string characters = entities.read(text, length);
    plain += length == 0 ? std::string("&") : characters;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return plain;
}

/// Goes through HTML tag by tag. What never ends (a comment, a script, a quote) is looked for once.
class HtmlScanner {
 public:
  explicit HtmlScanner(std::string_view html) : html_(html) {}

  std::string text() {
    while (position_ < html_.size()) {
      const std::size_t less = std::min(html_.find('<', position_), html_.size());
      add_text(html_.substr(position_, less - position_));
      position_ = less;
      if (position_ < html_.size()) markup();
    }
    return flow_.take();
  }

 private:
  void add_text(std::string_view text) {
    flow_.text(text.find('&') == std::string_view::npos ? std::string(text) : without_references(text, entities_));
  }

  void markup() {
    const std::string_view rest = html_.substr(position_);
    const char next = rest.size() > 1 ? rest[1] : ' ';
    if (rest.starts_with("<!--")) {
      position_ = after("-->", position_ + 4).value_or(html_.size());
    } else if (rest.starts_with("<![CDATA[") && !endless_data_) {
      const std::optional<std::size_t> end = after("]]>", position_);
      endless_data_ = !end;
      if (end) flow_.text(html_.substr(position_ + 9, *end - 3 - position_ - 9));
      if (end) position_ = *end;
    } else if (next == '!' || next == '?') {
      position_ = after(">", position_).value_or(html_.size());
    } else if (begins_tag_name(next) || (next == '/' && rest.size() > 2 && begins_tag_name(rest[2]))) {
      tag();
    } else {
      flow_.text("<");
      ++position_;
    }
  }

  void tag() {
    const bool closing = html_[position_ + 1] == '/';
    const std::size_t begin = position_ + (closing ? 2 : 1);
    const std::size_t end = std::min(html_.find_first_of(" \t\r\n\f/>", begin), html_.size());
    const std::optional<std::size_t> next = end_of_tag(end);
    if (!next) {  // no tag ends any more: what is left is text
      add_text(html_.substr(position_));
      position_ = html_.size();
      return;
    }
    const std::string name = ascii_lower(html_.substr(begin, std::min(end - begin, kLongestTagName)));
    const bool empty = html_[*next - 2] == '/';
    position_ = *next;
    if (!closing) flow_.open(name);
    if (closing || empty) flow_.close(name);
    if (!closing && !empty && (name == "script" || name == "style")) pass_over(name);
  }

  /// Where what follows the tag begins. Quoted values may hold ">", unless their quotes do not match.
  std::optional<std::size_t> end_of_tag(std::size_t from) {
    for (std::size_t i = from; i < html_.size() && !stray_quote_; ++i) {
      if (html_[i] == '>') return i + 1;
      if ((html_[i] == '"' || html_[i] == '\'') && i > from && html_[i - 1] == '=') {
        i = html_.find(html_[i], i + 1);
        if (i == std::string_view::npos) break;
      }
    }
    stray_quote_ = true;
    return after(">", from);
  }

  /// To the tag that closes a script: its text is none.
  void pass_over(const std::string& name) {
    for (std::size_t from = position_; from < html_.size();) {
      const std::size_t close = html_.find("</", from);
      if (close == std::string_view::npos) break;
      if (ascii_lower(html_.substr(close + 2, name.size())) == name) {
        position_ = close;
        return;
      }
      from = close + 2;
    }
    position_ = html_.size();
  }

  std::optional<std::size_t> after(std::string_view end, std::size_t from) const {
    const std::size_t found = html_.find(end, from);
    return found == std::string_view::npos ? std::nullopt : std::optional(found + end.size());
  }

  const std::string_view html_;
  std::size_t position_ = 0;
  bool stray_quote_ = false, endless_data_ = false;
  TextFlow flow_;
  HtmlEntities entities_;
};

void flow_through(const XmlElement& element, TextFlow& flow) {
  if (element.name.empty()) return flow.text(element.text);
  const std::string tag = ascii_lower(element.name);
  flow.open(tag);
  for (const XmlElement& child : element.children) flow_through(child, flow);
  flow.close(tag);
}

}  // namespace

bool has_tags(std::string_view text) {
  const std::size_t last = text.rfind('>');
  if (last == std::string_view::npos) return false;
  for (std::size_t i = text.find('<'); i < last; i = text.find('<', i + 1)) {
    const char next = text[i + 1] == '/' ? text[i + 2] : text[i + 1];
    if (begins_tag_name(next) || text.substr(i).starts_with("<!--") || text.substr(i).starts_with("<![")) return true;
  }
  return false;
}

std::string html_text(std::string_view fragment) {
  if (has_tags(fragment)) return HtmlScanner(fragment).text();
  HtmlEntities entities;
  return std::string(trim(without_references(fragment, entities)));
}

std::string html_line(std::string_view fragment) { return collapse(html_text(fragment)); }

std::string xml_text(const XmlElement& element) {
  TextFlow flow;
  flow_through(element, flow);
  return flow.take();
}

}  // namespace newssearch
