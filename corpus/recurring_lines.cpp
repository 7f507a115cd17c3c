#include "corpus/recurring_lines.h"

#include <algorithm>

#include "corpus/clean_text.h"

namespace newssearch {
namespace {

constexpr std::uint32_t kFewestArticles = 20, kFewestOfLine = 10;
constexpr std::size_t kFewestDays = 5;
constexpr std::uint32_t kShareOfPages = 5;  ///< one in so many, where they are of few days
/// A line that an article repeats this often, and few articles of the source have, is who speaks in an interview.
constexpr std::uint32_t kSpeakerTurns = 3, kShareOfInterviews = 10;
constexpr std::uint8_t kSeenBeforeKept = 3;
constexpr std::size_t kSeenSlots = 1U << 24;

/// FNV-1a, of both one after the other.
std::uint64_t hash_of(std::string_view source, std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  const auto add = [&](std::string_view bytes) {
    for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
    hash = (hash ^ 0xff) * 0x100000001b3;  // in no UTF-8 text
  };
  add(source);
  add(text);
  return hash;
}

/// The outlet or, where it is not known, the host the article was fetched from; empty: neither.
std::string source_of(const Article& article) {
  if (!article.source.empty()) return article.source;
  const std::size_t scheme = article.url.find("://");
  if (scheme == std::string::npos) return {};
  return article.url.substr(0, article.url.find('/', scheme + 3));
}

/// Calls each(line, trimmed line) of a body, blank ones included.
template <class Each>
void for_each_line(std::string_view body, Each each) {
  while (true) {
    const std::size_t end = body.find('\n');
    each(body.substr(0, end), trim(body.substr(0, end)));
    if (end == std::string_view::npos) return;
    body.remove_prefix(end + 1);
  }
}

}  // namespace

RecurringLines::RecurringLines() : seen_(kSeenSlots) {}

void RecurringLines::count(const Article& article) {
  const std::string name = source_of(article);
  if (name.empty() || !headlines_.insert(hash_of(name, article.headline)).second) return;
  Source& source = sources_[name];
  ++source.articles;
  std::unordered_set<std::uint64_t> lines;
  for_each_line(article.body, [&](std::string_view, std::string_view line) {
    if (!line.empty()) lines.insert(hash_of(name, line));
  });
  for (const std::uint64_t hash : lines) {
    std::uint8_t& seen = seen_[(hash ^ (hash >> 32)) % kSeenSlots];
    if (seen < kSeenBeforeKept) {
      ++seen;
      continue;
    }
    Line& line = source.lines[hash];
    ++line.articles;
    if (!article.published || line.days.size() == kFewestDays) continue;
    const auto day = static_cast<std::int32_t>(
        std::chrono::floor<std::chrono::days>(article.published->time).time_since_epoch().count());
    if (std::find(line.days.begin(), line.days.end(), day) == line.days.end()) line.days.push_back(day);
  }
}

bool RecurringLines::recurs(const Source& source, std::uint64_t hash) const {
  const auto found = source.lines.find(hash);
  if (found == source.lines.end()) return false;
  const std::uint32_t articles = found->second.articles + kSeenBeforeKept;
  return articles >= kFewestOfLine &&
         (found->second.days.size() == kFewestDays || articles * kShareOfPages >= source.articles);
}

std::vector<DroppedText> RecurringLines::take_out(Article& article) const {
  const std::string name = source_of(article);
  const auto found = sources_.find(name);
  if (found == sources_.end() || found->second.articles < kFewestArticles) return {};
  const Source& source = found->second;
  std::unordered_map<std::uint64_t, std::uint32_t> times;
  for_each_line(article.body, [&](std::string_view, std::string_view line) { ++times[hash_of(name, line)]; });
  std::vector<DroppedText> taken;
  std::string body;
  for_each_line(article.body, [&](std::string_view whole, std::string_view line) {
    const std::uint64_t hash = hash_of(name, line);
    const std::uint32_t articles =
        !line.empty() && recurs(source, hash) ? source.lines.at(hash).articles + kSeenBeforeKept : 0;
    const bool speaks = times.at(hash) >= kSpeakerTurns && articles * kShareOfInterviews < source.articles;
    if (articles > 0 && !speaks) {
      taken.push_back({std::string(line), "recurs in " + std::to_string(articles) + " of " +
                                              std::to_string(source.articles) + " articles of " + name});
      return;
    }
    if (line.empty() && (body.empty() || body.ends_with("\n\n"))) return;
    body.append(whole) += '\n';
  });
  while (body.ends_with('\n')) body.pop_back();
  if (taken.empty() || trim(body).empty()) return {};
  article.body = std::move(body);
  return taken;
}

}  // namespace newssearch
