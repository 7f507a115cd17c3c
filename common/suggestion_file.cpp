#include "common/suggestion_file.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace newssearch {
namespace {

enum Part : std::size_t {
  text_begins,
  texts,
  id_begins,
  ids,
  articles,
  newest,
  kind_begins,
  word_begins,
  words,
  entry_word_begins,
  entry_words,
  word_entry_begins,
  word_entries,
  kParts
};
constexpr PackedFile::Kind kKind{"suggestions", 1, kParts};

bool comes_before(const SuggestionEntry& a, const SuggestionEntry& b) {
  return std::tie(a.kind, b.articles, a.newest, a.text) < std::tie(b.kind, a.articles, b.newest, b.text);
}

/// Lays entries and their words out for the file.
class SuggestionPacker {
 public:
  explicit SuggestionPacker(std::vector<SuggestionEntry> entries) : entries_(std::move(entries)) {
    std::sort(entries_.begin(), entries_.end(), comes_before);
  }

  void write(const std::filesystem::path& path, Analyzer& analyzer) {
    pack_entries();
    find_words(analyzer);
    pack_words();
    PackedFile::write(path, kKind,
                      {texts_.begins(), texts_.text(), ids_.begins(), ids_.text(), articles_.bytes(), newest_.bytes(),
                       kind_begins_.bytes(), words_.begins(), words_.text(), words_of_entry_.begins(),
                       words_of_entry_.numbers(), entries_of_word_.begins(), entries_of_word_.numbers()});
  }

 private:
  struct WordUse {
    std::size_t number = 0;            ///< in order of words, once all are known
    std::vector<std::size_t> entries;  ///< ascending, each once
  };

  void pack_entries() {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const SuggestionEntry& entry = entries_[i];
      while (kind_begins_.size() <= static_cast<std::size_t>(entry.kind)) kind_begins_.add(i);
      texts_.add(entry.text);
      ids_.add(entry.id);
      articles_.add(entry.articles);
      newest_.add(entry.newest);
    }
    while (kind_begins_.size() <= kSuggestionKinds) kind_begins_.add(entries_.size());
    texts_.end();
    ids_.end();
  }

  void find_words(Analyzer& analyzer) {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      std::vector<const WordUse*>& in_order = uses_.emplace_back();
      for (Token& token : analyzer.analyze(entries_[i].text)) {
        WordUse& use = vocabulary_[std::move(token.word)];
        if (use.entries.empty() || use.entries.back() != i) use.entries.push_back(i);
        in_order.push_back(&use);
      }
    }
  }

  void pack_words() {
    std::size_t number = 0;
    for (auto& [word, use] : vocabulary_) {
      use.number = number++;
      words_.add(word);
      entries_of_word_.begin_list();
      for (const std::size_t entry : use.entries) entries_of_word_.add(entry);
    }
    for (const std::vector<const WordUse*>& in_order : uses_) {
      words_of_entry_.begin_list();
      for (const WordUse* use : in_order) words_of_entry_.add(use->number);
    }
    words_.end();
    entries_of_word_.end();
    words_of_entry_.end();
  }

  std::vector<SuggestionEntry> entries_;
  std::map<std::string, WordUse> vocabulary_;
  std::vector<std::vector<const WordUse*>> uses_;  ///< the words of each entry, in order of text
  StringPacker texts_, ids_, words_;
  NumberPacker articles_, newest_, kind_begins_;
  ListPacker words_of_entry_, entries_of_word_;
};

}  // namespace

std::string_view to_string(SuggestionKind kind) {
  constexpr std::array<std::string_view, kSuggestionKinds> names = {"section", "tag",  "author",
                                                                    "source",  "name", "headline"};
  return names[static_cast<std::size_t>(kind)];
}

SuggestionFile::SuggestionFile(const PackedFile& file)
    : file_{file},
      texts_(file.numbers(text_begins), file.part(Part::texts)),
      ids_(file.numbers(id_begins), file.part(Part::ids)),
      words_(file.numbers(word_begins), file.part(Part::words)),
      articles_(file.numbers(Part::articles)),
      newest_(file.numbers(Part::newest)),
      kind_begins_(file.numbers(Part::kind_begins)),
      words_of_entry_(file.numbers(entry_word_begins), file.numbers(entry_words)),
      entries_of_word_(file.numbers(word_entry_begins), file.numbers(word_entries)) {}

Result<SuggestionFile> SuggestionFile::open(const std::filesystem::path& path) {
  const Result<PackedFile> file = PackedFile::open(path, kKind);
  if (!file) return file.error();
  return SuggestionFile(*file);
}

Result<SuggestionFile> SuggestionFile::read(std::string bytes) {
  const Result<PackedFile> file = PackedFile::read(std::move(bytes), kKind);
  if (!file) return file.error();
  return SuggestionFile(*file);
}

SuggestionEntry SuggestionFile::entry(std::size_t number) const {
  SuggestionEntry entry{.text = std::string(texts_[number]),
                        .articles = articles_[number],
                        .newest = newest_[number],
                        .id = std::string(ids_[number])};
  while (static_cast<std::size_t>(entry.kind) + 1 < kSuggestionKinds && number >= of_kind(entry.kind).second)
    entry.kind = static_cast<SuggestionKind>(static_cast<std::size_t>(entry.kind) + 1);
  return entry;
}

std::pair<std::size_t, std::size_t> SuggestionFile::of_kind(SuggestionKind kind) const {
  const auto number = static_cast<std::size_t>(kind);
  return {kind_begins_.at_most(number, size()), kind_begins_.at_most(number + 1, size())};
}

std::pair<std::size_t, std::size_t> SuggestionFile::words(std::string_view text, bool as_prefix) const {
  if (as_prefix) return words_.with_prefix(text);
  const std::size_t number = words_.lower_bound(text);
  return {number, number < words_.size() && words_[number] == text ? number + 1 : number};
}

void SuggestionFile::write(const std::filesystem::path& path, std::vector<SuggestionEntry> entries,
                           Analyzer& analyzer) {
  SuggestionPacker(std::move(entries)).write(path, analyzer);
}

}  // namespace newssearch
