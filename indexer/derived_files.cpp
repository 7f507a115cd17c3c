#include "indexer/derived_files.h"

#include <xapian.h>

#include <algorithm>
#include <array>
#include <future>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "common/columns_file.h"
#include "common/lexicon.h"
#include "common/schema.h"
#include "common/suggestion_file.h"
#include "common/term_postings.h"
#include "indexer/calendar_words.h"
#include "indexer/indexed_names.h"

namespace newssearch {
namespace {

using Kind = SuggestionKind;

constexpr std::uint32_t kArticlesOfOneWordName = 5;
/// Longer texts are no help to someone typing.
constexpr std::size_t kMaxSuggestionBytes = 300;

const IndexedName* find_name(const std::vector<IndexedName>& names, std::string_view word) {
  const auto found = std::lower_bound(names.begin(), names.end(), word,
                                      [](const IndexedName& name, std::string_view w) { return name.folded < w; });
  return found != names.end() && found->folded == word ? &*found : nullptr;
}

/// Every exact word with how many articles hold it.
std::vector<std::pair<std::string, std::uint32_t>> read_words(const Xapian::Database& database) {
  std::vector<std::pair<std::string, std::uint32_t>> words;
  for (auto term = database.allterms_begin(); term != database.allterms_end();) {
    const std::string word = *term;
    if (word.front() >= 'A' && word.front() <= 'Z') {
      term.skip_to("[");  // a prefix begins with a capital, and a word with none
      continue;
    }
    if (belongs_in_lexicon(word)) words.emplace_back(word, term.get_termfreq());
    ++term;
  }
  return words;
}

/// How many articles that hold a word show whether it is a name: not the German ones, which capitalise every noun. Of a
/// word that stands in German ones mostly the others prove nothing: an English article may name the Süddeutsche
/// Zeitung.
class Witnesses {
 public:
  explicit Witnesses(const Xapian::Database& database)
      : database_(database), german_(database.postlist_begin("Lde"), database.postlist_end("Lde")) {}

  /// `named` of a word's witnesses print it as a name: of all its articles, so many would.
  std::uint32_t projected(const std::string& word, std::uint32_t articles, std::uint32_t named) const {
    std::uint32_t witnesses = articles;
    if (!german_.empty())
      for (auto at = database_.postlist_begin(word); at != database_.postlist_end(word); ++at)
        witnesses -= std::binary_search(german_.begin(), german_.end(), *at) ? 1 : 0;
    if (2 * witnesses < articles) return std::min(named, articles);
    return static_cast<std::uint32_t>(std::uint64_t{std::min(named, witnesses)} * articles / witnesses);
  }

 private:
  const Xapian::Database& database_;
  const std::vector<Xapian::docid> german_;
};

void write_lexicon(const Xapian::Database& database, const std::vector<IndexedName>& names,
                   const std::filesystem::path& file) {
  const std::vector<std::pair<std::string, std::uint32_t>> words = read_words(database);
  std::vector<LexiconWord> entries;
  entries.reserve(words.size());
  const Witnesses witnesses(database);
  for (const auto& [word, articles] : words) {
    const IndexedName* name = find_name(names, word);
    const bool is_name = name && name->one_word;
    entries.push_back({word, articles, is_name ? witnesses.projected(word, articles, name->articles) : 0});
  }
  Lexicon::write(file, entries);
}

/// In the languages of the index.
std::set<std::string> calendar_words_of(const Xapian::Database& database) {
  std::set<std::string> words;
  for (auto term = database.allterms_begin("L"); term != database.allterms_end("L"); ++term)
    words.merge(calendar_words((*term).substr(1)));
  return words;
}

/// Of what questions look up: stems, exact words, the headline's of both, and hyphenated words. The other terms begin
/// with another capital.
bool is_matched(std::string_view term) {
  const bool is_prefixed = term.front() >= 'A' && term.front() <= 'Z';
  return !is_prefixed || term.front() == 'Z' || term.front() == 'S' || term.starts_with("XJ");
}

void write_impacts(const Xapian::Database& database, const std::filesystem::path& file) {
  const ArticleLengths lengths = read_lengths(database);
  write_file(file, [&](std::ostream& stream) {
    ImpactsWriter writer(stream);
    for (auto at = database.allterms_begin(); at != database.allterms_end(); ++at) {
      const std::string term = *at;
      if (!is_matched(term)) continue;
      PostingPacker postings = pack_postings(database, term, lengths);
      writer.add(term, postings);
    }
    writer.end();
  });
}

class SuggestionCollector {
 public:
  void add_names(const std::vector<IndexedName>& names, const Lexicon& lexicon, const std::set<std::string>& left_out) {
    for (const IndexedName& name : names) {
      if (name.articles < (name.one_word ? kArticlesOfOneWordName : kArticlesOfName)) continue;
      const std::optional<LexiconWord> word = name.one_word ? lexicon.find(name.folded) : std::nullopt;
      if (name.one_word && (!word || 2 * word->named < word->articles || left_out.contains(name.folded))) continue;
      entries_.push_back(
          {.text = name.printed, .kind = Kind::name, .articles = name.articles, .newest = name.newest, .id = ""});
    }
  }

  /// Articles newest first.
  void add_article(const Article& article, std::uint32_t docid) {
    add(Kind::headline, article.headline, docid, article.id);
    add(Kind::source, article.source, docid);
    for (const std::string& section : article.sections) add(Kind::section, section, docid);
    for (const std::string& tag : article.tags) add(Kind::tag, tag, docid);
    for (const std::string& author : article.authors) add(Kind::author, author, docid);
  }

  std::vector<SuggestionEntry> entries() { return std::move(entries_); }

 private:
  struct Known {
    std::size_t number = 0;
    std::uint32_t counted = 0;  ///< the docid last counted: an article that states a value twice counts once
  };

  void add(Kind kind, const std::string& text, std::uint32_t docid, const std::string& id = "") {
    if (text.empty() || text.size() > kMaxSuggestionBytes) return;
    const auto [entry, fresh] = known_[static_cast<std::size_t>(kind)].try_emplace(fold(text));
    Known& known = entry->second;
    if (fresh) {
      known.number = entries_.size();
      entries_.push_back({.text = text, .kind = kind, .articles = 0, .newest = docid, .id = id});
    }
    if (std::exchange(known.counted, docid) != docid) ++entries_[known.number].articles;
  }

  std::array<std::unordered_map<std::string, Known>, kSuggestionKinds> known_;  ///< by folded text
  std::vector<SuggestionEntry> entries_;
};

/// What is in an index's words: the lexicon, and from it and the articles what is suggested.
void write_words(const Xapian::Database& database, const std::filesystem::path& generation) {
  Analyzer analyzer;
  const std::vector<IndexedName> names = read_names(database, analyzer);
  write_lexicon(database, names, generation / Lexicon::kFileName);

  SuggestionCollector collector;
  const Result<Lexicon> lexicon = Lexicon::open(generation / Lexicon::kFileName);
  if (!lexicon) throw std::runtime_error("the lexicon just written cannot be read: " + lexicon.error().message);
  collector.add_names(names, *lexicon, calendar_words_of(database));
  for (Xapian::docid docid = 1; docid <= database.get_lastdocid(); ++docid) {
    const Result<Article> article = schema::to_article(database.get_document(docid));
    if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
    collector.add_article(*article, docid);
  }
  SuggestionFile::write(generation / SuggestionFile::kFileName, collector.entries(), analyzer);
}

}  // namespace

void write_derived_files(const std::filesystem::path& generation) {
  const auto open = [&] { return Xapian::Database((generation / "xapian").string()); };  // one for each thread
  std::future<void> columns =
      std::async(std::launch::async, [&] { ColumnsFile::write(generation / ColumnsFile::kFileName, open()); });
  std::future<void> impacts =
      std::async(std::launch::async, [&] { write_impacts(open(), generation / ImpactsFile::kFileName); });
  write_words(open(), generation);
  columns.get();
  impacts.get();
}

}  // namespace newssearch
