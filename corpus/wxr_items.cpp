#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>
#include <utility>

#include "corpus/clean_text.h"
#include "corpus/gathered_record.h"
#include "corpus/record_splitter.h"

namespace newssearch {
namespace {

constexpr std::size_t kMaxFrameBytes = 1 << 20;

/// Passed over: there are many of them, and nothing in them is an article's.
constexpr std::array<std::string_view, 5> kLeftOut = {"wp:category", "wp:tag", "wp:term", "wp:comment", "wp:postmeta"};

/// The text of an element, without its tags and the marks of CDATA.
std::string content_of(std::string_view xml, std::string_view element) {
  const std::string open = "<" + std::string(element) + ">", close = "</" + std::string(element) + ">";
  const std::size_t begin = xml.find(open), end = xml.find(close, std::min(begin, xml.size()));
  if (begin == std::string_view::npos || end == std::string_view::npos) return {};
  std::string_view text = trim(xml.substr(begin + open.size(), end - begin - open.size()));
  if (text.starts_with("<![CDATA[") && text.ends_with("]]>")) text = text.substr(9, text.size() - 12);
  return std::string(trim(text));
}

/// Each item becomes a feed of its own, with the head of the export and the author of the item before it.
class WxrItems final : public RecordSplitter {
 public:
  WxrItems(InputWindow& input, std::size_t max_record_bytes) : input_(input), limit_(max_record_bytes) {}

  std::optional<RawRecord> next() override {
    if (ended_) return std::nullopt;
    if (number_ == 0) {
      GatheredRecord frame(kMaxFrameBytes);
      if (gather_others(frame) != Stop::item) return end(!rss_closed_);
      Result<std::string> text = std::move(frame).take();
      if (!text) return broken("what stands before the first item is longer than " + megabytes(kMaxFrameBytes));
      frame_ = *std::move(text);
      std::replace(frame_.begin(), frame_.end(), '\n', ' ');  // faults are told by the lines of the item
    }
    ++number_;
    GatheredRecord item(limit_);
    item.add("<item");
    const Stop stop = gather(item);
    if (stop == Stop::end) return end(true);
    // Where the next one begins within it, that one is whole.
    if (stop == Stop::item) return RawRecord{where(), Error{"bad_xml", "the item has no end"}};
    GatheredRecord between(0);
    ended_ = gather_others(between) != Stop::item && rss_closed_ && !input_.failure();
    Result<std::string> text = std::move(item).take();
    if (!text) return RawRecord{where(), text.error()};
    return RawRecord{where(), frame_ + author_of(*text) + *text + "</channel></rss>"};
  }

 private:
  enum class Stop { item, item_end, end };

  /// Moves what comes up to the next "<item" (which is taken, and not added) or "</item>" (which is added) into the
  /// record, without what is left out.
  Stop gather(GatheredRecord& record) {
    std::string_view left_out;  // the element that is being passed over
    GatheredRecord unseen(0);
    std::optional<GatheredRecord> author;
    while (true) {
      GatheredRecord& to = !left_out.empty() ? unseen : author ? *author : record;
      take_until("<", to, /*with_it=*/false);
      std::string_view front = input_.peek(kLongestMarkup);
      if (front.empty()) return Stop::end;
      if (front.starts_with("<![CDATA[")) {
        to.add("<![CDATA[");
        input_.take(9);
        take_until("]]>", to, true);
      } else if (front.starts_with("<!--")) {
        input_.take(4);
        take_until("-->", unseen, true);
      } else {
        const bool closing = front.starts_with("</");
        const std::size_t begin = closing ? 2 : 1;
        const std::string name(
            front.substr(begin, std::min(front.find_first_of(" \t\r\n/>", begin), front.size()) - begin));
        if (name == "item" && !closing) {
          input_.take(5);
          return Stop::item;
        }
        if (name == "item") {
          take_until(">", record, true);
          return Stop::item_end;
        }
        if (left_out.empty() && !closing) left_out = one_of_those_left_out(name);
        const bool ends = closing && name == left_out;
        if (name == "wp:author" && !closing && left_out.empty()) author.emplace(kMaxFrameBytes);
        take_until(">", !left_out.empty() ? unseen : author ? *author : record, true);
        if (ends) left_out = {};
        if (name == "wp:author" && closing && author) keep(*std::move(author));
        if (name == "wp:author" && closing) author.reset();
        if (name == "rss" && closing) rss_closed_ = true;
      }
    }
  }

  static std::string_view one_of_those_left_out(std::string_view name) {
    const auto found = std::find(kLeftOut.begin(), kLeftOut.end(), name);
    return found == kLeftOut.end() ? std::string_view() : *found;
  }

  /// The same up to the next "<item", past ends of items that never began.
  Stop gather_others(GatheredRecord& record) {
    Stop stop = gather(record);
    while (stop == Stop::item_end) stop = gather(record);
    return stop;
  }

  void take_until(std::string_view mark, GatheredRecord& to, bool with_it) {
    for (std::string_view window; !(window = input_.peek(mark.size())).empty();) {
      const std::size_t found = window.find(mark);
      if (found != std::string_view::npos) {
        const std::size_t size = found + (with_it ? mark.size() : 0);
        to.add(window.substr(0, size));
        input_.take(size);
        return;
      }
      // The mark may begin at the window's end.
      const std::size_t size = window.size() < mark.size() ? window.size() : window.size() - mark.size() + 1;
      to.add(window.substr(0, size));
      input_.take(size);
    }
  }

  void keep(GatheredRecord author) {
    Result<std::string> text = std::move(author).take();
    if (text) authors_[content_of(*text, "wp:author_login")] = *std::move(text);
  }
  std::string author_of(std::string_view item) const {
    const auto found = authors_.find(content_of(item, "dc:creator"));
    return found == authors_.end() ? std::string() : found->second;
  }

  std::optional<RawRecord> end(bool unfinished) {
    ended_ = true;
    if (input_.failure()) return RawRecord{number_ > 0 ? where() : "", *input_.failure()};
    if (!unfinished) return std::nullopt;
    return RawRecord{where(), Error{"bad_xml", "the file ends in the middle of an item: it was cut short"}};
  }
  std::optional<RawRecord> broken(const std::string& reason) {
    ended_ = true;
    return RawRecord{"", Error{"bad_xml", reason}};
  }
  std::string where() const { return "#" + std::to_string(number_); }

  static constexpr std::size_t kLongestMarkup = 32;

  InputWindow& input_;
  const std::size_t limit_;
  std::string frame_;
  std::unordered_map<std::string, std::string> authors_;  ///< by login, as they stand there
  std::size_t number_ = 0;
  bool rss_closed_ = false, ended_ = false;
};

}  // namespace

std::unique_ptr<RecordSplitter> split_wxr_items(InputWindow& input, std::size_t max_record_bytes) {
  return std::make_unique<WxrItems>(input, max_record_bytes);
}

}  // namespace newssearch
