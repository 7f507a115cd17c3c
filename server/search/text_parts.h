#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "common/analyzer.h"
#include "server/search/marks.h"
#include "server/search/search_response.h"

namespace newssearch {

/// Text and marks as parts: white space becomes single blanks, and what is marked alike is one part.
class PartsBuilder {
 public:
  void add(std::string_view text, bool match);

  /// text[range), `marks` in order; those that reach over its ends are marked as far as it goes.
  void add(std::string_view text, TextRange range, const std::vector<Token>& tokens, const std::vector<Mark>& marks);

  std::vector<TextPart> take() { return std::move(parts_); }

 private:
  std::vector<TextPart> parts_;
  bool after_blank_ = true;
};

/// ASCII white space.
bool is_blank(char c);

/// Code points. Here and below a character is at most four bytes, whatever the bytes are.
std::size_t count_characters(std::string_view text);

/// The first character boundary at or after `at`.
std::size_t character_boundary(std::string_view text, std::size_t at);

/// The offset `count` characters behind `at`, or the text's end.
std::size_t skip_characters(std::string_view text, std::size_t at, std::size_t count);

}  // namespace newssearch
