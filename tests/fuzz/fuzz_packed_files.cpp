#include <cstdint>
#include <cstdlib>
#include <string>

#include "common/columns_file.h"
#include "common/impacts_file.h"
#include "common/lexicon.h"
#include "common/positions_file.h"
#include "common/suggestion_file.h"

// Whatever bytes a packed file is of, it is refused, or read within them.
namespace {

using namespace newssearch;

void read_lexicon(const std::string& bytes) {
  const Result<Lexicon> lexicon = Lexicon::read(bytes);
  if (!lexicon) return;
  for (std::size_t i = 0; i < lexicon->size() && i < 100; ++i) {
    const LexiconWord word = lexicon->at(i);
    if (word.word.size() > bytes.size()) std::abort();
    (void)lexicon->find(word.word);
    const auto [first, end] = lexicon->with_prefix(word.word.substr(0, 2));
    if (first > end || end > lexicon->size() || lexicon->next_without(1, i) > lexicon->size()) std::abort();
  }
}

void read_suggestions(const std::string& bytes) {
  const Result<SuggestionFile> file = SuggestionFile::read(bytes);
  if (!file) return;
  for (std::size_t i = 0; i < file->size() && i < 100; ++i) {
    const SuggestionEntry entry = file->entry(i);
    if (entry.text.size() + entry.id.size() > 2 * bytes.size()) std::abort();
    const PackedNumbers words = file->words_of(i);
    for (std::size_t w = 0; w < words.size() && w < 100; ++w) (void)file->entries_with({words[w], words[w] + 1}).size();
    const PackedNumbers entries = file->entries_with(file->words(entry.text, true));
    if (entries.size() > bytes.size()) std::abort();
  }
}

void read_positions(const std::string& bytes) {
  const Result<PositionsFile> file = PositionsFile::read(bytes);
  if (!file) return;
  for (std::size_t i = 0; i < file->size() && i < 100; ++i) {
    std::vector<std::uint32_t> positions;
    PositionList list = file->at(i);
    for (std::size_t steps = 0; list.rank() != PositionList::kEnd; ++steps) {
      if (steps > bytes.size()) std::abort();  // each step reads on
      positions.clear();
      list.read(positions);
      if (positions.size() > bytes.size()) std::abort();
      const std::uint32_t wanted = list.rank() + 1;  // at most kEnd
      if (steps % 2 == 0)
        list.next();
      else
        list.skip_to(wanted);
      if (list.rank() < wanted && steps % 2 == 1) std::abort();
    }
    if (file->find(file->terms()[i]).bytes() > bytes.size()) std::abort();
  }
}

/// One window, in every way there is.
void read_window(const PostingCursor& cursor, std::size_t bytes) {
  WindowBits bits{};
  WindowScores scores{};
  cursor.mark(bits);
  cursor.add(1, scores);
  std::size_t visited = 0;
  cursor.for_each([&](std::size_t place, std::uint8_t) {
    if (place >= kWindowArticles || ++visited > bytes * 8) std::abort();
    (void)cursor.at(place);
  });
  (void)cursor.at(kWindowArticles - 1);
}

/// Forth, in leaps, and back.
void read_postings(const PostingList& list, std::size_t bytes) {
  if (list.bytes.size() > bytes) std::abort();
  PostingCursor cursor(list);
  std::size_t at = cursor.seek(0);
  for (std::size_t steps = 0; at != PostingCursor::kEnd && steps < 200; ++steps) {
    read_window(cursor, bytes);
    if (cursor.seek(at) != at) std::abort();
    const std::size_t wanted = at + 1 + steps % 3, next = cursor.seek(wanted);
    if (next < wanted) std::abort();  // each step goes on
    at = next;
  }
  at = cursor.seek(0);
  if (at != PostingCursor::kEnd) read_window(cursor, bytes);
}

void read_impacts(const std::string& bytes) {
  read_postings({bytes, 1}, bytes.size());
  const Result<ImpactsFile> file = ImpactsFile::read(bytes);
  if (!file) return;
  for (std::size_t i = 0; i < file->size() && i < 100; ++i) {
    const std::string_view term = file->terms()[i];
    if (term.size() > bytes.size()) std::abort();
    read_postings(file->at(i), bytes.size());
    (void)file->find(term);
    const auto [first, end] = file->terms().with_prefix(term.substr(0, 2));
    if (first > end || end > file->size()) std::abort();
  }
  (void)file->find("bank");
}

void read_columns(const std::string& bytes) {
  using schema::Slot;
  const Result<ColumnsFile> file = ColumnsFile::read(bytes);
  if (!file) return;
  if (file->articles() > bytes.size() || file->ids().size() > bytes.size()) std::abort();
  for (const Slot slot : {Slot::published, Slot::updated}) {
    const DateColumn dates = file->dates(slot);
    for (std::size_t rank = 0; rank < file->articles() + 2 && rank < 100; ++rank) (void)dates.at(rank);
  }
  for (const Slot slot : {Slot::sections, Slot::source, Slot::authors, Slot::lang, Slot::tags, Slot::places}) {
    const ValueColumn column = file->values(slot);
    if (column.values.lower_bound("m") > column.values.size()) std::abort();
    for (std::size_t rank = 0; rank < file->articles() + 2 && rank < 100; ++rank) {
      const PackedNumbers numbers = column.of(rank);
      if (numbers.size() > bytes.size()) std::abort();
      for (const std::uint32_t number : numbers)
        if (column.values[number].size() + column.folded[number].size() > 2 * bytes.size()) std::abort();
    }
  }
  for (std::size_t rank = 0; rank < file->articles() + 2 && rank < 100; ++rank)
    if (file->ids()[rank].size() > bytes.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  read_lexicon(bytes);
  read_suggestions(bytes);
  read_positions(bytes);
  read_impacts(bytes);
  read_columns(bytes);
  return 0;
}
