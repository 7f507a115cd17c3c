#include "server/cli/remote_engine.h"

#include "server/cli/exit_code.h"
#include "server/http/request_params.h"
#include "server/http/target.h"
#include "server/search/wire_reading.h"
#include "server/web/search_address.h"

namespace newssearch {
namespace {

std::string article_path(std::string_view id) { return "/v1/articles/" + percent_encode(id); }

std::vector<FacetCounts> in_order_of(const std::vector<Facet>& asked, const std::vector<FacetCounts>& counted) {
  std::vector<FacetCounts> facets;
  for (const Facet facet : asked)
    for (const FacetCounts& counts : counted)
      if (counts.facet == facet) facets.push_back(counts);
  return facets;
}

std::string remedy(const Problem& problem) {
  if (problem.retry_after.count() > 0) return "try again in " + std::to_string(problem.retry_after.count()) + " s";
  if (problem.code == "redirected") return "name that server with --server, if it is the right one";
  if (problem.code.empty()) return "check that it is newssearch that serves there";
  return "the server's log says more";
}

}  // namespace

RemoteEngine::RemoteEngine(std::string command, const std::string& server) : command_(std::move(command)) {
  const Result<ServerAddress> address = read_server_address(server);
  if (!address) throw UsageError(command_ + ": --server " + server + ": " + address.error().message);
  server_ = *address;
}

Result<SearchResponse> RemoteEngine::search(const SearchRequest& request) const {
  Result<SearchResponse> response = get("/v1/search", to_params(request), read_search_response);
  if (response) response->facets = in_order_of(request.facets, response->facets);
  return response;
}

Result<RelatedResponse> RemoteEngine::related(std::string_view article_id, RelatedMode mode,
                                              std::uint32_t limit) const {
  return get(article_path(article_id) + "/related",
             {{"mode", std::string(to_string(mode))}, {"per_page", std::to_string(limit)}}, read_related_response);
}

Result<Article> RemoteEngine::article(std::string_view article_id) const {
  return get(article_path(article_id), {}, read_article);
}

SuggestResponse RemoteEngine::suggest(const std::string& text, std::uint32_t limit) const {
  Result<SuggestResponse> response =
      get("/v1/suggest", {{"q", text}, {"per_page", std::to_string(limit)}}, read_suggest_response);
  if (!response) throw UsageError(command_ + ": " + response.error().message);
  return *std::move(response);
}

template <class Answer>
Result<Answer> RemoteEngine::get(const std::string& path, const Params& params,
                                 Result<Answer> (*read)(std::string_view)) const {
  const Result<ReceivedAnswer> received = http_get(server_, path + (params.empty() ? "" : "?" + to_query(params)));
  if (!received) fail(received.error().message, "check the address, and that `newssearch serve` runs there");
  if (const std::optional<Problem> problem = problem_of(*received)) {
    if (is_of_the_question(*problem)) return Error{problem->code, server_.shown + ": " + problem->detail};
    fail(problem->detail, remedy(*problem));
  }
  Result<Answer> answer = read(received->body);
  if (!answer)
    fail("it does not answer as newssearch does (" + answer.error().message + ")",
         "check the address, and that it is as new there as here");
  return answer;
}

void RemoteEngine::fail(const std::string& why, const std::string& what_to_do) const {
  throw UsageError(command_ + ": " + server_.shown + ": " + why + ": " + what_to_do);
}

void add_server_option(CLI::App& command, std::string& server) {
  command
      .add_option(
          "--server", server,
          "Ask a running `newssearch serve` instead of the index here: http://HOST:PORT, https://HOST or unix:PATH")
      ->type_name("URL");
}

}  // namespace newssearch
