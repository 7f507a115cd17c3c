#include <algorithm>
#include <utility>

#include "corpus/gathered_record.h"
#include "corpus/record_splitter.h"

namespace newssearch {
namespace {

constexpr std::string_view kBlank = " \t\r\n\f\v", kBetween = " \t\r\n\f\v,";

/// Follows JSON byte by byte to see where a value ends. A string cannot hold a raw line break: one that seems to has
/// lost its closing quote, and ends there. A bracket that does not fit closes what it would fit.
class JsonNesting {
 public:
  /// True where this byte can no longer be the value's own, which has lost its closing brace: an object begins where
  /// the name of a member should.
  bool breaks_off_at(char byte) const {
    return byte == '{' && last_ == ',' && !in_string_ && deeper_ == 0 && open_.ends_with('{');
  }

  /// Takes one byte in; true where the value that the first one opened is now closed.
  bool closes(char byte) {
    if (in_string_)
      follow_string(byte);
    else if (byte == '"')
      in_string_ = true;
    else if (byte == '{' || byte == '[')
      open(byte);
    else if (byte == '}' || byte == ']')
      close(byte == '}' ? '{' : '[');
    if (kBlank.find(byte) == std::string_view::npos) last_ = byte;
    return !in_string_ && open_.empty();
  }

 private:
  /// Far deeper than any article; what is deeper is only counted.
  static constexpr std::size_t kTracked = 64;

  void follow_string(char byte) {
    const bool literal = std::exchange(escaped_, false);
    if (byte == '\n' || (byte == '"' && !literal)) in_string_ = false;
    if (byte == '\\' && !literal) escaped_ = true;
  }
  void open(char bracket) {
    if (open_.size() < kTracked)
      open_ += bracket;
    else
      ++deeper_;
  }
  void close(char opener) {
    if (deeper_ > 0) {
      --deeper_;
      return;
    }
    if (const std::size_t fit = open_.rfind(opener); fit != std::string::npos) open_.resize(fit);
  }

  std::string open_;
  std::size_t deeper_ = 0;
  char last_ = '\0';  // but for white space
  bool in_string_ = false, escaped_ = false;
};

class JsonValues final : public RecordSplitter {
 public:
  JsonValues(InputWindow& input, std::size_t max_record_bytes) : input_(input), limit_(max_record_bytes) {
    skip();
    if (input_.peek().starts_with('[')) {
      array_ = Array::open;
      input_.take(1);
    }
  }

  std::optional<RawRecord> next() override {
    if (ended_) return std::nullopt;
    skip();
    std::string_view window = input_.peek();
    if (array_ == Array::open && window.starts_with(']')) {
      array_ = Array::closed;
      input_.take(1);
      skip();
      window = input_.peek();
    }
    if (window.empty()) return end(array_ == Array::open);
    ++number_;
    if (array_ == Array::closed) {
      ended_ = true;
      return RawRecord{where(), Error{"bad_json", "more follows after the end of the array"}};
    }
    GatheredRecord value(limit_);
    const bool nested = std::string_view("{[\"").find(window.front()) != std::string_view::npos;
    if (!(nested ? gather_nested(value) : gather_scalar(value))) return end(true);
    return RawRecord{where(), std::move(value).take()};
  }

 private:
  enum class Array { none, open, closed };

  void skip() {
    for (std::string_view window; !(window = input_.peek()).empty();) {
      const std::size_t count = std::min(window.find_first_not_of(kBetween), window.size());
      input_.take(count);
      if (count == 0) return;
    }
  }

  /// False where the input ends before the value does.
  bool gather_nested(GatheredRecord& value) {
    JsonNesting nesting;
    for (std::string_view window; !(window = input_.peek()).empty();) {
      std::size_t size = 0;
      bool closed = false;
      while (size < window.size() && !closed) {
        closed = nesting.breaks_off_at(window[size]);
        if (!closed) closed = nesting.closes(window[size++]);
      }
      value.add(window.substr(0, size));
      input_.take(size);
      if (closed) return true;
    }
    return false;
  }

  /// A number, a word or rubbish: up to where a value may begin or the array end.
  bool gather_scalar(GatheredRecord& value) {
    const std::string_view stops = array_ == Array::open ? ",[{]\n" : ",[{\n";
    for (std::string_view window; !(window = input_.peek()).empty();) {
      const std::size_t size = std::min(window.find_first_of(stops), window.size());
      value.add(window.substr(0, size));
      input_.take(size);
      if (size < window.size()) return true;
    }
    return array_ == Array::none;
  }

  std::optional<RawRecord> end(bool unfinished) {
    ended_ = true;
    if (input_.failure()) return RawRecord{number_ > 0 ? where() : "", *input_.failure()};
    if (!unfinished) return std::nullopt;
    return RawRecord{where(), Error{"bad_json", "the file ends in the middle of its JSON: it was cut short"}};
  }
  std::string where() const { return "#" + std::to_string(number_); }

  InputWindow& input_;
  const std::size_t limit_;
  Array array_ = Array::none;
  std::size_t number_ = 0;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<RecordSplitter> split_json_values(InputWindow& input, std::size_t max_record_bytes) {
  return std::make_unique<JsonValues>(input, max_record_bytes);
}

}  // namespace newssearch
