#include "common/impacts_file.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <cmath>
#include <cstring>
#include <ostream>
#include <utility>

#include "common/varint.h"

namespace newssearch {
namespace {

enum Part : std::size_t { lists, list_begins, articles, slots, term_begins, terms, kParts };
constexpr PackedFile::Kind kKind{"impacts", 2, kParts};

enum Flag : unsigned char { with_impacts = 1, in_blocks = 2 };

struct DirectoryEntry {
  std::uint32_t window = 0, begin = 0;
  std::uint16_t count = 0;
  std::uint8_t most = 0, dense = 0;
};
static_assert(sizeof(DirectoryEntry) == 12);

/// Lists with fewer articles a window, of those that have some, are not worth a directory.
constexpr std::size_t kLeastPerBlock = 16;

constexpr std::size_t kBitBytes = kWindowArticles / 8;

/// How many bytes a block takes one by one, and as a dense one.
std::size_t sparse_bytes(std::size_t count, bool impacts) { return count * (impacts ? 3 : 2); }
std::size_t dense_bytes(bool impacts) { return impacts ? kWindowArticles : kBitBytes; }

constexpr std::size_t kProbes = 64;

std::uint64_t hash_of(std::string_view term) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : term) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash ^ (hash >> 32);
}

template <class T>
T read_at(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

template <class T>
void append(std::string& bytes, const T& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

/// Which of 64 bytes are not zero, a bit each.
std::uint64_t nonzero_bytes(const char* bytes) {
  std::uint64_t bits = 0;
#ifdef __SSE2__
  for (std::size_t i = 0; i < 64; i += 16) {
    const __m128i some = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + i));
    const int zero = _mm_movemask_epi8(_mm_cmpeq_epi8(some, _mm_setzero_si128()));
    bits |= std::uint64_t{~static_cast<unsigned>(zero) & 0xFFFF} << i;
  }
#else
  for (std::size_t i = 0; i < 64; ++i) bits |= std::uint64_t{bytes[i] != 0} << i;
#endif
  return bits;
}

/// Half full at the most: most terms that are asked for and not there end at the first slot.
std::vector<std::uint32_t> hash_table(const std::vector<std::uint64_t>& hashes) {
  std::vector<std::uint32_t> slots(hashes.size() * 2 + 1);
  for (std::size_t number = 0; number < hashes.size(); ++number) {
    std::size_t slot = hashes[number] % slots.size();
    while (slots[slot] != 0) slot = (slot + 1) % slots.size();
    slots[slot] = static_cast<std::uint32_t>(number + 1);
  }
  return slots;
}

}  // namespace

std::uint8_t impact_of(double share) {
  return static_cast<std::uint8_t>(std::clamp(std::lround(share * 255), 1L, 255L));
}

PostingList joined(std::vector<PostingList> parts) {
  if (parts.empty()) return {};
  PostingList first = std::move(parts.front());
  if (parts.size() == 1) return first;
  parts.erase(parts.begin());
  for (const PostingList& part : parts) first.articles += part.articles;
  first.behind = std::make_shared<const std::vector<PostingList>>(std::move(parts));
  return first;
}

PostingCursor::PostingCursor(const PostingList& list) : list_(list) { open(0); }

void PostingCursor::open(std::size_t number) {
  part_ = number;
  first_window_ = part(number).first_window;
  postings_ = part(number).bytes;
  directory_ = {};
  in_blocks_ = has_impacts_ = false;
  window_ = kEnd;
  at_ = 0;
  next_rank_ = 0;
  block_ = {};
  if (postings_.empty()) return;
  const auto flags = static_cast<unsigned char>(postings_.front());
  postings_.remove_prefix(1);
  has_impacts_ = (flags & with_impacts) != 0;
  in_blocks_ = (flags & in_blocks) != 0;
  if (!in_blocks_) return;
  std::size_t entries = 0;
  if (postings_.size() >= sizeof(std::uint32_t)) {
    entries = read_at<std::uint32_t>(postings_.data());
    postings_.remove_prefix(sizeof(std::uint32_t));
  }
  const std::size_t bytes = std::min(entries, postings_.size() / sizeof(DirectoryEntry)) * sizeof(DirectoryEntry);
  directory_ = postings_.substr(0, bytes);
  postings_.remove_prefix(bytes);
}

std::size_t PostingCursor::seek(std::size_t window) {
  if (window_ != kEnd && window_ + first_window_ == window) return window;
  std::size_t wanted = part_;
  while (wanted > 0 && window < part(wanted).first_window) --wanted;
  while (wanted + 1 < parts() && part(wanted + 1).first_window <= window) ++wanted;
  if (wanted != part_) open(wanted);
  for (;;) {
    const std::size_t within = window - std::min(window, first_window_);
    if (window_ == within) return window_ + first_window_;  // already there: asked for one before the part's first
    window_ = in_blocks_ ? seek_in_blocks(within) : seek_in_varints(within);
    if (window_ != kEnd) return window_ + first_window_;
    if (part_ + 1 == parts()) return kEnd;
    open(part_ + 1);
  }
}

std::size_t PostingCursor::seek_in_blocks(std::size_t window) {
  const std::size_t entries = directory_.size() / sizeof(DirectoryEntry);
  const auto entry_at = [&](std::size_t i) {
    return read_at<DirectoryEntry>(directory_.data() + i * sizeof(DirectoryEntry));
  };
  if (at_ > 0 && (at_ >= entries || entry_at(at_).window > window)) at_ = 0;  // back
  for (; at_ < entries; ++at_) {
    const DirectoryEntry entry = entry_at(at_);
    if (entry.window < window) continue;
    const bool dense = entry.dense != 0;
    const std::size_t bytes = dense ? dense_bytes(has_impacts_) : sparse_bytes(entry.count, has_impacts_);
    if (entry.begin > postings_.size() || bytes > postings_.size() - entry.begin) continue;
    const char* const begin = postings_.data() + entry.begin;
    block_ = {.places = begin, .impacts = nullptr, .count = entry.count, .most = entry.most, .dense = dense};
    if (has_impacts_) block_.impacts = dense ? begin : begin + 2 * std::size_t{entry.count};
    return entry.window;
  }
  block_ = {};
  return kEnd;
}

std::size_t PostingCursor::seek_in_varints(std::size_t window) {
  if (at_ == 0 || next_rank_ == 0 || window < window_) {  // from the beginning
    at_ = 0;
    next_rank_ = 0;
  }
  block_ = {};
  places_.clear();
  impacts_.clear();
  std::size_t found = kEnd;
  while (at_ < postings_.size()) {
    std::size_t behind = at_;
    const std::uint64_t rank = next_rank_ + std::min<std::uint64_t>(take_varint(postings_, behind), UINT32_MAX);
    const char impact = has_impacts_ && behind < postings_.size() ? postings_[behind] : '\0';
    if (has_impacts_) ++behind;
    if (behind > postings_.size()) break;
    const std::size_t its_window = rank / kWindowArticles;
    if (found != kEnd && its_window != found) break;
    at_ = behind;
    next_rank_ = rank;
    if (its_window < window) continue;
    found = its_window;
    places_.push_back(static_cast<std::uint16_t>(rank % kWindowArticles));
    if (has_impacts_) {
      impacts_.push_back(impact);
      block_.most = std::max(block_.most, static_cast<std::uint8_t>(impact));
    }
  }
  block_.places = reinterpret_cast<const char*>(places_.data());
  block_.impacts = has_impacts_ ? impacts_.data() : nullptr;
  block_.count = places_.size();
  return found;
}

std::uint8_t PostingCursor::at(std::size_t wanted) const {
  if (!has_impacts_) return 0;
  if (block_.dense) return impact(wanted);
  std::size_t from = 0, to = block_.count;
  while (from < to) {
    const std::size_t middle = from + (to - from) / 2;
    if (place(middle) < wanted)
      from = middle + 1;
    else
      to = middle;
  }
  return from < block_.count && place(from) == wanted ? impact(from) : std::uint8_t{0};
}

void PostingCursor::mark(WindowBits& bits) const {
  if (!block_.dense) {
    for (std::size_t i = 0; i < block_.count; ++i) {
      const std::size_t at = place(i);
      bits[at / 64] |= 1ULL << (at % 64);
    }
  } else if (has_impacts_) {
    for (std::size_t i = 0; i < bits.size(); ++i) bits[i] |= nonzero_bytes(block_.impacts + 64 * i);
  } else {
    for (std::size_t i = 0; i < bits.size(); ++i) bits[i] |= read_at<std::uint64_t>(block_.places + 8 * i);
  }
}

void PostingCursor::add(float weight, WindowScores& scores) const {
  add_each([part = weight / 255](std::size_t, unsigned char impact) { return part * static_cast<float>(impact); },
           scores);
}

void PostingPacker::add(std::uint32_t rank, std::uint8_t impact) {
  ranks_.push_back(rank);
  if (with_impacts_) impacts_.push_back(impact);
}

std::string PostingPacker::take() {
  std::size_t windows = 0;
  for (std::size_t i = 0; i < ranks_.size(); ++i)
    windows += i == 0 || ranks_[i] / kWindowArticles != ranks_[i - 1] / kWindowArticles ? 1 : 0;
  std::string bytes = ranks_.size() >= kLeastPerBlock * std::max<std::size_t>(1, windows) ? as_blocks() : as_varints();
  ranks_.clear();
  impacts_.clear();
  return bytes;
}

std::string PostingPacker::as_varints() const {
  std::string bytes(1, static_cast<char>(with_impacts_ ? with_impacts : 0));
  std::uint32_t before = 0;
  for (std::size_t i = 0; i < ranks_.size(); ++i) {
    put_varint(bytes, ranks_[i] - std::exchange(before, ranks_[i]));
    if (with_impacts_) bytes += static_cast<char>(impacts_[i]);
  }
  return bytes;
}

std::string PostingPacker::as_blocks() const {
  std::string directory, blocks;
  std::uint32_t entries = 0;
  for (std::size_t from = 0, to = 0; from < ranks_.size(); from = to) {
    const std::uint32_t window = ranks_[from] / kWindowArticles;
    while (to < ranks_.size() && ranks_[to] / kWindowArticles == window) ++to;
    DirectoryEntry entry{.window = window,
                         .begin = static_cast<std::uint32_t>(blocks.size()),
                         .count = static_cast<std::uint16_t>(to - from),
                         .most = 0,
                         .dense = sparse_bytes(to - from, with_impacts_) > dense_bytes(with_impacts_)};
    if (with_impacts_)
      entry.most = *std::max_element(impacts_.begin() + static_cast<std::ptrdiff_t>(from),
                                     impacts_.begin() + static_cast<std::ptrdiff_t>(to));
    append(directory, entry);
    ++entries;
    if (entry.dense != 0) {
      std::string dense(dense_bytes(with_impacts_), '\0');
      for (std::size_t i = from; i < to; ++i) {
        const std::size_t place = ranks_[i] % kWindowArticles;
        if (with_impacts_)
          dense[place] = static_cast<char>(impacts_[i]);
        else
          dense[place / 8] = static_cast<char>(dense[place / 8] | (1 << (place % 8)));
      }
      blocks += dense;
      continue;
    }
    for (std::size_t i = from; i < to; ++i) append(blocks, static_cast<std::uint16_t>(ranks_[i] % kWindowArticles));
    if (with_impacts_) blocks.append(reinterpret_cast<const char*>(impacts_.data()) + from, to - from);
  }
  std::string bytes(1, static_cast<char>(in_blocks | (with_impacts_ ? with_impacts : 0)));
  append(bytes, entries);
  return bytes + directory + blocks;
}

ImpactsFile::ImpactsFile(PackedFile file)
    : file_(std::move(file)),
      terms_(file_->numbers(Part::term_begins), file_->part(Part::terms)),
      articles_(file_->numbers(Part::articles)),
      begins_(file_->part(Part::list_begins)),
      slots_(file_->numbers(Part::slots)),
      lists_(file_->part(Part::lists)) {}

Result<ImpactsFile> ImpactsFile::open(const std::filesystem::path& path) {
  Result<PackedFile> file = PackedFile::open(path, kKind);
  if (!file) return file.error();
  return ImpactsFile(*std::move(file));
}

Result<ImpactsFile> ImpactsFile::read(std::string bytes) {
  Result<PackedFile> file = PackedFile::read(std::move(bytes), kKind);
  if (!file) return file.error();
  return ImpactsFile(*std::move(file));
}

PostingList ImpactsFile::at(std::size_t number) const {
  const std::size_t begin = begins_.at_most(number, lists_.size());
  const std::size_t end = begins_.at_most(number + 1, lists_.size());
  if (end <= begin) return {};
  return {lists_.substr(begin, end - begin), articles_[number]};
}

PostingList ImpactsFile::find(std::string_view term) const {
  const std::uint64_t hash = hash_of(term);
  for (std::size_t probe = 0; probe < std::min(kProbes, slots_.size()); ++probe) {
    const std::uint32_t slot = slots_[(hash % slots_.size() + probe) % slots_.size()];
    if (slot == 0) return {};
    if (terms_[slot - 1] == term) return at(slot - 1);
  }
  const std::size_t number = terms_.lower_bound(term);
  return number < size() && terms_[number] == term ? at(number) : PostingList();
}

ImpactsWriter::ImpactsWriter(std::ostream& stream) : writer_(stream, kKind) {}

void ImpactsWriter::add(std::string_view term, PostingPacker& postings) {
  terms_.add(term);
  hashes_.push_back(hash_of(term));
  articles_.add(postings.articles());
  begins_.add(written_);
  const std::string list = postings.take();
  writer_.append(list);
  written_ += list.size();
}

void ImpactsWriter::end() {
  begins_.add(written_);
  terms_.end();
  const std::vector<std::uint32_t> slots = hash_table(hashes_);
  const std::string_view slot_bytes(reinterpret_cast<const char*>(slots.data()), slots.size() * sizeof(std::uint32_t));
  writer_.end_part();
  for (const std::string_view part : {begins_.bytes(), articles_.bytes(), slot_bytes, terms_.begins(), terms_.text()}) {
    writer_.append(part);
    writer_.end_part();
  }
  writer_.end();
}

}  // namespace newssearch
