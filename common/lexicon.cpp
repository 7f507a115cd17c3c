#include "common/lexicon.h"

#include <unicode/uchar.h>

#include <algorithm>

#include "common/characters.h"

namespace newssearch {
namespace {

constexpr PackedFile::Kind kKind{"lexicon", 2, 5};
enum Part : std::size_t { begins, text, articles, named, shared_bytes };
constexpr std::size_t kMostShared = 255;

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
  StringPacker strings;
  NumberPacker articles_of, named_of;
  std::string shared_with_last;
  std::string_view last;
  for (const LexiconWord& word : words) {
    strings.add(word.word);
    articles_of.add(word.articles);
    named_of.add(word.named);
    const auto differs = std::mismatch(last.begin(), last.end(), word.word.begin(), word.word.end()).first;
    shared_with_last += static_cast<char>(std::min<std::size_t>(differs - last.begin(), kMostShared));
    last = word.word;
  }
  strings.end();
  PackedFile::write(path, kKind,
                    {strings.begins(), strings.text(), articles_of.bytes(), named_of.bytes(), shared_with_last});
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
  std::vector<LexiconWord> words;
  std::vector<std::size_t> at(lexicons.size());
  for (;;) {
    LexiconWord next;
    bool any = false;
    for (std::size_t i = 0; i < lexicons.size(); ++i)
      if (at[i] < lexicons[i].size() && (!any || lexicons[i].word(at[i]) < next.word)) {
        next.word = lexicons[i].word(at[i]);
        any = true;
      }
    if (!any) break;
    for (std::size_t i = 0; i < lexicons.size(); ++i) {
      if (at[i] >= lexicons[i].size() || lexicons[i].word(at[i]) != next.word) continue;
      const LexiconWord word = lexicons[i].at(at[i]++);
      next.articles += word.articles;
      next.named += word.named;
    }
    words.push_back(next);
  }
  write(path, words);
}

}  // namespace newssearch
