#include "common/lexicon.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "common/characters.h"
#include "common/merge_in_order.h"

namespace newssearch {
namespace {

constexpr PackedFile::Kind kKind{"lexicon", 2, 5};
enum Part : std::size_t { begins, text, articles, named, shared_bytes };
constexpr std::size_t kMostShared = 255;

/// Words on their way into a file.
class LexiconPacker {
 public:
  /// In order of bytes; the last one's text is to be there yet.
  void add(const LexiconWord& word) {
    words_.add(word.word);
    articles_.add(word.articles);
    named_.add(word.named);
    const auto differs = std::mismatch(last_.begin(), last_.end(), word.word.begin(), word.word.end()).first;
    shared_ += static_cast<char>(std::min<std::size_t>(differs - last_.begin(), kMostShared));
    last_ = word.word;
  }

  void write(const std::filesystem::path& path) {
    words_.end();
    PackedFile::write(path, kKind, {words_.begins(), words_.text(), articles_.bytes(), named_.bytes(), shared_});
  }

 private:
  StringPacker words_;
  NumberPacker articles_, named_;
  std::string shared_;
  std::string_view last_;
};

}  // namespace

bool belongs_in_lexicon(std::string_view word) {
  bool letters = false;
  for (std::size_t at = 0; at < word.size();) {
    const UChar32 c = next_character(word, at);
    if (u_isdigit(c) || class_of(c) == CharClass::ideograph) return false;
    letters |= static_cast<bool>(u_isalpha(c));
  }
  return letters;
}

Lexicon::Lexicon(PackedFile file)
    : file_(std::move(file)),
      words_(file_->numbers(begins), file_->part(text)),
      articles_(file_->numbers(articles)),
      named_(file_->numbers(named)),
      shared_(file_->part(shared_bytes)) {}

Result<Lexicon> Lexicon::open(const std::filesystem::path& path) {
  Result<PackedFile> file = PackedFile::open(path, kKind);
  if (!file) return file.error();
  return Lexicon(*std::move(file));
}

Result<Lexicon> Lexicon::read(std::string bytes) {
  Result<PackedFile> file = PackedFile::read(std::move(bytes), kKind);
  if (!file) return file.error();
  return Lexicon(*std::move(file));
}

void Lexicon::write(const std::filesystem::path& path, const std::vector<LexiconWord>& words) {
  LexiconPacker packer;
  for (const LexiconWord& word : words) packer.add(word);
  packer.write(path);
}

LexiconWord Lexicon::at(std::size_t number) const { return {words_[number], articles_[number], named_[number]}; }

std::size_t Lexicon::next_without(std::size_t bytes, std::size_t number) const {
  do ++number;
  while (number < size() && shared(number) >= bytes);
  return number;
}

std::optional<LexiconWord> Lexicon::find(std::string_view word) const {
  const std::size_t number = words_.lower_bound(word);
  if (number == size() || words_[number] != word) return std::nullopt;
  return at(number);
}

void Lexicon::join(const std::filesystem::path& path, const std::vector<Lexicon>& lexicons) {
  LexiconPacker packer;
  LexiconWord word;
  std::vector<PackedStrings> words;
  for (const Lexicon& lexicon : lexicons) words.push_back(lexicon.words_);
  merge_in_order(words, [&](std::size_t lexicon, std::size_t number, std::string_view text) {
    if (text != word.word) {
      if (!word.word.empty()) packer.add(word);
      word = {text};
    }
    word.articles += lexicons[lexicon].articles_[number];
    word.named += lexicons[lexicon].named_[number];
  });
  if (!word.word.empty()) packer.add(word);
  packer.write(path);
}

}  // namespace newssearch
