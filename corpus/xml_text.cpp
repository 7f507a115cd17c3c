#include "corpus/xml_text.h"

#include <algorithm>
#include <utility>

#include "corpus/html_entities.h"

namespace newssearch {
namespace {

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

std::string mend_xml(std::string_view xml) { return XmlMender(xml).mend(); }

}  // namespace newssearch
