#include "server/http/admin_api.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <latch>
#include <semaphore>
#include <sstream>
#include <thread>

#include "server/http/metrics.h"
#include "tests/http/api_under_test.h"
#include "tests/http/schema_breach.h"
#include "tests/support/fake_writer.h"
#include "tests/support/http_client.h"
#include "tests/support/test_server.h"

namespace newssearch {
namespace {

using Kind = WriteOutcome::Kind;
using Catch::Contains;
using Lines = std::vector<std::string>;

const Lines kArticleType = {"Content-Type: application/json"};
const Lines kBatchType = {"Content-Type: application/x-ndjson"};
constexpr const char* kArticle = R"({"body":"Oil prices rose."})";

/// A server with both listeners over one index and a writer that does as it is told.
class Administered {
 public:
  /// With keys the admin listener is on TCP.
  explicit Administered(AdminKeys keys = {}, const std::vector<Article>& articles = three_articles())
      : api_(articles), server_(readers_, router_, options(std::move(keys))) {}

  std::filesystem::path socket() const { return folder_.path() / "admin.sock"; }
  HttpClient admin() const {
    if (server_.admin_port() > 0) return HttpClient(url(server_.admin_port()));
    return HttpClient("http://admin", socket().string());
  }
  HttpClient reader() const { return HttpClient(url(server_.port())); }
  RawClient raw_admin() const { return RawClient(server_.admin_port()); }
  HttpClient::Answer put(const std::string& target, const Lines& more = {}) const {
    Lines headers = kArticleType;
    headers.insert(headers.end(), more.begin(), more.end());
    return admin().send("PUT", target, kArticle, headers);
  }
  void answers(Kind kind, std::uint32_t revision, Error error = {}) {
    writer.outcome = [=](const WriteOrder& order) { return WriteOutcome{kind, order.id, revision, 7, error}; };
  }
  void stop_writer() { listening_.reset(); }
  TestServer& server() { return server_; }
  std::filesystem::path data() const { return api_.directory().root(); }

  FakeWriter writer;

 private:
  static std::string url(std::uint16_t port) { return "http://127.0.0.1:" + std::to_string(port); }
  ServerOptions options(AdminKeys keys) {
    ServerOptions made;
    made.workers = 1;
    made.metrics = &metrics_;
    made.admin.emplace();
    if (keys.empty()) made.admin->socket = socket();
    made.admin->keys = std::move(keys);
    return made;
  }

  TemporaryFolder folder_;
  Api api_;
  std::optional<ListeningWriter> listening_{std::in_place, writer};
  WriterClient client_{listening_->socket()};
  Metrics metrics_{api_.directory().root()};
  QueryAnalytics queries_{api_.directory().root() / "queries.json"};
  Router readers_ = make_router(api_.engine(), &queries_);
  Router router_ =
      make_admin_router(api_.engine(), client_, {metrics_, queries_, RuleFiles::in(api_.directory().root())});
  TestServer server_;
};

AdminKeys keys_of(const std::string& key, const std::string& scopes = "") {
  const TemporaryFolder folder;
  const auto file = folder.write("keys", key_file_line("desk", key, scopes));
  std::filesystem::permissions(file, std::filesystem::perms::owner_read);
  return AdminKeys(std::filesystem::path(file));
}

std::string code_of(const HttpClient::Answer& answer) { return Json::parse(answer.body).at("code"); }

std::vector<Json> results(const HttpClient::Answer& answer) {
  std::vector<Json> lines;
  std::istringstream text(answer.body);
  for (std::string line; std::getline(text, line);) lines.push_back(Json::parse(line));
  return lines;
}

}  // namespace

TEST_CASE("an article that is put is answered once it is durable, or once it is found") {
  Administered place;
  const auto durable = place.put("/v1/articles/wire%2F9");
  CHECK(durable.status == 202);
  CHECK(durable.headers.at("etag") == "\"1\"");
  CHECK(Json::parse(durable.body) == Json{{"id", "wire/9"},
                                          {"outcome", "created"},
                                          {"revision", 1},
                                          {"seq", 7},
                                          {"durable", true},
                                          {"searchable", false}});
  const auto searchable = place.put("/v1/articles/a?wait=searchable");
  CHECK(searchable.status == 200);
  CHECK(Json::parse(searchable.body).at("searchable") == true);
  const auto orders = place.writer.orders();
  CHECK(orders.at(0) == WriteOrder{WriteOrder::Op::put, "wire/9", kArticle, {}, "", "admin socket"});
}

TEST_CASE("what becomes of an article has a status of its own") {
  Administered place;
  const auto [kind, status] = GENERATE(table<Kind, long>({{Kind::created, 202},
                                                          {Kind::replaced, 202},
                                                          {Kind::unchanged, 202},
                                                          {Kind::outdated, 202},
                                                          {Kind::held, 202},
                                                          {Kind::rejected, 422},
                                                          {Kind::conflict, 412},
                                                          {Kind::gone, 410}}));
  const bool done = status == 202;
  place.answers(kind, 3, done ? Error() : Error{"why", "the writer says why"});
  const auto answer = place.put("/v1/articles/a");
  CAPTURE(answer.body);
  CHECK(answer.status == status);
  const auto json = Json::parse(answer.body);
  if (done) {
    CHECK(json.at("outcome") == std::string(to_string(kind)));
    return;
  }
  CHECK(answer.headers.at("content-type") == "application/problem+json");
  CHECK(json.at("code") == "why");
  CHECK(json.at("detail") == "the writer says why");
}

TEST_CASE("an article held back is not said to be searchable") {
  Administered place;
  place.answers(Kind::held, 1);
  const auto answer = place.put("/v1/articles/a?wait=searchable");
  CHECK(answer.status == 202);
  CHECK(Json::parse(answer.body).at("searchable") == false);
}

TEST_CASE("a write may ask for the revision that is there, or for none") {
  Administered place;
  const auto [sent, revision] = GENERATE(table<std::string, std::optional<std::uint32_t>>(
      {{"X-Nothing: 1", std::nullopt}, {"If-Match: \"3\"", 3}, {"If-None-Match: *", 0}}));
  CHECK(place.put("/v1/articles/a", {sent}).status == 202);
  CHECK(place.writer.orders().at(0).if_revision == revision);
}

TEST_CASE("a revision that cannot be one is refused, and nothing is written") {
  Administered place;
  const auto sent =
      GENERATE(as<std::string>(), "If-Match: 3", "If-Match: *", "If-Match: \"x\"", "If-Match: \"0\"",
               "If-Match: W/\"3\"", "If-Match: \"3\", \"4\"", "If-Match: \"4294967296\"", "If-None-Match: \"3\"");
  CAPTURE(sent);
  const auto answer = place.put("/v1/articles/a", {sent});
  CHECK(answer.status == 400);
  CHECK(code_of(answer) == "bad_precondition");
  CHECK(place.put("/v1/articles/a", {"If-Match: \"3\"", "If-None-Match: *"}).status == 400);
  CHECK(place.admin().send("DELETE", "/v1/articles/a", "", {"If-None-Match: *"}).status == 400);
  CHECK(place.writer.orders().empty());
}

TEST_CASE("an article is removed, or purged for good") {
  Administered place;
  place.answers(Kind::removed, 0);
  auto admin = place.admin();
  CHECK(admin.send("DELETE", "/v1/articles/a", "", {"If-Match: \"2\""}).status == 202);
  CHECK(admin.send("DELETE", "/v1/articles/a?wait=searchable").status == 200);
  CHECK(admin.send("DELETE", "/v1/articles/a?purge=1&reason=court%20order").status == 202);
  const auto orders = place.writer.orders();
  CHECK(orders.at(0) == WriteOrder{WriteOrder::Op::remove, "a", "", 2, "", "admin socket"});
  CHECK(orders.at(2) == WriteOrder{WriteOrder::Op::purge, "a", "", {}, "court order", "admin socket"});
  place.answers(Kind::missing, 0);
  CHECK(admin.send("DELETE", "/v1/articles/a").status == 404);
  place.answers(Kind::conflict, 3, {"conflict", "revision 3 is there"});
  CHECK(admin.send("DELETE", "/v1/articles/a").status == 412);
  place.answers(Kind::gone, 0, {"gone", "purged"});
  CHECK(admin.send("DELETE", "/v1/articles/a").status == 410);
  CHECK(admin.send("DELETE", "/v1/articles/a?purge=1").status == 202);  // what it asks for is so
  CHECK(admin.send("DELETE", "/v1/articles/a?reason=why").status == 400);
  CHECK(admin.send("DELETE", "/v1/articles/a?purge=yes").status == 400);
  CHECK(admin.send("DELETE", "/v1/articles/a?force=1").status == 400);
}

TEST_CASE("a batch gives a result for every line, and a bad line costs itself alone") {
  Administered place;
  place.writer.outcome = [](const WriteOrder& order) -> WriteOutcome {
    if (order.op != WriteOrder::Op::put) return {Kind::removed, order.id, 0, 8, {}};
    if (!order.article.starts_with('{')) return {Kind::rejected, "", 0, 0, {"bad_json", "this is no JSON"}};
    return {Kind::created, "a", 1, 7, {}};
  };
  const std::string body = std::string(R"({"id":"a","body":"b"})") + "\n\nno JSON\n" + R"({"delete":7})" + "\n" +
                           R"({"delete":"b"})" + "\n" + R"({"purge":"c","reason":"r"})" + "\n{\"x\":\"" +
                           std::string(1 << 20, 'x') + "\"}\n{}";
  const auto answer = place.admin().send("POST", "/v1/articles:batch", body, kBatchType);
  CHECK(answer.status == 202);
  CHECK(answer.headers.at("content-type") == "application/x-ndjson");
  const auto lines = results(answer);
  REQUIRE(lines.size() == 7);
  CHECK(lines[0] ==
        Json{{"line", 1}, {"id", "a"}, {"status", 202}, {"outcome", "created"}, {"revision", 1}, {"seq", 7}});
  const std::vector<std::pair<int, int>> expected = {{1, 202}, {3, 422}, {4, 422}, {5, 202},
                                                     {6, 202}, {7, 413}, {8, 202}};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    CHECK(lines[i].at("line") == expected[i].first);
    CHECK(lines[i].at("status") == expected[i].second);
    CHECK(lines[i].contains("error") == (expected[i].second >= 400));
  }
  CHECK(lines[1].at("error") == Json{{"code", "bad_json"}, {"message", "this is no JSON"}});
  CHECK(lines[3].at("id") == "b");
  CHECK(place.writer.orders().size() == 5);
}

TEST_CASE("a batch may wait until it is found, and may be empty") {
  Administered place;
  auto admin = place.admin();
  CHECK(admin.send("POST", "/v1/articles:batch?wait=searchable", "{}\n", kBatchType).status == 200);
  CHECK(admin.send("POST", "/v1/articles:batch", "\n", kBatchType).status == 202);
  CHECK(place.writer.orders().size() == 1);
}

TEST_CASE("what is too large to be written is 413 and says how large it may be") {
  Administered place;
  auto admin = place.admin();
  const auto [method, target, body, limit] = GENERATE(table<std::string, std::string, std::string, std::string>({
      {"PUT", "/v1/articles/a", std::string((1 << 20) + 1, 'x'), "1048576 bytes"},
      {"POST", "/v1/articles:batch", std::string((8 << 20) + 1, 'x'), "8388608 bytes"},
      {"POST", "/v1/search", std::string((4 << 10) + 1, 'x'), "4096 bytes"},
      {"POST", "/v1/admin/reindex", std::string((4 << 10) + 1, 'x'), "4096 bytes"},
  }));
  CAPTURE(method, target);
  for (const Lines& more : {Lines{"Expect: 100-continue"}, Lines{"Expect:"}, Lines{"Transfer-Encoding: chunked"}}) {
    const auto answer = admin.send(method, target, body, more);
    CHECK(answer.failure == "");
    CHECK(answer.status == 413);
    CHECK_THAT(answer.body, Contains(limit));
  }
  CHECK(place.writer.orders().empty());
}

TEST_CASE("a batch of more than a thousand lines is 413, and one of a thousand is taken") {
  Administered place;
  std::string body;
  for (int i = 0; i < 1000; ++i) body += "{}\n\n";
  auto admin = place.admin();
  CHECK(results(admin.send("POST", "/v1/articles:batch", body, kBatchType)).size() == 1000);
  const auto answer = admin.send("POST", "/v1/articles:batch", body + "{}", kBatchType);
  CHECK(answer.status == 413);
  CHECK_THAT(answer.body, Contains("1000 lines"));
}

TEST_CASE("the largest bodies arrive, announced or not") {
  Administered place;
  auto admin = place.admin();
  const std::string article(1 << 20, 'x');
  for (const std::string expect : {"Expect: 100-continue", "Expect:"}) {
    const auto put = admin.send("PUT", "/v1/articles/a", article, {kArticleType[0], expect});
    CHECK(put.status == 202);
    std::string batch;
    for (int i = 0; i < 8; ++i) batch += std::string((1 << 20) - 1, 'x') + "\n";
    CHECK(results(admin.send("POST", "/v1/articles:batch", batch, {kBatchType[0], expect})).size() == 8);
  }
  CHECK(place.writer.orders().at(0).article == article);
}

TEST_CASE("what is written must say what it is") {
  Administered place;
  auto admin = place.admin();
  for (const Lines& type : {Lines{"Content-Type: text/plain"}, Lines{"Content-Type:"}, kBatchType}) {
    CHECK(admin.send("PUT", "/v1/articles/a", kArticle, type).status == 415);
  }
  CHECK(admin.send("POST", "/v1/articles:batch", kArticle, kArticleType).status == 415);
  CHECK(admin.send("PUT", "/v1/articles/a", kArticle, {"Content-Type: application/json; charset=utf-8"}).status == 202);
  CHECK(place.writer.orders().size() == 1);
}

TEST_CASE("a rebuild is begun, looked at and taken back") {
  Administered place;
  auto admin = place.admin();
  const auto begun = admin.send("POST", "/v1/admin/reindex?force=1");
  CHECK(begun.status == 202);
  CHECK(place.writer.forced);
  CHECK(begun.headers.at("location") == "/v1/tasks/reindex-7");
  const auto task = admin.get(begun.headers.at("location"));
  CHECK(task.status == 200);
  CHECK(Json::parse(task.body) == Json{{"id", "reindex-7"},
                                       {"kind", "reindex"},
                                       {"state", "running"},
                                       {"phase", "indexing"},
                                       {"done", 3},
                                       {"total", 10},
                                       {"seconds", 1.5},
                                       {"eta", 3.5},
                                       {"message", ""},
                                       {"generation", 0}});
  CHECK(admin.get("/v1/tasks/none").status == 404);
  CHECK(Json::parse(admin.send("POST", "/v1/admin/rollback").body) == Json{{"generation", 41}});
  place.writer.task_answer = Error{"busy", "reindex-7 is at work"};
  place.writer.rollback_answer = Error{"nothing_to_roll_back", "there is one generation"};
  CHECK(code_of(admin.send("POST", "/v1/admin/reindex")) == "busy");
  CHECK(admin.send("POST", "/v1/admin/reindex").status == 409);
  CHECK(admin.send("POST", "/v1/admin/rollback").status == 409);
  CHECK(admin.send("POST", "/v1/admin/reindex?force=maybe").status == 400);
}

TEST_CASE("answers of the admin listener are what its /openapi.json says they are") {
  Administered place;
  place.writer.state_answer = {9, 8, 42, 3, "the disk is full", {*place.writer.task_answer}};
  auto admin = place.admin();
  const auto document = Json::parse(admin.get("/openapi.json").body);
  const auto [method, path, target, body] = GENERATE(table<std::string, std::string, std::string, std::string>({
      {"PUT", "/v1/articles/{id}", "/v1/articles/a", kArticle},
      {"DELETE", "/v1/articles/{id}", "/v1/articles/a", ""},
      {"POST", "/v1/articles:batch", "/v1/articles:batch", "{}"},
      {"POST", "/v1/articles:batch", "/v1/articles:batch", R"({"delete":7})"},
      {"POST", "/v1/admin/reindex", "/v1/admin/reindex", ""},
      {"POST", "/v1/admin/rollback", "/v1/admin/rollback", ""},
      {"GET", "/v1/tasks/{id}", "/v1/tasks/reindex-7", ""},
      {"GET", "/v1/admin/writer", "/v1/admin/writer", ""},
      {"GET", "/readyz", "/readyz", ""},
      {"GET", "/v1/search", "/v1/search?q=oil", ""},
  }));
  CAPTURE(method, path);
  const auto answer = admin.send(method, target, body, method == "PUT" ? kArticleType : kBatchType);
  std::string verb = method;
  for (char& c : verb) c = static_cast<char>(std::tolower(c));
  const auto& content =
      document.at("paths").at(path).at(verb).at("responses").at(std::to_string(answer.status)).at("content");
  const auto& schema = content.at(answer.headers.at("content-type")).at("schema");
  CHECK(breach(Json::parse(answer.body), schema, document) == "");
}

TEST_CASE("readers meet none of what the admin listener does, and it does what they meet") {
  Administered place;
  auto reader = place.reader();
  const auto [method, target, status] = GENERATE(table<std::string, std::string, long>({
      {"POST", "/v1/articles:batch", 404},
      {"POST", "/v1/admin/reindex", 404},
      {"POST", "/v1/admin/rollback", 404},
      {"GET", "/v1/admin/writer", 404},
      {"GET", "/v1/tasks/reindex-7", 404},
      {"PUT", "/v1/articles/a1", 405},
      {"DELETE", "/v1/articles/a1", 405},
  }));
  CAPTURE(method, target);
  CHECK(reader.send(method, target, "{}", kBatchType).status == (method == "GET" ? 400 : status));
  const auto bare = reader.send(method, target);
  CHECK(bare.status == status);
  if (status == 405) CHECK(bare.headers.at("allow") == "GET, HEAD");
  CHECK(place.writer.orders().empty());
  const auto document = reader.get("/openapi.json").body;
  for (const auto* name : {"batch", "\"put\"", "\"delete\"", "/v1/admin", "/v1/tasks"}) {
    CHECK(Json::parse(document).at("paths").dump().find(name) == std::string::npos);
  }
  auto admin = place.admin();
  for (const auto* shared : {"/v1/search?q=oil", "/search", "/v1/articles/a1", "/healthz", "/readyz"}) {
    CHECK(admin.get(shared).status == 200);
  }
  CHECK(admin.send("POST", "/v1/articles/a1").headers.at("allow") == "DELETE, GET, HEAD, PUT");
}

TEST_CASE("without its writer the admin listener says so, and searching goes on") {
  Administered place;
  place.stop_writer();
  auto admin = place.admin();
  for (const auto& [method, target] : {std::pair("DELETE", "/v1/articles/a"), std::pair("POST", "/v1/admin/rollback"),
                                       std::pair("GET", "/v1/admin/writer")}) {
    const auto answer = admin.send(method, target);
    CHECK(answer.status == 503);
    CHECK(answer.headers.at("retry-after") == "1");
    CHECK(code_of(answer) == "writer_unavailable");
    CHECK(answer.body.find(".sock") == std::string::npos);
  }
  CHECK(admin.get("/v1/search?q=oil").status == 200);
}

TEST_CASE("readiness on the admin listener has reasons, those of the writer too; in public it is bare") {
  Administered place;
  const auto readiness = [](HttpClient client) {
    const auto answer = client.get("/readyz");
    CHECK(answer.status == 200);
    return Json::parse(answer.body);
  };
  CHECK(readiness(place.admin()) == Json{{"status", "ready"}, {"reasons", Json::array()}});
  const auto pins = place.data() / "pins.txt";
  std::ofstream(pins) << "oil\n";
  CHECK(readiness(place.admin()) ==
        Json{{"status", "degraded"}, {"reasons", Json::array({pins.string() + ":1: expected 'query => id id'"})}});
  CHECK(readiness(place.reader()) == Json{{"status", "degraded"}});
  std::filesystem::remove(pins);
  place.writer.state_answer.failure = "journal: No space left on device";
  CHECK(
      readiness(place.admin()) ==
      Json{{"status", "degraded"}, {"reasons", {"nothing is published at present: journal: No space left on device"}}});
  place.stop_writer();
  const auto away = readiness(place.admin());
  CHECK(away.at("status") == "degraded");
  CHECK_THAT(std::string(away.at("reasons").at(0)), Contains("the writer is away"));
  CHECK(readiness(place.reader()) == Json{{"status", "ready"}});
}

TEST_CASE("a writer that takes its time keeps no search waiting") {
  Administered place;
  std::counting_semaphore<> begun(0);
  std::latch go_on(1);
  place.writer.before_write = [&] {
    begun.release();
    go_on.wait();
  };
  std::vector<std::thread> writing;
  for (int i = 0; i < 6; ++i) writing.emplace_back([&] { place.put("/v1/articles/a"); });
  for (int i = 0; i < 6; ++i) begun.acquire();
  CHECK(place.admin().get("/v1/search?q=oil").status == 200);
  CHECK(place.reader().get("/v1/search?q=oil").status == 200);
  go_on.count_down();
  for (auto& thread : writing) thread.join();
}

TEST_CASE("the admin socket is its owner's and group's, and gone with the server") {
  std::filesystem::path socket;
  {
    Administered place;
    socket = place.socket();
    struct stat file {};
    REQUIRE(::stat(socket.c_str(), &file) == 0);
    CHECK(S_ISSOCK(file.st_mode));
    CHECK((file.st_mode & 0777) == 0660);
  }
  CHECK_FALSE(std::filesystem::exists(socket));
}

TEST_CASE("on an address of the network every request needs a key") {
  Administered place(keys_of("ns_right"));
  auto admin = place.admin();
  CHECK(admin.get("/v1/admin/writer").status == 401);
  CHECK(admin.send("GET", "/v1/admin/writer", "", {"Authorization: Bearer ns_right"}).status == 200);
  CHECK(admin.get("/v1/admin/writer?key=ns_right").status == 401);
  const auto refused = admin.send("GET", "/nowhere", "", {"Authorization: Bearer ns_wrong"});
  CHECK(refused.status == 401);
  CHECK_THAT(refused.headers.at("www-authenticate"), Catch::StartsWith("Bearer"));
  CHECK(place.reader().get("/v1/search?q=oil").status == 200);
}

TEST_CASE("the writer is told who asks: by the name of the key, or the socket") {
  Administered place(keys_of("ns_right"));
  const Lines key = {"Authorization: Bearer ns_right"};
  auto admin = place.admin();
  admin.send("DELETE", "/v1/articles/a?purge=1", "", key);
  admin.send("PUT", "/v1/articles/a", kArticle, {key[0], kArticleType[0]});
  admin.send("POST", "/v1/articles:batch", R"({"delete":"b"})", {key[0], kBatchType[0]});
  for (const auto& order : place.writer.orders()) CHECK(order.by == "key desk");
  CHECK(place.writer.orders().size() == 3);
}

TEST_CASE("a key is asked for before the body is read") {
  Administered place(keys_of("ns_right"));
  auto client = place.raw_admin();
  client.send("PUT /v1/articles/a HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n");
  CHECK(client.receive()->status == 401);
  CHECK_FALSE(client.receive());
}

TEST_CASE("who guesses keys has to wait") {
  Administered place(keys_of("ns_right"));
  auto admin = place.admin();
  for (int i = 0; i < 10; ++i) CHECK(admin.get("/healthz").status == 401);
  const auto answer = admin.send("GET", "/healthz", "", {"Authorization: Bearer ns_right"});
  CHECK(answer.status == 429);
  CHECK(std::stoi(answer.headers.at("retry-after")) > 50);
  CHECK(place.reader().get("/healthz").status == 200);
}

TEST_CASE("an address of the network without keys is not listened on, loopback neither") {
  Api api;
  ServerOptions options;
  options.port = 0;
  options.admin.emplace();
  CHECK_THROWS_WITH(HttpServer(options, api.router(), api.router()), Contains("needs keys"));
}

TEST_CASE("an admin address that is taken is named, with the way out") {
  Administered place, locked(keys_of("ns_right"));
  Api api;
  ServerOptions options;
  options.port = 0;
  options.admin.emplace().socket = place.socket();
  CHECK_THROWS_WITH(HttpServer(options, api.router(), api.router()),
                    Contains("admin.sock: Address already in use; choose another with --admin"));
  options.admin->socket.clear();
  options.admin->keys = keys_of("ns_right");
  options.admin->port = locked.server().admin_port();
  CHECK_THROWS_WITH(HttpServer(options, api.router(), api.router()),
                    Contains("is in use; choose another with --admin"));
}

TEST_CASE("a stop lets a write in hand be answered") {
  Administered place;
  std::latch begun(1), go_on(1);
  place.writer.before_write = [&] {
    begun.count_down();
    go_on.wait();
  };
  long status = 0;
  std::thread writing([&] { status = place.put("/v1/articles/a").status; });
  begun.wait();
  place.server().stop();
  go_on.count_down();
  writing.join();
  CHECK(status == 202);
}

TEST_CASE("a key is let do what it is for, and no more") {
  Administered place(keys_of("ns_right", "write"));
  const Lines key = {"Authorization: Bearer ns_right"};
  auto admin = place.admin();
  CHECK(admin.send("PUT", "/v1/articles/a", kArticle, {key[0], kArticleType[0]}).status == 202);
  for (const auto& [method, target] : {std::pair("POST", "/v1/admin/reindex"), std::pair("POST", "/v1/admin/rollback"),
                                       std::pair("GET", "/metrics"), std::pair("GET", "/v1/search?q=oil")}) {
    CAPTURE(target);
    const auto refused = admin.send(method, target, "", key);
    CHECK(refused.status == 403);
    CHECK(code_of(refused) == "forbidden");
  }
  CHECK(place.writer.orders().size() == 1);
}

TEST_CASE("operators watch requests, index and writer, on the admin listener alone") {
  Administered served;
  auto reader = served.reader();
  CHECK(reader.get("/v1/search?q=oil").status == 200);
  CHECK(reader.get("/v1/search?page=0").status == 400);
  CHECK(reader.get("/metrics").status == 404);
  const auto seen = served.admin().get("/metrics");
  REQUIRE(seen.status == 200);
  CHECK(seen.headers.at("content-type") == "text/plain; version=0.0.4; charset=utf-8");
  for (const std::string line :
       {R"(newssearch_http_requests_total{code="200",endpoint="/v1/search",listener="public"} 1)",
        R"(newssearch_http_requests_total{code="400",endpoint="/v1/search",listener="public"} 1)",
        R"(newssearch_http_requests_total{code="404",endpoint="none",listener="public"} 1)",
        R"(newssearch_http_request_duration_seconds_count{endpoint="/v1/search",listener="public"} 2)",
        "newssearch_articles 3", "newssearch_generation 1", "newssearch_writer_up 1", "newssearch_degraded 0"})
    CHECK_THAT(seen.body, Contains(line));
  for (const std::string name : {"newssearch_disk_available_bytes ", "newssearch_journal_records_waiting ",
                                 "newssearch_newest_article_timestamp_seconds ", "process_open_fds "})
    CHECK_THAT(seen.body, Contains("\n" + name));
  served.stop_writer();
  CHECK_THAT(served.admin().get("/metrics").body, Contains("newssearch_writer_up 0"));
}

TEST_CASE("operators see what is searched for, but not what was asked once") {
  Administered served;
  auto reader = served.reader();
  for (const char* target : {"/v1/search?q=Oil", "/search?q=oil", "/v1/search?q=zanzibar", "/v1/search?q=zanzibar",
                             "/v1/search?q=once", "/v1/search?q=oil&page=2", "/v1/search?q=oil&unfinished=true"})
    reader.get(target);
  CHECK(reader.get("/v1/admin/analytics/queries").status == 404);
  const auto report = Json::parse(served.admin().get("/v1/admin/analytics/queries").body);
  CHECK(report.at("searches") == 5);
  CHECK(report.at("top") == Json::parse(R"([{"query":"oil","times":2,"total":2},
                                            {"query":"zanzibar","times":2,"total":0}])"));
  CHECK(report.at("zero_hits").size() == 1);
}

TEST_CASE("operators read and replace synonyms and stop words, which the next search follows") {
  Administered served;
  auto admin = served.admin();
  const Lines plain = {"Content-Type: text/plain"};
  CHECK(admin.get("/v1/admin/synonyms").body.empty());
  CHECK(Json::parse(served.reader().get("/v1/search?q=petroleum&spelling=off").body).at("total").at("value") == 0);
  const std::string lines = "petroleum, oil\n";
  CHECK(admin.send("PUT", "/v1/admin/synonyms", lines, plain).status == 200);
  CHECK(admin.get("/v1/admin/synonyms").body == lines);
  CHECK(Json::parse(served.reader().get("/v1/search?q=petroleum&spelling=off").body).at("total").at("value") == 2);
  const auto refused = admin.send("PUT", "/v1/admin/synonyms", "petroleum, oil\nalone\n", plain);
  CHECK(refused.status == 400);
  CHECK_THAT(refused.body, Contains("synonyms:2"));
  CHECK(admin.get("/v1/admin/synonyms").body == lines);
  CHECK(admin.send("PUT", "/v1/admin/stopwords", "the\n", {"Content-Type: application/json"}).status == 415);
  CHECK(admin.send("PUT", "/v1/admin/stopwords", std::string(1'000'001, 'x'), plain).status == 413);
  CHECK(served.reader().send("PUT", "/v1/admin/synonyms", lines, plain).status == 404);
}

TEST_CASE("operators pin articles for a query, which the next answer follows") {
  Administered served;
  auto admin = served.admin();
  auto reader = served.reader();
  const Lines plain = {"Content-Type: text/plain"};
  const auto first = reader.get("/v1/search?q=oil");
  CHECK(Json::parse(first.body).at("total").at("value") == 2);
  CHECK(admin.get("/v1/admin/pins").body.empty());
  const std::string lines = "Oil => a3, wire/2\n";
  CHECK(admin.send("PUT", "/v1/admin/pins", lines, plain).status == 200);
  CHECK(admin.get("/v1/admin/pins").body == lines);
  const auto held = reader.send("GET", "/v1/search?q=oil", "", {"If-None-Match: " + first.headers.at("etag")});
  REQUIRE(held.status == 200);
  const auto answer = Json::parse(held.body);
  CHECK(answer.at("total").at("value") == 3);
  CHECK(answer.at("hits").at(0).at("id") == "a3");
  CHECK(answer.at("hits").at(0).at("pinned") == true);
  CHECK(answer.at("hits").at(1).at("id") == "wire/2");
  CHECK_FALSE(answer.at("hits").at(2).contains("pinned"));
  CHECK_THAT(reader.get("/search?q=oil").body, Contains(">pinned</span>"));
  CHECK(Json::parse(reader.get("/v1/search?q=oil&pins=off").body).at("total").at("value") == 2);
  const auto behind = Json::parse(reader.get("/v1/search?q=oil&per_page=1").body).at("next_cursor").get<std::string>();
  CHECK(Json::parse(reader.get("/v1/search?q=oil&per_page=1&cursor=" + behind).body).at("hits").at(0).at("id") ==
        "wire/2");
  const auto refused = admin.send("PUT", "/v1/admin/pins", "gas => a1\noil\n", plain);
  CHECK(refused.status == 400);
  CHECK_THAT(refused.body, Contains("pins:2: expected"));
  CHECK(admin.get("/v1/admin/pins").body == lines);
  CHECK(reader.send("PUT", "/v1/admin/pins", lines, plain).status == 404);
}

TEST_CASE("operators hide a source, and it is gone from the next answer on, until its line is") {
  std::vector<Article> articles = three_articles();
  articles[0].source = "Wire";
  articles[1].source = "www.kestrel.example";
  Administered served({}, articles);
  auto admin = served.admin();
  auto reader = served.reader();
  const Lines plain = {"Content-Type: text/plain"};
  std::map<std::string, std::string> etags;
  const Lines paths = {"/v1/articles/wire%2F2", "/v1/articles/wire%2F2/versions", "/article/wire%2F2"};
  const Lines lists = {"/v1/search?q=oil", "/v1/feed.json?q=oil", "/v1/feed.rss?q=oil", "/search?q=oil"};
  for (const Lines* const all : {&paths, &lists})
    for (const std::string& path : *all) {
      CAPTURE(path);
      const auto answer = reader.get(path);
      CHECK(answer.status == 200);
      CHECK_THAT(answer.body, Contains("Refinery fire"));
      etags[path] = answer.headers.at("etag");
    }
  CHECK_THAT(reader.get("/v1/suggest?q=refinery").body, Contains("Refinery fire"));
  CHECK(admin.send("PUT", "/v1/admin/hidden", "kestrel.example\n", plain).status == 200);
  CHECK(admin.get("/v1/admin/hidden").body == "kestrel.example\n");
  const auto again = [&](const std::string& path) {
    return reader.send("GET", path, "", {"If-None-Match: " + etags.at(path)});
  };
  for (const std::string& path : paths) {
    CAPTURE(path);
    CHECK(again(path).status == 404);
  }
  for (const std::string& path : lists) {
    CAPTURE(path);
    const auto answer = again(path);
    CHECK(answer.status == 200);
    CHECK(answer.body.find("Refinery fire") == std::string::npos);
    CHECK(answer.body.find("kestrel") == std::string::npos);
  }
  CHECK(Json::parse(reader.get("/v1/search?q=oil").body).at("index").at("articles") == 2);
  CHECK(reader.get("/v1/suggest?q=refinery").body.find("Refinery fire") == std::string::npos);
  CHECK(reader.get("/v1/articles/wire%2F2/related").status == 404);
  CHECK(reader.get("/v1/stories/wire%2F2").status == 404);
  CHECK(admin.get("/v1/articles/wire%2F2").status == 404);
  CHECK(admin.send("PUT", "/v1/admin/hidden", "Wire\n!!\n", plain).status == 400);
  CHECK(reader.get("/v1/articles/a1").status == 200);
  CHECK(admin.send("PUT", "/v1/admin/hidden", "", plain).status == 200);
  for (const std::string& path : paths) CHECK(reader.get(path).status == 200);
  CHECK(again("/v1/search?q=oil").status == 304);
}

}  // namespace newssearch
