#include <algorithm>
#include <nlohmann/json.hpp>

#include "indexer/generation_check.h"
#include "indexer/index_build.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/figures.h"
#include "server/cli/terminal.h"
#include "server/cli/terminal_text.h"
#include "server/cli/writer_status.h"
#include "server/search/search_engine.h"
#include "server/search/wire_format.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

struct StatusOptions {
  std::string form = "table";
  bool check = false;
};

/// What there is to know of a data directory.
struct Status {
  std::filesystem::path data;
  Manifest manifest;
  std::string newest;
  std::vector<std::uint64_t> generations;
  std::vector<std::string> damage;  ///< one line each
  std::string remedy;               ///< empty where nothing is wrong
  bool checked = false;             ///< every byte was, not only sizes
  WriterStatus writer;
};

/// Where generations were published but none is whole, the index is damaged; it is not missing.
DataDirectory::Opened open_newest(const DataDirectory& directory) {
  try {
    return directory.open_current();
  } catch (const NoIndex& e) {
    if (directory.current_number()) throw IndexDamaged(e.message);
    throw;
  }
}

constexpr const char* kRemedy =
    "`newssearch reindex`; where xapian/ is damaged, `newssearch rollback`, `newssearch restore DIR --force` of a "
    "backup, "
    "or index anew with --replace-all";

/// What is wrong with a generation, each byte of it read.
std::vector<Damage> check_number(const DataDirectory& directory, std::uint64_t number) {
  const Result<Generation> generation = directory.open(number, OlderSchema::accept);
  if (!generation) return {{generation.error().message}};
  return check_generation(*generation);
}

std::string remedy_for(const std::vector<Damage>& damage_of_current, bool can_roll_back) {
  const auto is_derived = [](const Damage& damage) { return damage.is_derived; };
  if (damage_of_current.empty())
    return "searches do not need it: only rollback would; the next index or reindex takes its place";
  if (std::all_of(damage_of_current.begin(), damage_of_current.end(), is_derived))
    return "`newssearch reindex --packed` makes anew what is damaged";
  return "`newssearch restore DIR --force` of a backup, " +
         std::string(can_roll_back ? "or `newssearch rollback` to the generation before, which is whole"
                                   : "or index anew with --replace-all");
}

/// The current generation is checked, and what it can be rolled back to.
void check_all(const DataDirectory& directory, Status& status) {
  std::vector<Damage> damage_of_current;
  bool can_roll_back = false;
  const std::uint64_t current = directory.current_number().value_or(0);
  for (const std::uint64_t number : status.generations) {
    const std::vector<Damage> damage = check_number(directory, number);
    for (const Damage& one : damage) status.damage.push_back(one.what);
    if (number == current)
      damage_of_current = damage;
    else if (number < current && damage.empty())
      can_roll_back = true;
  }
  if (!status.damage.empty()) status.remedy = remedy_for(damage_of_current, can_roll_back);
}

Status look_at(const DataDirectory& directory, bool check) {
  const DataDirectory::Opened opened = open_newest(directory);
  Status status;
  status.data = directory.root();
  status.manifest = opened.generation.manifest;
  const SearchEngine engine(directory, {.rules = RuleFiles::Paths()});  // hidden articles are in the index, too
  status.newest = engine.state().newest;
  status.generations = directory.generations();
  status.checked = check;
  if (check) check_all(directory, status);
  if (const std::string damage = engine.damage(); !damage.empty() && status.damage.empty()) {
    status.damage.push_back(damage);
    status.remedy = kRemedy;
  }
  status.writer = look_at_writer(directory, status.manifest.seq);
  if (!status.writer.damage.empty()) {
    status.damage.push_back(status.writer.damage);
    if (status.remedy.empty()) status.remedy = "as said; searches do not need the journal";
  }
  return status;
}

std::uint64_t bytes_on_disk(const Manifest& manifest) {
  std::uint64_t bytes = 0;
  for (const auto& [name, file] : manifest.files) bytes += file.bytes;
  return bytes;
}

std::string table(const Status& status) {
  const Manifest& manifest = status.manifest;
  std::string text;
  const auto row = [&](const std::string& label, const std::string& value) {
    text += fit(label, 12) + printable(value) + "\n";
  };
  row("data", status.data.string());
  row("generation", std::to_string(manifest.number) + ", made " + manifest.created_at);
  row("articles", grouped(manifest.articles));
  row("newest", status.newest.empty() ? "none is dated" : status.newest);
  row("size", file_size(static_cast<double>(bytes_on_disk(manifest))) + " for " +
                  file_size(static_cast<double>(manifest.text_bytes)) + " of text");
  std::string kept;
  for (const std::uint64_t number : status.generations) kept += (kept.empty() ? "" : ", ") + std::to_string(number);
  row("kept", kept);
  row("writer", writer_in_words(status.writer));
  row("journal", journal_in_words(status.writer));
  if (!status.writer.failure.empty()) row("failing", "nothing is published at present: " + status.writer.failure);
  for (const std::string& damage : status.damage) row("damaged", damage);
  if (status.damage.empty())
    row("health", status.checked ? "every file has its checksum, and Xapian finds no fault in its own"
                                 : "whole; --check reads every byte");
  else
    row("remedy", status.remedy);
  return text;
}

nlohmann::ordered_json writer_json(const WriterStatus& status) {
  nlohmann::ordered_json json = {{"running", status.running},
                                 {"process", nullptr},
                                 {"seq", nullptr},
                                 {"searchable", nullptr},
                                 {"held", nullptr},
                                 {"failure", nullptr},
                                 {"unpublished", status.unpublished},
                                 {"unpublished_bytes", status.unpublished_bytes}};
  if (!status.process.empty()) json["process"] = status.process;
  if (!status.failure.empty()) json["failure"] = status.failure;
  if (!status.state) return json;
  json["seq"] = status.state->seq;
  json["searchable"] = status.state->searchable;
  json["held"] = status.state->held;
  return json;
}

std::string json(const Status& status) {
  const Manifest& manifest = status.manifest;
  return printable_json(dump(nlohmann::ordered_json{
             {"data", status.data.string()},
             {"generation", manifest.number},
             {"articles", manifest.articles},
             {"bytes", bytes_on_disk(manifest)},
             {"text_bytes", manifest.text_bytes},
             {"created_at", manifest.created_at},
             {"newest", status.newest.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(status.newest)},
             {"generations", status.generations},
             {"writer", writer_json(status.writer)},
             {"checked", status.checked},
             {"damage", status.damage},
             {"remedy", status.remedy.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(status.remedy)}})) +
         "\n";
}

int status(const StatusOptions& options, const CommonOptions& common) {
  const Status found = look_at(DataDirectory(common.data), options.check);
  write_out(options.form == "json" ? json(found) : table(found));
  return found.damage.empty() ? exit_code::done : exit_code::damaged;
}

}  // namespace

void add_status_command(CommandLine& line) {
  const auto options = std::make_shared<StatusOptions>();
  CLI::App& command = line.add({"status", kCare, "Say what the index holds and whether it is whole",
                                "newssearch status\nnewssearch status --check",
                                "--check reads all there is of the current generation and of those kept for "
                                "`newssearch rollback`, and says what to do about what is wrong. Whether a writer runs "
                                "and what its journal has that is not "
                                "published yet is said as well.\n\n"
                                "Exit status: 0 whole, 2 no index, 5 damaged."},
                               [options](const CommonOptions& common) { return status(*options, common); });
  command.add_flag("--check", options->check,
                   "Read every file, compare its checksum, and have Xapian check its databases");
  command.add_option("--output", options->form, "Form of the answer")
      ->type_name("FORM")
      ->check(CLI::IsMember({"table", "json"}));
}

}  // namespace newssearch
