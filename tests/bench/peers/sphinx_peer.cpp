// Sphinx's driver in the comparison: a plain index by `indexer`, and a `searchd` of its own on a Unix socket, asked in
// SphinxQL. Sphinx stores no text, so for snippets the driver reads the bodies from the corpus and sends them.
#include <fcntl.h>
#include <mysql.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <memory>
#include <set>
#include <thread>

#include "tests/bench/peers/peer.h"

namespace peers {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kUndated = std::numeric_limits<std::int64_t>::min() / 2;

std::string configuration(const std::string& index, const std::string& corpus, const std::string& socket) {
  const std::string program = fs::read_symlink("/proc/self/exe").string();
  return "source articles {\n type = tsvpipe\n tsvpipe_command = '" + program + "' tsv '" + corpus +
         "'\n tsvpipe_field = headline\n tsvpipe_field = body\n"
         " tsvpipe_attr_string = name\n tsvpipe_attr_bigint = published\n tsvpipe_attr_uint = month\n"
         " tsvpipe_attr_string = section\n tsvpipe_attr_string = source\n}\n"
         "index articles {\n source = articles\n path = " +
         index +
         "/articles\n morphology = stem_en\n dict = keywords\n docinfo = extern\n}\n"
         "indexer {\n mem_limit = 256M\n}\n"
         "searchd {\n listen = " +
         socket + ":mysql41\n log = " + index + "/searchd.log\n pid_file = " + index +
         "/searchd.pid\n binlog_path =\n workers = threads\n max_packet_size = 64M\n}\n";
}

/// Blanks for the newlines and tabs that its format has no place for.
std::string flat(std::string text) {
  for (char& c : text)
    if (c == '\n' || c == '\t' || c == '\r') c = ' ';
  return text;
}

void print_tsv(const std::string& corpus) {
  std::uint64_t number = 0;
  for_each_article(corpus, [&](const Article& article) {
    std::cout << ++number << '\t' << flat(article.headline) << '\t' << flat(article.body) << '\t' << flat(article.id)
              << '\t' << article.published.value_or(kUndated) << '\t' << month_of(article.published) << '\t'
              << flat(article.section) << '\t' << flat(article.source) << '\n';
  });
}

void build(const std::string& corpus, const std::string& index) {
  fs::create_directories(index);
  const std::string file = fs::absolute(index) / "indexer.conf";
  const std::string whole_corpus = fs::absolute(corpus);
  std::ofstream(file) << configuration(fs::absolute(index), whole_corpus, fs::absolute(index) / "unused");
  std::ofstream(fs::path(index) / "corpus") << whole_corpus;
  const std::string command = "indexer --quiet --config '" + file + "' --all";
  if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
}

/// A searchd that lives as long as this object, and never longer than this process.
class Searchd {
 public:
  explicit Searchd(const std::string& index) : folder_(temporary_folder()) {
    const std::string file = folder_ + "/searchd.conf";
    std::ofstream(file) << configuration(fs::absolute(index), "unused", socket());
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("searchd could not be started");
    if (pid_ > 0) return;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
    execlp("searchd", "searchd", "--nodetach", "--config", file.c_str(), nullptr);
    _exit(127);
  }
  ~Searchd() {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
    fs::remove_all(folder_);
  }
  Searchd(const Searchd&) = delete;
  Searchd& operator=(const Searchd&) = delete;

  std::string socket() const { return folder_ + "/socket"; }
  bool lives() const { return waitpid(pid_, nullptr, WNOHANG) == 0; }

 private:
  static std::string temporary_folder() {  // short: a socket's path has little room
    char name[] = "/tmp/sphinx_peer.XXXXXX";
    if (!mkdtemp(name)) throw std::runtime_error("no temporary folder can be made in /tmp");
    return name;
  }

  const std::string folder_;
  pid_t pid_ = -1;
};

using Rows = std::vector<std::vector<std::string>>;

class Connection {
 public:
  explicit Connection(const Searchd& searchd) : handle_(mysql_init(nullptr)) {
    for (int tries = 0; tries < 3000 && searchd.lives(); ++tries) {  // an index of gigabytes takes a while to load
      if (mysql_real_connect(handle_.get(), nullptr, "", "", nullptr, 0, searchd.socket().c_str(), 0)) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw std::runtime_error(std::string("searchd does not answer: ") + mysql_error(handle_.get()));
  }

  /// The rows of each result.
  std::vector<Rows> ask(const std::string& statements) {
    if (mysql_real_query(handle_.get(), statements.data(), statements.size()) != 0) fail();
    std::vector<Rows> results;
    do {
      MYSQL_RES* result = mysql_store_result(handle_.get());
      if (!result) fail();
      Rows& rows = results.emplace_back();
      while (const MYSQL_ROW row = mysql_fetch_row(result)) {
        const unsigned long* sizes = mysql_fetch_lengths(result);
        std::vector<std::string>& values = rows.emplace_back();
        for (unsigned column = 0; column < mysql_num_fields(result); ++column)
          values.emplace_back(row[column] ? row[column] : "", row[column] ? sizes[column] : 0);
      }
      mysql_free_result(result);
    } while (mysql_next_result(handle_.get()) == 0);
    return results;
  }

  std::string quoted(const std::string& text) {
    std::string safe(2 * text.size() + 1, '\0');
    safe.resize(mysql_real_escape_string(handle_.get(), safe.data(), text.data(), text.size()));
    return '\'' + safe + '\'';
  }

 private:
  [[noreturn]] void fail() { throw std::runtime_error(std::string("searchd: ") + mysql_error(handle_.get())); }

  struct Close {
    void operator()(MYSQL* handle) const { mysql_close(handle); }
  };
  std::unique_ptr<MYSQL, Close> handle_;
};

/// The articles' texts by number, read from the corpus when they are wanted.
class Texts {
 public:
  explicit Texts(const std::string& corpus) : corpus_(corpus), file_(corpus) {
    std::uint64_t at = 0;
    for_each_line(corpus, [&](const std::string& line) {
      begins_.push_back(at);
      at += line.size() + 1;
    });
  }

  Article of(std::size_t number) {
    file_.seekg(static_cast<std::streamoff>(begins_.at(number - 1)));
    std::string line;
    if (!std::getline(file_, line)) throw std::runtime_error(corpus_ + ": has it changed?");
    return read_article(line);
  }

 private:
  const std::string corpus_;
  std::ifstream file_;
  std::vector<std::uint64_t> begins_;
};

class Searches {
 public:
  explicit Searches(const std::string& index) : searchd_(index), connection_(searchd_), texts_(corpus_of(index)) {}

  std::optional<Answer> answer(const Request& request) {
    if (request.mode == "related") return std::nullopt;
    const std::vector<Rows> results = connection_.ask(statement(request));
    Answer answer;
    for (const std::vector<std::string>& hit : results.at(0)) answer.ids.push_back(hit.at(1));
    if (request.wants_total()) answer.total = total_found();
    for (std::size_t facet = 1; facet < results.size(); ++facet)
      for (const std::vector<std::string>& value : results[facet])
        answer.buckets += !value.at(0).empty() && value.at(0) != "0";
    if (request.mode == "page") show(request, results.at(0));
    return answer;
  }

 private:
  static std::string corpus_of(const std::string& index) {
    std::ifstream file(fs::path(index) / "corpus");
    std::string corpus;
    std::getline(file, corpus);
    return corpus;
  }

  std::uint64_t total_found() {
    const std::vector<Rows> meta = connection_.ask("SHOW META");
    for (const std::vector<std::string>& line : meta.at(0))
      if (line.at(0) == "total_found") return std::stoull(line.at(1));
    throw std::runtime_error("searchd told no total");
  }

  static std::string match(const Request& request) {
    if (request.kind == "phrase") return '"' + joined(request.words, " ") + '"';
    return joined(request.words, request.kind == "and" ? " " : " | ");
  }

  std::string statement(const Request& request) {
    std::string sql = "SELECT id, name FROM articles WHERE MATCH(" + connection_.quoted(match(request)) + ")";
    if (request.in_range())
      sql += " AND published BETWEEN " + std::to_string(request.from) + " AND " + std::to_string(request.to);
    if (request.mode == "newest") sql += " ORDER BY published DESC";
    sql += " LIMIT 10 OPTION ranker=bm25";
    for (const char* field : {"section", "source", "month"})
      if (request.counts_facets() || (request.counts_months() && std::string(field) == "month"))
        sql += std::string(" FACET ") + field + " LIMIT 1000";
    return sql;
  }

  void show(const Request& request, const Rows& hits) {
    if (hits.empty()) return;
    std::string headlines, bodies;
    for (const std::vector<std::string>& hit : hits) {
      const Article article = texts_.of(std::stoull(hit.at(0)));
      headlines += (headlines.empty() ? "" : ",") + connection_.quoted(article.headline);
      bodies += (bodies.empty() ? "" : ",") + connection_.quoted(article.body);
    }
    const std::string words = connection_.quoted(match(request));
    shown_ = connection_.ask("CALL SNIPPETS((" + headlines + "),'articles'," + words + ",0 AS limit)");
    shown_ = connection_.ask("CALL SNIPPETS((" + bodies + "),'articles'," + words + ",300 AS limit)");
  }

  Searchd searchd_;
  Connection connection_;
  Texts texts_;
  std::vector<Rows> shown_;
};

}  // namespace
}  // namespace peers

int main(int count, char** words) {
  if (count == 3 && std::string(words[1]) == "tsv") return peers::print_tsv(words[2]), 0;  // for indexer
  return peers::run(count, words, peers::build, [](const std::string& index) {
    peers::Searches searches(index);
    peers::serve([&](const peers::Request& request) { return searches.answer(request); });
  });
}
