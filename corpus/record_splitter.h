#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "corpus/input_window.h"

namespace newssearch {

/// One record of a file as it stands there, or why it cannot be had.
struct RawRecord {
  std::string where;  ///< within the file: ":12" for a line, "#17" for an element, empty for the whole
  Result<std::string> text;
};

/// Cuts a file into its records. A record over the limit is passed over without being held in memory.
/// Where the input breaks off, the records before count, and the break is the last record.
class RecordSplitter {
 public:
  virtual ~RecordSplitter() = default;
  virtual std::optional<RawRecord> next() = 0;
};

/// One record a line; blank lines are none.
std::unique_ptr<RecordSplitter> split_lines(InputWindow& input, std::size_t max_record_bytes);

/// The elements of a JSON array, or JSON objects that merely follow each other. Brackets and strings are told apart,
/// nothing more: a broken element is a record like any other, and the next begins where the brackets close.
std::unique_ptr<RecordSplitter> split_json_values(InputWindow& input, std::size_t max_record_bytes);

/// The items of WXR, WordPress's export, each as a feed of its own: such a file may be of any size. Terms, comments and
/// custom fields are left out.
std::unique_ptr<RecordSplitter> split_wxr_items(InputWindow& input, std::size_t max_record_bytes);

/// The whole file as one record; none where it is blank.
std::unique_ptr<RecordSplitter> whole_file(InputWindow& input, std::size_t max_record_bytes);

}  // namespace newssearch
