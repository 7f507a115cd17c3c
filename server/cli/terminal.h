#pragma once
#include <string>
#include <string_view>

namespace newssearch {

/// What standard output is.
struct Screen {
  bool terminal = false;
  bool colour = false;
  int width = 80;  ///< columns
};

/// `color`: auto, always or never; auto heeds $NO_COLOR and TERM=dumb.
Screen look_at_screen(const std::string& color);

/// The columns of the terminal standard error is, where it is one; else 0.
int progress_width();

/// Writes to standard output. Throws std::system_error where that fails, as it does on a full disk.
void write_out(std::string_view text);

/// The same through $PAGER, or `less`, where standard output is a terminal and a pager is wanted.
void write_paged(std::string_view text, const Screen& screen, bool pager_wanted);

/// Says to standard error, behind the program's name, "what: why: what to do".
void complain(const std::string& message);

/// A role a text plays on the screen, which decides its colour.
enum class Ink { plain, strong, match, strong_match, faint, bar };

/// The text between the escape sequences of its role; as it is, without colours.
std::string inked(std::string_view text, Ink ink, bool colour);

}  // namespace newssearch
