#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace newssearch {

/// Lays out the text of marked-up content (HTML, XHTML, NITF) as it comes by: paragraphs separated by blank lines,
/// lines of lists and tables each on one, white space as single blanks but in <pre>. What is no text of the article
/// (scripts, styles, captions and other media, headers and footers) is left out. Tags come in lower case; those not
/// known stand within a line.
class TextFlow {
 public:
  void open(std::string_view tag);
  void close(std::string_view tag);
  void text(std::string_view text);
  /// The text, which ends here.
  std::string take();

 private:
  enum class Gap { none, blank, line, paragraph };
  void part(Gap gap);
  void add(std::string_view word);

  std::string text_;
  Gap gap_ = Gap::none;
  std::string unseen_;            ///< the outermost open element that is left out; empty where there is none
  std::size_t unseen_depth_ = 0;  ///< of elements of that name
  std::size_t preformatted_ = 0;
};

}  // namespace newssearch
