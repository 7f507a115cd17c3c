// Omega's driver in the comparison: scriptindex builds the database, and for each query the CGI program is run anew,
// as a web server would, with a template of ours.
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <sstream>

#include "tests/bench/peers/peer.h"

namespace peers {
namespace {

namespace fs = std::filesystem;

constexpr const char* kProgram = "/usr/lib/cgi-bin/omega/omega";
constexpr const char* kIndexScript =
    "id : boolean=Q field=id\n"
    "published : field=published valuepacked=0\n"
    "headline : index field=headline\n"
    "body : index field=body\n";
// A line with what matched, between marks that nothing else of a page holds.
constexpr const char* kIdsTemplate = "@@$hitlist{$field{id} }@@$msize@@";
constexpr const char* kPageTemplate =
    "@@$hitlist{$field{id} }@@$msize@@\n$hitlist{$highlight{$field{headline},$queryterms,<b>}\n"
    "$snippet{$field{body},300}\n}";

/// One record: fields by name, further lines of a value after "=".
void write_record(std::ostream& out, const Article& article) {
  out << "id=" << article.id << '\n';
  if (article.published && *article.published >= 0) out << "published=" << *article.published << '\n';
  for (const auto& [name, text] : {std::pair("headline", &article.headline), std::pair("body", &article.body)}) {
    out << name << '=';
    for (const char c : *text) out << c << (c == '\n' ? "=" : "");
    out << '\n';
  }
  out << '\n';
}

void build(const std::string& corpus, const std::string& index) {
  setenv("XAPIAN_FLUSH_THRESHOLD", "1000", /*overwrite=*/0);
  fs::create_directories(index + "/templates");
  const auto write = [&](const std::string& name, const std::string& text) { std::ofstream(index + name) << text; };
  write("/script", kIndexScript);
  write("/templates/ids", kIdsTemplate);
  write("/templates/page", kPageTemplate);
  const std::string whole = fs::absolute(index);
  write("/omega.conf", "database_dir " + whole + "\ntemplate_dir " + whole + "/templates\nlog_dir " + whole +
                           "\ncdb_dir " + whole + "\n");
  const std::string command = "scriptindex '" + index + "/articles' '" + index + "/script' >/dev/null";
  FILE* const indexer = popen(command.c_str(), "w");
  if (!indexer) throw std::runtime_error("scriptindex could not be started");
  for_each_article(corpus, [&](const Article& article) {
    std::ostringstream record;
    write_record(record, article);
    const std::string text = record.str();
    fwrite(text.data(), 1, text.size(), indexer);
  });
  if (pclose(indexer) != 0) throw std::runtime_error("failed: " + command);
}

/// What a program prints.
std::string output_of(const std::vector<std::string>& command, const std::vector<std::string>& environment) {
  const auto pointers = [](const std::vector<std::string>& strings) {
    std::vector<char*> list;
    for (const std::string& text : strings) list.push_back(const_cast<char*>(text.c_str()));
    list.push_back(nullptr);
    return list;
  };
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe can be opened");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  pid_t pid = -1;
  const int code =
      posix_spawn(&pid, command[0].c_str(), &actions, nullptr, pointers(command).data(), pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  std::string output;
  char bytes[65536];
  for (ssize_t size; code == 0 && (size = read(ends[0], bytes, sizeof bytes)) > 0;)
    output.append(bytes, static_cast<std::size_t>(size));
  close(ends[0]);
  if (code != 0) throw std::runtime_error(command[0] + " could not be started");
  int status = 0;
  waitpid(pid, &status, 0);
  if (status != 0) throw std::runtime_error(command[0] + " failed: " + output);
  return output;
}

std::string day(std::int64_t time) {
  const std::time_t seconds = time;
  char text[16];
  std::strftime(text, sizeof text, "%Y%m%d", std::gmtime(&seconds));
  return text;
}

class Searches {
 public:
  explicit Searches(const std::string& index)
      : environment_{"OMEGA_CONFIG_FILE=" + fs::absolute(index).string() + "/omega.conf", "TZ=UTC"} {}

  /// It counts neither sections nor months of the matches, and relates no articles.
  std::optional<Answer> answer(const Request& request) const {
    if (request.mode == "related" || request.mode == "facets" || request.mode == "range_months") return std::nullopt;
    const std::string page = output_of(command(request), environment_);
    const std::size_t begin = page.find("@@"), middle = page.find("@@", begin + 2), end = page.find("@@", middle + 2);
    if (end == std::string::npos) throw std::runtime_error("omega printed something else: " + page.substr(0, 300));
    Answer answer;
    const std::string ids = page.substr(begin + 2, middle - begin - 2);
    for (const std::string_view id : split(ids, ' '))
      if (!id.empty()) answer.ids.emplace_back(id);
    if (request.wants_total()) answer.total = std::stoull(page.substr(middle + 2, end - middle - 2));
    return answer;
  }

 private:
  static std::vector<std::string> command(const Request& request) {
    const std::string words = joined(request.words, " ");
    std::vector<std::string> command = {kProgram,
                                        "DB=articles",
                                        "HITSPERPAGE=10",
                                        "P=" + (request.kind == "phrase" ? '"' + words + '"' : words),
                                        "DEFAULTOP=" + std::string(request.kind == "and" ? "and" : "or"),
                                        "FMT=" + std::string(request.mode == "page" ? "page" : "ids")};
    if (request.wants_total()) command.push_back("MINHITS=1000000000");
    if (request.mode == "newest") command.push_back("SORT=-0");
    if (request.in_range())
      for (const std::string& word :
           {std::string("DATEVALUE=0"), "START=" + day(request.from), "END=" + day(request.to)})
        command.push_back(word);
    return command;
  }

  const std::vector<std::string> environment_;
};

}  // namespace
}  // namespace peers

int main(int count, char** words) {
  return peers::run(count, words, peers::build, [](const std::string& index) {
    const peers::Searches searches(index);
    peers::serve([&](const peers::Request& request) { return searches.answer(request); });
  });
}
