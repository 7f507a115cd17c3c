#include "indexer/journal.h"

#include <fcntl.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <new>
#include <stdexcept>
#include <utility>

namespace newssearch {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostWaitingBytes = 8 << 20;
constexpr std::size_t kCopiedBytes = 1 << 20;

std::string segment_name(std::uint64_t first) {
  char name[32];
  std::snprintf(name, sizeof name, "%016llx.log", static_cast<unsigned long long>(first));
  return name;
}

/// Nullopt for the name of anything else.
std::optional<std::uint64_t> first_seq_in(const std::string& name) {
  std::uint64_t first = 0;
  std::from_chars(name.data(), name.data() + name.size(), first, 16);
  return first != 0 && segment_name(first) == name ? std::optional(first) : std::nullopt;
}

struct SegmentEnd {
  std::uint64_t bytes = 0;  ///< where its whole records end; 0 where not even the magic is there
  std::uint64_t next = 0;   ///< the seq that comes next
};

SegmentEnd read_to_end(const fs::path& file, std::uint64_t next, bool is_last) {
  JournalSegmentReader reader(file);
  if (!reader.has_magic()) {
    if (is_last && reader.is_blank()) return {0, next};
    throw JournalDamaged(file, 0, "no segment of a journal, or one of another version, begins here");
  }
  for (std::uint64_t begin = reader.offset(); const auto record = reader.next(); begin = reader.offset(), ++next)
    if (record->seq != next)
      throw JournalDamaged(file, begin,
                           "record " + std::to_string(record->seq) + " follows record " + std::to_string(next - 1));
  if (reader.offset() < reader.bytes() && (!is_last || reader.says_synced(next)))
    throw JournalDamaged(file, reader.offset(),
                         "record " + std::to_string(next) + " is damaged, and had been written and synced");
  return {reader.offset(), next};
}

}  // namespace

JournalDamaged::JournalDamaged(const fs::path& file, std::uint64_t offset, const std::string& what)
    : message(file.string() + ": byte " + std::to_string(offset) + ": " + what +
              ": restore the journal from a backup; or, to lose what stands here and after it, move later segments "
              "away and run: truncate -s " +
              std::to_string(offset) + " '" + file.string() + "'") {}

fs::path journal_segment(const fs::path& folder, std::uint64_t first) { return folder / segment_name(first); }

std::vector<std::uint64_t> journal_segments(const fs::path& folder) {
  std::vector<std::uint64_t> segments;
  if (!fs::exists(folder)) return segments;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder))
    if (const std::optional<std::uint64_t> first = first_seq_in(entry.path().filename().string()))
      segments.push_back(*first);
  std::sort(segments.begin(), segments.end());
  return segments;
}

JournalContent read_journal(const fs::path& folder) {
  JournalContent content{.segments = journal_segments(folder)};
  if (content.segments.empty()) return content;
  SegmentEnd end{0, content.segments.front()};
  for (const std::uint64_t first : content.segments) {
    const fs::path file = journal_segment(folder, first);
    if (first != end.next)
      throw JournalDamaged(file, 0,
                           "record " + std::to_string(first) + " follows record " + std::to_string(end.next - 1));
    end = read_to_end(file, end.next, first == content.segments.back());
  }
  content.last_seq = end.next - 1;
  content.last_bytes = end.bytes;
  return content;
}

Journal::Journal(fs::path folder, JournalOptions options) : folder_(std::move(folder)), options_(options) {
  fs::create_directories(folder_);
  sync_folder(folder_.parent_path());
  const JournalContent found = read_journal(folder_);
  segments_ = found.segments;
  last_ = found.last_seq;
  if (segments_.empty() || last_ + 1 < options_.first_seq) {
    while (!segments_.empty()) forget_first_segment();
    begin_segment(std::max<std::uint64_t>(options_.first_seq, 1));
    last_ = segments_.back() - 1;
  } else {
    make_durable(found.last_bytes);
  }
  synced_ = last_;
}

std::uint64_t Journal::append(std::uint8_t op, std::string_view payload) {
  if (payload.size() > kLongestPayload)
    throw std::length_error("a record of " + std::to_string(payload.size()) + " bytes is too long for the journal");
  JournalRecord record{0, op, std::string(payload)};
  std::unique_lock lock(mutex_);
  throw_if_failed();
  record.seq = last_ + 1;
  waiting_.push_back(std::move(record));
  waiting_bytes_ += kRecordHeadBytes + payload.size();
  const std::uint64_t seq = ++last_;
  const bool too_much = waiting_bytes_ >= kMostWaitingBytes;
  lock.unlock();
  if (too_much) sync(seq);
  return seq;
}

void Journal::sync(std::uint64_t seq) {
  std::unique_lock lock(mutex_);
  if (seq > last_) throw std::invalid_argument("the journal has no record " + std::to_string(seq));
  while (synced_ < seq) {
    throw_if_failed();
    if (writing_)
      wrote_.wait(lock);
    else
      write_waiting(lock);
  }
}

std::uint64_t Journal::last_seq() const {
  const std::lock_guard lock(mutex_);
  return last_;
}

std::uint64_t Journal::synced_seq() const {
  const std::lock_guard lock(mutex_);
  return synced_;
}

bool Journal::failed() const {
  const std::lock_guard lock(mutex_);
  return static_cast<bool>(failure_);
}

void Journal::read(std::uint64_t after, const std::function<void(const JournalRecord&)>& visit) const {
  std::unique_lock lock(mutex_);
  std::vector<std::uint64_t> begins = segments_;
  begins.push_back(synced_ + 1);
  lock.unlock();
  for (std::size_t i = 0; i + 1 < begins.size(); ++i) {
    if (begins[i + 1] - 1 <= after || begins[i] >= begins[i + 1]) continue;
    JournalSegmentReader reader(path_of(begins[i]));
    for (std::uint64_t seq = begins[i]; seq < begins[i + 1]; ++seq) {
      const std::uint64_t begin = reader.offset();
      const std::optional<JournalRecord> record = reader.next();
      if (!record || record->seq != seq)
        throw JournalDamaged(path_of(begins[i]), begin, "record " + std::to_string(seq) + " is damaged");
      if (seq > after) visit(*record);
    }
  }
}

void Journal::begin_anew() {
  std::unique_lock lock(mutex_);
  for (;;) {
    throw_if_failed();
    if (writing_)
      wrote_.wait(lock);
    else if (!waiting_.empty())
      write_waiting(lock);
    else
      break;
  }
  if (segments_.back() == synced_ + 1) return;
  writing_ = true;
  const std::uint64_t first = synced_ + 1;
  lock.unlock();
  std::error_code error;
  try {
    begin_segment(first);
  } catch (const std::system_error& failure) {
    error = failure.code();
  }
  lock.lock();
  writing_ = false;
  failure_ = error;
  wrote_.notify_all();
  throw_if_failed();
}

void Journal::forget_up_to(std::uint64_t seq) {
  const auto can_forget = [&] {
    const std::lock_guard lock(mutex_);
    return segments_.size() >= 2 && segments_[1] - 1 <= seq;
  };
  while (can_forget()) forget_first_segment();
}

fs::path Journal::path_of(std::uint64_t first) const { return journal_segment(folder_, first); }

/// Makes the first bytes of the last segment all there is in it, and sees to it that they are on the disk.
void Journal::make_durable(std::uint64_t bytes) {
  segment_.emplace(path_of(segments_.back()), O_RDWR);
  segment_->truncate(bytes);
  if (bytes == 0) segment_->write_at(0, kJournalMagic);
  std::string block(std::min<std::uint64_t>(kCopiedBytes, bytes), '\0');
  for (std::uint64_t at = 0; at < bytes; at += block.size()) {
    block.resize(std::min<std::uint64_t>(block.size(), bytes - at));
    if (segment_->read_at(at, block.data(), block.size()) < block.size())
      throw std::system_error(EIO, std::generic_category(), path_of(segments_.back()).string());
    segment_->write_at(at, block);
  }
  segment_->sync();
  sync_folder(folder_);
  segment_bytes_ = std::max<std::uint64_t>(bytes, kJournalMagic.size());
}

void Journal::forget_first_segment() {
  std::unique_lock lock(mutex_);
  const fs::path first = path_of(segments_.front());
  lock.unlock();
  fs::remove(first);
  lock.lock();
  segments_.erase(segments_.begin());
  lock.unlock();
  sync_folder(folder_);
}

/// All records of the segment before are synced. The magic is before a record is written: of the first group, too, a
/// power cut may leave any part.
void Journal::begin_segment(std::uint64_t first) {
  segment_.emplace(path_of(first), O_RDWR | O_CREAT | O_EXCL);
  segment_->write_at(0, kJournalMagic);
  segment_->sync();
  sync_folder(folder_);
  segment_bytes_ = kJournalMagic.size();
  const std::lock_guard lock(mutex_);
  segments_.push_back(first);
}

void Journal::write_waiting(std::unique_lock<std::mutex>& lock) {
  writing_ = true;
  std::vector<JournalRecord> group = std::exchange(waiting_, {});
  waiting_bytes_ = 0;
  const std::uint64_t synced = synced_, last = last_;
  lock.unlock();
  const std::error_code error = written(std::move(group), synced);
  lock.lock();
  writing_ = false;
  failure_ = error;
  if (!error) synced_ = last;
  wrote_.notify_all();
}

std::error_code Journal::written(std::vector<JournalRecord> group, std::uint64_t synced) noexcept try {
  const std::string bytes = to_journal_bytes(group, synced);
  if (segment_bytes_ >= options_.segment_bytes && segment_bytes_ > kJournalMagic.size()) begin_segment(synced + 1);
  segment_->write_at(segment_bytes_, bytes);
  segment_->sync();
  segment_bytes_ += bytes.size();
  return {};
} catch (const std::system_error& error) {
  return error.code();
} catch (const std::bad_alloc&) {
  return std::make_error_code(std::errc::not_enough_memory);
}

void Journal::throw_if_failed() const {
  if (failure_) throw std::system_error(failure_, folder_.string() + ": the journal must be opened anew");
}

}  // namespace newssearch
