#include "common/word_breaks.h"

#include <stdexcept>
#include <string>

#include "common/characters.h"

namespace newssearch {
namespace {

void check(UErrorCode code, const char* what) {
  if (U_FAILURE(code)) throw std::runtime_error(std::string("ICU: ") + what + ": " + u_errorName(code));
}

std::unique_ptr<icu::BreakIterator> make_word_breaks() {
  UErrorCode code = U_ZERO_ERROR;
  std::unique_ptr<icu::BreakIterator> breaks(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), code));
  check(code, "word boundaries");
  return breaks;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::size_t end_of_chunk(std::string_view text, std::size_t at) {
  while (at < text.size() && !is_blank(text[at])) ++at;
  return at;
}

/// The class of the character at `at`, which moves behind it.
CharClass next_class(std::string_view text, std::size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) return kAsciiClasses[static_cast<std::size_t>(text[at++])];
  return class_of(next_character(text, at));
}

/// The rules WB5 to WB13 over the classes of one chunk, a character at a time.
class Chunk {
 public:
  Chunk(std::string_view text, std::vector<RawWord>& words) : text_(text), words_(words) {}

  /// Where the chunk ends; false where it has a character that only ICU understands: the words found are void then.
  bool find(std::size_t& at) {
    const std::size_t found = words_.size();
    while (at < text_.size() && !is_blank(text_[at])) {
      const std::size_t begin = at;
      const CharClass next = next_class(text_, at);
      if (next == CharClass::complex) {
        words_.resize(found);
        return false;
      }
      take(next, begin, at);
    }
    close();
    return true;
  }

 private:
  void take(CharClass next, std::size_t begin, std::size_t end) {
    switch (next) {
      case CharClass::letter:
      case CharClass::digit:
      case CharClass::underscore:
        extend(next, begin, end);
        break;
      case CharClass::mid_letter:
      case CharClass::mid_number:
      case CharClass::mid_both:
        if (open_ && pending_ == CharClass::other) {
          pending_ = next;  // part of the word only if the next character goes on with it
        } else {
          close();
        }
        break;
      case CharClass::ideograph:
        close();
        words_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), true, false});
        break;
      case CharClass::voiced_mark:
        close();
        if (!words_.empty() && words_.back().ideographic && words_.back().end == begin)
          words_.back().end = static_cast<std::uint32_t>(end);
        break;
      default:
        close();
    }
  }

  void extend(CharClass next, std::size_t begin, std::size_t end) {
    if (open_ && pending_ != CharClass::other) {
      const bool letters = last_ == CharClass::letter && next == CharClass::letter && pending_ != CharClass::mid_number;
      const bool digits = last_ == CharClass::digit && next == CharClass::digit && pending_ != CharClass::mid_letter;
      if (letters || digits)
        word_.plain = false;
      else
        close();
      pending_ = CharClass::other;
    }
    if (!open_) {
      open_ = true;
      has_content_ = false;
      word_ = {static_cast<std::uint32_t>(begin), 0, false, true};
    } else if (next != last_) {
      word_.plain = false;
    }
    if (next == CharClass::underscore || text_[begin] == '@') word_.plain = false;
    if (next != CharClass::underscore) has_content_ = true;
    word_.end = static_cast<std::uint32_t>(end);
    last_ = next;
  }

  void close() {
    if (open_ && has_content_) words_.push_back(word_);
    open_ = false;
    pending_ = CharClass::other;
  }

  std::string_view text_;
  std::vector<RawWord>& words_;
  RawWord word_;
  bool open_ = false, has_content_ = false;
  CharClass last_ = CharClass::other, pending_ = CharClass::other;
};

/// A word of ICU's as the words it holds: the characters of blanks-free scripts one by one, the stretches between
/// whole.
void split_scripts(std::string_view text, std::size_t begin, std::size_t end, std::vector<RawWord>& words) {
  std::size_t open = begin;
  bool has_content = false;
  const auto close = [&](std::size_t at) {
    if (has_content) words.push_back({static_cast<std::uint32_t>(open), static_cast<std::uint32_t>(at), false, false});
    has_content = false;
  };
  for (std::size_t at = begin; at < end;) {
    const std::size_t from = at;
    const CharClass next = next_class(text, at);
    if (next == CharClass::voiced_mark && !words.empty() && words.back().ideographic && words.back().end == from) {
      words.back().end = static_cast<std::uint32_t>(at);
      open = at;
    } else if (next == CharClass::blank) {
      close(from);
      open = at;
    } else if (next == CharClass::ideograph) {
      close(from);
      words.push_back({static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(at), true, false});
      open = at;
    } else if (next != CharClass::underscore && next != CharClass::mid_both) {
      has_content = true;  // a full stop between Thai letters is no word
    }
  }
  close(end);
}

}  // namespace

icu::BreakIterator& Breaks::over(std::string_view text) {
  UErrorCode code = U_ZERO_ERROR;
  utext_openUTF8(&text_, text.data(), static_cast<int64_t>(text.size()), &code);
  iterator_->setText(&text_, code);
  check(code, "setText");
  iterator_->first();
  return *iterator_;
}

WordBreaks::WordBreaks() : breaks_(make_word_breaks()) {}

void WordBreaks::find(std::string_view text, std::vector<RawWord>& words) {
  for (std::size_t at = 0; at < text.size();) {
    if (is_blank(text[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    if (Chunk(text, words).find(at)) continue;
    at = end_of_chunk(text, at);
    by_icu(text, begin, at, words);
  }
}

void WordBreaks::find_by_icu(std::string_view text, std::vector<RawWord>& words) {
  by_icu(text, 0, text.size(), words);
}

void WordBreaks::by_icu(std::string_view text, std::size_t begin, std::size_t end, std::vector<RawWord>& words) {
  icu::BreakIterator& breaks = breaks_.over(text.substr(begin, end - begin));
  for (int32_t from = 0, to = breaks.next(); to != icu::BreakIterator::DONE; from = to, to = breaks.next())
    if (breaks.getRuleStatus() >= UBRK_WORD_NONE_LIMIT)
      split_scripts(text, begin + static_cast<std::size_t>(from), begin + static_cast<std::size_t>(to), words);
}

std::vector<std::uint32_t> WordBreaks::dictionary_cuts(std::string_view text) {
  std::vector<std::uint32_t> cuts;
  icu::BreakIterator& breaks = breaks_.over(text);
  for (int32_t to = breaks.next(); to != icu::BreakIterator::DONE; to = breaks.next())
    cuts.push_back(static_cast<std::uint32_t>(to));
  return cuts;
}

}  // namespace newssearch
