#include "server/cli/candidate_check.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "server/search/search_engine.h"

namespace newssearch {
namespace {

constexpr std::size_t kProbes = 100;
/// Of those the current index finds, so many may be missed.
constexpr double kFewerFound = 0.05;
constexpr double kSlower = 2, kLarger = 2;
/// What is faster than this is fast enough.
constexpr double kMillisecondsAllowed = 20;

struct Probe {
  std::string id, headline;
};

struct Outcome {
  std::size_t found = 0;
  double median_ms = 0;
};

/// Articles of all times, by their headlines.
std::vector<Probe> probes_of(const SearchEngine& engine) {
  std::vector<Probe> probes;
  SearchRequest request;
  request.sort = SortOrder::newest;
  request.per_page = 100;
  request.collapse = Collapse::none;
  for (request.page = 1; request.page <= 10 && probes.size() < kProbes; ++request.page) {
    const Result<SearchResponse> page = engine.search(request);
    if (!page || page->hits.empty()) break;
    const std::size_t step = std::max<std::size_t>(1, 10 * page->hits.size() / kProbes);
    for (std::size_t i = 0; i < page->hits.size() && probes.size() < kProbes; i += step)
      if (const Article& article = page->hits[i].article; !article.headline.empty())
        probes.push_back({article.id, article.headline});
  }
  return probes;
}

Outcome try_probes(const std::vector<Probe>& probes, const SearchEngine& engine) {
  Outcome outcome;
  std::vector<double> times;
  for (const Probe& probe : probes) {
    SearchRequest request;
    request.text = probe.headline.substr(0, 300);
    request.collapse = Collapse::none;
    const Result<SearchResponse> answer = engine.search(request);
    if (!answer) continue;
    times.push_back(answer->took_ms);
    const bool found = std::any_of(answer->hits.begin(), answer->hits.end(),
                                   [&](const SearchHit& hit) { return hit.article.id == probe.id; });
    outcome.found += found ? 1 : 0;
  }
  if (times.empty()) return outcome;
  std::nth_element(times.begin(), times.begin() + std::ssize(times) / 2, times.end());
  outcome.median_ms = times[times.size() / 2];
  return outcome;
}

std::uint64_t bytes_of(const Manifest& manifest) {
  std::uint64_t bytes = 0;
  for (const auto& [name, file] : manifest.files) bytes += file.bytes;
  return bytes;
}

}  // namespace

std::optional<std::string> check_candidate(const DataDirectory& candidate, const DataDirectory& current) {
  const Manifest now = current.open_current().generation.manifest, next = candidate.open_current().generation.manifest;
  const EngineOptions all_articles{.rules = RuleFiles::Paths()};  // hidden or not, and as they rank by themselves
  const SearchEngine engine(candidate, all_articles), live(current, all_articles);
  if (const std::string damage = engine.damage(); !damage.empty()) return damage;
  if (bytes_of(next) > kLarger * static_cast<double>(bytes_of(now)))
    return "it takes " + std::to_string(bytes_of(next)) + " bytes instead of " + std::to_string(bytes_of(now));
  const std::vector<Probe> probes = probes_of(engine);
  if (probes.empty() && now.articles > 0 && next.articles == 0) return "it holds no article";
  const Outcome of_live = try_probes(probes, live), of_next = try_probes(probes, engine);
  if (static_cast<double>(of_next.found) + kFewerFound * static_cast<double>(probes.size()) <
      static_cast<double>(of_live.found))
    return "by their own headlines it finds " + std::to_string(of_next.found) + " of " + std::to_string(probes.size()) +
           " articles, and the current one " + std::to_string(of_live.found);
  if (of_next.median_ms > kMillisecondsAllowed && of_next.median_ms > kSlower * of_live.median_ms)
    return "a search takes " + std::to_string(of_next.median_ms) + " ms, and " + std::to_string(of_live.median_ms) +
           " in the current one";
  return std::nullopt;
}

}  // namespace newssearch
