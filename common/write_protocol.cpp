#include "common/write_protocol.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <limits>
#include <nlohmann/json.hpp>
#include <system_error>
#include <thread>
#include <type_traits>

namespace newssearch {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kReadAtOnce = 1 << 20;  ///< bytes: what a frame says of its length is believed as it arrives
constexpr std::size_t kConnections = 256;
constexpr std::chrono::seconds kStalled{30};  ///< a client within a frame
constexpr auto kPauseWithoutDescriptors = std::chrono::milliseconds(50);

/// A frame that is not what it should be. Nothing in one is vouched for.
struct BadFrame : std::runtime_error {
  using std::runtime_error::runtime_error;
};

template <class Value>
struct Named {
  Value value;
  std::string_view name;
};

constexpr std::array kOps = {
    Named<WriteOrder::Op>{WriteOrder::Op::put, "put"},
    Named<WriteOrder::Op>{WriteOrder::Op::remove, "remove"},
    Named<WriteOrder::Op>{WriteOrder::Op::purge, "purge"},
};
constexpr std::array kKinds = {
    Named<WriteOutcome::Kind>{WriteOutcome::Kind::created, "created"},
    Named<WriteOutcome::Kind>{WriteOutcome::Kind::replaced, "replaced"},
    Named<WriteOutcome::Kind>{WriteOutcome::Kind::unchanged, "unchanged"},
    Named<WriteOutcome::Kind>{WriteOutcome::Kind::removed, "removed"},
    Named<WriteOutcome::Kind>{WriteOutcome::Kind::missing, "missing"},
    Named<WriteOutcome::Kind>{WriteOutcome::Kind::rejected, "rejected"},
    Named<WriteOutcome::Kind>{WriteOutcome::Kind::outdated, "outdated"},
    Named<WriteOutcome::Kind>{WriteOutcome::Kind::held, "held"},
    Named<WriteOutcome::Kind>{WriteOutcome::Kind::conflict, "conflict"},
    Named<WriteOutcome::Kind>{WriteOutcome::Kind::gone, "gone"},
};
constexpr std::array kStates = {
    Named<TaskState::State>{TaskState::State::running, "running"},
    Named<TaskState::State>{TaskState::State::done, "done"},
    Named<TaskState::State>{TaskState::State::failed, "failed"},
};
constexpr std::array kWaits = {
    Named<WriteWait>{WriteWait::durable, "durable"},
    Named<WriteWait>{WriteWait::searchable, "searchable"},
};

template <class Names, class Value>
std::string_view name_in(const Names& names, Value value) {
  return std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.value == value; })->name;
}

/// One member of an object, by type. Throws BadFrame.
template <class T>
T member(const Json& object, const char* name) {
  const auto bad = [&] { return BadFrame(std::string("'") + name + "' is missing or of a wrong type"); };
  if (!object.is_object() || !object.contains(name)) throw bad();
  const Json& value = object[name];
  if constexpr (std::is_same_v<T, std::string>) {
    if (!value.is_string()) throw bad();
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!value.is_boolean()) throw bad();
  } else if constexpr (std::is_same_v<T, double>) {
    if (!value.is_number()) throw bad();
  } else {
    static_assert(std::is_unsigned_v<T>);
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > std::numeric_limits<T>::max()) throw bad();
  }
  return value.get<T>();
}

template <class T>
std::optional<T> member_if_any(const Json& object, const char* name) {
  if (!object.is_object() || !object.contains(name)) return std::nullopt;
  return member<T>(object, name);
}

template <class Names>
auto member_in(const Names& names, const Json& object, const char* name) {
  const auto text = member<std::string>(object, name);
  const auto found = std::find_if(names.begin(), names.end(), [&](const auto& each) { return each.name == text; });
  if (found == names.end()) throw BadFrame(std::string("'") + name + "' has an unknown value");
  return found->value;
}

const Json& list_member(const Json& object, const char* name) {
  if (!object.is_object() || !object.contains(name) || !object[name].is_array()) {
    throw BadFrame(std::string("'") + name + "' is no list");
  }
  return object[name];
}

Json to_frame(const Error& error) { return {{"code", error.code}, {"message", error.message}}; }

Error read_error(const Json& json) { return {member<std::string>(json, "code"), member<std::string>(json, "message")}; }

Json to_frame(const WriteOrder& order) {
  Json json = {{"op", name_in(kOps, order.op)}, {"id", order.id}, {"article", order.article}, {"reason", order.reason}};
  if (!order.by.empty()) json["by"] = order.by;
  if (order.if_revision) json["if_revision"] = *order.if_revision;
  return json;
}

WriteOrder read_order(const Json& json) {
  return {member_in(kOps, json, "op"),          member<std::string>(json, "id"),
          member<std::string>(json, "article"), member_if_any<std::uint32_t>(json, "if_revision"),
          member<std::string>(json, "reason"),  member_if_any<std::string>(json, "by").value_or("")};
}

Json to_frame(const WriteOutcome& outcome) {
  return {{"kind", name_in(kKinds, outcome.kind)},
          {"id", outcome.id},
          {"revision", outcome.revision},
          {"seq", outcome.seq},
          {"error", to_frame(outcome.error)}};
}

WriteOutcome read_outcome(const Json& json) {
  return {member_in(kKinds, json, "kind"), member<std::string>(json, "id"), member<std::uint32_t>(json, "revision"),
          member<std::uint64_t>(json, "seq"), read_error(json.value("error", Json()))};
}

Json to_frame(const WriteAnswer& answer) {
  Json json = {{"seq", answer.seq},
               {"searchable", answer.searchable},
               {"generation", answer.generation},
               {"outcomes", Json::array()}};
  for (const auto& outcome : answer.outcomes) json["outcomes"].push_back(to_frame(outcome));
  return json;
}

WriteAnswer read_write_answer(const Json& json) {
  WriteAnswer answer{{},
                     member<std::uint64_t>(json, "seq"),
                     member<bool>(json, "searchable"),
                     member<std::uint64_t>(json, "generation")};
  for (const auto& outcome : list_member(json, "outcomes")) answer.outcomes.push_back(read_outcome(outcome));
  return answer;
}

Json to_frame(const TaskState& task) {
  Json json = {{"id", task.id},           {"kind", task.kind},       {"state", name_in(kStates, task.state)},
               {"phase", task.phase},     {"done", task.done},       {"total", task.total},
               {"seconds", task.seconds}, {"message", task.message}, {"generation", task.generation}};
  if (task.eta) json["eta"] = *task.eta;
  return json;
}

TaskState read_task(const Json& json) {
  return {member<std::string>(json, "id"),      member<std::string>(json, "kind"),
          member_in(kStates, json, "state"),    member<std::string>(json, "phase"),
          member<std::uint64_t>(json, "done"),  member<std::uint64_t>(json, "total"),
          member<double>(json, "seconds"),      member_if_any<double>(json, "eta"),
          member<std::string>(json, "message"), member<std::uint64_t>(json, "generation")};
}

Json to_frame(const WriterState& state) {
  Json json = {{"seq", state.seq},   {"searchable", state.searchable}, {"generation", state.generation},
               {"held", state.held}, {"failure", state.failure},       {"tasks", Json::array()}};
  for (const auto& task : state.tasks) json["tasks"].push_back(to_frame(task));
  return json;
}

WriterState read_state(const Json& json) {
  WriterState state{member<std::uint64_t>(json, "seq"),        member<std::uint64_t>(json, "searchable"),
                    member<std::uint64_t>(json, "generation"), member<std::uint64_t>(json, "held"),
                    member<std::string>(json, "failure"),      {}};
  for (const auto& task : list_member(json, "tasks")) state.tasks.push_back(read_task(task));
  return state;
}

std::string to_text(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string error_text(std::string code, std::string message) {
  return to_text({{"error", to_frame(Error{std::move(code), std::move(message)})}});
}

template <class T, class ToFrame>
std::string result_text(const Result<T>& result, ToFrame frame_of) {
  return result ? to_text(frame_of(*result)) : error_text(result.error().code, result.error().message);
}

std::vector<WriteOrder> read_orders(const Json& request) {
  std::vector<WriteOrder> orders;
  for (const auto& order : list_member(request, "orders")) orders.push_back(read_order(order));
  return orders;
}

std::string answer_call(WriterService& service, const Json& request) {
  const auto task_frame = [](const TaskState& task) { return to_frame(task); };
  const auto call = member<std::string>(request, "call");
  if (call == "write") {
    return to_text(to_frame(service.write(read_orders(request), member_in(kWaits, request, "wait"))));
  }
  if (call == "publish") return to_text(to_frame(service.publish()));
  if (call == "reindex") return result_text(service.reindex(member<bool>(request, "force")), task_frame);
  if (call == "rollback") {
    return result_text(service.rollback(), [](std::uint64_t generation) { return Json{{"generation", generation}}; });
  }
  if (call == "task") return result_text(service.task(member<std::string>(request, "id")), task_frame);
  if (call == "state") return to_text(to_frame(service.state()));
  throw BadFrame("'call' has an unknown value");
}

/// A writer's answer, or the Error it gives in its place. Throws WriterUnavailable for what is no answer at all, and
/// for errors that no call is documented to return.
Result<Json> read_answer(const std::string& text) {
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) throw WriterUnavailable("the writer's answer cannot be read");
  if (!json.contains("error")) return json;
  const Error error = read_error(json["error"]);
  if (error.code == "failed" || error.code == "bad_request") throw WriterUnavailable("the writer: " + error.message);
  return error;
}

/// What `read` makes of an answer. Throws WriterUnavailable where it cannot.
template <class Read>
auto understood(const std::string& text, Read read) -> Result<decltype(read(Json()))> {
  try {
    const Result<Json> answer = read_answer(text);
    if (!answer) return answer.error();
    return read(*answer);
  } catch (const BadFrame& error) {
    throw WriterUnavailable("the writer's answer cannot be read: " + std::string(error.what()));
  }
}

/// The answer of a call that returns no Error.
template <class T>
T or_unavailable(Result<T> result) {
  if (!result) throw WriterUnavailable("the writer: " + result.error().message);
  return std::move(*result);
}

WriterUnavailable broken(int error) {
  if (error == EAGAIN || error == EWOULDBLOCK) return WriterUnavailable("the writer's socket: no answer in time");
  return WriterUnavailable("the writer's socket: " + std::generic_category().message(error));
}

/// Reads `size` bytes behind `text`; false where the stream ends before the first of them.
bool read_more(int socket, std::string& text, std::size_t size) {
  std::size_t had = text.size();
  const std::size_t begin = had;
  text.resize(had + size);
  while (had < text.size()) {
    const ssize_t bytes = ::recv(socket, text.data() + had, text.size() - had, 0);
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) throw broken(errno);
    if (bytes == 0 && had == begin) return false;
    if (bytes == 0) throw WriterUnavailable("the writer's socket: closed within a message");
    had += static_cast<std::size_t>(bytes);
  }
  return true;
}

void set_time_limit(int socket, int which, std::chrono::seconds limit) {
  const timeval time{static_cast<time_t>(limit.count()), 0};
  ::setsockopt(socket, SOL_SOCKET, which, &time, sizeof time);
}

}  // namespace

std::string_view to_string(WriteOutcome::Kind kind) { return name_in(kKinds, kind); }
std::string_view to_string(TaskState::State state) { return name_in(kStates, state); }

std::filesystem::path writer_socket(const std::filesystem::path& data) { return data / "writer.sock"; }

std::string answer_writer_request(WriterService& service, std::string_view request) noexcept {
  try {
    const Json json = Json::parse(request, nullptr, /*allow_exceptions=*/false);
    return answer_call(service, json);
  } catch (const BadFrame& error) {
    return error_text("bad_request", error.what());
  } catch (const std::exception& error) {
    return error_text("failed", error.what());
  } catch (...) {
    return error_text("failed", "unknown");
  }
}

std::optional<std::string> read_frame(int socket) {
  std::string head;
  if (!read_more(socket, head, 4)) return std::nullopt;
  std::size_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) length |= std::size_t{static_cast<unsigned char>(head[i])} << (8 * i);
  if (length > kLongestFrame)
    throw WriterUnavailable("the writer's socket: a message of " + std::to_string(length) + " bytes");
  std::string frame;
  while (frame.size() < length) {
    if (!read_more(socket, frame, std::min(kReadAtOnce, length - frame.size()))) {
      throw WriterUnavailable("the writer's socket: closed within a message");
    }
  }
  return frame;
}

void write_frame(int socket, std::string_view json) {
  if (json.size() > kLongestFrame) {
    throw WriterUnavailable("the writer takes no message of " + std::to_string(json.size()) +
                            " bytes; send fewer at once");
  }
  std::string frame;
  frame.reserve(json.size() + 4);
  for (std::size_t i = 0; i < 4; ++i) frame += static_cast<char>(json.size() >> (8 * i) & 0xff);
  frame += json;
  std::string_view rest = frame;
  while (!rest.empty()) {
    const ssize_t bytes = ::send(socket, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes < 0) throw broken(errno);
    rest.remove_prefix(static_cast<std::size_t>(bytes));
  }
}

bool WriterClient::is_there() const {
  try {
    connect_to(socket_);
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

std::string WriterClient::ask(std::string_view request) const {
  Descriptor connection;
  try {
    connection = connect_to(socket_);
  } catch (const std::system_error& error) {
    const int code = error.code().value();
    if (code != ENOENT && code != ECONNREFUSED) throw WriterUnavailable(error.what());
    throw WriterUnavailable(socket_.string() + ": no writer listens there: start `newssearch serve`");
  }
  set_time_limit(connection.number(), SO_RCVTIMEO, patience_);
  set_time_limit(connection.number(), SO_SNDTIMEO, patience_);
  write_frame(connection.number(), request);
  auto answer = read_frame(connection.number());
  if (!answer) throw WriterUnavailable(socket_.string() + ": the writer ended before it answered");
  return std::move(*answer);
}

WriteAnswer WriterClient::write(const std::vector<WriteOrder>& orders, WriteWait wait) const {
  Json request = {{"call", "write"}, {"wait", name_in(kWaits, wait)}, {"orders", Json::array()}};
  for (const auto& order : orders) request["orders"].push_back(to_frame(order));
  auto answer = or_unavailable(understood(ask(to_text(request)), read_write_answer));
  if (answer.outcomes.size() != orders.size())
    throw WriterUnavailable("the writer's answer has too few or many outcomes");
  return answer;
}

WriteAnswer WriterClient::publish() const {
  return or_unavailable(understood(ask(R"({"call":"publish"})"), read_write_answer));
}

Result<TaskState> WriterClient::reindex(bool force) const {
  return understood(ask(to_text({{"call", "reindex"}, {"force", force}})), read_task);
}

Result<std::uint64_t> WriterClient::rollback() const {
  return understood(ask(R"({"call":"rollback"})"),
                    [](const Json& answer) { return member<std::uint64_t>(answer, "generation"); });
}

Result<TaskState> WriterClient::task(const std::string& id) const {
  return understood(ask(to_text({{"call", "task"}, {"id", id}})), read_task);
}

WriterState WriterClient::state() const { return or_unavailable(understood(ask(R"({"call":"state"})"), read_state)); }

struct WriterListener::Connection {
  Descriptor socket;
  std::atomic<bool> ended = false;
  std::thread thread;
};

WriterListener::WriterListener(const std::filesystem::path& socket, WriterService& service)
    : path_(socket), service_(service), socket_(listen_at(socket)) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
  woken_ = Descriptor(ends[0]);
  wake_ = Descriptor(ends[1]);
}

WriterListener::~WriterListener() { ::unlink(path_.c_str()); }

void WriterListener::run() {
  pollfd events[] = {{socket_.number(), POLLIN, 0}, {woken_.number(), POLLIN, 0}};
  while (!events[1].revents) {
    if (::poll(events, 2, -1) < 0) {  // a signal: nothing of `events` is set
      events[0].revents = events[1].revents = 0;
    } else if (events[0].revents && !events[1].revents) {
      accept_one();
    }
  }
  for (auto& connection : connections_) ::shutdown(connection.socket.number(), SHUT_RD);  // what is in hand is answered
  for (auto& connection : connections_) connection.thread.join();
  connections_.clear();
}

void WriterListener::stop() noexcept {
  const int error = errno;
  if (::write(wake_.number(), "", 1) < 0) {}  // the pipe is full: it has been told
  errno = error;
}

void WriterListener::accept_one() {
  const std::size_t open = join_ended();
  Descriptor accepted(::accept4(socket_.number(), nullptr, nullptr, SOCK_CLOEXEC));
  if (accepted.number() < 0 && errno != EINTR) std::this_thread::sleep_for(kPauseWithoutDescriptors);
  if (accepted.number() < 0 || open >= kConnections) return;
  set_time_limit(accepted.number(), SO_RCVTIMEO, kStalled);
  set_time_limit(accepted.number(), SO_SNDTIMEO, kStalled);
  auto& connection = connections_.emplace_back();
  connection.socket = std::move(accepted);
  try {
    connection.thread = std::thread(&WriterListener::serve, this, std::ref(connection));
  } catch (const std::system_error&) {  // no more threads: this client is hung up on
    connections_.pop_back();
  }
}

void WriterListener::serve(Connection& connection) noexcept {
  const int socket = connection.socket.number();
  try {
    while (const auto request = read_frame(socket)) write_frame(socket, answer_writer_request(service_, *request));
  } catch (const std::exception&) {
    // The client is gone, stalls or sends what is no frame: nobody is there to be told.
  }
  ::shutdown(socket, SHUT_RDWR);
  connection.ended = true;
}

std::size_t WriterListener::join_ended() {
  connections_.remove_if([](Connection& connection) {
    const bool ended = connection.ended;
    if (ended) connection.thread.join();
    return ended;
  });
  return connections_.size();
}

}  // namespace newssearch
