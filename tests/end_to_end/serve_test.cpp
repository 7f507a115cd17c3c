#include <curl/curl.h>
#include <chrono>
#include <thread>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/end_to_end/served.h"
#include "tests/end_to_end/workplace.h"
#include "tests/support/certificate.h"
#include "tests/support/http_client.h"
#include "tests/support/notify_socket.h"

using namespace newssearch;
using Catch::Contains;
using nlohmann::json;

namespace {

struct Answer {
  long status = 0;
  std::string body;
};

Answer get(const std::string& url) {
  Answer answer;
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &answer.body);
  curl_easy_setopt(
      curl.get(), CURLOPT_WRITEFUNCTION, +[](char* data, size_t, size_t bytes, std::string* body) {
        body->append(data, bytes);
        return bytes;
      });
  const CURLcode code = curl_easy_perform(curl.get());
  INFO(curl_easy_strerror(code));
  REQUIRE(code == CURLE_OK);
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

/// As a program of that schema would have written it.
void mark_with_schema(int schema, const std::filesystem::path& generation) {
  json manifest = json::parse(std::ifstream(generation / "manifest.json"));
  manifest["schema"] = schema;
  std::ofstream(generation / "manifest.json") << manifest;
}

/// Its header says another version than this program's.
void mark_as_of_another_form(const std::filesystem::path& packed) {
  constexpr std::streamoff kVersion = 16;  // behind the name
  std::fstream file(packed, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(kVersion);
  file.put('\0');
}

}  // namespace

TEST_CASE("serve prints its address and answers there with the page and the API") {
  const SampleArchive archive;
  Served served(archive);
  const Answer page = get(served.page() + "?q=dam");
  CHECK(page.status == 200);
  CHECK_THAT(page.body, Contains("<!doctype html>", Catch::CaseSensitive::No) && Contains("above Arlenby"));
  CHECK(json::parse(get(served.url("/v1/search?q=dam")).body).at("hits").size() == 10);
  CHECK(served.stop(SIGTERM) == 0);
}

TEST_CASE("the API and the command line give the same answer") {
  const SampleArchive archive;
  Served served(archive);
  json from_api =
      json::parse(get(served.url("/v1/search?q=dam+arlenby&facets=section&sort=newest&date_histogram=auto")).body);
  json from_line = json::parse(archive
                                   .run({"search", "dam", "arlenby", "--facets", "section", "--sort", "newest",
                                         "--histogram", "--output", "json"})
                                   .out);
  for (json* answer : {&from_api, &from_line}) {
    answer->erase("took_ms");
    answer->erase("links");
    answer->erase("next_cursor");
  }
  CHECK(json::diff(from_api, from_line) == json::array());
}

TEST_CASE("what is published while serving is found by the next question") {
  const SampleArchive archive;
  Served served(archive);
  const auto total = [&] { return json::parse(get(served.url("/v1/search?q=zeppelin")).body).at("total").at("value"); };
  CHECK(total() == 0);
  archive.run({"index", "-"}, R"({"id":"z","title":"Zeppelin lands","body":"It landed."})");
  CHECK(total() == 1);
}

TEST_CASE("Ctrl-C ends the server with 0 as SIGTERM does") {
  const SampleArchive archive;
  CHECK(Served(archive).stop(SIGINT) == 0);
}

TEST_CASE("an address that is taken or cannot be read is refused with a remedy") {
  const SampleArchive archive;
  const Served served(archive);
  const std::string taken = served.url("").substr(std::string("http://").size());
  for (const std::string& listen : {taken, std::string("8080"), std::string("127.0.0.1:99999")}) {
    const Ended refused = archive.run({"serve", "--listen", listen});
    CHECK(refused.code == 2);
    CHECK_THAT(refused.err, Contains(listen));
  }
}

TEST_CASE("an admin address of the network without keys is refused with a remedy, and keys without an address too") {
  const SampleArchive archive;
  const Ended keyless = archive.run({"serve", "--admin", "127.0.0.1:0"});
  CHECK(keyless.code == 2);
  CHECK_THAT(keyless.err, Contains("--admin-key-file") && Contains("newssearch key"));
  const std::string keys = archive.write("keys", archive.run({"key"}).out.substr(68));
  CHECK(archive.run({"serve", "--admin-key-file", keys}).code == 2);
  std::filesystem::permissions(keys, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
  const Ended open_file = archive.run({"serve", "--admin", "127.0.0.1:0", "--admin-key-file", keys});
  CHECK(open_file.code == 2);
  CHECK_THAT(open_file.err, Contains("chmod o="));
}

TEST_CASE("serve prints the admin address on a second line and listens there") {
  const SampleArchive archive;
  const std::string socket = (archive.path() / "admin.sock").string();
  RunningProgram program(archive.start({"serve", "--listen", "127.0.0.1:0", "--admin", "unix:" + socket}));
  program.read_line();
  CHECK(program.read_line() == "unix:" + socket);
  HttpClient admin("http://admin", socket);
  CHECK(admin.get("/v1/search?q=dam").status == 200);
  while (admin.get("/v1/admin/writer").status == 503)  // the writer is on its way
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(admin.get("/v1/admin/writer").status == 200);
  program.signal(SIGTERM);
  CHECK(program.wait().code == 0);
  CHECK_FALSE(std::filesystem::exists(socket));
}

TEST_CASE("the writer that serve starts reads the config file that serve was told") {
  const SampleArchive archive;
  const std::string socket = (archive.path() / "admin.sock").string();
  const std::string config = archive.write("serve.conf", "[writer]\nthreads = 1\n");
  const Served served(archive, {"--admin", "unix:" + socket, "--config", config});
  HttpClient admin("http://admin", socket);
  while (admin.get("/v1/admin/writer").status == 503) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  std::string process;
  std::ifstream(archive.data() / "writer.lock") >> process;
  std::ifstream started("/proc/" + process + "/cmdline");
  const std::string command{std::istreambuf_iterator<char>(started), {}};
  CHECK_THAT(command, Contains("writer") && Contains("--config" + std::string(1, '\0') + config));
}

TEST_CASE("index --replace-all beside a running server is done by its writer") {
  const SampleArchive archive;
  const std::string socket = (archive.path() / "admin.sock").string();
  RunningProgram program(archive.start({"serve", "--listen", "127.0.0.1:0", "--admin", "unix:" + socket}));
  program.read_line();
  program.read_line();
  HttpClient admin("http://admin", socket);
  while (admin.get("/v1/admin/writer").status == 503) std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const std::string articles = archive.write(
      "new.jsonl", R"({"id":"only","headline":"A bridge opens","body":"The bridge over the river opens today."})");
  const Ended indexed = archive.run({"index", "--replace-all", articles});
  CHECK(indexed.code == 0);
  while (nlohmann::json::parse(admin.get("/v1/search?q=*").body)["total"]["value"] != 1)
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  CHECK(admin.get("/v1/articles/only").status == 200);
  program.signal(SIGTERM);
  CHECK(program.wait().code == 0);
}

TEST_CASE("an index of an older newssearch answers, and is built anew where there is a writer") {
  const SampleArchive archive;
  const std::filesystem::path generation = archive.data() / "gen-000001";
  mark_with_schema(5, generation);
  for (const char* packed : {"impacts", "columns", "positions", "lexicon", "suggestions"})
    mark_as_of_another_form(generation / packed);
  const auto total = [](const Answer& answer) { return json::parse(answer.body).at("total").at("value"); };
  {
    Served alone(archive);
    CHECK(total(get(alone.url("/v1/search?q=*"))) == 156);
    CHECK(total(get(alone.url("/v1/search?q=%22dam+collapse%22"))) > 0);
    CHECK(json::parse(get(alone.url("/readyz")).body).at("status") == "degraded");
    CHECK(alone.stop(SIGTERM) == 0);
  }
  Served served(archive, {"--admin", "unix:" + (archive.path() / "admin.sock").string()});
  for (int number = 1; number == 1; std::this_thread::sleep_for(std::chrono::milliseconds(20))) {
    const Answer answer = get(served.url("/v1/search?q=*"));
    REQUIRE(answer.status == 200);
    CHECK(total(answer) == 156);
    number = json::parse(answer.body).at("index").at("generation");
  }
  CHECK(json::parse(get(served.url("/readyz")).body).at("status") == "ready");
  CHECK(served.stop(SIGTERM) == 0);
}

TEST_CASE("an index too old to be searched is built anew by a server with a writer, which says so until then") {
  const SampleArchive archive;
  mark_with_schema(4, archive.data() / "gen-000001");
  const Ended status = archive.run({"status"});
  CHECK(status.code == 5);
  CHECK_THAT(status.err, Contains("older newssearch") && Contains("newssearch reindex"));
  Served served(archive, {"--admin", "unix:" + (archive.path() / "admin.sock").string()});
  for (;;) {
    const Answer answer = get(served.url("/v1/search?q=dam"));
    if (answer.status == 200) break;
    REQUIRE(answer.status == 503);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  CHECK(served.stop(SIGTERM) == 0);
  CHECK(archive.run({"status"}).code == 0);
}

TEST_CASE("the config file is read anew at SIGHUP, and no connection ends") {
  const SampleArchive archive;
  const std::string origin = "https://www.example.org";
  const std::string config = archive.write("serve.conf", "[serve]\nslow-log = 500\n");
  Served served(archive, {"--config", config});
  HttpClient client(served.url(""));
  const auto allowed = [&] {
    const HttpClient::Answer answer = client.send("GET", "/v1/search?q=dam", "", {"Origin: " + origin});
    REQUIRE(answer.status == 200);
    return answer.headers.contains("access-control-allow-origin");
  };
  CHECK_FALSE(allowed());
  const auto reread = [&](const std::string& text, bool expected) {
    archive.write("serve.conf", text);
    served.signal(SIGHUP);
    for (int tries = 0; tries < 200 && allowed() != expected; ++tries)
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    CHECK(allowed() == expected);
  };
  reread("[serve]\nallow-origin = \"" + origin + "\"\n", true);
  reread("[serve]\nallow-origin = \"" + origin + "\"\nno-such-key = 1\n", true);  // refused: all stays as it was
  reread("[serve]\nslow-log = 500\n", false);
  CHECK_FALSE(client.get("/healthz").new_connection);
  CHECK(served.stop(SIGTERM) == 0);
}

TEST_CASE("serve --check-config says what is wrong before anything is served") {
  const Workplace place;
  const auto check = [&](const std::string& text) {
    return place.run({"serve", "--check-config", "--config", place.write("serve.conf", text)});
  };
  CHECK(check("[serve]\nrate = 5\ntrusted-proxy = \"127.0.0.1\"\n").code == 0);
  for (const auto& [text, told] :
       std::map<std::string, std::string>{{"[serve]\nrates = 5\n", "rates"},
                                          {"[serve]\nrate = many\n", "rate"},
                                          {"[serve]\ntrusted-proxy = \"proxy\"\n", "is no address"},
                                          {"[serve]\nallow-origin = \"example.org\"\n", "is no origin"},
                                          {"[serve]\nlisten = \"here\"\n", "write 127.0.0.1:8080"},
                                          {"[serve]\nadmin = \"127.0.0.1:1\"\n", "--admin-key-file"}}) {
    CAPTURE(text);
    const Ended ended = check(text);
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, Contains(told));
    CHECK(ended.out.empty());
  }
  const Ended ended = check("[serve]\nhidden = \"" + place.write("hidden.txt", "https://kestrel.example\n") + "\"\n");
  CHECK(ended.code == 2);
  CHECK_THAT(ended.err, Contains("hidden.txt:1: write the name or the host alone"));
}

TEST_CASE("serve answers over TLS who trusts its certificate, and with a new one after SIGHUP") {
  const SampleArchive archive;
  const TlsFiles files = make_certificate(archive.path());
  RunningProgram program(archive.start({"serve", "--listen", "127.0.0.1:0", "--tls-certificate",
                                        files.certificate.string(), "--tls-key", files.key.string()}));
  const std::string page = program.read_line();
  REQUIRE_THAT(page, Catch::StartsWith("https://127.0.0.1:") && Catch::EndsWith("/search"));
  const auto copied = [&](const std::string& name) {
    std::filesystem::copy_file(files.certificate, archive.path() / name);
    return (archive.path() / name).string();
  };
  const std::string trusted = copied("trusted.pem");
  const auto ask = [&](const std::string& authority) {
    return run_program({.arguments = {"/usr/bin/curl", "-sS", "--noproxy", "*", "--cacert", authority, "--include",
                                      page.substr(0, page.rfind('/')) + "/v1/feed.json?q=dam"}});
  };
  const Ended answer = ask(trusted);
  CHECK(answer.code == 0);
  CHECK_THAT(answer.out,
             Contains("Strict-Transport-Security: max-age=") && Contains("\"feed_url\":\"https://127.0.0.1"));
  write_certificate(files, {.serial = 2});
  const std::string renewed = copied("renewed.pem");
  CHECK(ask(renewed).code == 60);  // not trusted yet: it is not what is shown
  program.signal(SIGHUP);
  Ended again = ask(renewed);
  for (int tries = 0; tries < 200 && again.code != 0; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    again = ask(renewed);
  }
  CHECK(again.code == 0);
  CHECK(ask(trusted).code == 60);
  program.signal(SIGTERM);
  CHECK(program.wait().code == 0);
}

TEST_CASE("serve --check-config says what is wrong with a certificate and its key") {
  const Workplace place;
  const TlsFiles files = make_certificate(place.path());
  const std::string certificate = files.certificate.string(), key = files.key.string();
  const auto check = [&](const std::string& with) {
    return place.run({"serve", "--check-config", "--config", place.write("serve.conf", "[serve]\n" + with)});
  };
  const std::string both = "tls-certificate = \"" + certificate + "\"\ntls-key = \"" + key + "\"\n";
  CHECK(check(both).code == 0);
  const auto refused = [&](const std::string& with, const std::string& told) {
    CAPTURE(with);
    const Ended ended = check(with);
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, Catch::StartsWith("newssearch: ") && Contains(told));
  };
  refused("tls-certificate = \"" + certificate + "\"\n", "give --tls-key FILE too");
  refused("tls-key = \"" + key + "\"\n", "give --tls-certificate FILE too");
  refused("tls-certificate = \"/none.pem\"\ntls-key = \"" + key + "\"\n", "/none.pem: cannot be read: No such file");
  write_certificate({place.path() / "other.pem", files.key});
  refused(both, key + ": is not the key of " + certificate);
  write_certificate(files, {.from = -7200, .until = -3600});
  refused(both, certificate + ": the certificate is no longer valid: renew it");
}

TEST_CASE("serve tells who started it how it is, from its start to its end") {
  const SampleArchive archive;
  NotifySocket told;
  Start start = archive.start({"serve", "--listen", "127.0.0.1:0"});
  start.environment["NOTIFY_SOCKET"] = told.path();
  start.environment["WATCHDOG_USEC"] = "200000";
  RunningProgram program(start);
  const std::string page = program.read_line();
  std::size_t signs_of_life = 0;
  const auto next = [&] {
    std::string message = told.receive();
    for (; message == "WATCHDOG=1"; ++signs_of_life) message = told.receive();
    return message;
  };
  CHECK(next() == "STATUS=Answers at " + page);
  CHECK(next() == "READY=1");
  CHECK(get(page).status == 200);
  program.signal(SIGHUP);
  CHECK_THAT(next(), Catch::StartsWith("RELOADING=1\nMONOTONIC_USEC="));
  CHECK(next() == "READY=1");
  while (signs_of_life == 0) signs_of_life += told.receive() == "WATCHDOG=1" ? 1 : 0;
  program.signal(SIGTERM);
  CHECK(next() == "STOPPING=1");
  CHECK(program.wait().code == 0);
}
