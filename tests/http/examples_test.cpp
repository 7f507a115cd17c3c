// Every example in /openapi.json is sent to a server over the sample archive, whose ids and names they are of.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "corpus/article_source.h"
#include "indexer/live_index.h"
#include "server/http/metrics.h"
#include "server/http/openapi.h"
#include "tests/http/api_under_test.h"
#include "tests/http/schema_breach.h"
#include "tests/support/fake_writer.h"
#include "tests/support/http_client.h"
#include "tests/support/test_server.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

/// A parameter that says something only beside another.
const std::map<std::string, std::string> kGoesWith = {{"reason", "purge"}};
/// Parameters that stand for others: all but these go together.
const std::vector<std::string> kInsteadOfOthers = {"cursor"};

/// The sample archive, as a generation behind one of its first article, so that there is something to go back to.
class SampleIndex {
 public:
  SampleIndex() {
    for (int generation = 0; generation < 2; ++generation) {
      IndexBuild build(DataDirectory(folder_.path()), BuildOptions());
      const auto source = open_articles({NEWSSEARCH_SOURCE_DIR "/corpus/sample/articles.jsonl"}, ReadOptions());
      while (const auto read = source->next()) {
        build.put(read->article.value());
        if (generation == 0) break;
      }
      build.publish();
    }
  }
  void copy_to(const fs::path& folder) const { fs::copy(folder_.path(), folder, fs::copy_options::recursive); }

 private:
  TemporaryFolder folder_;
};

/// A server of readers and of those who run the archive, with a writer, over a copy of an index.
class SampleServer {
 public:
  explicit SampleServer(const SampleIndex& index)
      : data_((index.copy_to(folder_.path() / "data"), folder_.path() / "data")) {}

  HttpClient reader() const { return HttpClient("http://127.0.0.1:" + std::to_string(server_.port())); }
  HttpClient admin() const { return HttpClient("http://admin", socket().string()); }
  const Router& admin_router() const { return admin_router_; }

 private:
  fs::path socket() const { return folder_.path() / "admin.sock"; }
  ServerOptions options() {
    ServerOptions made;
    made.workers = 1;
    made.metrics = &metrics_;
    made.admin.emplace();
    made.admin->socket = socket();
    return made;
  }

  TemporaryFolder folder_;
  DataDirectory data_;
  SearchEngine engine_{data_};
  LiveIndex writer_{data_};
  ListeningWriter listening_{writer_};
  WriterClient client_{listening_.socket()};
  Metrics metrics_{data_.root()};
  QueryAnalytics queries_{data_.root() / "queries.json"};
  Router router_ = make_router(engine_, &queries_);
  Router admin_router_ = make_admin_router(engine_, client_, {metrics_, queries_, RuleFiles::in(data_.root())});
  TestServer server_{router_, admin_router_, options()};
};

std::string upper_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

/// What a path of /openapi.json says of one method, and how to speak of it.
struct DocumentedRoute {
  std::string method, pattern;
  Json json;
  std::string name() const { return method + " " + pattern; }
};

std::vector<DocumentedRoute> operations(const Json& document) {
  std::vector<DocumentedRoute> all;
  for (const auto& [pattern, methods] : document.at("paths").items()) {
    for (const auto& [method, operation] : methods.items()) all.push_back({upper_case(method), pattern, operation});
  }
  return all;
}

/// The media type and what is said of it; none where no body is sent.
std::optional<std::pair<std::string, Json>> body_of(const DocumentedRoute& operation) {
  if (!operation.json.contains("requestBody")) return std::nullopt;
  const auto& content = operation.json.at("requestBody").at("content");
  return std::pair(content.begin().key(), content.begin().value());
}

/// The parameters that a body holds, where it is an object of them.
Json parameters_in(const Json& body) {
  return body.at("schema").contains("$ref") ? Json::object() : body.at("schema").at("properties");
}

/// A line for each thing in a document that has no example.
std::vector<std::string> missing_examples(const Json& document) {
  std::vector<std::string> missing;
  const auto lacks = [&](const DocumentedRoute& operation, const std::string& what, const char* where) {
    missing.push_back(operation.name() + ": " + what + " has no example. Give it one: " + where);
  };
  constexpr const char* kOfParameter =
      "Parameter::example in the table of the route's parameters (those of the path stand in Route::parameters too)";
  for (const auto& operation : operations(document)) {
    for (const auto& parameter : operation.json.at("parameters")) {
      if (!parameter.contains("example")) lacks(operation, "parameter " + parameter.at("name").dump(), kOfParameter);
    }
    const auto body = body_of(operation);
    if (!body) continue;
    if (!body->second.contains("example")) lacks(operation, "the body", "RequestBody::example beside the route");
    const auto properties = parameters_in(body->second);
    for (const auto& [name, property] : properties.items()) {
      if (!property.contains("examples")) lacks(operation, "parameter \"" + name + '"', kOfParameter);
    }
  }
  return missing;
}

/// A request as the document's examples make it.
struct Request {
  std::string target;
  std::string body;
};

std::string as_text(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

/// "section=UK", once for each value.
std::string in_query(const std::string& name, const Json& example) {
  std::string query;
  for (const auto& value : example.is_array() ? example : Json::array({example}))
    query += (query.empty() ? "" : "&") + name + "=" + url_encoded(as_text(value));
  return query;
}

/// Each alone, with what it goes with, and all that go together.
std::vector<Json> combined(const Json& examples) {
  std::vector<Json> sets;
  Json all = examples;
  for (const auto& [name, example] : examples.items()) {
    Json one = {{name, example}};
    if (const auto other = kGoesWith.find(name); other != kGoesWith.end())
      one[other->second] = examples.at(other->second);
    sets.push_back(std::move(one));
  }
  for (const auto& name : kInsteadOfOthers) all.erase(name);
  if (all.size() > 1) sets.push_back(std::move(all));
  return sets;
}

/// The address without a query, and the examples of what may stand in that.
std::pair<std::string, Json> address_of(const DocumentedRoute& operation) {
  std::string path = operation.pattern;
  Json in_query = Json::object();
  for (const auto& parameter : operation.json.at("parameters")) {
    const std::string name = parameter.at("name");
    if (parameter.at("in") == "path") {
      const auto piece = "{" + name + "}";
      path.replace(path.find(piece), piece.size(), url_encoded(as_text(parameter.at("example"))));
    } else {
      in_query[name] = parameter.at("example");
    }
  }
  return {path, in_query};
}

std::vector<Request> requests_of(const DocumentedRoute& operation) {
  const auto [path, examples] = address_of(operation);
  const auto body = body_of(operation);
  const auto sent = body ? as_text(body->second.at("example")) : "";
  std::vector<Request> requests = {{path, sent}};
  for (const auto& set : combined(examples)) {
    std::string query;
    for (const auto& [name, example] : set.items()) query += (query.empty() ? "?" : "&") + in_query(name, example);
    requests.push_back({path + query, sent});
  }
  if (body) {
    Json in_body = Json::object();
    const auto properties = parameters_in(body->second);
    for (const auto& [name, property] : properties.items()) in_body[name] = property.at("examples").at(0);
    for (const auto& set : combined(in_body)) requests.push_back({path, set.dump()});
  }
  for (const auto& sample : operation.json.value("x-codeSamples", Json::array())) {
    const auto source = sample.at("source").get<std::string>();
    CHECK(source.starts_with(operation.method + " /"));
    requests.push_back({source.substr(operation.method.size() + 1), sent});
  }
  return requests;
}

/// What a body is, for its schema: lines of JSON are as many bodies.
std::vector<Json> values_in(const std::string& type, const std::string& body) {
  if (type.starts_with("text/") || type.ends_with("xml")) return {Json(body)};
  if (type != "application/x-ndjson") return {Json::parse(body)};
  std::vector<Json> lines;
  std::istringstream text(body);
  for (std::string line; std::getline(text, line);) lines.push_back(Json::parse(line));
  return lines;
}

std::string without_charset(const std::string& type) { return type.substr(0, type.find(';')); }

void check_answer(const HttpClient::Answer& answer, const DocumentedRoute& operation, const Json& document) {
  INFO(answer.body << answer.failure);
  const auto& responses = operation.json.at("responses");
  REQUIRE(responses.contains(std::to_string(answer.status)));
  const auto& content = responses.at(std::to_string(answer.status)).at("content");
  const auto sent_type = answer.headers.find("content-type");  // an empty file of lines has none
  const auto type = sent_type == answer.headers.end() ? "text/plain" : without_charset(sent_type->second);
  REQUIRE(type == content.begin().key());
  for (const auto& value : values_in(type, answer.body)) {
    CHECK(breach(value, content.begin().value().at("schema"), document) == "");
    if (value.is_object() && value.contains("hits") && value.contains("total"))
      CHECK(value.at("total").at("value") > 0);
    if (value.is_object() && value.contains("error")) FAIL_CHECK(value.at("error"));
  }
}

/// Sends what the examples of an operation make; each write to an index of its own.
void run_examples(const DocumentedRoute& operation, const Json& document,
                  const std::function<HttpClient()>& client_of_new, HttpClient& client) {
  const auto body = body_of(operation);
  const std::vector<std::string> headers =
      body ? std::vector<std::string>{"Content-Type: " + body->first} : std::vector<std::string>();
  for (const auto& request : requests_of(operation)) {
    CAPTURE(operation.method, request.target, request.body);
    if (operation.method == "GET") {
      check_answer(client.get(request.target), operation, document);
    } else {
      check_answer(client_of_new().send(operation.method, request.target, request.body, headers), operation, document);
    }
  }
}

/// Fails with what is missing.
void require_examples(const Json& document) {
  std::string missing;
  for (const auto& line : missing_examples(document)) missing += "\n" + line;
  INFO(missing);
  REQUIRE(missing.empty());
}

}  // namespace

TEST_CASE("every example of what readers ask is answered as /openapi.json says") {
  const SampleIndex index;
  const SampleServer server(index);
  auto client = server.reader();
  const auto document = Json::parse(client.get("/openapi.json").body);
  require_examples(document);
  for (const auto& operation : operations(document)) {
    run_examples(
        operation, document, [&] { return server.reader(); }, client);
  }
}

TEST_CASE("every example of what those who run an archive do is answered as /openapi.json says") {
  const SampleIndex index;
  const SampleServer server(index);
  auto client = server.admin();
  const auto document = Json::parse(client.get("/openapi.json").body);
  require_examples(document);
  for (const auto& route : server.admin_router().routes()) {
    INFO(route.method << " " << route.pattern << " is not in /openapi.json: give the route a summary");
    if (route.pattern.starts_with("/v1/")) CHECK_FALSE(route.summary.empty());
  }
  REQUIRE(client.send("POST", "/v1/admin/reindex").status == 202);  // the task that is asked about
  std::optional<SampleServer> other;
  for (const auto& operation : operations(document)) {
    run_examples(
        operation, document, [&] { return other.emplace(index).admin(); }, client);
  }
}

TEST_CASE("examples are of the kind their schemas ask for") {
  const SampleIndex index;
  const SampleServer server(index);
  const auto document = Json::parse(server.admin().get("/openapi.json").body);
  for (const auto& operation : operations(document)) {
    for (const auto& parameter : operation.json.at("parameters")) {
      CAPTURE(operation.name(), parameter.at("name"));
      CHECK(breach(parameter.at("example"), parameter.at("schema"), document) == "");
    }
    const auto body = body_of(operation);
    if (!body) continue;
    CAPTURE(operation.name());
    for (const auto& value : values_in(body->first, as_text(body->second.at("example"))))
      CHECK(breach(value, body->second.at("schema"), document) == "");
  }
}

TEST_CASE("a route without examples is named, with where to put them") {
  Router router;
  router.add({"PUT",
              "/v1/admin/things/{name}",
              [](const HttpRequest&) { return HttpResponse(); },
              Cost::worker,
              "Keeps a thing",
              "Lines",
              {{"color", "Of the thing", R"({"type":"string"})"}},
              RequestBody{"text/plain", "Lines"}});
  const auto missing = missing_examples(Json::parse(openapi_document(router.routes())));
  REQUIRE(missing.size() == 3);
  for (const auto& line : missing) CHECK_THAT(line, Catch::StartsWith("PUT /v1/admin/things/{name}: "));
  CHECK_THAT(missing[0], Catch::Contains("parameter \"name\" has no example"));
  CHECK_THAT(missing[1], Catch::Contains("parameter \"color\" has no example"));
  CHECK_THAT(missing[2], Catch::Contains("the body has no example") && Catch::Contains("RequestBody::example"));
}

}  // namespace newssearch
