#include "server/cli/index_report.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "server/cli/terminal_text.h"
#include "server/search/wire_format.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

std::string fixed(double number) {
  char text[48];
  std::snprintf(text, sizeof text, "%.1f", number);
  return text;
}

/// "indexed       19,043   18,900 new, 143 replaced"
std::string row(const std::string& label, const std::string& figure, const std::string& remark = "") {
  std::string text = fit(label, 10);
  text += std::string(static_cast<std::size_t>(std::max(1, 10 - display_width(figure))), ' ') + figure;
  return text + (remark.empty() ? "" : "   " + remark) + "\n";
}

std::string published_remark(const BuildSummary& summary) {
  return "generation " + std::to_string(summary.generation) + (summary.published ? "" : ", as before: nothing changed");
}

/// Nothing where nothing was built.
std::string cpu_row(const BuildSummary& summary) {
  if (!summary.published) return "";
  return row("CPU", fixed(summary.cpu_seconds),
             "seconds, " + fixed(summary.comparing_cpu_seconds) + " of them comparing for copies and stories");
}

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)); }

}  // namespace

std::string kind_of(const std::string& warning) {
  std::string kind;
  for (std::size_t at = 0; at < warning.size();) {
    const char c = warning[at];
    const bool starts_quote = c == '\'' && (at == 0 || warning[at - 1] == ' ');
    const std::size_t close = starts_quote ? warning.find('\'', at + 1) : std::string::npos;
    if (close != std::string::npos) {
      kind += "'…'";
      at = close + 1;
    } else if (is_digit(c)) {
      kind += '#';
      while (at < warning.size() && is_digit(warning[at])) ++at;
    } else {
      kind += c;
      ++at;
    }
  }
  return kind;
}

void IndexReport::count(const ReadArticle& record) {
  for (const std::string& warning : record.warnings) {
    Warnings& same = warnings_[kind_of(warning)];
    if (same.count++ == 0) same.example = record.where + ": " + warning;
  }
  dropped_lines_ += record.evidence.dropped.size();
  if (record.article) {
    ++read_;
    if (record.killed) ++killed_;
    text_bytes_ += record.article->headline.size() + record.article->body.size();
    return;
  }
  ++rejected_;
  if (rejections_.size() < kRejectionsKept) rejections_.push_back({record.where, record.article.error()});
}

double IndexReport::megabytes_per_second(double seconds) const {
  return seconds > 0 ? static_cast<double>(text_bytes_) / 1e6 / seconds : 0;
}

std::string build_text(const BuildSummary& summary, double seconds) {
  return row("articles", grouped(summary.articles), published_remark(summary)) + row("seconds", fixed(seconds)) +
         cpu_row(summary);
}

std::string IndexReport::text(const BuildSummary& summary, double seconds) const {
  std::string text = row("indexed", grouped(summary.added + summary.replaced),
                         grouped(summary.added) + " new, " + grouped(summary.replaced) + " replaced") +
                     row("unchanged", grouped(summary.unchanged));
  if (summary.purged) text += row("purged before", grouped(summary.purged), "not taken in again");
  if (summary.superseded) text += row("superseded", grouped(summary.superseded), "by a later one of the same id");
  if (summary.dropped) text += row("removed", grouped(summary.dropped));
  if (killed_) text += row("killed", grouped(killed_), "taken back, or not published");
  if (dropped_lines_) text += row("lines", grouped(dropped_lines_), "left out: no part of an article");
  text += row("rejected", grouped(rejected_));
  for (std::size_t i = 0; i < std::min(rejections_.size(), kRejectionsShown); ++i)
    text += "  " + printable(rejections_[i].where + ": " + rejections_[i].error.message) + "\n";
  if (rejected_ > kRejectionsShown) text += "  and " + grouped(rejected_ - kRejectionsShown) + " more\n";
  std::uint64_t warned = 0;
  for (const auto& [kind, same] : warnings_) warned += same.count;
  text += row("warnings", grouped(warned));
  for (const auto& [kind, same] : warnings_)
    text += "  " + grouped(same.count) + (same.count == 1 ? " × " : " ×, as ") + printable(same.example) + "\n";
  return text + row("articles", grouped(summary.articles), published_remark(summary)) +
         row("seconds", fixed(seconds), fixed(megabytes_per_second(seconds)) + " MB/s of text") + cpu_row(summary);
}

std::string IndexReport::json(const BuildSummary& summary, double seconds) const {
  nlohmann::ordered_json report = {{"indexed", summary.added + summary.replaced},
                                   {"added", summary.added},
                                   {"replaced", summary.replaced},
                                   {"unchanged", summary.unchanged},
                                   {"superseded", summary.superseded},
                                   {"purged", summary.purged},
                                   {"removed", summary.dropped},
                                   {"killed", killed_},
                                   {"dropped_lines", dropped_lines_},
                                   {"rejected", rejected_},
                                   {"articles", summary.articles},
                                   {"generation", summary.generation},
                                   {"published", summary.published},
                                   {"text_bytes", text_bytes_},
                                   {"seconds", seconds},
                                   {"mb_per_second", megabytes_per_second(seconds)},
                                   {"cpu_seconds", summary.cpu_seconds},
                                   {"comparing_cpu_seconds", summary.comparing_cpu_seconds},
                                   {"rejections", nlohmann::ordered_json::array()},
                                   {"warnings", nlohmann::ordered_json::array()}};
  for (const Rejection& rejection : rejections_)
    report["rejections"].push_back(
        {{"where", rejection.where}, {"code", rejection.error.code}, {"reason", rejection.error.message}});
  for (const auto& [kind, same] : warnings_)
    report["warnings"].push_back({{"kind", kind}, {"count", same.count}, {"example", same.example}});
  return printable_json(dump(report)) + "\n";
}

}  // namespace newssearch
