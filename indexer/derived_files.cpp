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

#include "common/calendar_words.h"
#include "common/columns_file.h"
#include "common/impacts_file.h"
#include "common/lexicon.h"
#include "common/positions_file.h"
#include "common/schema.h"
#include "common/stored_articles.h"
#include "common/suggestion_file.h"
#include "common/term_postings.h"
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

/// The ranks of the articles a word is printed in.
std::vector<std::uint32_t> articles_of(PositionList list) {
  std::vector<std::uint32_t> ranks;
  for (; list.rank() != PositionList::kEnd; list.next()) ranks.push_back(list.rank());
  return ranks;
}

/// How many articles that hold a word show whether it is a name: not the German ones, which capitalise every noun. Of a
/// word that stands in German ones mostly the others prove nothing: an English article may name the Süddeutsche
/// Zeitung.
class Witnesses {
 public:
  explicit Witnesses(const Xapian::Database& database) : is_german_(database.get_lastdocid()) {
    for (auto at = database.postlist_begin("Lde"); at != database.postlist_end("Lde"); ++at) is_german_[*at - 1] = true;
  }

  /// `named` of the witnesses among a word's articles print it as a name: of all its articles, so many would.
  std::uint32_t projected(const std::vector<std::uint32_t>& articles, std::uint32_t named) const {
    const auto all = static_cast<std::uint32_t>(articles.size());
    const auto witnesses = static_cast<std::uint32_t>(
        std::count_if(articles.begin(), articles.end(), [&](std::uint32_t rank) { return !is_german_[rank]; }));
    if (2 * witnesses < all) return std::min(named, all);
    return static_cast<std::uint32_t>(std::uint64_t{std::min(named, witnesses)} * all / witnesses);
  }

 private:
  std::vector<bool> is_german_;  ///< by rank
};

void write_lexicon(const Xapian::Database& database, const PositionsFile& positions,
                   const std::vector<IndexedName>& names, const std::filesystem::path& file) {
  std::vector<LexiconWord> entries;
  const Witnesses witnesses(database);
  for (std::size_t number = 0; number < positions.size(); ++number) {
    const std::string_view word = positions.terms()[number];
    if (schema::placed_word(word)->in_headline || !belongs_in_lexicon(word)) continue;
    const std::vector<std::uint32_t> articles = articles_of(positions.at(number));
    const IndexedName* name = find_name(names, word);
    const bool is_name = name && name->one_word;
    entries.push_back({word, static_cast<std::uint32_t>(articles.size()),
                       is_name ? witnesses.projected(articles, name->articles) : 0});
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

/// Of what questions look up in a database: stems, characters, the headline's of both, and hyphenated words. The other
/// terms begin with another capital.
bool is_matched(std::string_view term) {
  return schema::placed_word(term) || term.front() == 'Z' || term.starts_with("XJ");
}

void write_impacts(const Xapian::Database& database, const PositionsFile& positions, double average_length,
                   const std::filesystem::path& file) {
  ArticleLengths lengths = read_lengths(database);
  lengths.average = average_length;
  write_file(file, [&](std::ostream& stream) {
    ImpactsWriter writer(stream);
    const auto add = [&](std::string_view term, PostingPacker postings) { writer.add(term, postings); };
    const PackedStrings& placed = positions.terms();
    std::size_t next_placed = 0;
    for (auto at = database.allterms_begin(); at != database.allterms_end(); ++at) {
      const std::string term = *at;
      if (!is_matched(term)) continue;
      for (; next_placed < placed.size() && placed[next_placed] < term; ++next_placed)
        add(placed[next_placed], pack_postings(positions.at(next_placed), lengths.words.size()));
      if (next_placed < placed.size() && placed[next_placed] == term) ++next_placed;  // characters
      add(term, pack_postings(database, term, lengths));
    }
    for (; next_placed < placed.size(); ++next_placed)
      add(placed[next_placed], pack_postings(positions.at(next_placed), lengths.words.size()));
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
void write_words(const Xapian::Database& database, const PositionsFile& positions,
                 const std::filesystem::path& generation) {
  Analyzer analyzer;
  const std::vector<IndexedName> names = read_names(database, analyzer);
  write_lexicon(database, positions, names, generation / Lexicon::kFileName);

  SuggestionCollector collector;
  const Result<Lexicon> lexicon = Lexicon::open(generation / Lexicon::kFileName);
  if (!lexicon) throw std::runtime_error("the lexicon just written cannot be read: " + lexicon.error().message);
  collector.add_names(names, *lexicon, calendar_words_of(database));
  const StoredArticles articles(database);
  for (Xapian::docid docid = 1; docid <= database.get_lastdocid(); ++docid) {
    const Result<Article> article = articles.article(docid);
    if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
    collector.add_article(*article, docid);
  }
  SuggestionFile::write(generation / SuggestionFile::kFileName, collector.entries(), analyzer);
}

}  // namespace

void write_derived_files(const std::filesystem::path& generation, double average_length) {
  const auto open = [&] { return Xapian::Database((generation / "xapian").string()); };  // one for each thread
  const Result<PositionsFile> positions = PositionsFile::open(generation / PositionsFile::kFileName);
  if (!positions) throw std::runtime_error("the positions just written cannot be read: " + positions.error().message);
  std::future<void> columns =
      std::async(std::launch::async, [&] { ColumnsFile::write(generation / ColumnsFile::kFileName, open()); });
  std::future<void> impacts = std::async(std::launch::async, [&] {
    write_impacts(open(), *positions, average_length, generation / ImpactsFile::kFileName);
  });
  write_words(open(), *positions, generation);
  columns.get();
  impacts.get();
}

bool is_derived(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  return name == ColumnsFile::kFileName || name == ImpactsFile::kFileName || name == Lexicon::kFileName ||
         name == PositionsFile::kFileName || name == SuggestionFile::kFileName;
}

}  // namespace newssearch
