#include <algorithm>
#include <nlohmann/json.hpp>

#include "common/tombstones.h"
#include "indexer/index_build.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/terminal.h"
#include "server/cli/terminal_text.h"
#include "server/search/wire_format.h"

namespace newssearch {
namespace {

struct TakedownsOptions {
  std::vector<std::string> ids;
  std::string form = "table";
};

struct Takedown {
  std::string id;  ///< empty where only its hash is known
  std::string sha256;
  Tombstones::Tombstone what;
};

constexpr std::size_t kShownHash = 12;

/// Those of the ids asked about, or all; by time.
std::vector<Takedown> find_takedowns(const Tombstones& tombstones, const std::vector<std::string>& ids) {
  std::vector<Takedown> found;
  for (const std::string& id : ids) {
    if (const auto tombstone = tombstones.find(id))
      found.push_back({id, sha256_hex(id), *tombstone});
    else
      complain("takedowns: " + id + ": not taken out");
  }
  if (ids.empty())
    for (const auto& [sha256, tombstone] : tombstones.by_hash()) found.push_back({"", sha256, tombstone});
  std::stable_sort(found.begin(), found.end(),
                   [](const Takedown& a, const Takedown& b) { return a.what.time < b.what.time; });
  return found;
}

const char* takedown_kind(const Takedown& takedown) { return takedown.what.purged ? "purged" : "removed"; }

std::string takedown_table(const std::vector<Takedown>& takedowns) {
  std::string text;
  for (const Takedown& takedown : takedowns) {
    text += format_iso(takedown.what.time) + "  " + fit(takedown_kind(takedown), 7) + "  " +
            (takedown.id.empty() ? takedown.sha256.substr(0, kShownHash) : printable(takedown.id));
    if (!takedown.what.reason.empty()) text += "  " + printable(takedown.what.reason);
    text += "\n";
  }
  return text;
}

std::string takedown_json(const std::vector<Takedown>& takedowns) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Takedown& takedown : takedowns)
    list.push_back({{"time", format_iso(takedown.what.time)},
                    {"kind", takedown_kind(takedown)},
                    {"id", takedown.id.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(takedown.id)},
                    {"id_sha256", takedown.sha256},
                    {"reason", takedown.what.reason}});
  return printable_json(dump(nlohmann::ordered_json{{"takedowns", list}})) + "\n";
}

int list_takedowns(const TakedownsOptions& options, const CommonOptions& common) {
  const Generation generation = DataDirectory(common.data).open_current(OlderSchema::accept).generation;
  const Result<Tombstones> tombstones = Tombstones::open(generation.path / Tombstones::kFileName);
  if (!tombstones) throw IndexDamaged(generation.path.string() + ": " + tombstones.error().message);
  const std::vector<Takedown> found = find_takedowns(*tombstones, options.ids);
  write_out(options.form == "json" ? takedown_json(found) : takedown_table(found));
  return found.size() < options.ids.size() ? exit_code::with_rejections : exit_code::done;
}

}  // namespace

void add_takedowns_command(CommandLine& line) {
  const auto options = std::make_shared<TakedownsOptions>();
  CLI::App& command = line.add(
      {"takedowns", kCare, "List what was taken out, when and why", "newssearch takedowns\nnewssearch takedowns 4711",
       "What `newssearch delete` and `newssearch purge` took out and is not there again, the latest last. An id is "
       "kept as its SHA-256, as it may be made of a headline: ask about an article by its id. Who wanted it is in "
       "the log of the writer.\n\n"
       "Exit status: 0 listed, 1 some asked about were not taken out, 2 usage or no index, 5 index damaged."},
      [options](const CommonOptions& common) { return list_takedowns(*options, common); });
  command.add_option("ID", options->ids, "Articles, by their ids; else all");
  command.add_option("--output", options->form, "Form of the answer")
      ->type_name("FORM")
      ->check(CLI::IsMember({"table", "json"}));
}

}  // namespace newssearch
