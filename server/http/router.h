#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/message.h"
#include "server/http/parameters.h"

namespace newssearch {

using Handler = std::function<HttpResponse(const HttpRequest&)>;

/// Where a request is answered. `at_once`: on the I/O thread, never queued, for answers that cost next to nothing and
/// must come even when every worker is busy.
enum class Cost { worker, at_once };

struct Route {
  std::string method;   ///< "GET"
  std::string pattern;  ///< "/v1/articles/{id}": a piece in braces stands for any one piece that is not empty
  Handler handler;
  Cost cost = Cost::worker;
  std::string summary;                ///< for /openapi.json; without one the route is not listed there
  std::string answer;                 ///< for /openapi.json: the schema of the answer, by name
  std::vector<Parameter> parameters;  ///< for /openapi.json
};

/// From requests to handlers. Filled first, then safe to call from any number of threads.
class Router {
 public:
  void add(Route route);
  void get(std::string pattern, Handler handler, Cost cost = Cost::worker);
  const std::vector<Route>& routes() const { return routes_; }

  /// The response, whatever happens: 404 for an unknown path, 405 with Allow for another method, HEAD as GET, and the
  /// door where exceptions end: 503 for an index that is missing or damaged, else 500, logged under the request's id.
  HttpResponse handle(HttpRequest request) const noexcept;

  /// What answering costs. Refusals cost nothing.
  Cost cost(const HttpRequest& request) const;

 private:
  const Route* find(const HttpRequest& request) const;

  std::vector<Route> routes_;
};

}  // namespace newssearch
