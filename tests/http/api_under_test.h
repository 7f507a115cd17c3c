#pragma once
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "server/http/api.h"
#include "server/http/target.h"
#include "tests/support/articles.h"
#include "tests/support/temporary_folder.h"

namespace newssearch {

using Json = nlohmann::json;

inline std::vector<Article> three_articles() {
  std::vector<Article> articles = {
      make_article("a1", "Oil prices rise", "Crude oil prices rose sharply after the refinery fire in Rotterdam.",
                   "1987-03-19"),
      make_article("wire/2", "Refinery fire", "A fire at the Rotterdam refinery stopped crude oil shipments.",
                   "1987-03-18"),
      make_article("a3", "Wheat harvest", "Farmers expect a good wheat harvest.", "1987-03-17")};
  for (auto& article : articles) article.sections = {article.id == "a3" ? "grain" : "crude"};
  return articles;
}

/// The API over an index of its own.
class Api {
 public:
  explicit Api(const std::vector<Article>& articles = three_articles()) {
    if (!articles.empty()) publish_articles(directory(), articles);
  }

  DataDirectory directory() const { return DataDirectory(folder_.path()); }

  HttpResponse get(const std::string& target, std::map<std::string, std::string> headers = {}) const {
    return send("GET", target, std::move(headers));
  }
  HttpResponse post(const std::string& body, const std::string& type = "application/json") const {
    return send("POST", "/v1/search", {{"content-type", type}}, body);
  }
  Json json(const std::string& target) const {
    const auto response = get(target);
    CAPTURE(target, response.body);
    REQUIRE(response.status == 200);
    return Json::parse(response.body);
  }
  const SearchEngine& engine() const { return engine_; }
  const Router& router() const { return router_; }

 private:
  HttpResponse send(const std::string& method, const std::string& target, std::map<std::string, std::string> headers,
                    const std::string& body = "") const {
    const auto parsed = parse_target(target).value();
    return router_.handle({"id-1", method, parsed.path, parsed.query, parsed.params, std::move(headers), body, {}});
  }

  TemporaryFolder folder_;
  SearchEngine engine_{directory()};
  Router router_ = make_router(engine_);
};

/// An answer but for what differs from one asking to the next.
inline Json without_time(const std::string& body) {
  auto json = Json::parse(body);
  json.erase("took_ms");
  return json;
}

}  // namespace newssearch
