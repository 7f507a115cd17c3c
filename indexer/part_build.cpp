#include "indexer/part_build.h"

#include <xapian.h>

#include <algorithm>
#include <ctime>
#include <future>
#include <map>
#include <optional>
#include <stdexcept>

#include "common/columns_file.h"
#include "common/lexicon.h"
#include "common/live_file.h"
#include "common/positions_file.h"
#include "common/schema.h"
#include "common/stored_articles.h"
#include "indexer/article_groups.h"
#include "indexer/derived_files.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

/// The first of these words that is not where it stands in the article; nothing where all are.
std::optional<std::string> misplaced(const std::vector<schema::PlacedTerm>& words, const PositionsFile& file,
                                     std::uint32_t rank) {
  std::map<std::string, std::vector<std::uint32_t>> by_term;
  for (const schema::PlacedTerm& word : words) by_term[word.term].push_back(word.position);
  for (auto& [term, expected] : by_term) {
    PositionList list = file.find(term);
    list.skip_to(rank);
    if (list.rank() != rank) return term;
    std::vector<std::uint32_t> positions;
    list.read(positions);
    std::sort(expected.begin(), expected.end());
    if (!std::includes(positions.begin(), positions.end(), expected.begin(), expected.end())) return term;
  }
  return std::nullopt;
}

/// From articles of all times.
std::string dictionary_of(const PartArticles& articles) {
  constexpr std::size_t kMostRecords = 400;
  constexpr std::size_t kMostBytes = 2 << 20;
  const ArticleReader read = articles.make_reader();
  const std::size_t count = articles.published.size(), step = count / kMostRecords + 1;
  std::vector<std::string> records;
  std::size_t bytes = 0;
  for (std::size_t rank = 0; rank < count && bytes < kMostBytes; rank += step) {
    records.push_back(to_record(read(rank)));
    bytes += records.back().size();
  }
  return train_dictionary(records);
}

/// What was built answers: as many articles as were put in, each probed one under its own id at its own rank, its words
/// where they stand.
void check(const fs::path& folder, std::size_t count) {
  const Xapian::Database built((folder / "xapian").string());
  if (built.get_doccount() != count || (count > 0 && built.get_lastdocid() != count))
    throw Xapian::DatabaseCorruptError("the generation built holds " + std::to_string(built.get_doccount()) + " of " +
                                       std::to_string(count) + " articles");
  const Result<PositionsFile> positions = PositionsFile::open(folder / PositionsFile::kFileName);
  if (!positions) throw std::runtime_error("the positions built cannot be read: " + positions.error().message);
  const StoredArticles articles(built);
  Analyzer analyzer;
  const std::size_t step = std::max<std::size_t>(1, count / 100);
  for (std::size_t rank = 0; rank < count; rank += step) {
    const Xapian::docid docid = static_cast<Xapian::docid>(rank + 1);
    const Result<Article> article = articles.article(docid);
    if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
    const Xapian::PostingIterator found = built.postlist_begin(schema::id_term(article->id));
    if (found == built.postlist_end("") || *found != docid)
      throw Xapian::DatabaseCorruptError("the generation built does not find article " + article->id);
    if (const std::optional<std::string> word =
            misplaced(schema::place_terms(*article, analyzer), *positions, static_cast<std::uint32_t>(rank)))
      throw std::runtime_error("the positions built do not find '" + *word + "' in article " + article->id);
  }
}

template <class File>
File open_file(const fs::path& folder) {
  Result<File> file = File::open(folder / File::kFileName);
  if (!file) throw std::runtime_error((folder / File::kFileName).string() + ": " + file.error().message);
  return *std::move(file);
}

double cpu_seconds_since(std::clock_t start) { return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC; }

}  // namespace

BuiltPart build_part(const PartArticles& articles, const PartOptions& options, const fs::path& scratch,
                     const fs::path& folder, const std::function<void(const BuildProgress&)>& progress) {
  const std::size_t count = articles.published.size();
  const auto report = [&](BuildProgress::Phase phase, std::uint64_t done = 0, std::uint64_t total = 0) {
    if (progress) progress({phase, done, total});
  };
  BuiltPart built;
  const std::clock_t comparing = std::clock();
  const std::vector<schema::Groups> groups =
      articles.groups.empty()
          ? group_articles(articles.published, articles.make_reader, options.threads, scratch / "texts", articles.known,
                           [&](std::uint64_t done) { report(BuildProgress::Phase::comparing, done, count); })
          : articles.groups;
  built.comparing_cpu_seconds = cpu_seconds_since(comparing);
  fs::create_directory(scratch / "slices");
  const InvertOptions invert{.threads = options.threads,
                             .flush_bytes = options.flush_bytes,
                             .dictionary = options.dictionary.empty() ? dictionary_of(articles) : options.dictionary,
                             .term_lists = options.term_lists};
  const Inverted inverted =
      invert_articles(groups, articles.make_reader, scratch / "slices", invert,
                      [&](std::uint64_t done) { report(BuildProgress::Phase::indexing, done, count); });
  report(BuildProgress::Phase::indexing, count, count);
  report(BuildProgress::Phase::merging);
  merge_slices(inverted.slices, scratch / "slices", folder);
  report(BuildProgress::Phase::checking);
  check(folder, count);
  report(BuildProgress::Phase::packing);
  built.text_bytes = inverted.text_bytes;
  const double own = Xapian::Database((folder / "xapian").string()).get_avlength();
  built.average_length = options.average_length > 0 ? options.average_length : std::max(1.0, own);
  write_derived_files(folder, built.average_length);
  return built;
}

std::vector<std::pair<std::uint32_t, Instant>> expiries_of(const Xapian::Database& part) {
  std::vector<std::pair<std::uint32_t, Instant>> expiries;
  const auto slot = static_cast<Xapian::valueno>(schema::Slot::expires);
  for (auto value = part.valuestream_begin(slot); value != part.valuestream_end(slot); ++value)
    expiries.emplace_back(value.get_docid() - 1, schema::decode_date(*value).time);
  return expiries;
}

void write_joined_files(const fs::path& generation, const std::vector<Manifest::Part>& parts,
                        const std::vector<std::uint64_t>& live) {
  const fs::path added = generation / Generation::kAddedFolder;
  fs::create_directories(added);
  std::vector<ColumnsFile::Part> columns;
  std::vector<Lexicon> lexicons;
  std::vector<LiveFile::Expiry> expiries;
  for (const Manifest::Part& part : parts) {
    const fs::path folder = generation / part.folder;
    columns.push_back({open_file<ColumnsFile>(folder), part.first_rank});
    lexicons.push_back(open_file<Lexicon>(folder));
    for (const auto& [own, time] : expiries_of(Xapian::Database((folder / "xapian").string()))) {
      const std::size_t rank = part.first_rank + own;
      if (((live[rank / 64] >> (rank % 64)) & 1) != 0) expiries.push_back({static_cast<std::uint32_t>(rank), time});
    }
  }
  std::future<void> joined =
      std::async(std::launch::async, [&] { ColumnsFile::join(added / ColumnsFile::kFileName, columns, live); });
  Lexicon::join(added / Lexicon::kFileName, lexicons);
  fs::remove(added / LiveFile::kFileName);  // it may be another generation's
  LiveFile::write(added / LiveFile::kFileName, live, expiries);
  joined.get();
}

}  // namespace newssearch
