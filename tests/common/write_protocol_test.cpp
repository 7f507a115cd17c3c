#include "common/write_protocol.h"

#include <sys/socket.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <latch>
#include <nlohmann/json.hpp>

#include "tests/support/fake_writer.h"

using namespace newssearch;
using Catch::Contains;
using nlohmann::json;

namespace {

/// What the service answers to a text that no client of ours would send.
json answer_to(const std::string& request) {
  FakeWriter writer;
  return json::parse(answer_writer_request(writer, request));
}

/// Speaks to one client in a writer's place, word for word.
class RawWriter {
 public:
  explicit RawWriter(std::string answer)
      : listening_(listen_at(socket())), thread_([this, answer = std::move(answer)] {
          const Descriptor client(::accept(listening_.number(), nullptr, nullptr));
          read_frame(client.number());
          ::send(client.number(), answer.data(), answer.size(), MSG_NOSIGNAL);
        }) {}
  ~RawWriter() { thread_.join(); }
  std::filesystem::path socket() const { return folder_.path() / "writer.sock"; }

 private:
  TemporaryFolder folder_;
  Descriptor listening_;
  std::thread thread_;
};

std::string framed(const std::string& text) {
  std::string frame;
  for (int shift = 0; shift < 32; shift += 8) frame += static_cast<char>(text.size() >> shift & 0xff);
  return frame + text;
}

void send_to(const Descriptor& socket, const std::string& bytes) {
  REQUIRE(::send(socket.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()));
}

}  // namespace

TEST_CASE("an order reaches the writer and its outcome the client as they were sent") {
  FakeWriter writer;
  using Kind = WriteOutcome::Kind;
  const std::vector<WriteOutcome> outcomes = {
      {Kind::created, "a", 1, 7, {}},
      {Kind::conflict, "b/ü", 4'000'000'000, 0, {"conflict", "revision 2 is there"}},
      {Kind::gone, "c", 0, std::uint64_t{1} << 60, {"gone", "purged"}}};
  std::size_t next = 0;
  writer.outcome = [&](const WriteOrder&) { return outcomes.at(next++); };
  const ListeningWriter listening(writer);
  const WriterClient client(listening.socket());
  const std::vector<WriteOrder> orders = {{WriteOrder::Op::put, "a", "{\"body\":\"\\\"quoted\\\" \n\"}", {}, ""},
                                          {WriteOrder::Op::remove, "b/ü", "", 3, ""},
                                          {WriteOrder::Op::purge, "c", "", 0, "court order", "key desk"}};
  CHECK(client.write(orders, WriteWait::searchable) == WriteAnswer{outcomes, 7, true, 42});
  CHECK(writer.orders() == orders);
}

TEST_CASE("every call comes back as the service answered it") {
  FakeWriter writer;
  writer.state_answer = {9, 8, 42, 3, "the disk is full", {*writer.task_answer}};
  const ListeningWriter listening(writer);
  const WriterClient client(listening.socket());
  CHECK(client.is_there());
  CHECK(client.publish() == WriteAnswer{{}, 7, true, 42});
  CHECK(client.reindex(true).value() == *writer.task_answer);
  CHECK(writer.forced);
  CHECK(client.task("reindex-7").value() == *writer.task_answer);
  CHECK(client.rollback().value() == 41);
  CHECK(client.state() == writer.state_answer);
}

TEST_CASE("what the service refuses is refused to the client by its code") {
  FakeWriter writer;
  writer.task_answer = Error{"busy", "reindex-7 is at work"};
  writer.rollback_answer = Error{"nothing_to_roll_back", "there is one generation"};
  const ListeningWriter listening(writer);
  const WriterClient client(listening.socket());
  CHECK(client.reindex(false).error() == writer.task_answer.error());
  CHECK(client.rollback().error() == writer.rollback_answer.error());
  CHECK(client.task("none").error().code == "not_found");
}

TEST_CASE("a service that throws makes the writer unavailable, in its words, and goes on") {
  FakeWriter writer;
  writer.before_write = [] { throw std::runtime_error("the disk is full"); };
  const ListeningWriter listening(writer);
  const WriterClient client(listening.socket());
  CHECK_THROWS_WITH(client.write({}, WriteWait::durable), Contains("the disk is full"));
  CHECK(client.state() == WriterState());
}

TEST_CASE("without a writer the client says so") {
  const TemporaryFolder folder;
  const WriterClient client(writer_socket(folder.path()));
  CHECK_FALSE(client.is_there());
  CHECK_THROWS_AS(client.state(), WriterUnavailable);
  CHECK_THROWS_WITH(client.state(), Contains("writer.sock: no writer listens there"));
}

TEST_CASE("requests that are none are answered with an error") {
  const auto request = GENERATE(
      as<std::string>(), "", "nonsense", "[]", "7", "null", "{}", R"({"call":7})", R"({"call":"dance"})",
      R"({"call":"write"})", R"({"call":"write","orders":{},"wait":"durable"})",
      R"({"call":"write","orders":[7],"wait":"durable"})", R"({"call":"write","orders":[],"wait":"for ever"})",
      R"({"call":"write","orders":[{"op":"put","id":"a","article":{},"reason":""}],"wait":"durable"})",
      R"({"call":"write","orders":[{"op":"eat","id":"a","article":"","reason":""}],"wait":"durable"})",
      R"({"call":"write","orders":[{"op":"put","id":"a","article":"","reason":"","if_revision":-1}],"wait":"durable"})",
      R"({"call":"write","orders":[{"op":"put","id":"a","article":"","reason":"","if_revision":4294967296}],"wait":"durable"})",
      R"({"call":"reindex","force":1})", R"({"call":"task"})", "{\"call\":\"\xff\"}");
  CAPTURE(request);
  CHECK(answer_to(request).at("error").at("code") == "bad_request");
}

TEST_CASE("a request nested a million deep is answered with an error") {
  CHECK(answer_to(std::string(1'000'000, '[')).at("error").at("code") == "bad_request");
  const std::string deep = std::string(1'000'000, '[') + std::string(1'000'000, ']');
  CHECK(answer_to("{\"call\":" + deep + "}").at("error").at("code") == "bad_request");
}

TEST_CASE("bytes that are not UTF-8 arrive replaced") {
  FakeWriter writer;
  const ListeningWriter listening(writer);
  WriterClient(listening.socket()).write({{WriteOrder::Op::put, "a\xff", "\xe4", {}, ""}}, WriteWait::durable);
  CHECK(writer.orders().at(0).id == "a\uFFFD");
}

TEST_CASE("an answer that cannot be read makes the writer unavailable") {
  const auto answer =
      GENERATE(as<std::string>(), "", "\x05", framed("nonsense"), framed("[]"), framed("{}"), framed(R"({"error":7})"),
               framed(R"({"error":{"code":"failed","message":"no"}})"), std::string("\xff\xff\xff\xff"),
               std::string("\x05\0\0\0{}", 6), framed(R"({"seq":1,"searchable":false,"generation":0,"outcomes":[]})"),
               framed(R"({"seq":1,"searchable":"no","generation":0,"outcomes":[{"kind":"created"}]})"));
  CAPTURE(answer);
  const RawWriter writer(answer);
  CHECK_THROWS_AS(WriterClient(writer.socket()).write({WriteOrder()}, WriteWait::durable), WriterUnavailable);
}

TEST_CASE("a client waits no longer for a writer than it was told to") {
  const TemporaryFolder folder;
  const Descriptor silent = listen_at(folder.path() / "writer.sock");
  const WriterClient client(folder.path() / "writer.sock", std::chrono::seconds(1));
  CHECK_THROWS_WITH(client.state(), Contains("no answer in time"));
}

TEST_CASE("frames of any size pass, but for those over the limit") {
  FakeWriter writer;
  const ListeningWriter listening(writer);
  const WriterClient client(listening.socket());
  const std::string large(8 << 20, 'x');
  client.write({{WriteOrder::Op::put, "a", large, {}, ""}}, WriteWait::durable);
  CHECK(writer.orders().at(0).article == large);
  const Descriptor socket = connect_to(listening.socket());
  CHECK_THROWS_WITH(write_frame(socket.number(), std::string(kLongestFrame + 1, 'x')), Contains("send fewer at once"));
}

TEST_CASE("what sends no frames harms neither the writer nor its other clients") {
  FakeWriter writer;
  const ListeningWriter listening(writer);
  for (const auto& bytes : {std::string("\xff\xff\xff\xff too long"), std::string("\x01"), framed("nonsense"),
                            std::string("\x09\0\0\0half", 8), std::string()}) {
    send_to(connect_to(listening.socket()), bytes);
  }
  CHECK(WriterClient(listening.socket()).rollback().value() == 41);
}

TEST_CASE("clients are answered beside each other") {
  FakeWriter writer;
  std::latch all_there(8);
  writer.before_write = [&] { all_there.arrive_and_wait(); };
  const ListeningWriter listening(writer);
  std::vector<std::thread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&] {
      WriterClient(listening.socket()).write({{WriteOrder::Op::remove, "a", "", {}, ""}}, WriteWait::durable);
    });
  }
  for (auto& client : clients) client.join();
  CHECK(writer.orders().size() == 8);
}

TEST_CASE("a stop answers what is in hand and waits for no client that stalls") {
  FakeWriter writer;
  std::latch begun(1), go_on(1);
  writer.before_write = [&] {
    begun.count_down();
    go_on.wait();
  };
  ListeningWriter listening(writer);
  const Descriptor silent = connect_to(listening.socket()), half = connect_to(listening.socket());
  send_to(half, std::string("\x09\0\0\0half", 8));
  std::thread busy([&] {
    const WriterClient client(listening.socket());
    CHECK(client.write({{WriteOrder::Op::remove, "a", "", {}, ""}}, WriteWait::durable).outcomes.size() == 1);
  });
  begun.wait();
  std::thread stopping([&] { listening.stop(); });
  go_on.count_down();
  stopping.join();
  busy.join();
}

TEST_CASE("connections beyond 256 are hung up on, and others served again when some have ended") {
  FakeWriter writer;
  const ListeningWriter listening(writer);
  const WriterClient client(listening.socket());
  {
    std::vector<Descriptor> open;
    for (int i = 0; i < 256; ++i) open.push_back(connect_to(listening.socket()));
    CHECK_THROWS_AS(client.state(), WriterUnavailable);
  }
  bool served = false;
  for (int tries = 0; tries < 10'000 && !served; ++tries) {  // until their ends have been read
    try {
      client.state();
      served = true;
    } catch (const WriterUnavailable&) {}
  }
  CHECK(served);
}

TEST_CASE("a socket is its owner's and group's, however deep its folder lies") {
  const TemporaryFolder folder;
  const auto deep = folder.path() / std::string(100, 'd') / std::string(100, 'e');
  std::filesystem::create_directories(deep);
  for (const auto& path : {folder.path() / "writer.sock", deep / "writer.sock"}) {
    FakeWriter writer;
    WriterListener listener(path, writer);
    struct stat file {};
    REQUIRE(::stat(path.c_str(), &file) == 0);
    CHECK((file.st_mode & 0777) == 0660);
    std::thread thread([&] { listener.run(); });
    CHECK(WriterClient(path).rollback().value() == 41);
    listener.stop();
    thread.join();
  }
}

TEST_CASE("a socket file is replaced where nobody listens at it, and nothing else is") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "writer.sock";
  { const Descriptor left_behind = listen_at(path); }
  REQUIRE(std::filesystem::exists(path));
  const Descriptor listening = listen_at(path);
  CHECK_THROWS_WITH(listen_at(path), Contains("in use"));
  CHECK_THROWS_WITH(listen_at(folder.write("news.txt", "news")), Contains("exists"));
  CHECK_THROWS_WITH(listen_at(folder.path() / std::string(250, 'x')), Contains("too long"));
}
