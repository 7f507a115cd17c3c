#include <cstdint>
#include <cstdlib>
#include <string>

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
    if (file->find(file->term(i)).bytes() > bytes.size()) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  read_lexicon(bytes);
  read_suggestions(bytes);
  read_positions(bytes);
  return 0;
}
