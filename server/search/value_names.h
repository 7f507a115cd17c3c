#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "common/analyzer.h"
#include "common/columns_file.h"

namespace newssearch {

/// Names by which values of a field are asked for. A value has a name if it holds its words side by side, as it is
/// stated or folded: "white house" is in "The White House briefing". A domain is also had by those below it:
/// "kestrel.example" by "www.kestrel.example".
class ValueNames {
 public:
  /// Does nothing where there is no word.
  void add(std::vector<std::string> words);
  bool empty() const { return by_first_word_.empty(); }

  /// Of the values of a column, by number: whether it has one of the names.
  std::vector<bool> values_of(const ValueColumn& column, Analyzer& analyzer) const;

 private:
  bool are_in(const std::vector<Token>& value) const;
  bool begin_at(const std::string& word, const Token* next, const Token* end) const;

  std::unordered_map<std::string, std::vector<std::vector<std::string>>> by_first_word_;  ///< the words behind it
};

}  // namespace newssearch
