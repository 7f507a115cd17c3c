#include "indexer/live_index.h"

#include <xapian.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <fstream>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <system_error>
#include <thread>

#include "common/schema.h"
#include "common/tombstones.h"
#include "corpus/finish_article.h"
#include "corpus/json_article.h"
#include "indexer/addition.h"
#include "indexer/held_articles.h"
#include "indexer/index_build.h"
#include "indexer/journal.h"
#include "indexer/publish.h"
#include "indexer/stored_generation.h"
#include "indexer/writer_lock.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Kind = WriteOutcome::Kind;

constexpr auto kLongestWait = std::chrono::seconds(60);
constexpr auto kFirstRetry = std::chrono::milliseconds(500), kLastRetry = std::chrono::milliseconds(10'000);
constexpr std::size_t kTasksKept = 20;

/// What a record of the journal is.
enum class Op : std::uint8_t { put = 1, remove = 2, purge = 3 };

Instant now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

std::string removal_bytes(const std::string& id, Instant time, const std::string& reason) {
  return nlohmann::json({{"id", id}, {"time", time.time_since_epoch().count()}, {"reason", reason}})
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// What an article of an id is to become.
struct Change {
  std::optional<Article> article;  ///< none: there is to be none
  std::size_t bytes() const { return article ? article->headline.size() + article->body.size() : 0; }
};
using Changes = std::map<std::string, Change>;

/// Those of `later` win.
void merge(Changes& changes, Changes later) {
  for (auto& [id, change] : later) changes[id] = std::move(change);
}

Addition addition_of(const Changes& changes) {
  Addition addition;
  for (const auto& [id, change] : changes) {
    if (change.article)
      addition.put.push_back(*change.article);
    else
      addition.removed.push_back(id);
  }
  return addition;
}

void write_file(const fs::path& file, const std::string& content) {
  std::ofstream stream(file, std::ios::binary);
  stream << content << std::flush;
  if (!stream) throw std::system_error(errno, std::generic_category(), file.string());
}

/// Where something is built; removed again.
class ScratchFolder {
 public:
  explicit ScratchFolder(fs::path path) : path_(std::move(path)) {
    fs::remove_all(path_);
    fs::create_directories(path_ / "generation");
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

/// A put's article, or why there is none.
struct ReadOrder {
  Article article;
  Error error;
  bool killed = false;
};

ReadOrder read_order(const WriteOrder& order) {
  ReadOptions options;
  options.take_embargoed = true;
  Result<Draft> draft = read_json_article(order.article, JsonDialect::any);
  if (!draft) return {{}, draft.error()};
  if (!order.id.empty()) {
    if (!draft->article.id.empty() && draft->article.id != order.id)
      return {{}, {"bad_id", "the article states the id '" + draft->article.id + "', not '" + order.id + "'"}};
    draft->article.id = order.id;
  }
  ReadArticle read = finish_article("article", *std::move(draft), options);
  if (!read.article) return {{}, read.article.error()};
  return {*std::move(read.article), {}, read.killed};
}

/// Of what is being handled. Xapian's exceptions are no std::exception.
std::string reason_of_failure() {
  try {
    throw;
  } catch (const Xapian::Error& error) {
    return "index: " + error.get_description();
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "unknown";
  }
}

std::string to_string(BuildProgress::Phase phase) {
  constexpr const char* kNames[] = {"comparing", "indexing", "merging", "checking", "packing"};
  return kNames[static_cast<std::size_t>(phase)];
}

bool is_older_version(const std::string& version, const std::string& than) {
  const auto is_number = [](const std::string& text) {
    return !text.empty() && text.size() < 18 && text.find_first_not_of("0123456789") == std::string::npos;
  };
  return is_number(version) && is_number(than) && std::stoll(version) < std::stoll(than);
}

}  // namespace

struct LiveIndex::Impl {
  Impl(DataDirectory dir, LiveOptions opts)
      : directory(std::move(dir)),
        options(std::move(opts)),
        lock((fs::create_directories(directory.root()), directory.root()), std::chrono::seconds(0)) {
    if (options.threads == 0) options.threads = std::max(1U, std::thread::hardware_concurrency());
    open_published();
    read_kept_files();
    journal = std::make_unique<Journal>(directory.root() / "journal", JournalOptions{.first_seq = searchable + 1});
    replay();
    find_unerased();
    publisher = std::jthread([this] { publish_from_time_to_time(); });
  }

  ~Impl() {
    stop();
    if (rebuilder.joinable()) rebuilder.join();
    if (publisher.joinable()) publisher.join();
  }

  void stop() {
    {
      const std::scoped_lock own(mutex);
      stopping = true;
    }
    changed.notify_all();
  }

  // Of what was published. Called with `mutex` held, or before there are threads.

  /// The current generation takes the place of the one that was open. Where it throws, nothing has changed.
  void open_published() {
    if (!directory.current_number()) return;
    DataDirectory::Opened opened = directory.open_current(OlderSchema::accept);
    if (!opened.damage.empty()) throw IndexDamaged(opened.damage);
    if (opened.generation.manifest.schema < schema::kVersion)
      throw NoIndex(opened.generation.path.string() +
                    " was written by an older newssearch; run `newssearch reindex`, which rebuilds it from its stored "
                    "articles");
    auto articles = std::make_unique<StoredGeneration>(opened.generation);
    stored = std::move(articles);
    generation = std::move(opened.generation);
    searchable = generation->manifest.seq;
  }

  /// What that one says of articles that are not to be found.
  void read_kept_files() {
    if (!generation) return;
    Result<Tombstones> taken_out = Tombstones::open(generation->path / Tombstones::kFileName);
    if (!taken_out) throw IndexDamaged(generation->path.string() + ": " + taken_out.error().message);
    HeldArticles waiting = HeldArticles::open(generation->path / HeldArticles::kFileName);
    tombstones = *std::move(taken_out);
    held = std::move(waiting);
  }

  /// A purge whose record is still in the journal may have been published, but its words are in files yet.
  void find_unerased() {
    journal->read(0, [&](const JournalRecord& record) {
      if (static_cast<Op>(record.op) == Op::purge) erasing = dirty = true;
    });
  }

  /// What the journal has beyond the current generation.
  void replay() {
    journal->read(searchable, [&](const JournalRecord& record) {
      if (static_cast<Op>(record.op) == Op::put) {
        Result<Article> article = from_record(record.payload);
        const auto tombstone = article ? tombstones.find(article->id) : std::nullopt;  // of a restored journal, maybe
        if (article && !(tombstone && tombstone->purged)) put(*std::move(article));
        return;
      }
      const auto json = nlohmann::json::parse(record.payload, nullptr, false);
      if (json.is_discarded()) return;
      take_out(json.value("id", ""), static_cast<Op>(record.op),
               Instant{std::chrono::seconds{json.value("time", std::int64_t{0})}}, json.value("reason", ""));
    });
  }

  /// The article of an id as it will be when all that was written is published, embargoed ones too.
  std::optional<Article> find(const std::string& id) const {
    if (const Article* waiting = held.find(id)) return *waiting;
    for (const Changes* some : {&changes, &publishing})
      if (const auto found = some->find(id); found != some->end()) return found->second.article;
    if (!stored) return std::nullopt;
    const std::optional<std::uint32_t> rank = stored->find(schema::id_term(id));
    if (!rank) return std::nullopt;
    Result<Article> article = stored->article(*rank);
    return article ? std::optional(*std::move(article)) : std::nullopt;
  }

  /// Returns the article as it is stored.
  Article put(Article article) {
    if (const std::optional<Article> before = find(article.id)) article = revised(std::move(article), *before);
    if (article.embargoed && article.embargoed->time > now()) {
      held.add(article);
    } else {
      held.remove(article.id);
      tombstones.remove(article.id);
      pending_bytes += article.headline.size() + article.body.size();
      changes[article.id] = {article};
    }
    dirty = true;
    return article;
  }

  void take_out(const std::string& id, Op op, Instant time, const std::string& reason) {
    held.remove(id);
    changes[id] = {std::nullopt};
    tombstones.add(id, {op == Op::purge, time, reason});
    dirty = true;
    erasing = erasing || op == Op::purge;
  }

  WriteOutcome decide(const WriteOrder& order, const ReadOrder* read);
  WriteAnswer wait_for(std::uint64_t seq, WriteAnswer answer);

  // Of the threads.

  void publish_from_time_to_time();
  bool publish_once();
  void publish_generation_of(const Changes& changed_articles, std::uint64_t seq,
                             const std::map<std::string, std::string>& files);
  Result<TaskState> start_rebuild(bool force, const std::string& kind);
  void rebuild(const std::string& task_id, bool force, bool erase);
  void take_place(const UnpublishedGeneration& built, bool erase);
  void forget_journal();
  std::map<std::string, std::string> files() const {
    return {{Tombstones::kFileName, tombstones.text()}, {HeldArticles::kFileName, held.text()}};
  }
  bool should_rebuild() const {
    if (!generation || generation->manifest.parts.empty()) return false;
    std::uint64_t added = 0;
    for (const Manifest::Part& part : generation->manifest.parts)
      if (!part.folder.empty()) added += part.articles;
    return added >= options.rebuilt_least &&
           static_cast<double>(added) > options.rebuilt_share * static_cast<double>(generation->manifest.articles);
  }
  void set_task(const std::string& id, const std::function<void(TaskState&)>& set) {
    const std::scoped_lock own(mutex);
    for (Task& task : tasks)
      if (task.state.id == id) {
        set(task.state);
        task.state.seconds = std::chrono::duration<double>(Clock::now() - task.began).count();
      }
  }

  const DataDirectory directory;
  LiveOptions options;
  const WriterLock lock;
  std::unique_ptr<Journal> journal;

  std::mutex publish_mutex;  ///< held while a generation takes the place of another; before `mutex`
  mutable std::mutex mutex;  ///< protects what follows
  std::condition_variable changed;
  std::optional<Generation> generation;
  std::unique_ptr<StoredGeneration> stored;
  Tombstones tombstones;  ///< as they will be when all is published, as the next
  HeldArticles held;
  Changes changes, publishing;       ///< not yet published; being published
  Changes since_rebuild_began;       ///< published while the index is built anew
  std::size_t pending_bytes = 0;     ///< of changes
  std::uint64_t searchable = 0;      ///< up to this seq
  std::uint64_t rebuilt_number = 0;  ///< the generation that is being built anew; 0: none
  bool dirty = false, stopping = false, hurried = false;
  bool erasing = false, erase_runs = false;  ///< words are in files that must not be: to be erased; being erased
  std::string failure;
  struct Task {
    TaskState state;
    Clock::time_point began;
  };
  std::deque<Task> tasks;
  std::uint64_t tasks_begun = 0;

  std::jthread rebuilder, publisher;
};

WriteOutcome LiveIndex::Impl::decide(const WriteOrder& order, const ReadOrder* read) {
  const std::string id = read ? read->article.id : order.id;
  WriteOutcome outcome{.kind = Kind::rejected, .id = id.empty() ? order.id : id, .revision = 0, .seq = 0, .error = {}};
  if (read && !read->error.code.empty()) {
    outcome.error = read->error;
    return outcome;
  }
  const std::optional<Article> before = find(id);
  outcome.revision = before ? before->revision : 0;
  const std::optional<Tombstones::Tombstone> tombstone = tombstones.find(id);
  if (tombstone && tombstone->purged && order.op != WriteOrder::Op::purge) {
    outcome.kind = Kind::gone;
    outcome.error = {"purged", "the article '" + id + "' was purged: it is not taken in again"};
    return outcome;
  }
  if (order.if_revision && *order.if_revision != outcome.revision) {
    outcome.kind = Kind::conflict;
    outcome.error = {"conflict", "revision " + std::to_string(outcome.revision) + " is there, not " +
                                     std::to_string(*order.if_revision)};
    return outcome;
  }
  if (read && !read->killed) {
    if (before && same_content(read->article, *before)) {
      outcome.kind = Kind::unchanged;
      return outcome;
    }
    if (before && is_older_version(read->article.version, before->version)) {
      outcome.kind = Kind::outdated;
      return outcome;
    }
    outcome.seq = journal->append(static_cast<std::uint8_t>(Op::put), to_record(read->article));
    outcome.revision = put(read->article).revision;
    outcome.kind = held.find(id) ? Kind::held : before ? Kind::replaced : Kind::created;
    return outcome;
  }
  const Op op = order.op == WriteOrder::Op::purge ? Op::purge : Op::remove;
  outcome.kind = before ? Kind::removed : Kind::missing;
  outcome.revision = 0;
  if (!before && op == Op::remove) return outcome;
  if (tombstone && tombstone->purged) {
    outcome.kind = Kind::gone;
    outcome.error = {"purged", "the article '" + id + "' was purged before"};
    return outcome;
  }
  const Instant time = now();
  outcome.seq = journal->append(static_cast<std::uint8_t>(op), removal_bytes(id, time, order.reason));
  take_out(id, op, time, order.reason);
  if (op == Op::purge) outcome.kind = Kind::removed;
  return outcome;
}

WriteAnswer LiveIndex::Impl::wait_for(std::uint64_t seq, WriteAnswer answer) {
  std::unique_lock own(mutex);
  hurried = true;
  changed.notify_all();
  changed.wait_for(own, kLongestWait, [&] { return searchable >= seq || stopping; });
  answer.searchable = searchable >= seq;
  answer.generation = generation ? generation->manifest.number : 0;
  return answer;
}

void LiveIndex::Impl::publish_from_time_to_time() {
  auto retry = kFirstRetry;
  for (;;) {
    {
      std::unique_lock own(mutex);
      const auto is_due = [&] { return stopping || dirty || held.next() <= now(); };
      while (!is_due()) changed.wait_for(own, std::chrono::seconds(1));
      if (stopping) return;
      // What arrives meanwhile is published with it, but for those who wait for it.
      changed.wait_for(own, options.interval,
                       [&] { return stopping || hurried || pending_bytes > options.pending_bytes; });
      hurried = false;
      if (stopping) return;
    }
    if (publish_once()) {
      retry = kFirstRetry;
      continue;
    }
    std::unique_lock own(mutex);
    if (changed.wait_for(own, retry, [&] { return stopping; })) return;
    retry = std::min(2 * retry, kLastRetry);
  }
}

/// False where it failed: what there was to publish waits as before.
bool LiveIndex::Impl::publish_once() {
  const std::scoped_lock serial(publish_mutex);
  std::uint64_t seq = 0;
  std::map<std::string, std::string> other_files;
  Changes now_published;
  bool erase = false;
  {
    const std::scoped_lock own(mutex);
    for (Article& article : held.take_due(now())) {
      tombstones.remove(article.id);
      changes[article.id] = {std::move(article)};
    }
    publishing = std::move(changes);
    changes.clear();
    pending_bytes = 0;
    dirty = false;
    now_published = publishing;
    seq = journal->last_seq();
    other_files = files();
    erase = erasing;
  }
  try {
    journal->sync(seq);
    publish_generation_of(now_published, seq, other_files);
  } catch (...) {
    const std::string reason = reason_of_failure();
    const std::scoped_lock own(mutex);
    merge(publishing, std::move(changes));
    changes = std::move(publishing);
    publishing.clear();
    pending_bytes = 0;
    for (const auto& [id, change] : changes) pending_bytes += change.bytes();
    dirty = true;
    failure = reason;
    changed.notify_all();
    return false;
  }
  bool rebuild_now = false;
  {
    const std::scoped_lock own(mutex);
    failure.clear();
    rebuild_now = rebuilt_number == 0 && (erase || should_rebuild());
  }
  changed.notify_all();
  forget_journal();
  if (rebuild_now) (void)start_rebuild(erase, erase ? "erase" : "fold");
  return true;
}

/// The current generation and these changes. Called with `publish_mutex` held.
void LiveIndex::Impl::publish_generation_of(const Changes& changed_articles, std::uint64_t seq,
                                            const std::map<std::string, std::string>& other_files) {
  std::optional<Generation> base;
  std::vector<std::uint64_t> kept;
  {
    const std::scoped_lock own(mutex);
    base = generation;
    kept = {rebuilt_number};
  }
  Addition addition = addition_of(changed_articles);
  addition.seq = seq;
  addition.files = other_files;
  if (base) {
    const ScratchFolder scratch(directory.root() / "adding");
    const UnpublishedGeneration built = build_addition(*base, addition, scratch.path(), options.threads);
    publish_generation(directory, built.folder, built.manifest, kept);
  } else if (!addition.put.empty()) {
    IndexBuild build(directory, {.threads = options.threads, .has_lock = true, .scratch = "adding"});
    for (const Article& article : addition.put) build.put(article);
    std::optional<UnpublishedGeneration> built = build.build();
    built->manifest.seq = seq;
    for (const auto& [name, content] : other_files)
      if (!content.empty()) write_file(built->folder / name, content);
    publish_generation(directory, built->folder, built->manifest, kept);
  } else {
    const std::scoped_lock own(mutex);  // nothing to find yet: the journal has what there is
    publishing.clear();
    searchable = seq;
    return;
  }
  const std::scoped_lock own(mutex);
  open_published();  // where it throws, the same is published again beside the one before
  if (rebuilt_number != 0) merge(since_rebuild_began, std::move(publishing));
  publishing.clear();
}

/// What both the current generation and the one to roll back to hold; none while words are to be erased.
void LiveIndex::Impl::forget_journal() try {
  std::uint64_t seq = 0;
  {
    const std::scoped_lock own(mutex);
    if (!generation || erasing || erase_runs) return;
    seq = generation->manifest.seq;
    if (generation->manifest.before != 0)
      if (const Result<Generation> before = directory.open(generation->manifest.before))
        seq = std::min(seq, before->manifest.seq);
  }
  journal->forget_up_to(seq);
} catch (const std::exception&) {  // what stays costs space; the next publish tries again
}

Result<TaskState> LiveIndex::Impl::start_rebuild(bool force, const std::string& kind) {
  const std::scoped_lock own(mutex);
  if (rebuilt_number != 0) return Error{"busy", "the index is being built anew already"};
  if (!generation) return Error{"no_index", "there is no index yet: write articles first"};
  if (rebuilder.joinable()) rebuilder.join();
  TaskState task;
  task.id = kind + "-" + std::to_string(++tasks_begun);
  task.kind = kind;
  task.phase = "beginning";
  tasks.push_back({task, Clock::now()});
  if (tasks.size() > kTasksKept) tasks.pop_front();
  rebuilt_number = generation->manifest.number;
  since_rebuild_began.clear();
  const bool erase = erase_runs = std::exchange(erasing, false);
  rebuilder = std::jthread([this, id = task.id, force, erase] { rebuild(id, force || erase, erase); });
  return task;
}

/// From what the generation held when it began; what was published since is added before it takes its place.
void LiveIndex::Impl::rebuild(const std::string& task_id, bool force, bool erase) {
  const auto end = [&](TaskState::State state, const std::string& message) {
    set_task(task_id, [&](TaskState& task) {
      task.state = state;
      task.message = message;
      task.phase = "";
      task.eta.reset();
    });
    {
      const std::scoped_lock own(mutex);
      if (state == TaskState::State::failed && erase) erasing = true;
      if (erase) erase_runs = false;
      if (erasing) dirty = true;
      rebuilt_number = 0;
      since_rebuild_began.clear();
    }
    changed.notify_all();
  };
  try {
    std::optional<IndexBuild> build;
    {
      const std::scoped_lock own(mutex);
      build.emplace(directory, BuildOptions{.threads = options.threads,
                                            .reanalyse = true,
                                            .has_lock = true,
                                            .scratch = "rebuilding",
                                            .base = rebuilt_number});
    }
    std::optional<UnpublishedGeneration> built = build->build([&](const BuildProgress& progress) {
      set_task(task_id, [&](TaskState& task) {
        task.phase = to_string(progress.phase);
        task.done = progress.done;
        task.total = progress.total;
        task.eta.reset();
        if (progress.done > 0 && progress.total > progress.done)
          task.eta =
              task.seconds * static_cast<double>(progress.total - progress.done) / static_cast<double>(progress.done);
      });
      const std::scoped_lock own(mutex);
      if (stopping) throw std::runtime_error("the writer was stopped");
    });
    set_task(task_id, [](TaskState& task) { task.phase = "verifying"; });
    make_durable(built->folder, built->manifest);
    if (options.verify && !force) {
      const ScratchFolder candidate(directory.root() / "candidate");
      built->manifest.number = 1;
      std::ofstream(built->folder / "manifest.json") << to_json(built->manifest);
      fs::create_directory_symlink(fs::absolute(built->folder), candidate.path() / "gen-000001");
      std::ofstream(candidate.path() / "current") << "gen-000001\n";
      const std::optional<std::string> reason = options.verify(DataDirectory(candidate.path()), directory);
      fs::remove(built->folder / "manifest.json");
      if (reason) return end(TaskState::State::failed, "not published: " + *reason + "; force it to publish it anyway");
    }
    take_place(*built, erase);
    std::uint64_t number = 0;
    {
      const std::scoped_lock own(mutex);
      number = generation->manifest.number;
    }
    set_task(task_id, [&](TaskState& task) { task.generation = number; });
    end(TaskState::State::done, "generation " + std::to_string(number) + " is current");
  } catch (...) {
    end(TaskState::State::failed, reason_of_failure());
  }
}

void LiveIndex::Impl::take_place(const UnpublishedGeneration& built, bool erase) {
  const std::scoped_lock serial(publish_mutex);
  Changes since;
  std::uint64_t seq = 0, before = 0;
  std::map<std::string, std::string> other_files;
  {
    const std::scoped_lock own(mutex);
    since = since_rebuild_began;
    seq = searchable;
    before = generation->manifest.number;
    other_files = {{Tombstones::kFileName, Tombstones::open(generation->path / Tombstones::kFileName).value().text()},
                   {HeldArticles::kFileName, HeldArticles::open(generation->path / HeldArticles::kFileName).text()}};
  }
  const ScratchFolder scratch(directory.root() / "adding");
  Addition addition = addition_of(since);
  addition.seq = seq;
  addition.files = other_files;
  const Generation base{built.folder, built.manifest};
  UnpublishedGeneration whole = since.empty() ? built : build_addition(base, addition, scratch.path(), options.threads);
  if (since.empty()) {
    whole.manifest.seq = seq;
    for (const auto& [name, content] : other_files) {
      whole.manifest.files.erase(name);
      fs::remove(whole.folder / name);
      if (!content.empty()) write_file(whole.folder / name, content);
    }
  }
  whole.manifest.before = erase ? 0 : before;
  publish_generation(directory, whole.folder, whole.manifest);
  {
    const std::scoped_lock own(mutex);
    open_published();
    if (erasing) erase = false;  // the journal knows what else is to be erased
  }
  changed.notify_all();
  if (!erase) return forget_journal();
  std::error_code ignored;
  fs::remove_all(directory.generation_path(before), ignored);
  journal->begin_anew();
  journal->forget_up_to(seq);
}

LiveIndex::LiveIndex(DataDirectory directory, LiveOptions options)
    : impl_(std::make_unique<Impl>(std::move(directory), std::move(options))) {}
LiveIndex::~LiveIndex() = default;

WriteAnswer LiveIndex::write(std::vector<WriteOrder> orders, WriteWait wait) {
  std::vector<std::optional<ReadOrder>> read;
  for (const WriteOrder& order : orders)
    read.push_back(order.op == WriteOrder::Op::put ? std::optional(read_order(order)) : std::nullopt);
  WriteAnswer answer;
  {
    std::unique_lock own(impl_->mutex);
    impl_->changed.wait_for(own, kLongestWait,
                            [&] { return impl_->pending_bytes <= impl_->options.pending_bytes || impl_->stopping; });
    if (impl_->pending_bytes > impl_->options.pending_bytes)
      throw std::runtime_error("more is written than can be published" +
                               (impl_->failure.empty() ? "" : ": " + impl_->failure) + ": try again later");
    for (std::size_t i = 0; i < orders.size(); ++i)
      answer.outcomes.push_back(impl_->decide(orders[i], read[i] ? &*read[i] : nullptr));
    answer.seq = impl_->journal->last_seq();
  }
  impl_->journal->sync(answer.seq);
  impl_->changed.notify_all();
  return wait == WriteWait::searchable ? impl_->wait_for(answer.seq, std::move(answer)) : answer;
}

WriteAnswer LiveIndex::publish() {
  WriteAnswer answer;
  answer.seq = impl_->journal->last_seq();
  return impl_->wait_for(answer.seq, std::move(answer));
}

Result<TaskState> LiveIndex::reindex(bool force) { return impl_->start_rebuild(force, "reindex"); }

Result<std::uint64_t> LiveIndex::rollback() {
  const std::scoped_lock serial(impl_->publish_mutex);
  const std::scoped_lock own(impl_->mutex);
  if (impl_->rebuilt_number != 0) return Error{"busy", "the index is being built anew: roll back when that is done"};
  impl_->journal->sync(impl_->journal->last_seq());  // replay() reads what is synced, and has to find all changes there
  const Result<std::uint64_t> number = newssearch::rollback(impl_->directory);
  if (!number) return number;
  impl_->open_published();
  impl_->read_kept_files();
  impl_->changes.clear();
  impl_->replay();
  impl_->changed.notify_all();
  return number;
}

Result<TaskState> LiveIndex::task(const std::string& id) {
  const std::scoped_lock own(impl_->mutex);
  for (const Impl::Task& task : impl_->tasks) {
    if (task.state.id != id) continue;
    TaskState state = task.state;
    if (state.state == TaskState::State::running)
      state.seconds = std::chrono::duration<double>(Clock::now() - task.began).count();
    return state;
  }
  return Error{"not_found", "there is no task '" + id + "'"};
}

WriterState LiveIndex::state() {
  const std::scoped_lock own(impl_->mutex);
  WriterState state;
  state.seq = impl_->journal->last_seq();
  state.searchable = impl_->searchable;
  state.generation = impl_->generation ? impl_->generation->manifest.number : 0;
  state.held = impl_->held.size();
  state.failure = impl_->failure;
  for (const Impl::Task& task : impl_->tasks) state.tasks.push_back(task.state);
  return state;
}

void LiveIndex::stop() { impl_->stop(); }
bool LiveIndex::failed() const { return impl_->journal->failed(); }

void publish_journal(const DataDirectory& directory, std::chrono::seconds lock_timeout) {
  if (std::error_code ignored; !fs::exists(directory.root() / "journal", ignored)) return;
  { const WriterLock lock(directory.root(), lock_timeout); }
  LiveIndex index(directory);
  const WriteAnswer answer = index.publish();
  const WriterState state = index.state();
  if (!answer.searchable)
    throw std::runtime_error("what was written before cannot be published" +
                             (state.failure.empty() ? "" : ": " + state.failure));
}

}  // namespace newssearch
