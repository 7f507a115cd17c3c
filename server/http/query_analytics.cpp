#include "server/http/query_analytics.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "common/analyzer.h"
#include "common/date.h"
#include "server/http/log.h"

namespace newssearch {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostQueries = 20'000;  ///< kept; beyond, those asked least are forgotten
constexpr std::size_t kLongestQuery = 200;    ///< bytes; a longer one is hardly asked twice
constexpr std::chrono::minutes kBetweenWrites{5};

/// Folded, with single blanks.
std::string normalised(std::string_view query) {
  std::string text;
  for (const char c : fold(query)) {
    const bool blank = static_cast<unsigned char>(c) <= ' ';
    if (blank && (text.empty() || text.back() == ' ')) continue;
    text += blank ? ' ' : c;
  }
  if (text.ends_with(' ')) text.pop_back();
  return text;
}

std::string today() { return format_iso(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())); }

}  // namespace

QueryAnalytics::QueryAnalytics(std::filesystem::path file) : file_(std::move(file)), since_(today()) { read(); }

QueryAnalytics::~QueryAnalytics() { write(); }

void QueryAnalytics::count(std::string_view query, std::uint32_t total) {
  std::string text = normalised(query);
  const std::scoped_lock lock(mutex_);
  ++searches_;
  without_hits_ += total == 0 ? 1 : 0;
  if (text.empty() || text == "*" || text.size() > kLongestQuery) return;
  if (queries_.size() >= kMostQueries) forget_rare();
  Counted& counted = queries_[std::move(text)];
  ++counted.times;
  counted.total = total;
  const auto now = std::chrono::steady_clock::now();
  if (now - written_ < kBetweenWrites) return;
  written_ = now;
  write();
}

/// Those that were asked no more often than half of them were.
void QueryAnalytics::forget_rare() {
  std::vector<std::uint64_t> times;
  for (const auto& [text, counted] : queries_) times.push_back(counted.times);
  const auto middle = times.begin() + std::ssize(times) / 2;
  std::nth_element(times.begin(), middle, times.end());
  std::erase_if(queries_, [least = *middle](const auto& query) { return query.second.times <= least; });
}

QueryAnalytics::Report QueryAnalytics::report(std::size_t limit) const {
  Report report;
  const std::scoped_lock lock(mutex_);
  report.since = since_;
  report.searches = searches_;
  report.without_hits = without_hits_;
  for (const auto& [text, counted] : queries_) {
    if (counted.times < 2) continue;
    report.top.push_back({text, counted.times, counted.total});
    if (counted.total == 0) report.zero_hits.push_back(report.top.back());
  }
  for (auto* queries : {&report.top, &report.zero_hits}) {
    std::sort(queries->begin(), queries->end(),
              [](const Query& a, const Query& b) { return a.times != b.times ? a.times > b.times : a.text < b.text; });
    queries->resize(std::min(queries->size(), limit));
  }
  return report;
}

void QueryAnalytics::read() {
  std::ifstream stream(file_);
  if (!stream) return;
  try {
    const Json json = Json::parse(stream);
    std::unordered_map<std::string, Counted> queries;
    for (const auto& query : json.at("queries"))
      queries[query.at(0).get<std::string>()] = {query.at(1).get<std::uint64_t>(), query.at(2).get<std::uint32_t>()};
    since_ = json.at("since").get<std::string>();
    searches_ = json.at("searches").get<std::uint64_t>();
    without_hits_ = json.at("without_hits").get<std::uint64_t>();
    queries_ = std::move(queries);
  } catch (const Json::exception& error) {
    log_event(LogLevel::warning, "analytics_begun_anew", {{"file", file_.string()}, {"reason", error.what()}});
  }
}

/// Beside, and renamed. Called with `mutex_` held, or where nobody else is left.
void QueryAnalytics::write() const {
  if (file_.empty()) return;
  Json queries = Json::array();
  for (const auto& [text, counted] : queries_)
    if (counted.times > 1) queries.push_back({text, counted.times, counted.total});
  const Json json = {
      {"since", since_}, {"searches", searches_}, {"without_hits", without_hits_}, {"queries", std::move(queries)}};
  const std::filesystem::path beside = file_.string() + ".new";
  std::ofstream stream(beside);
  stream << json.dump(-1, ' ', false, Json::error_handler_t::replace) << '\n' << std::flush;
  std::error_code error;
  if (stream) std::filesystem::rename(beside, file_, error);
  if (!stream || error)
    log_event(LogLevel::warning, "analytics_not_written", {{"file", file_.string()}, {"reason", error.message()}});
}

}  // namespace newssearch
