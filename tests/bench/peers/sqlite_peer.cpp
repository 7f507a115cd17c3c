// SQLite's driver in the comparison: an FTS5 table over the articles, and a narrow table of what is filtered by and
// counted, so that no match has its text read.
#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <unordered_map>

#include "tests/bench/peers/peer.h"

namespace peers {
namespace {

constexpr std::size_t kHits = 10;

const char* const kSchema = R"(
  PRAGMA page_size = 8192;
  PRAGMA journal_mode = WAL;
  CREATE TABLE article (rowid INTEGER PRIMARY KEY, headline TEXT, body TEXT);
  CREATE TABLE fact (rowid INTEGER PRIMARY KEY, id TEXT, published INTEGER, month INTEGER, section TEXT, source TEXT);
  CREATE VIRTUAL TABLE words USING fts5(headline, body, content='article', content_rowid='rowid',
                                        tokenize='porter unicode61');
)";

class Database {
 public:
  explicit Database(const std::string& file) {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open(file.c_str(), &opened);
    handle_.reset(opened);
    if (code != SQLITE_OK) throw std::runtime_error(file + ": " + sqlite3_errstr(code));
    run("PRAGMA cache_size = -262144; PRAGMA mmap_size = 17179869184; PRAGMA temp_store = MEMORY;");
  }

  void run(const std::string& sql) {
    char* message = nullptr;
    if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, &message) == SQLITE_OK) return;
    const std::string reason = message ? message : "unknown reason";
    sqlite3_free(message);
    throw std::runtime_error(reason + " in: " + sql);
  }

  sqlite3* get() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

/// A prepared statement: bind, step through the rows, reset.
class Statement {
 public:
  Statement(const Database& database, const std::string& sql) : database_(database) {
    check(sqlite3_prepare_v3(database.get(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr));
  }
  ~Statement() { sqlite3_finalize(handle_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  void bind(int place, const std::string& text) {
    check(sqlite3_bind_text(handle_, place, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT));
  }
  void bind(int place, std::int64_t number) { check(sqlite3_bind_int64(handle_, place, number)); }
  void bind_nothing(int place) { check(sqlite3_bind_null(handle_, place)); }

  bool step() {
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) check(code);
    sqlite3_reset(handle_);
    return false;
  }
  std::int64_t number(int column) { return sqlite3_column_int64(handle_, column); }
  double real(int column) { return sqlite3_column_double(handle_, column); }
  std::string_view text(int column) {
    const unsigned char* bytes = sqlite3_column_text(handle_, column);
    return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
  }

 private:
  void check(int code) const {
    if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(database_.get()));
  }

  const Database& database_;
  sqlite3_stmt* handle_ = nullptr;
};

std::string file_in(const std::string& index) { return index + "/articles.sqlite"; }

void build(const std::string& corpus, const std::string& index) {
  std::filesystem::create_directories(index);
  Database database(file_in(index));
  database.run(kSchema);
  database.run("BEGIN");
  {
    Statement article(database, "INSERT INTO article VALUES (?, ?, ?)");
    Statement fact(database, "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?)");
    std::int64_t row = 0;
    for_each_article(corpus, [&](const Article& read) {
      article.bind(1, ++row);
      article.bind(2, read.headline);
      article.bind(3, read.body);
      article.step();
      fact.bind(1, row);
      fact.bind(2, read.id);
      if (read.published)
        fact.bind(3, *read.published);
      else
        fact.bind_nothing(3);
      fact.bind(4, std::int64_t{month_of(read.published)});
      fact.bind(5, read.section);
      fact.bind(6, read.source);
      fact.step();
    });
  }
  database.run("INSERT INTO words(words) VALUES ('rebuild')");
  database.run("INSERT INTO words(words) VALUES ('optimize')");
  database.run("COMMIT");
  database.run("VACUUM");
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
}

class Searches {
 public:
  explicit Searches(const std::string& index) : database_(file_in(index)) {}

  std::optional<Answer> answer(const Request& request) {
    if (request.mode == "related") return std::nullopt;
    if (request.mode == "newest") return listed(newest_, request);
    if (request.mode == "top10") return listed(best_, request);
    return counted(request);
  }

 private:
  static std::string match(const Request& request) {
    if (request.kind == "phrase") return '"' + joined(request.words, " ") + '"';
    return '"' + joined(request.words, request.kind == "and" ? "\" AND \"" : "\" OR \"") + '"';
  }

  static Answer listed(Statement& statement, const Request& request) {
    statement.bind(1, match(request));
    Answer answer;
    while (statement.step()) answer.ids.emplace_back(statement.text(0));
    return answer;
  }

  /// One pass over all matches: the ten best of them, their number, and the values they have.
  Answer counted(const Request& request) {
    Statement& matches = request.counts_facets() ? with_facets_ : request.in_range() ? in_range_ : all_;
    matches.bind(1, match(request));
    if (request.in_range()) matches.bind(2, request.from), matches.bind(3, request.to);
    std::vector<std::pair<double, std::int64_t>> best;  // a heap, the worst of them on top; SQLite's best rank is least
    std::unordered_map<std::string, std::uint64_t> sections, sources;
    std::unordered_map<std::int64_t, std::uint64_t> months;
    std::uint64_t total = 0;
    while (matches.step()) {
      ++total;
      best.emplace_back(matches.real(1), matches.number(0));
      std::push_heap(best.begin(), best.end());
      if (best.size() > kHits) std::pop_heap(best.begin(), best.end()), best.pop_back();
      if (request.counts_months()) ++months[matches.number(2)];
      if (request.counts_facets()) ++sections[std::string(matches.text(3))], ++sources[std::string(matches.text(4))];
    }
    std::sort_heap(best.begin(), best.end());
    Answer answer;
    answer.total = total;
    months.erase(0), sections.erase(""), sources.erase("");
    answer.buckets = sections.size() + sources.size() + months.size();
    for (const auto& [rank, row] : best) {
      id_.bind(1, row);
      while (id_.step()) answer.ids.emplace_back(id_.text(0));
      if (request.mode == "page") show(request, row);
    }
    return answer;
  }

  void show(const Request& request, std::int64_t row) {
    shown_.bind(1, match(request));
    shown_.bind(2, row);
    while (shown_.step()) last_shown_ = std::string(shown_.text(0)) + std::string(shown_.text(1));
  }

  Database database_;
  Statement best_{
      database_,
      "SELECT id FROM words JOIN fact ON fact.rowid = words.rowid WHERE words MATCH ? ORDER BY rank LIMIT 10"};
  Statement newest_{database_,
                    "SELECT id FROM words JOIN fact ON fact.rowid = words.rowid WHERE words MATCH ? ORDER BY published "
                    "DESC LIMIT 10"};
  Statement all_{database_, "SELECT rowid, rank FROM words WHERE words MATCH ?"};
  Statement with_facets_{
      database_,
      "SELECT words.rowid, rank, month, section, source FROM words JOIN fact ON fact.rowid = words.rowid "
      "WHERE words MATCH ?"};
  Statement in_range_{database_,
                      "SELECT words.rowid, rank, month FROM words JOIN fact ON fact.rowid = words.rowid "
                      "WHERE words MATCH ? AND published BETWEEN ? AND ?"};
  Statement id_{database_, "SELECT id FROM fact WHERE rowid = ?"};
  Statement shown_{database_,
                   "SELECT highlight(words, 0, '<b>', '</b>'), snippet(words, 1, '<b>', '</b>', '...', 40) FROM words "
                   "WHERE words MATCH ? AND rowid = ?"};
  std::string last_shown_;
};

}  // namespace
}  // namespace peers

int main(int count, char** words) {
  return peers::run(count, words, peers::build, [](const std::string& index) {
    peers::Searches searches(index);
    peers::serve([&](const peers::Request& request) { return searches.answer(request); });
  });
}
