#include "server/cli/writer_status.h"

#include <fstream>
#include <system_error>

#include "indexer/journal.h"
#include "server/cli/figures.h"
#include "server/cli/the_writer.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

constexpr std::chrono::seconds kWriterAnswers{5};

/// Counts the records of a segment that come after a seq.
void count_unpublished(const std::filesystem::path& segment, std::uint64_t after, WriterStatus& status) {
  JournalSegmentReader reader(segment);
  std::uint64_t begin = reader.offset();
  while (const std::optional<JournalRecord> record = reader.next()) {
    if (record->seq > after) {
      ++status.unpublished;
      status.unpublished_bytes += reader.offset() - begin;
    }
    begin = reader.offset();
  }
}

void look_at_journal(const std::filesystem::path& folder, std::uint64_t published_seq, WriterStatus& status) {
  const std::vector<std::uint64_t> segments = journal_segments(folder);
  for (std::size_t i = 0; i < segments.size(); ++i)
    if (i + 1 == segments.size() || segments[i + 1] > published_seq + 1)
      count_unpublished(journal_segment(folder, segments[i]), published_seq, status);
  if (!status.running) read_journal(folder);
}

/// What the lock says of who holds it.
std::string holder_of(const std::filesystem::path& lock) {
  std::string process;
  std::getline(std::ifstream(lock), process);
  return process;
}

}  // namespace

WriterStatus look_at_writer(const DataDirectory& directory, std::uint64_t published_seq) {
  WriterStatus status;
  status.running = has_writer(directory);
  if (status.running) {
    status.process = holder_of(directory.root() / "writer.lock");
    try {
      status.state = WriterClient(writer_socket(directory.root()), kWriterAnswers).state();
      status.failure = status.state->failure;
    } catch (const WriterUnavailable& error) {
      status.failure = error.what();
    }
  }
  try {
    look_at_journal(directory.root() / Journal::kFolderName, published_seq, status);
  } catch (const JournalDamaged& error) {
    status.damage = error.message;
  } catch (const std::system_error&) {  // it may only be its owner's, or have been forgotten meanwhile
  }
  return status;
}

std::string writer_in_words(const WriterStatus& status) {
  if (!status.running) return "not running";
  std::string text = "running" + (status.process.empty() ? "" : ", process " + status.process);
  if (!status.state) return text;
  const WriterState& state = *status.state;
  text += state.searchable >= state.seq
              ? ": all it was given is found by searches"
              : ": searches find all up to write " + grouped(state.searchable) + " of " + grouped(state.seq);
  if (state.held > 0) text += ", " + counted(state.held, "article") + " held back until their embargo ends";
  for (const TaskState& task : state.tasks)
    if (task.state == TaskState::State::running) text += "; " + task.id + " " + task.phase;
  return text;
}

std::string journal_in_words(const WriterStatus& status) {
  if (status.unpublished == 0) return "all of it is published";
  return counted(status.unpublished, "write") + ", " + file_size(static_cast<double>(status.unpublished_bytes)) +
         ", not published yet" + (status.running ? "" : ": the next writer does that");
}

}  // namespace newssearch
