#pragma once
#include <CLI/CLI.hpp>
#include <string>

#include "server/cli/http_get.h"
#include "server/http/message.h"
#include "server/search/related_stories.h"
#include "server/search/search_request.h"
#include "server/search/search_response.h"

namespace newssearch {

/// A running `newssearch serve`, asked as SearchEngine is asked in this process. What it refuses is an Error with the
/// code SearchEngine gives it, "not_found" or "gone", and a message that begins with the address. Everything else that
/// stops it is thrown as a UsageError: nobody answers, or not as newssearch does.
class RemoteEngine {
 public:
  /// `command` is whose errors these are: "search". Throws UsageError for what is no address.
  RemoteEngine(std::string command, const std::string& server);

  Result<SearchResponse> search(const SearchRequest& request) const;
  Result<RelatedResponse> related(std::string_view article_id, RelatedMode mode, std::uint32_t limit) const;
  Result<Article> article(std::string_view article_id) const;
  SuggestResponse suggest(const std::string& text, std::uint32_t limit) const;

 private:
  template <class Answer>
  Result<Answer> get(const std::string& path, const Params& params, Result<Answer> (*read)(std::string_view)) const;
  [[noreturn]] void fail(const std::string& why, const std::string& what_to_do) const;

  const std::string command_;
  ServerAddress server_;
};

/// Gives a command --server; empty where it is to open the index. CommandLine refuses it beside options about an index.
/// `server` must outlive the command.
void add_server_option(CLI::App& command, std::string& server);

}  // namespace newssearch
