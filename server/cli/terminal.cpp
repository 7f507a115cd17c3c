#include "server/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <system_error>

#include "server/cli/terminal_text.h"

namespace newssearch {
namespace {

constexpr int kNarrowest = 20, kUsual = 80;

bool set(const char* variable) {
  const char* value = std::getenv(variable);
  return value && *value;
}

int columns_of(int descriptor) {
  winsize size{};
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int screen_width() {
  int width = columns_of(STDOUT_FILENO);
  if (width == 0 && set("COLUMNS")) width = std::atoi(std::getenv("COLUMNS"));
  return width == 0 ? kUsual : std::max(width, kNarrowest);
}

/// False where there was no such pager.
bool write_to_pager(const std::string& pager, std::string_view text) {
  setenv("LESS", "FRX", 0);  // leave when it fits the screen, keep colours, keep the answer on the screen
  FILE* pipe = popen(pager.c_str(), "w");
  if (!pipe) return false;
  std::fwrite(text.data(), 1, text.size(), pipe);
  const int status = pclose(pipe);
  return !(WIFEXITED(status) && WEXITSTATUS(status) == 127);
}

}  // namespace

Screen look_at_screen(const std::string& color) {
  Screen screen;
  screen.terminal = isatty(STDOUT_FILENO);
  const char* term = std::getenv("TERM");
  const bool dumb = term && std::string_view(term) == "dumb";
  screen.colour = color == "always" || (color == "auto" && screen.terminal && !set("NO_COLOR") && !dumb);
  screen.width = screen_width();
  return screen;
}

int progress_width() { return isatty(STDERR_FILENO) ? std::max(columns_of(STDERR_FILENO), kNarrowest) : 0; }

void write_out(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw std::system_error(errno, std::generic_category(), "standard output");
}

void write_paged(std::string_view text, const Screen& screen, bool pager_wanted) {
  const char* chosen = std::getenv("PAGER");
  const std::string pager = chosen ? chosen : "less";
  if (!screen.terminal || !pager_wanted || pager.empty() || text.empty()) return write_out(text);
  // Somebody who leaves the pager early, or presses Ctrl-C in it, has read enough: no failure of ours.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGINT, SIG_IGN);
  if (!write_to_pager(pager, text)) write_out(text);
}

void complain(const std::string& message) { std::fprintf(stderr, "newssearch: %s\n", printable(message).c_str()); }

std::string inked(std::string_view text, Ink ink, bool colour) {
  if (!colour || ink == Ink::plain || text.empty()) return std::string(text);
  const char* codes[] = {"", "1", "31", "1;31", "2", "36"};
  return "\033[" + std::string(codes[static_cast<int>(ink)]) + "m" + std::string(text) + "\033[0m";
}

}  // namespace newssearch
