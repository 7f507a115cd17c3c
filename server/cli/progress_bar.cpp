#include "server/cli/progress_bar.h"

#include <algorithm>
#include <cstdio>

#include "server/cli/bar_chart.h"
#include "server/cli/figures.h"
#include "server/cli/terminal.h"
#include "server/cli/terminal_text.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

constexpr int kBarWidth = 16, kLabelWidth = 10;  ///< "comparing "

std::string amount(std::uint64_t number, Progress::Unit unit) {
  return unit == Progress::Unit::bytes ? file_size(static_cast<double>(number)) : grouped(number);
}

}  // namespace

std::string progress_line(const Progress& progress, double seconds, int width) {
  std::string line = fit(progress.what, kLabelWidth);
  if (progress.done == 0 && progress.total == 0) return fit(line, width);
  const double rate = seconds > 0 ? static_cast<double>(progress.done) / seconds : 0;
  if (progress.total > 0) {
    const double share = std::min(1.0, static_cast<double>(progress.done) / static_cast<double>(progress.total));
    char percent[8];
    std::snprintf(percent, sizeof percent, "%3.0f%%", share * 100);
    line += fit(bar(share, kBarWidth), kBarWidth) + "  " + percent + "  ";
  }
  line += amount(progress.done, progress.unit);
  if (progress.total > 0) line += " of " + amount(progress.total, progress.unit);
  if (progress.unit == Progress::Unit::articles) line += " articles";
  line += "  " + amount(static_cast<std::uint64_t>(rate), progress.unit) + "/s";
  if (rate > 0 && progress.total > progress.done)
    line += "  " + duration(static_cast<std::uint64_t>(static_cast<double>(progress.total - progress.done) / rate)) +
            " left";
  return fit(line, width);
}

ProgressBar::ProgressBar(bool wanted) : shown_(wanted && progress_width() > 0) {}

ProgressBar::~ProgressBar() {
  if (shown_) std::fputs("\r\033[K", stderr);
}

void ProgressBar::show(const Progress& progress) {
  if (!shown_) return;
  const Clock::time_point now = Clock::now();
  const bool begins = progress.what != what_;
  if (!begins && now - drawn_ < std::chrono::milliseconds(100)) return;
  if (begins) begun_ = now;
  what_ = progress.what;
  drawn_ = now;
  const double seconds = std::chrono::duration<double>(now - begun_).count();
  std::fprintf(stderr, "\r%s", progress_line(progress, seconds, progress_width() - 1).c_str());
}

}  // namespace newssearch
