#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/message.h"
#include "server/http/parameters.h"

namespace newssearch {

using Handler = std::function<HttpResponse(const HttpRequest&)>;

/// Where a request is answered. `at_once`: on the I/O thread, never queued, for answers that cost next to nothing and
/// must come even when every worker is busy. `writer`: on threads of their own, for answers that wait for the writer,
/// so that no search waits behind one.
enum class Cost { worker, at_once, writer };

/// What a route takes beside the head of a request.
struct RequestBody {
  std::string type = "application/json";  ///< the media type, for /openapi.json
  std::string schema;                     ///< for /openapi.json, by name; empty: an object of the route's parameters
  std::size_t bytes = 0;                  ///< the longest taken; 0: as long as the listener takes
  std::string example = {};               ///< for /openapi.json: one as somebody would send it; tests do
};

/// A whole request, for /openapi.json; tests send it.
struct Example {
  std::string name;    ///< what it asks for
  std::string target;  ///< "/v1/search?q=dam"
};

struct Route {
  std::string method;   ///< "GET"
  std::string pattern;  ///< "/v1/articles/{id}": a piece in braces stands for any one piece that is not empty
  Handler handler;
  Cost cost = Cost::worker;
  std::string summary;                ///< for /openapi.json; without one the route is not listed there
  std::string answer;                 ///< for /openapi.json: the schema of the answer, by name
  std::vector<Parameter> parameters;  ///< for /openapi.json; those of the path too
  std::optional<RequestBody> body = std::nullopt;
  std::vector<unsigned> statuses = {200};        ///< for /openapi.json: of answers that are no problems
  std::string answer_type = "application/json";  ///< for /openapi.json
  Scope scope = Scope::read;                     ///< that who asks must have
  std::vector<Example> examples = {};            ///< for /openapi.json: where parameters together say more than each
};

/// From requests to handlers. Filled first, then safe to call from any number of threads.
class Router {
 public:
  Route& add(Route route);  ///< good until the next one is added
  void get(std::string pattern, Handler handler, Cost cost = Cost::worker);
  const std::vector<Route>& routes() const { return routes_; }

  /// The response, whatever happens: 404 for an unknown path, 405 with Allow for another method, HEAD as GET, 403 for
  /// who lacks its scope, and the door where exceptions end: 503 for an index that is missing or damaged or a writer
  /// that is not there, else 500, logged under the request's id.
  HttpResponse handle(HttpRequest request) const noexcept;

  /// What answering costs. Refusals cost nothing.
  Cost cost(const HttpRequest& request) const;

  /// The pattern of its route; empty: it has none.
  std::string pattern(const HttpRequest& request) const;

  /// The longest body its route takes; 0: as long as the listener takes.
  std::size_t body_bytes(const HttpRequest& request) const;

 private:
  const Route* find(const HttpRequest& request) const;

  std::vector<Route> routes_;
};

}  // namespace newssearch
