#include "server/http/router.h"

#include <xapian.h>

#include <algorithm>
#include <optional>
#include <set>

#include "common/generation.h"
#include "common/write_protocol.h"
#include "server/http/log.h"
#include "server/http/problem.h"
#include "server/search/search_engine.h"
#include "server/http/target.h"

namespace newssearch {
namespace {

using PathValues = std::map<std::string, std::string>;

/// Takes the first piece off a path: "/v1/search" gives "v1" and leaves "/search".
std::string_view take_piece(std::string_view& path) {
  path.remove_prefix(1);
  const auto piece = path.substr(0, path.find('/'));
  path.remove_prefix(piece.size());
  return piece;
}

/// The values of a pattern's names in a path; nullopt where the path is not of that pattern.
std::optional<PathValues> match(std::string_view pattern, std::string_view path) {
  PathValues values;
  while (!pattern.empty() && !path.empty()) {
    const auto expected = take_piece(pattern);
    auto found = decode_path_piece(take_piece(path));
    if (expected.starts_with('{')) {
      if (found.empty()) return std::nullopt;
      values.emplace(expected.substr(1, expected.size() - 2), std::move(found));
    } else if (expected != found) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return values;
}

bool serves(const Route& route, const HttpRequest& request) {
  return route.method == request.method || (route.method == "GET" && request.method == "HEAD");
}

/// 404, or 405 where the path is known under other methods.
HttpResponse no_route(const std::vector<Route>& routes, const HttpRequest& request) {
  std::set<std::string> allowed;
  for (const auto& route : routes) {
    if (!match(route.pattern, request.path)) continue;
    allowed.insert(route.method);
    if (route.method == "GET") allowed.insert("HEAD");
  }
  if (allowed.empty()) return to_response({404, "not_found", "there is nothing at this address"}, request);
  std::string list;
  for (const auto& method : allowed) list += (list.empty() ? "" : ", ") + method;
  auto response =
      to_response({405, "method_not_allowed", request.method + " is not served here; use " + list}, request);
  response.headers["Allow"] = list;
  return response;
}

HttpResponse lacks_scope(Scope scope, const HttpRequest& request) {
  const std::string name = scope == Scope::read ? "read" : scope == Scope::write ? "write" : "admin";
  return to_response({403, "forbidden", "the key is not good for this: it lacks the scope " + name}, request);
}

HttpResponse failed(const Problem& problem, const std::string& reason, const HttpRequest& request) {
  log_event(LogLevel::error, "request_failed",
            {{"request_id", request.id}, {"path", request.path}, {"code", problem.code}, {"reason", reason}});
  return to_response(problem, request);
}

}  // namespace

Route& Router::add(Route route) { return routes_.emplace_back(std::move(route)); }

void Router::get(std::string pattern, Handler handler, Cost cost) {
  add({"GET", std::move(pattern), std::move(handler), cost, {}, {}, {}});
}

const Route* Router::find(const HttpRequest& request) const {
  const auto found = std::find_if(routes_.begin(), routes_.end(), [&](const Route& route) {
    return serves(route, request) && match(route.pattern, request.path);
  });
  return found == routes_.end() ? nullptr : &*found;
}

Cost Router::cost(const HttpRequest& request) const {
  const auto* route = find(request);
  return route ? route->cost : Cost::at_once;
}

std::string Router::pattern(const HttpRequest& request) const {
  const auto* route = find(request);
  return route ? route->pattern : "";
}

std::size_t Router::body_bytes(const HttpRequest& request) const {
  const auto* route = find(request);
  return route && route->body ? route->body->bytes : 0;
}

HttpResponse Router::handle(HttpRequest request) const noexcept {
  using std::chrono::seconds;
  try {
    const auto* route = find(request);
    if (!route) return no_route(routes_, request);
    if ((request.scopes & static_cast<unsigned>(route->scope)) == 0) return lacks_scope(route->scope, request);
    request.path_values = *match(route->pattern, request.path);
    return route->handler(request);
  } catch (const ShardsMissing& error) {
    return failed({503, "shards_missing", "part of the archive does not answer at present", {}, seconds(2)},
                  error.what(), request);
  } catch (const NoIndex& error) {
    return failed({503, "no_index", "nothing has been indexed here yet", {}, seconds(10)}, error.what(), request);
  } catch (const WriterUnavailable& error) {
    return failed({503,
                   "writer_unavailable",
                   "the writer cannot be asked at present; what was sent may or may not have been done: send it again",
                   {},
                   seconds(1)},
                  error.what(), request);
  } catch (const Xapian::Error& error) {
    return failed(
        {503, "index_damaged", "the index cannot be read; its operator finds the reason in the log", {}, seconds(60)},
        error.get_description(), request);
  } catch (const std::exception& error) {
    return failed({500, "internal", "something went wrong here; the log names it by the request id"}, error.what(),
                  request);
  } catch (...) {
    return failed({500, "internal", "something went wrong here; the log names it by the request id"}, "unknown",
                  request);
  }
}

}  // namespace newssearch
