#include "common/positions_file.h"

#include <algorithm>
#include <functional>
#include <ostream>
#include <queue>
#include <sstream>
#include <utility>

#include "common/varint.h"

namespace newssearch {
namespace {

enum Part : std::size_t { lists, list_begins, term_begins, terms, kParts };
constexpr PackedFile::Kind kKind{"positions", 2, kParts};

/// An anchor at every so many postings: to go past them without a look.
constexpr std::size_t kPostingsPerAnchor = 128;

bool is_one_varint(std::string_view bytes) {
  const auto ends = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  return !bytes.empty() && ends(bytes.back()) && std::none_of(bytes.begin(), bytes.end() - 1, ends);
}

void put_posting(std::string& postings, std::uint32_t distance, std::string_view positions) {
  const bool one = is_one_varint(positions);
  put_varint(postings, std::uint64_t{distance} * 2 + (one ? 1 : 0));
  if (!one) put_varint(postings, positions.size());
  postings += positions;
}

/// Lays one list after the other into a file.
class FileWriter {
 public:
  explicit FileWriter(std::ostream& stream) : writer_(stream, kKind) {}

  /// Terms in order of bytes.
  void begin_list(std::string_view term) {
    terms_.add(term);
    begins_.add(written_);
  }

  void append(std::string_view bytes) {
    writer_.append(bytes);
    written_ += bytes.size();
  }

  void end() {
    begins_.add(written_);
    terms_.end();
    writer_.end_part();
    for (const std::string_view part : {begins_.bytes(), terms_.begins(), terms_.text()}) {
      writer_.append(part);
      writer_.end_part();
    }
    writer_.end();
  }

 private:
  PackedFileWriter writer_;
  StringPacker terms_;
  OffsetPacker begins_;
  std::size_t written_ = 0;
};

/// Makes the lists of a file, posting after posting.
class ListWriter {
 public:
  explicit ListWriter(std::ostream& stream) : file_(stream) {}

  void begin_list(std::string_view term) {
    file_.begin_list(term);
    anchors_.clear();
    postings_.clear();
    count_ = before_ = 0;
  }

  void add(std::uint32_t rank, std::string_view positions) {
    if (count_ > 0 && count_ % kPostingsPerAnchor == 0) {
      anchors_.add(rank);
      anchors_.add(postings_.size());
    }
    put_posting(postings_, rank - std::exchange(before_, rank), positions);
    ++count_;
  }

  void end_list() {
    std::string head;
    put_varint(head, anchors_.size() / 2);
    for (const std::string_view bytes : {std::string_view(head), anchors_.bytes(), std::string_view(postings_)})
      file_.append(bytes);
  }

  void end() { file_.end(); }

 private:
  FileWriter file_;
  NumberPacker anchors_;
  std::string postings_;
  std::size_t count_ = 0;
  std::uint32_t before_ = 0;
};

/// A file in a merge, at one of its terms.
struct MergedFile {
  std::string_view term;
  std::size_t file, number;
  auto operator<=>(const MergedFile&) const = default;
};

void merge(const std::vector<PositionsFile>& files, std::ostream& stream) {
  ListWriter writer(stream);
  std::priority_queue<MergedFile, std::vector<MergedFile>, std::greater<>> next;
  const auto push = [&](std::size_t file, std::size_t number) {
    if (number < files[file].size()) next.push({files[file].terms()[number], file, number});
  };
  for (std::size_t file = 0; file < files.size(); ++file) push(file, 0);
  while (!next.empty()) {
    const std::string_view term = next.top().term;
    writer.begin_list(term);
    while (!next.empty() && next.top().term == term) {
      const MergedFile at = next.top();
      next.pop();
      for (PositionList list = files[at.file].at(at.number); list.rank() != PositionList::kEnd; list.next())
        writer.add(list.rank(), list.encoded());
      push(at.file, at.number + 1);
    }
    writer.end_list();
  }
  writer.end();
}

}  // namespace

PositionList::PositionList(std::string_view list) {
  std::size_t begin = 0;
  const std::uint64_t anchors = take_varint(list, begin);
  if (begin > list.size()) return;
  list.remove_prefix(begin);
  constexpr std::size_t kAnchorBytes = 2 * sizeof(std::uint32_t);
  const std::size_t bytes = std::min<std::uint64_t>(anchors, list.size() / kAnchorBytes) * kAnchorBytes;
  anchors_ = PackedNumbers(list.substr(0, bytes));
  postings_ = list.substr(bytes);
  rank_ = 0;
  next();
}

void PositionList::next() {
  if (at_ >= postings_.size()) {
    rank_ = kEnd;
    encoded_ = {};
    return;
  }
  const std::uint64_t head = take_varint(postings_, at_);
  rank_ += static_cast<std::uint32_t>(head >> 1);
  std::size_t begin = at_, end = at_;
  if ((head & 1) != 0) {
    take_varint(postings_, end);
  } else {
    const std::uint64_t bytes = take_varint(postings_, begin);
    end = begin + std::min<std::uint64_t>(bytes, postings_.size());
  }
  at_ = std::min(end, postings_.size());
  begin = std::min(begin, at_);
  encoded_ = postings_.substr(begin, at_ - begin);
}

void PositionList::skip_to(std::uint32_t rank) {
  if (rank_ >= rank) return;
  const std::size_t before = anchor_;
  while (anchor_ < anchors_.size() && anchors_[anchor_] <= rank) anchor_ += 2;
  if (anchor_ > before && anchors_[anchor_ - 1] > at_) {
    at_ = anchors_[anchor_ - 1];
    next();
    rank_ = rank_ == kEnd ? kEnd : anchors_[anchor_ - 2];
  }
  while (rank_ < rank) next();
}

void PositionList::read(std::vector<std::uint32_t>& positions) const {
  std::uint64_t position = 0;
  for (std::size_t at = 0; at < encoded_.size();) {
    const bool first = at == 0;
    const std::uint64_t distance = take_varint(encoded_, at);
    position += std::min<std::uint64_t>(distance, UINT32_MAX);
    if (position >= UINT32_MAX) return;
    if (first || distance > 0) positions.push_back(static_cast<std::uint32_t>(position));
  }
}

PositionsFile::PositionsFile(PackedFile file)
    : file_(std::move(file)),
      terms_(file_->numbers(Part::term_begins), file_->part(Part::terms)),
      begins_(file_->part(list_begins)),
      lists_(file_->part(lists)) {}

Result<PositionsFile> PositionsFile::open(const std::filesystem::path& path) {
  Result<PackedFile> file = PackedFile::open(path, kKind);
  if (!file) return file.error();
  return PositionsFile(*std::move(file));
}

Result<PositionsFile> PositionsFile::read(std::string bytes) {
  Result<PackedFile> file = PackedFile::read(std::move(bytes), kKind);
  if (!file) return file.error();
  return PositionsFile(*std::move(file));
}

std::string_view PositionsFile::list(std::size_t number) const {
  const std::size_t begin = begins_.at_most(number, lists_.size());
  const std::size_t end = begins_.at_most(number + 1, lists_.size());
  return end > begin ? lists_.substr(begin, end - begin) : std::string_view();
}

PositionList PositionsFile::at(std::size_t number) const& {
  const std::string_view bytes = list(number);
  return bytes.empty() ? PositionList() : PositionList(bytes);
}

PositionList PositionsFile::find(std::string_view term) const& {
  const std::size_t number = terms_.lower_bound(term);
  return number < size() && terms_[number] == term ? at(number) : PositionList();
}

void PositionCollector::end_posting(Term& term) {
  put_posting(term.postings, term.rank - term.before, term.positions);
  term.before = term.rank;
  term.positions.clear();
  term.position = 0;
}

void PositionCollector::add(std::uint32_t rank, std::string_view name, std::uint32_t position) {
  Term& term = terms_[name];
  if (term.rank != rank && !term.positions.empty()) end_posting(term);
  term.rank = rank;
  put_varint(term.positions, position - std::exchange(term.position, position));
}

void PositionCollector::write(std::ostream& stream) {
  std::vector<StringMap<Term>::Entry*> in_order;
  in_order.reserve(terms_.size());
  for (auto& entry : terms_) in_order.push_back(&entry);
  std::sort(in_order.begin(), in_order.end(), [](const auto* a, const auto* b) { return a->key < b->key; });
  ListWriter writer(stream);
  for (auto* entry : in_order) {
    end_posting(entry->value);
    writer.begin_list(entry->key);
    const std::string list = '\0' + entry->value.postings;  // no anchors
    for (PositionList at(list); at.rank() != PositionList::kEnd; at.next()) writer.add(at.rank(), at.encoded());
    writer.end_list();
  }
  writer.end();
  terms_.clear();
}

void PositionCollector::write(const std::filesystem::path& path) {
  write_file(path, [&](std::ostream& stream) { write(stream); });
}

PositionsFile PositionCollector::file() {
  std::ostringstream bytes;
  write(bytes);
  return PositionsFile::read(std::move(bytes).str()).value();
}

PositionsFile file_of_lists(const std::map<std::string, std::string>& lists) {
  std::ostringstream stream;
  FileWriter writer(stream);
  for (const auto& [term, list] : lists) {
    writer.begin_list(term);
    writer.append(list);
  }
  writer.end();
  return PositionsFile::read(std::move(stream).str()).value();
}

void merge_positions(const std::vector<PositionsFile>& files, const std::filesystem::path& output) {
  write_file(output, [&](std::ostream& stream) { merge(files, stream); });
}

}  // namespace newssearch
