#include <fcntl.h>
#include <xapian.h>

#include <memory>

#include "corpus/article_json.h"
#include "indexer/durable_file.h"
#include "indexer/stored_generation.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/interruption.h"
#include "server/cli/progress_bar.h"
#include "server/cli/terminal.h"
#include "server/cli/terminal_text.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

namespace fs = std::filesystem;

struct ExportOptions {
  std::string format = "jsonl", output = "-";
};

constexpr std::size_t kBufferBytes = 1 << 20;

/// Standard output, or a file that is written beside its place and renamed when it is whole.
class Output {
 public:
  explicit Output(const std::string& path) {
    if (path == "-") return;
    if (fs::exists(path) && !fs::is_regular_file(path))
      throw UsageError("export: " + path + ": it is no file: leave out --output and redirect");
    path_ = path;
    beside_ = path + ".part";
    file_.emplace(beside_, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  }
  ~Output() {
    std::error_code ignored;
    if (!beside_.empty()) fs::remove(beside_, ignored);
  }
  Output(const Output&) = delete;

  void add_line(const std::string& line) {
    waiting_ += line;
    waiting_ += '\n';
    if (waiting_.size() >= kBufferBytes) write();
  }
  void finish() {
    write();
    if (!file_) return;
    file_->sync();
    fs::rename(beside_, path_);
    beside_.clear();
    sync_folder(path_.parent_path());
  }

 private:
  void write() {
    if (file_)
      file_->write_at(written_, waiting_);
    else
      write_out(waiting_);
    written_ += waiting_.size();
    waiting_.clear();
  }

  fs::path path_, beside_;
  std::optional<DurableFile> file_;  ///< none: standard output
  std::uint64_t written_ = 0;
  std::string waiting_;
};

int export_articles(const ExportOptions& options, const CommonOptions& common) {
  const DataDirectory::Opened opened = DataDirectory(common.data).open_current(OlderSchema::accept);
  if (!opened.damage.empty())
    complain(opened.damage + ": exported is generation " + std::to_string(opened.generation.manifest.number));
  const StoredGeneration stored(opened.generation);
  const auto line_of = options.format == "ninjs" ? to_ninjs_line : to_json_line;
  const InterruptionWatch watch;
  Output output(options.output);
  const std::vector<std::uint32_t> ranks = stored.newest_first();
  {
    ProgressBar bar(!common.quiet && options.output != "-");
    for (std::uint64_t done = 0; const std::uint32_t rank : ranks) {
      watch.check();
      const Result<Article> article = stored.article(rank);
      if (!article) throw Xapian::DatabaseCorruptError(article.error().message);
      output.add_line(line_of(*article));
      bar.show({"exporting", Progress::Unit::articles, ++done, ranks.size()});
    }
    output.finish();
  }
  if (options.output != "-" && !common.quiet)
    write_out(counted(ranks.size(), "article") + " of generation " + std::to_string(opened.generation.manifest.number) +
              " written to " + printable(options.output) + "\n");
  return opened.damage.empty() ? exit_code::done : exit_code::damaged;
}

}  // namespace

void add_export_command(CommandLine& line) {
  const auto options = std::make_shared<ExportOptions>();
  CLI::App& command = line.add(
      {"export", kCare, "Write every article as JSON, one a line",
       "newssearch export --output articles.jsonl\nnewssearch export | gzip > articles.jsonl.gz\n"
       "newssearch export --format ninjs --output articles.ninjs",
       "Newest first. What is written is what the index stores; `newssearch index --keep-recurring-lines` reads it "
       "back. "
       "jsonl has every field; ninjs is IPTC's format (2.0), for other software, and has no place for where a date "
       "came "
       "from. Not in it are revisions before the last, articles that wait for the end of their embargo, and stories, "
       "which are found anew. A file is written beside and renamed when it is whole.\n\n"
       "Exit status: 0 written, 2 usage or no index, 4 disk full or no permission, 5 index damaged: of what is left, "
       "everything was written."},
      [options](const CommonOptions& common) { return export_articles(*options, common); });
  command.add_option("--format", options->format, "How the articles are written")
      ->type_name("NAME")
      ->check(CLI::IsMember({"jsonl", "ninjs"}));
  command.add_option("--output", options->output, "Where to; - for standard output")->type_name("FILE");
}

}  // namespace newssearch
