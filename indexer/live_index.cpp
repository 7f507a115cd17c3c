#include "indexer/live_index.h"

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <thread>

#include "common/schema.h"
#include "indexer/addition.h"
#include "indexer/background_merge.h"
#include "indexer/failure_reason.h"
#include "indexer/growing_pause.h"
#include "indexer/index_build.h"
#include "indexer/journal.h"
#include "indexer/publish.h"
#include "indexer/writer_lock.h"
#include "indexer/writer_tasks.h"
#include "indexer/written_articles.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr auto kLongestWait = std::chrono::seconds(60);

/// Writes wait where publishing what waits would take longer, as what is being published may take as long again and
/// they are to be found within seconds; so much may always wait.
constexpr double kPublishSeconds = 0.5;
constexpr std::size_t kLeastPendingBytes = 256 << 10;

/// What may wait, after so many bytes were published. Of a large archive a part of the time is by its size, whatever is
/// published: what waits then may take as long again, so that at least half of the time is of use.
double pending_after(std::size_t bytes, double part_seconds, double other_seconds) {
  const double seconds = std::max(kPublishSeconds - other_seconds, other_seconds);
  return seconds * static_cast<double>(bytes) / part_seconds;
}

Instant now() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

/// Those of `later` win.
void add(Changes& changes, Changes later) {
  for (auto& [id, article] : later) changes[id] = std::move(article);
}

Addition addition_of(const Changes& changes, std::uint64_t seq, std::map<std::string, std::string> files) {
  Addition addition;
  addition.seq = seq;
  addition.files = std::move(files);
  for (const auto& [id, article] : changes) {
    if (article)
      addition.put.push_back(*article);
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

std::string to_string(BuildProgress::Phase phase) {
  constexpr const char* kNames[] = {"comparing", "indexing", "merging", "checking", "packing"};
  return kNames[static_cast<std::size_t>(phase)];
}

}  // namespace

struct LiveIndex::Impl {
  Impl(DataDirectory dir, LiveOptions opts)
      : directory(std::move(dir)),
        options(std::move(opts)),
        lock((fs::create_directories(directory.root()), directory.root()), std::chrono::seconds(0)) {
    if (options.threads == 0) options.threads = std::max(1U, std::thread::hardware_concurrency());
    for (const char* left : {"adding", "building", "candidate", "catching-up", "merging", "rebuilding"})
      fs::remove_all(directory.root() / left);  // by a writer that was killed; it may hold words that were purged since
    open_published();
    if (generation) written.begin_anew(*generation);
    journal = std::make_unique<Journal>(directory.root() / "journal", JournalOptions{.first_seq = searchable + 1});
    journal->read(0, [&](const JournalRecord& record) {
      if (record.seq > searchable)
        written.replay(record);
      else if (WrittenArticles::is_purge(record))
        to_erase = true;  // published it may be, but its words may be in files yet
    });
    publisher = std::jthread([this] { publish_from_time_to_time(); });
  }

  ~Impl() {
    stop();
    if (publisher.joinable()) publisher.join();  // which starts the others
    if (rebuilder.joinable()) rebuilder.join();
  }

  void stop() {
    {
      const std::scoped_lock own(mutex);
      stopping = true;
    }
    changed.notify_all();
  }

  WriteAnswer wait_for(std::uint64_t seq, WriteAnswer answer);

  void throw_if_stopping() const {
    const std::scoped_lock own(mutex);
    if (stopping) throw std::runtime_error("the writer was stopped");
  }

  // What is written becomes the next generation.

  /// There is something to publish: what the journal alone has of a restored index, and parts made one, too.
  bool has_news() const { return journal->last_seq() > searchable || written.is_due(now()) || merge.is_done(); }
  /// More is written than is to wait. Where publishing fails it may wait, as the journal has it.
  bool is_full() const { return written.bytes() > (failure.empty() ? most_pending : options.pending_bytes); }
  void open_published();
  void publish_from_time_to_time();
  bool publish_once();
  double publish_generation_of(const Changes& changes, std::uint64_t seq, std::map<std::string, std::string> files);
  void forget_journal();

  void start_merge_if_due();
  void merge_ended(const std::string& reason);

  // The index is built anew.

  std::optional<std::string> rebuild_due() const;
  Result<TaskState> start_rebuild(bool force, const std::string& kind);
  void rebuild(const std::string& task, bool force, bool erase);
  UnpublishedGeneration build_anew(IndexBuild& build, const std::string& task);
  std::optional<std::string> refusal(UnpublishedGeneration& built) const;
  UnpublishedGeneration caught_up(UnpublishedGeneration built, const fs::path& scratch);
  void take_place(UnpublishedGeneration built, bool erase);

  const DataDirectory directory;
  LiveOptions options;
  const WriterLock lock;
  std::unique_ptr<Journal> journal;
  WriterTasks tasks;

  std::mutex publish_mutex;  ///< held while a generation takes the place of another; before `mutex`
  mutable std::mutex mutex;  ///< protects what follows
  std::condition_variable changed;
  std::optional<Generation> generation;
  WrittenArticles written;
  std::uint64_t searchable = 0;  ///< up to this seq
  bool stopping = false, hurried = false;
  bool broken = false;  ///< what is written is not known any more but by the journal
  std::string failure;
  const std::size_t least_pending = std::min(kLeastPendingBytes, options.pending_bytes);
  std::size_t most_pending = least_pending;  ///< bytes, by how fast the last were published

  std::uint64_t rebuilt_number = 0;           ///< the generation that is being built anew; 0: none
  Changes since_rebuild_began;                ///< published while that is done
  bool to_erase = false, erase_runs = false;  ///< words are in files that must not be: to be erased; being erased
  Clock::time_point rebuild_not_before = Clock::now();
  Clock::time_point rebuild_wanted = Clock::now() + options.rebuilt_after;
  GrowingPause rebuild_pause{std::chrono::seconds(1), std::chrono::hours(1)};

  // Their threads use the members above.
  BackgroundMerge merge{directory.root() / "merging", [this](const std::string& reason) { merge_ended(reason); }};
  std::jthread rebuilder, publisher;
};

WriteAnswer LiveIndex::Impl::wait_for(std::uint64_t seq, WriteAnswer answer) {
  std::unique_lock own(mutex);
  hurried = true;
  changed.notify_all();
  changed.wait_for(own, kLongestWait, [&] { return searchable >= seq || stopping; });
  answer.searchable = searchable >= seq;
  answer.generation = generation ? generation->manifest.number : 0;
  return answer;
}

/// The current generation takes the place of the one that was open. Where it throws, nothing has changed. Called with
/// `mutex` held, or before there are threads.
void LiveIndex::Impl::open_published() {
  if (!directory.current_number()) return;
  DataDirectory::Opened opened = directory.open_current(OlderSchema::accept);
  if (!opened.damage.empty()) throw IndexDamaged(opened.damage);
  written.open(opened.generation);
  generation = std::move(opened.generation);
  searchable = generation->manifest.seq;
}

void LiveIndex::Impl::publish_from_time_to_time() {
  GrowingPause pause(std::chrono::milliseconds(500), std::chrono::seconds(10));
  for (;;) {
    bool is_news = false;
    {
      std::unique_lock own(mutex);
      while (!stopping && !has_news() && !rebuild_due()) changed.wait_for(own, std::chrono::seconds(1));
      is_news = has_news();
      // What arrives meanwhile is published with it, but for those who wait for it.
      if (is_news) changed.wait_for(own, options.interval, [&] { return stopping || hurried || is_full(); });
      hurried = false;
      if (stopping) return;
    }
    if (is_news && !publish_once()) {
      std::unique_lock own(mutex);
      if (changed.wait_for(own, pause.next(), [&] { return stopping; })) return;
      continue;
    }
    pause.reset();
    start_merge_if_due();
    std::optional<std::string> due;
    {
      const std::scoped_lock own(mutex);
      due = rebuild_due();
    }
    if (due) (void)start_rebuild(*due == "erase", *due);
  }
}

/// False where it failed: what there was to publish waits as before.
bool LiveIndex::Impl::publish_once() {
  const std::scoped_lock serial(publish_mutex);
  const Clock::time_point began = Clock::now();
  std::uint64_t seq = 0;
  std::size_t bytes = 0;
  WrittenArticles::Taken taken;
  bool purged = false;
  double part_seconds = 0;
  {
    const std::scoped_lock own(mutex);
    bytes = written.bytes();
    taken = written.take(now());
    purged = std::exchange(written.purged, false);
    seq = journal->last_seq();
  }
  changed.notify_all();  // there is room again
  try {
    journal->sync(seq);
    part_seconds = publish_generation_of(taken.changes, seq, std::move(taken.files));
  } catch (...) {
    const std::string reason = reason_of_failure();
    if (merge.is_done()) merge.forget();  // it may be why
    const std::scoped_lock own(mutex);
    written.give_back();
    written.purged = written.purged || purged;
    failure = reason;
    changed.notify_all();
    return false;
  }
  {
    const std::scoped_lock own(mutex);
    failure.clear();
    if (purged) {
      to_erase = true;
      rebuild_not_before = Clock::now();  // whatever became of the last one
      rebuild_pause.reset();
    }
    if (bytes > 0 && part_seconds > 0) {
      const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
      most_pending = static_cast<std::size_t>(std::clamp(pending_after(bytes, part_seconds, seconds - part_seconds),
                                                         static_cast<double>(least_pending),
                                                         static_cast<double>(options.pending_bytes)));
    }
  }
  changed.notify_all();
  forget_journal();
  return true;
}

/// The current generation and these changes. The seconds that went into these. Called with `publish_mutex` held.
double LiveIndex::Impl::publish_generation_of(const Changes& changes, std::uint64_t seq,
                                              std::map<std::string, std::string> files) {
  double part_seconds = 0;
  std::optional<Generation> base;
  std::vector<std::uint64_t> kept;
  const std::optional<MergedParts> merged = merge.merged();
  Addition addition = addition_of(changes, seq, std::move(files));
  {
    const std::scoped_lock own(mutex);
    base = generation;
    kept = {rebuilt_number, merge.generation()};
    if (base) kept.push_back(base->manifest.number);  // where what was published could not be opened
    addition.left_alone = merge.parts();
  }
  if (merged) addition.merged = &*merged;
  if (base) {
    const ScratchFolder scratch(directory.root() / "adding");
    const UnpublishedGeneration built = build_addition(*base, addition, scratch.path(), options.threads,
                                                       [this](const BuildProgress&) { throw_if_stopping(); });
    part_seconds = built.part_seconds;
    publish_generation(directory, built.folder, built.manifest, kept);
  } else if (!addition.put.empty()) {
    IndexBuild build(directory, {.threads = options.threads, .has_lock = true, .scratch = "adding"});
    for (const Article& article : addition.put) build.put(article);
    std::optional<UnpublishedGeneration> built = build.build();
    built->manifest.seq = seq;
    for (const auto& [name, content] : addition.files)
      if (!content.empty()) write_file(built->folder / name, content);
    publish_generation(directory, built->folder, built->manifest, kept);
  } else {
    const std::scoped_lock own(mutex);  // nothing to find yet: the journal has what there is
    written.forget();
    searchable = seq;
    return part_seconds;
  }
  {
    const std::scoped_lock own(mutex);
    open_published();  // where it throws, the same is published again beside the one before
    Changes published = written.forget();
    if (rebuilt_number != 0) add(since_rebuild_began, std::move(published));
  }
  if (merged) merge.forget();
  return part_seconds;
}

void LiveIndex::Impl::start_merge_if_due() {
  const std::scoped_lock serial(publish_mutex);  // no other generation takes the place of the one they are of
  std::optional<Generation> current;
  {
    const std::scoped_lock own(mutex);
    if (!stopping) current = generation;
  }
  if (current) merge.start_if_due(*current);
}

void LiveIndex::Impl::merge_ended(const std::string& reason) {
  if (!reason.empty()) tasks.end(tasks.begin("merge").id, TaskState::State::failed, reason);
  changed.notify_all();
}

/// What both the current generation and the one to roll back to hold; none while words are to be erased.
void LiveIndex::Impl::forget_journal() try {
  std::uint64_t seq = 0;
  {
    const std::scoped_lock own(mutex);
    if (!generation || to_erase || erase_runs) return;
    seq = generation->manifest.seq;
    if (generation->manifest.before != 0)
      if (const Result<Generation> before = directory.open(generation->manifest.before))
        seq = std::min(seq, before->manifest.seq);
  }
  journal->forget_up_to(seq);
} catch (const std::exception&) {  // what stays costs space; the next publish tries again
}

/// Why the index is to be built anew: "erase" what was purged, "upgrade" what an older newssearch wrote, or "fold" what
/// was added into it. Near copies and stories of what was added are those of its own part until then, so it is done
/// after a while in any case. Called with `mutex` held.
std::optional<std::string> LiveIndex::Impl::rebuild_due() const {
  if (!generation || rebuilt_number != 0 || Clock::now() < rebuild_not_before) return std::nullopt;
  if (to_erase) return "erase";
  if (generation->manifest.schema < schema::kVersion) return "upgrade";
  std::uint64_t added = 0;
  for (const Manifest::Part& part : generation->manifest.parts)
    if (!part.folder.empty()) added += part.articles;
  if (added == 0) return std::nullopt;
  const bool many =
      added >= options.rebuilt_least &&
      static_cast<double>(added) > options.rebuilt_share * static_cast<double>(generation->manifest.articles);
  return many || Clock::now() >= rebuild_wanted ? std::optional<std::string>("fold") : std::nullopt;
}

Result<TaskState> LiveIndex::Impl::start_rebuild(bool force, const std::string& kind) {
  const std::scoped_lock own(mutex);
  if (rebuilt_number != 0) return Error{"busy", "the index is being built anew already"};
  if (!generation) return Error{"no_index", "there is no index yet: write articles first"};
  if (rebuilder.joinable()) rebuilder.join();
  const TaskState task = tasks.begin(kind);
  rebuilt_number = generation->manifest.number;
  since_rebuild_began.clear();
  const bool erase = erase_runs = std::exchange(to_erase, false);
  try {
    rebuilder = std::jthread([this, id = task.id, force, erase] { rebuild(id, force || erase, erase); });
  } catch (const std::system_error& error) {  // no more threads
    rebuilt_number = 0;
    to_erase = to_erase || erase;
    erase_runs = false;
    rebuild_not_before = Clock::now() + rebuild_pause.next();
    tasks.end(task.id, TaskState::State::failed, error.what());
    return Error{"busy", std::string("the index cannot be built anew now: ") + error.what()};
  }
  return task;
}

/// From what the generation held when it began; what was published since is added before it takes its place.
void LiveIndex::Impl::rebuild(const std::string& task, bool force, bool erase) {
  const Clock::time_point began = Clock::now();
  TaskState::State state = TaskState::State::done;
  std::string message;
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
    UnpublishedGeneration built = build_anew(*build, task);
    const std::optional<std::string> reason = force ? std::nullopt : refusal(built);
    if (reason) {
      state = TaskState::State::failed;
      message = "not published: " + *reason + "; force it to publish it anyway";
    } else {
      take_place(built, erase);
      const std::scoped_lock own(mutex);
      const std::uint64_t number = generation->manifest.number;
      tasks.set(task, [&](TaskState& done) { done.generation = number; });
      message = "generation " + std::to_string(number) + " is current";
    }
  } catch (...) {
    state = TaskState::State::failed;
    message = reason_of_failure();
  }
  {
    const std::scoped_lock own(mutex);
    if (erase) erase_runs = false;
    if (state == TaskState::State::failed && erase) to_erase = true;
  }
  {
    const std::scoped_lock serial(publish_mutex);
    forget_journal();  // what was published while words were erased, too
  }
  {
    const std::scoped_lock own(mutex);
    const Clock::time_point ended = Clock::now();
    if (state == TaskState::State::done)
      rebuild_pause.reset();
    else
      rebuild_not_before = ended + rebuild_pause.next();
    // A twentieth of the time, at the most, is spent on it.
    rebuild_wanted = ended + std::max<Clock::duration>(options.rebuilt_after, 20 * (ended - began));
    rebuilt_number = 0;
    since_rebuild_began.clear();
    tasks.end(task, state, message);
  }
  changed.notify_all();
}

/// Durable, in the folder of the build.
UnpublishedGeneration LiveIndex::Impl::build_anew(IndexBuild& build, const std::string& task) {
  std::optional<UnpublishedGeneration> built = build.build([&](const BuildProgress& progress) {
    tasks.set(task, [&](TaskState& now) {
      now.phase = to_string(progress.phase);
      now.done = progress.done;
      now.total = progress.total;
      now.eta.reset();
      if (progress.done > 0 && progress.total > progress.done)
        now.eta =
            now.seconds * static_cast<double>(progress.total - progress.done) / static_cast<double>(progress.done);
    });
    throw_if_stopping();
  });
  tasks.set(task, [](TaskState& now) { now.phase = "verifying"; });
  make_durable(built->folder, built->manifest);
  return *std::move(built);
}

/// Why an index built anew is not to take the place of the current one, where that can be searched.
std::optional<std::string> LiveIndex::Impl::refusal(UnpublishedGeneration& built) const {
  if (!options.verify || !directory.open(rebuilt_number)) return std::nullopt;
  const ScratchFolder candidate(directory.root() / "candidate");
  built.manifest.number = 1;
  write_file(built.folder / "manifest.json", to_json(built.manifest));
  fs::create_directory_symlink(fs::absolute(built.folder), candidate.path() / "gen-000001");
  write_file(candidate.path() / "current", "gen-000001\n");
  std::optional<std::string> reason = options.verify(DataDirectory(candidate.path()), directory);
  fs::remove(built.folder / "manifest.json");
  return reason;
}

/// What was published since the build began, up to now, in the index built.
UnpublishedGeneration LiveIndex::Impl::caught_up(UnpublishedGeneration built, const fs::path& scratch) {
  Changes since;
  std::uint64_t seq = 0;
  std::map<std::string, std::string> files;
  {
    const std::scoped_lock own(mutex);
    since = std::exchange(since_rebuild_began, {});
    seq = searchable;
    built.manifest.number = generation->manifest.number;  // parts are numbered on, so that each has a name of its own
    files = {{Tombstones::kFileName, Tombstones::open(generation->path / Tombstones::kFileName).value().text()},
             {HeldArticles::kFileName, HeldArticles::open(generation->path / HeldArticles::kFileName).text()}};
  }
  if (!since.empty())
    return build_addition({built.folder, built.manifest}, addition_of(since, seq, std::move(files)), scratch,
                          options.threads, [this](const BuildProgress&) { throw_if_stopping(); });
  built.manifest.seq = seq;
  for (const auto& [name, content] : files) {
    built.manifest.files.erase(name);
    fs::remove(built.folder / name);
    if (!content.empty()) write_file(built.folder / name, content);
  }
  return built;
}

void LiveIndex::Impl::take_place(UnpublishedGeneration built, bool erase) {
  constexpr std::size_t kLittle = 100, kMostRounds = 10;
  // Beside the publishing, until little is left: nothing is published while that is added.
  const ScratchFolder scratch(directory.root() / "catching-up");
  std::size_t rounds = 0;
  const auto catch_up = [&] {
    const fs::path round = scratch.path() / std::to_string(rounds++);
    fs::create_directories(round / "generation");
    built = caught_up(std::move(built), round);
  };
  const auto is_far_behind = [&] {
    const std::scoped_lock own(mutex);
    return since_rebuild_began.size() > kLittle;
  };
  while (rounds < kMostRounds && is_far_behind()) {
    catch_up();
    make_durable(built.folder, built.manifest);
  }
  const std::scoped_lock serial(publish_mutex);
  std::uint64_t seq = 0, before = 0;
  merge.forget();
  {
    const std::scoped_lock own(mutex);
    seq = searchable;
    before = generation->manifest.number;
  }
  catch_up();
  built.manifest.before = erase ? 0 : before;
  publish_generation(directory, built.folder, built.manifest);
  {
    const std::scoped_lock own(mutex);
    open_published();
    if (to_erase || written.purged) erase = false;  // the journal knows what else is to be erased
  }
  changed.notify_all();
  if (!erase) return forget_journal();
  remove_generation(directory, before);
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
    for (std::size_t i = 0; i < orders.size(); ++i) {
      impl_->changed.wait_for(own, kLongestWait, [&] { return !impl_->is_full() || impl_->stopping; });
      if (impl_->is_full())
        throw std::runtime_error("more is written than can be published" +
                                 (impl_->failure.empty() ? "" : ": " + impl_->failure) + ": try again later");
      answer.outcomes.push_back(impl_->written.decide(orders[i], read[i] ? &*read[i] : nullptr, *impl_->journal));
    }
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
  impl_->merge.forget();
  const std::scoped_lock own(impl_->mutex);
  if (impl_->rebuilt_number != 0) return Error{"busy", "the index is being built anew: roll back when that is done"};
  impl_->journal->sync(impl_->journal->last_seq());  // what is read below is what is synced, and has to be all
  const Result<std::uint64_t> number = newssearch::rollback(impl_->directory);
  if (!number) return number;
  try {
    impl_->open_published();
    impl_->written.begin_anew(*impl_->generation);
    impl_->journal->read(impl_->searchable, [&](const JournalRecord& record) { impl_->written.replay(record); });
  } catch (...) {  // half of it must not be published as if it were all: the next writer reads the journal again
    impl_->broken = impl_->stopping = true;
    impl_->changed.notify_all();
    throw;
  }
  impl_->changed.notify_all();
  return number;
}

Result<TaskState> LiveIndex::task(const std::string& id) { return impl_->tasks.find(id); }

WriterState LiveIndex::state() {
  const std::scoped_lock own(impl_->mutex);
  WriterState state;
  state.seq = impl_->journal->last_seq();
  state.searchable = impl_->searchable;
  state.generation = impl_->generation ? impl_->generation->manifest.number : 0;
  state.held = impl_->written.held();
  state.failure = impl_->failure;
  state.tasks = impl_->tasks.all();
  return state;
}

void LiveIndex::stop() { impl_->stop(); }
bool LiveIndex::failed() const {
  const std::scoped_lock own(impl_->mutex);
  return impl_->broken || impl_->journal->failed();
}

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
