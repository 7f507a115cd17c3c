#include "corpus/html_source.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <utility>

#include "corpus/ascii.h"

namespace newssearch {
namespace {

constexpr std::size_t kMostMarkupBytes = 10 << 20, kMostTameBytes = 2 << 20, kMostTags = 60'000, kMostDepth = 200;
constexpr std::size_t kMostAttributes = 24, kMostAttributeBytes = 16 << 10, kLongestTagName = 32;
constexpr std::size_t kMostJsonLd = 64;

template <std::size_t N>
bool is_one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr auto kVoid = std::to_array<std::string_view>({"area", "base", "br", "col", "embed", "hr", "img", "input",
                                                        "link", "meta", "param", "source", "track", "wbr", "keygen"});
/// Links are handed on by this name: parsers reopen an `<a>` that was not closed, over and over.
constexpr std::string_view kLink = "label";
/// What a parser closes by itself when the next one opens: they do not nest.
constexpr auto kSelfClosing =
    std::to_array<std::string_view>({"p", "li", "dt", "dd", "option", "optgroup", "tr", "td", "th", "tbody", "thead",
                                     "tfoot", "body", "html", "head", "colgroup", "caption"});
constexpr auto kFormatting = std::to_array<std::string_view>(
    {"b", "big", "code", "em", "font", "i", "s", "u", "small", "strike", "strong", "tt", "nobr", "blink"});
/// Over these no end tag of another element closes: where one stands between, it is passed over, as parsers do.
constexpr auto kBlocks = std::to_array<std::string_view>(
    {"address",  "article",    "aside",  "blockquote", "center", "details", "dialog", "div", "dl",
     "fieldset", "figcaption", "figure", "footer",     "form",   "h1",      "h2",     "h3",  "h4",
     "h5",       "h6",         "header", "hgroup",     "main",   "menu",    "nav",    "ol",  "pre",
     "section",  "summary",    "table",  "ul",         "button", "marquee"});
constexpr auto kUnread =
    std::to_array<std::string_view>({"script", "style", "iframe", "noembed", "noframes", "noscript", "textarea", "svg",
                                     "math", "template", "select", "canvas", "object"});
constexpr auto kAttributes = std::to_array<std::string_view>(
    {"class",   "id",          "itemprop",       "itemtype", "itemscope", "property", "name", "content",
     "href",    "rel",         "datetime",       "lang",     "type",      "hidden",   "role", "typeof",
     "pubdate", "data-testid", "data-component", "data-qa",  "data-type", "charset"});

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_ascii_letter(char c) { return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z'; }

bool starts_with_name(std::string_view text, std::string_view lower_name) {
  return text.size() >= lower_name.size() && std::equal(lower_name.begin(), lower_name.end(), text.begin(),
                                                        [](char a, char b) { return a == ascii_lower(b); });
}

class MarkupTamer {
 public:
  explicit MarkupTamer(std::string_view markup) : rest_(markup) {
    tame_.html.reserve(markup.size() / 2);
    tame_.html = "<!doctype html>";
  }

  Result<TameMarkup> run() {
    while (!rest_.empty()) {
      take_text();
      if (tame_.html.size() > kMostTameBytes)
        return Error{"too_large", "the page has more than 2 MB of text and tags: no news page has"};
      if (rest_.empty()) break;
      if (rest_.starts_with("<!--"))
        skip_past("-->", 4);
      else if (rest_.size() > 1 && (rest_[1] == '!' || rest_[1] == '?'))
        skip_past(">", 1);
      else if (rest_.size() > 2 && rest_[1] == '/' && is_ascii_letter(rest_[2]))
        take_end_tag();
      else if (rest_.size() > 1 && is_ascii_letter(rest_[1]))
        take_start_tag();
      else
        take_as_text();
      if (tags_ > kMostTags)
        return Error{"too_large", "the page has more than " + std::to_string(kMostTags) + " tags: no news page has"};
    }
    return std::move(tame_);
  }

 private:
  struct Attribute {
    std::string name;
    std::string_view value;
  };

  void take_text() {
    const std::size_t end = std::min(rest_.find('<'), rest_.size());
    tame_.html += rest_.substr(0, end);
    rest_.remove_prefix(end);
  }
  /// A "<" that opens no tag.
  void take_as_text() {
    tame_.html += "&lt;";
    rest_.remove_prefix(1);
  }
  void skip_past(std::string_view end, std::size_t from) {
    const std::size_t found = rest_.find(end, from);
    rest_.remove_prefix(found == std::string_view::npos ? rest_.size() : found + end.size());
  }
  std::string take_name() {
    const auto end =
        std::find_if(rest_.begin(), rest_.end(), [](char c) { return is_space(c) || c == '/' || c == '>'; });
    const std::string_view name = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(name.size());
    return ascii_lower(name.substr(0, kLongestTagName));
  }

  void take_end_tag() {
    rest_.remove_prefix(2);
    const std::string name = tame_name(take_name());
    skip_past(">", 0);
    if (is_one_of(name, kUnread) || is_one_of(name, kVoid)) return;
    if (!is_one_of(name, kSelfClosing) && !close(name)) return;
    write_end(name);
  }

  static std::string tame_name(std::string name) {
    if (name == "a") return std::string(kLink);
    return name == kLink || is_one_of(name, kFormatting) ? "span" : name;
  }

  /// False where nothing of that name is open that can be closed, or it was nested too deep to be written.
  bool close(const std::string& name) {
    if (too_deep_ > 0) return void(--too_deep_), false;
    const bool closes_over_all = is_one_of(name, kBlocks);
    const auto found = std::find_if(open_.rbegin(), open_.rend(), [&](const std::string& open) {
      return open == name || (!closes_over_all && is_one_of(open, kBlocks));
    });
    if (found == open_.rend() || *found != name) return false;
    open_.erase(found.base() - 1, open_.end());
    return true;
  }

  void take_start_tag() {
    rest_.remove_prefix(1);
    std::string name = take_name();
    const std::vector<Attribute> attributes = take_attributes();
    if (name == "plaintext") return;
    if (is_one_of(name, kUnread)) return skip_content(name, attributes);
    if (name == "title" || name == "xmp") return take_raw(name);
    name = tame_name(std::move(name));
    if (name == kLink && close(name)) write_end(name);  // links do not nest
    if (!is_one_of(name, kVoid) && !is_one_of(name, kSelfClosing)) {
      if (open_.size() >= kMostDepth) return void(++too_deep_);
      open_.push_back(name);
    }
    write(name, attributes);
  }

  void write_end(const std::string& name) {
    ++tags_;
    tame_.html += "</" + name + ">";
  }

  void write(const std::string& name, const std::vector<Attribute>& attributes) {
    ++tags_;
    tame_.html += "<" + name;
    for (const Attribute& attribute : attributes) {
      const bool has_double = attribute.value.find('"') != std::string_view::npos;
      if (has_double && attribute.value.find('\'') != std::string_view::npos) continue;
      const char quote = has_double ? '\'' : '"';
      ((tame_.html += " " + attribute.name + "=") += quote) += attribute.value;
      tame_.html += quote;
    }
    tame_.html += '>';
  }

  /// Up to the end of the tag; of attributes those that are read, and no more than a few.
  std::vector<Attribute> take_attributes() {
    std::vector<Attribute> attributes;
    while (true) {
      rest_.remove_prefix(static_cast<std::size_t>(
          std::find_if(rest_.begin(), rest_.end(), [](char c) { return !is_space(c) && c != '/'; }) - rest_.begin()));
      if (rest_.empty()) return attributes;
      if (rest_.front() == '>') return void(rest_.remove_prefix(1)), attributes;
      auto [name, value] = take_attribute();
      if (name == "style" && value.size() < kMostAttributeBytes && hides(value)) {
        name = "hidden";
        value = {};
      }
      if (attributes.size() < kMostAttributes && value.size() <= kMostAttributeBytes && is_one_of(name, kAttributes))
        attributes.push_back({std::move(name), value});
    }
  }

  static bool hides(std::string_view style) {
    std::string bare = ascii_lower(style);
    bare.erase(std::remove_if(bare.begin(), bare.end(), is_space), bare.end());
    return bare.find("display:none") != std::string::npos;
  }

  Attribute take_attribute() {
    const auto end = std::find_if(rest_.begin() + 1, rest_.end(),
                                  [](char c) { return is_space(c) || c == '/' || c == '>' || c == '='; });
    const std::string_view name = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(name.size());
    Attribute attribute{ascii_lower(name.substr(0, kLongestTagName)), {}};
    skip_spaces();
    if (!rest_.starts_with('=')) return attribute;
    rest_.remove_prefix(1);
    skip_spaces();
    if (rest_.starts_with('"') || rest_.starts_with('\'')) {
      const std::size_t close = rest_.find(rest_.front(), 1);
      attribute.value = rest_.substr(1, close == std::string_view::npos ? close : close - 1);
      rest_.remove_prefix(close == std::string_view::npos ? rest_.size() : close + 1);
    } else {
      const auto stop = std::find_if(rest_.begin(), rest_.end(), [](char c) { return is_space(c) || c == '>'; });
      attribute.value = rest_.substr(0, static_cast<std::size_t>(stop - rest_.begin()));
      rest_.remove_prefix(attribute.value.size());
    }
    return attribute;
  }
  void skip_spaces() {
    while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
  }

  void skip_content(const std::string& name, const std::vector<Attribute>& attributes) {
    const std::optional<std::string_view> content = take_content(name);
    const bool json_ld =
        name == "script" && std::any_of(attributes.begin(), attributes.end(), [](const Attribute& attribute) {
          return attribute.name == "type" && ascii_lower(attribute.value).find("ld+json") != std::string::npos;
        });
    if (content && json_ld && tame_.json_ld.size() < kMostJsonLd) tame_.json_ld.emplace_back(*content);
  }

  void take_raw(const std::string& name) {
    const std::optional<std::string_view> content = take_content(name);
    if (!content || name != "title") return;
    tame_.html += "<title>";
    for (const char c : *content) c == '<' ? tame_.html += "&lt;" : tame_.html += c;
    tame_.html += "</title>";
  }

  /// What stands before the end tag of that name, which is taken too; nullopt where it is never closed.
  std::optional<std::string_view> take_content(const std::string& name) {
    if (is_unclosed(name)) return std::nullopt;
    for (std::size_t at = rest_.find("</"); at != std::string_view::npos; at = rest_.find("</", at + 2)) {
      if (!starts_with_name(rest_.substr(at + 2), name)) continue;
      const std::string_view content = rest_.substr(0, at);
      rest_.remove_prefix(at);
      skip_past(">", 0);
      return content;
    }
    unclosed_.push_back(name);
    return std::nullopt;
  }
  bool is_unclosed(const std::string& name) const {
    return std::find(unclosed_.begin(), unclosed_.end(), name) != unclosed_.end();
  }

  std::string_view rest_;
  TameMarkup tame_;
  std::size_t tags_ = 0, too_deep_ = 0;
  std::vector<std::string> open_;
  std::vector<std::string> unclosed_;  ///< names no end tag of which is left
};

}  // namespace

Result<TameMarkup> tame_markup(std::string_view markup) {
  if (markup.size() > kMostMarkupBytes) return Error{"too_large", "the page is over the limit of 10 MB"};
  return MarkupTamer(markup).run();
}

}  // namespace newssearch
