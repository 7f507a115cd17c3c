#include "server/http/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>

#include "common/date.h"

namespace newssearch {
namespace {

using Json = nlohmann::ordered_json;

std::shared_ptr<spdlog::logger> make_logger() {
  auto logger = std::make_shared<spdlog::logger>("http", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%v");
  return logger;
}

std::string_view to_string(LogLevel level) {
  switch (level) {
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      return "error";
  }
  return "";
}

/// "2024-05-03T10:00:00.123Z"
std::string in_milliseconds(std::chrono::system_clock::time_point time) {
  using namespace std::chrono;
  const auto second = floor<seconds>(time);
  const auto thousandth = std::to_string(1000 + floor<milliseconds>(time - second).count()).substr(1);
  auto text = format_iso(second);
  return text.insert(text.size() - 1, "." + thousandth);
}

/// DEL is ASCII, and JSON lets it pass.
std::string without_del(std::string json) {
  for (auto del = json.find('\x7f'); del != std::string::npos; del = json.find('\x7f', del)) {
    json.replace(del, 1, "\\u007f");
  }
  return json;
}

LogFields fields_of(const HttpRequest& request, unsigned status, std::chrono::nanoseconds took) {
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
  return {{"request_id", request.id},
          {"method", request.method},
          {"path", request.path},
          {"status", std::to_string(status)},
          {"took_us", std::to_string(microseconds)}};
}

}  // namespace

void log_event(LogLevel level, std::string_view event, const LogFields& fields) noexcept {
  try {
    static const auto logger = make_logger();
    logger->info(log_line(level, event, fields, std::chrono::system_clock::now()));
  } catch (const std::exception&) {
    // A line that cannot be written must not cost the answer it speaks of.
  }
}

void log_answered(const HttpRequest& request, unsigned status, std::chrono::nanoseconds took) noexcept {
  log_event(LogLevel::info, "answered", fields_of(request, status, took));
}

void log_slow(const HttpRequest& request, unsigned status, std::chrono::nanoseconds took) noexcept {
  auto fields = fields_of(request, status, took);
  fields["query"] = request.query;
  log_event(LogLevel::warning, "slow", fields);
}

std::string log_line(LogLevel level, std::string_view event, const LogFields& fields,
                     std::chrono::system_clock::time_point now) {
  Json json = {{"time", in_milliseconds(now)}, {"level", to_string(level)}, {"event", event}};
  for (const auto& [name, value] : fields) json[name] = value;
  return without_del(json.dump(-1, ' ', /*ensure_ascii=*/true, Json::error_handler_t::replace));
}

}  // namespace newssearch
