#include "server/http/cursor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "common/base64url.h"
#include "common/generation.h"
#include "server/http/target.h"

namespace newssearch {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kUsualText = 1024;  ///< an address may be four times as long
constexpr std::size_t kLongestText = 4096, kMostBefore = 10;

/// Of the parameters that say which hits there are and in what order, in eight digits.
std::string fingerprint(Params params) {
  static constexpr std::array kOfThePage = {"cursor",         "page",           "per_page", "facets", "facet_limit",
                                            "date_histogram", "snippet_length", "fields",   "explain"};
  std::erase_if(params, [](const auto& param) {
    return std::find(kOfThePage.begin(), kOfThePage.end(), param.first) != kOfThePage.end() || param.second.empty();
  });
  std::sort(params.begin(), params.end());
  return sha256_hex(to_query(params)).substr(0, 8);
}

Json to_seconds(const std::optional<Instant>& time) {
  return time ? Json(time->time_since_epoch().count()) : Json(nullptr);
}

std::optional<Instant> from_seconds(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return Instant{std::chrono::seconds{json.get<std::int64_t>()}};
}

}  // namespace

std::string cursor_text(const HitCursor& cursor, const Params& params) {
  Json json = {fingerprint(params),          cursor.shown, cursor.whole, cursor.score, to_seconds(cursor.sorted),
               to_seconds(cursor.published), cursor.id,    cursor.pin,   cursor.before};
  const auto text = [&] { return to_base64url(json.dump(-1, ' ', false, Json::error_handler_t::replace)); };
  while (!json.back().empty() && text().size() > kUsualText) json.back().erase(json.back().size() - 1);
  return text();
}

Result<HitCursor> read_cursor(std::string_view text, const Params& params) {
  const Error bad{"bad_cursor", "is no cursor: give back next_cursor of an answer as it is"};
  if (text.size() > kLongestText) return bad;
  const auto bytes = from_base64url(text);
  if (!bytes) return bad;
  try {
    const auto json = Json::parse(*bytes);
    if (!json.is_array() || json.size() != 9) return bad;
    if (json[0].get<std::string>() != fingerprint(params))
      return Error{"bad_cursor", "is of another query: a cursor goes with the q, filters and order it was given for"};
    HitCursor cursor{.shown = json[1].get<std::uint32_t>(),
                     .whole = json[2].get<bool>(),
                     .score = json[3].get<float>(),
                     .sorted = from_seconds(json[4]),
                     .published = from_seconds(json[5]),
                     .id = json[6].get<std::string>(),
                     .before = json[8].get<std::vector<std::string>>(),
                     .pin = json[7].get<std::uint32_t>()};
    if (!std::isfinite(cursor.score) || cursor.before.size() > kMostBefore) return bad;
    return cursor;
  } catch (const Json::exception&) {
    return bad;
  }
}

}  // namespace newssearch
