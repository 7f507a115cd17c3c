#include "corpus/record_splitter.h"

#include <utility>

#include "corpus/gathered_record.h"

namespace newssearch {
namespace {

class Lines final : public RecordSplitter {
 public:
  Lines(InputWindow& input, std::size_t max_record_bytes) : input_(input), limit_(max_record_bytes) {}

  std::optional<RawRecord> next() override {
    while (!input_.peek().empty()) {
      GatheredRecord line(limit_);
      const bool ended = gather(line);
      ++number_;
      if (!ended && input_.failure()) break;  // half a line
      if (!line.blank()) return RawRecord{where(), std::move(line).take()};
    }
    if (!input_.failure() || told_failure_) return std::nullopt;
    told_failure_ = true;
    return RawRecord{number_ > 0 ? where() : "", *input_.failure()};
  }

 private:
  /// True where the line has an end; the file's last may have none.
  bool gather(GatheredRecord& line) {
    for (std::string_view window; !(window = input_.peek()).empty();) {
      const std::size_t newline = window.find('\n');
      line.add(window.substr(0, newline));
      input_.take(newline == std::string_view::npos ? window.size() : newline + 1);
      if (newline != std::string_view::npos) return true;
    }
    return false;
  }
  std::string where() const { return ":" + std::to_string(number_); }

  InputWindow& input_;
  const std::size_t limit_;
  std::size_t number_ = 0;
  bool told_failure_ = false;
};

class WholeFile final : public RecordSplitter {
 public:
  WholeFile(InputWindow& input, std::size_t max_record_bytes) : input_(input), limit_(max_record_bytes) {}

  std::optional<RawRecord> next() override {
    if (done_) return std::nullopt;
    done_ = true;
    GatheredRecord text(limit_);
    for (std::string_view window; !(window = input_.peek()).empty(); input_.take(window.size())) text.add(window);
    if (input_.failure()) return RawRecord{"", *input_.failure()};
    if (text.blank()) return std::nullopt;
    return RawRecord{"", std::move(text).take()};
  }

 private:
  InputWindow& input_;
  const std::size_t limit_;
  bool done_ = false;
};

}  // namespace

std::unique_ptr<RecordSplitter> split_lines(InputWindow& input, std::size_t max_record_bytes) {
  return std::make_unique<Lines>(input, max_record_bytes);
}
std::unique_ptr<RecordSplitter> whole_file(InputWindow& input, std::size_t max_record_bytes) {
  return std::make_unique<WholeFile>(input, max_record_bytes);
}

}  // namespace newssearch
