#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer.h"

namespace newssearch {

/// What a version of a text says otherwise, sentence by sentence, as printed but for white space. A sentence that only
/// moved is no difference, nor are capitals and punctuation.
struct TextDifference {
  struct Change {
    std::string from, to;
    bool operator==(const Change&) const = default;
  };
  std::vector<std::string> added, cut;  ///< in the order of the version; of the original
  std::vector<Change> changed;          ///< sentences that share half of their words
  bool operator==(const TextDifference&) const = default;
};

/// Texts of more than some hundred different sentences have those beyond counted as added and cut.
TextDifference text_difference(std::string_view original, std::string_view version, std::string_view lang,
                               Analyzer& analyzer);

}  // namespace newssearch
