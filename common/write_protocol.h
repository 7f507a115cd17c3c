#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "common/result.h"
#include "common/unix_socket.h"

namespace newssearch {

/// What the writer of a data directory is asked to do with one article.
struct WriteOrder {
  enum class Op { put, remove, purge };
  Op op = Op::put;
  std::string id;                            ///< of a put: the id it must have; empty: the one it states
  std::string article;                       ///< of a put: one JSON object, as `newssearch index` reads it
  std::optional<std::uint32_t> if_revision;  ///< only where this is the article's revision; 0: where there is none
  std::string reason;                        ///< of a purge: for its record
  std::string by = {};                       ///< who wants it, for the log: "key desk", "user alice"; empty: not known
  bool operator==(const WriteOrder&) const = default;
};

/// What became of an order.
struct WriteOutcome {
  enum class Kind {
    created,
    replaced,
    unchanged,  ///< the same article is there already
    removed,
    missing,   ///< there is none to remove
    rejected,  ///< cannot be read or stored, see error
    outdated,  ///< a newer version is there
    held,      ///< embargoed: shown from then on
    conflict,  ///< another revision than the one asked for is there
    gone,      ///< purged for good
  };
  Kind kind = Kind::rejected;
  std::string id;
  std::uint32_t revision = 0;  ///< the article's now; 0 where there is none
  std::uint64_t seq = 0;       ///< of the journal's record; 0 where nothing was written
  Error error;                 ///< of rejected, conflict and gone
  bool operator==(const WriteOutcome&) const = default;
};
std::string_view to_string(WriteOutcome::Kind kind);

/// When a write is answered: when it is in the synced journal, or when searches find it.
enum class WriteWait { durable, searchable };

struct WriteAnswer {
  std::vector<WriteOutcome> outcomes;  ///< one an order
  std::uint64_t seq = 0;               ///< the last of the journal
  bool searchable = false;
  std::uint64_t generation = 0;  ///< that holds them, where searchable
  bool operator==(const WriteAnswer&) const = default;
};

/// Long work of the writer.
struct TaskState {
  enum class State { running, done, failed };
  std::string id;    ///< "reindex-7"
  std::string kind;  ///< "reindex"
  State state = State::running;
  std::string phase;  ///< "indexing"
  std::uint64_t done = 0, total = 0;
  double seconds = 0;         ///< since it began
  std::optional<double> eta;  ///< seconds to go, where that can be told
  std::string message;        ///< why it failed, or what was published
  std::uint64_t generation = 0;
  bool operator==(const TaskState&) const = default;
};
std::string_view to_string(TaskState::State state);

struct WriterState {
  std::uint64_t seq = 0;         ///< the last of the journal
  std::uint64_t searchable = 0;  ///< up to this one, searches find them
  std::uint64_t generation = 0;
  std::uint64_t held = 0;        ///< articles that wait for their embargo to end
  std::string failure;           ///< why nothing is written at present; empty where all is well
  std::vector<TaskState> tasks;  ///< the latest last
  bool operator==(const WriterState&) const = default;
};

/// The writer cannot be spoken to; what was asked may or may not have been done.
struct WriterUnavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Where a writer listens: DATA/writer.sock.
std::filesystem::path writer_socket(const std::filesystem::path& data);

/// Speaks to the writer of a data directory over its socket: each call is one connection, a request and an answer, each
/// a frame of 4 bytes (the length, lowest first) and as many of JSON. Safe to share between threads. All calls but
/// is_there() throw WriterUnavailable, also where the writer says that it failed or what it answers cannot be read.
class WriterClient {
 public:
  /// `patience`: how long an answer may take; 0: as long as it takes.
  explicit WriterClient(std::filesystem::path socket, std::chrono::seconds patience = std::chrono::seconds(0))
      : socket_(std::move(socket)), patience_(patience) {}

  /// True where a writer listens.
  bool is_there() const;
  WriteAnswer write(const std::vector<WriteOrder>& orders, WriteWait wait) const;
  /// Waits until all that is in the journal is found by searches.
  WriteAnswer publish() const;
  /// Rebuilds the index; `force`: even where the new one answers worse or slower than the old. Code "busy".
  Result<TaskState> reindex(bool force) const;
  /// Makes the index before the last rebuild current again. Code "nothing_to_roll_back".
  Result<std::uint64_t> rollback() const;
  /// Code "not_found".
  Result<TaskState> task(const std::string& id) const;
  WriterState state() const;

 private:
  std::string ask(std::string_view request) const;

  std::filesystem::path socket_;
  std::chrono::seconds patience_;
};

/// What the writer does behind its socket. Called from many threads at once. What it throws is told to the client, who
/// throws WriterUnavailable with the same words.
class WriterService {
 public:
  virtual ~WriterService() = default;
  virtual WriteAnswer write(std::vector<WriteOrder> orders, WriteWait wait) = 0;
  virtual WriteAnswer publish() = 0;
  virtual Result<TaskState> reindex(bool force) = 0;
  virtual Result<std::uint64_t> rollback() = 0;
  virtual Result<TaskState> task(const std::string& id) = 0;
  virtual WriterState state() = 0;
};

/// Answers one frame's JSON with another's, whatever it is: {"error":{"code","message"}} where it is no good request
/// ("bad_request"), the service throws ("failed") or returns an Error.
std::string answer_writer_request(WriterService& service, std::string_view request) noexcept;

inline constexpr std::size_t kLongestFrame = 64 << 20;  ///< bytes; beyond a batch of 8 MB, however it is escaped

/// Reads one frame of a socket; nullopt where the other side has closed it. Throws WriterUnavailable: also for one over
/// kLongestFrame, and where the socket's time limit passes.
std::optional<std::string> read_frame(int socket);
/// Throws WriterUnavailable.
void write_frame(int socket, std::string_view json);

/// Listens on a unix socket that only its owner and group may speak to (0660), and answers each connection on a thread
/// of its own until stopped. An old socket file is replaced: hold the WriterLock. Beyond 256 connections, and for a
/// client that stalls within a frame for half a minute, the connection is closed.
class WriterListener {
 public:
  /// From here on clients can connect. Throws std::system_error.
  WriterListener(const std::filesystem::path& socket, WriterService& service);
  ~WriterListener();  ///< removes the socket file; run() must have returned
  WriterListener(const WriterListener&) = delete;
  WriterListener& operator=(const WriterListener&) = delete;

  /// Until stop(), and the answers to what is in hand. Call it once.
  void run();
  /// From any thread or a signal handler, at any time.
  void stop() noexcept;

 private:
  struct Connection;
  void accept_one();
  void serve(Connection& connection) noexcept;
  std::size_t join_ended();  ///< how many are left

  std::filesystem::path path_;
  WriterService& service_;
  Descriptor socket_, wake_, woken_;
  std::list<Connection> connections_;
};

}  // namespace newssearch
