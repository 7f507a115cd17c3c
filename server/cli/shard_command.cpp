#include <stdexcept>
#include <thread>

#include "indexer/shard_split.h"
#include "server/cli/build_progress.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/figures.h"
#include "server/cli/terminal.h"
#include "server/cli/terminal_text.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

struct ShardOptions {
  unsigned shards = 0;
  std::string folder;
  std::string by = "id";
  unsigned threads = 0;
};

int split(const ShardOptions& options, const CommonOptions& common) {
  const Generation generation = DataDirectory(common.data).open_current().generation;
  const Stopwatch stopwatch;
  const InterruptionWatch watch;
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  {
    ProgressBar bar(!common.quiet);
    const auto show = shown_on(bar, watch);
    try {
      split_generation(generation,
                       {.shards = options.shards,
                        .by = options.by == "time" ? ShardBy::time : ShardBy::id,
                        .threads = options.threads > 0 ? options.threads : cores},
                       options.folder, [&](unsigned, const BuildProgress& progress) { show(progress); });
    } catch (const std::invalid_argument& error) {
      throw UsageError(std::string("shard: ") + error.what());
    }
  }
  if (common.quiet) return exit_code::done;
  write_out(printable(counted(generation.manifest.articles, "article") + " in " + std::to_string(options.shards) +
                      " shards in " + milliseconds(1000 * stopwatch.seconds()) + ". Serve each:") +
            "\n");
  for (unsigned number = 1; number <= options.shards; ++number)
    write_out(printable("  xapian-tcpsrv --port " + std::to_string(7000 + number) + " " + options.folder + "/shard-" +
                        std::to_string(number)) +
              "\n");
  return exit_code::done;
}

}  // namespace

void add_shard_command(CommandLine& line) {
  const auto options = std::make_shared<ShardOptions>();
  CLI::App& command = line.add(
      {"shard", kCare, "Split the index for several machines",
       "newssearch shard 3 /srv/shards\nnewssearch shard --by time 4 /srv/shards",
       "Writes DIR/shard-1 and so on, Xapian databases with all there is of their articles: xapian-tcpsrv serves them, "
       "xapian-replicate copies them, and `newssearch serve --shards` searches them as one index. The index here stays "
       "as it is; what is written to it later is in no shard before it is split again. Analysed is as `newssearch "
       "reindex` does, which takes as long.\n\n"
       "Exit status: 0 done, 2 usage or no index, 4 disk full or no permission, 5 index damaged."},
      [options](const CommonOptions& common) { return split(*options, common); });
  command.add_option("N", options->shards, "How many shards")->required()->check(CLI::Range(1, 1000));
  command.add_option("DIR", options->folder, "Where to; shards that lie there are replaced")->required();
  command
      .add_option(
          "--by", options->by,
          "Which articles come together; id: those of like hashes of their ids, so that each shard is asked for "
          "as much; time: those of a time; else id")
      ->type_name("WHAT")
      ->check(CLI::IsMember({"id", "time"}));
  command.add_option("--threads", options->threads, "Threads that analyse; 0: as many as there are cores")
      ->type_name("N");
}

}  // namespace newssearch
