// newssearch_journal_faults: does an acknowledged record survive whatever fails?
//
// Runs newssearch_journal_writer under newssearch_fault_shim over and over, and lets its first system call on the
// journal fail, then its second, and so on, until a run passes untouched: once for a bad disk and a full one, where one
// call fails and where all after it do, for short writes, and for SIGKILL just before a call; the same with several
// threads, and with memory that cannot be had. After each run the journal must open, hold every record acknowledged,
// whole and under its seq, no gap, and no record twice. Prints
//
//   runs=412 untouched=9 acknowledged=5120 failed=0
//
// It cannot show what the page cache loses when a real disk fails: the bytes of a call that fails here are kept.
//
// Exit: 0; 1 a claim failed; 2 usage.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "indexer/journal.h"
#include "tests/faults/journal_writer.h"
#include "tests/support/run_program.h"
#include "tests/support/temporary_folder.h"

namespace newssearch::faults {
namespace {

struct Options {
  std::string writer, shim;
  std::uint64_t rounds = 7, memory_step = 5;
};

/// One way to fail.
struct Fault {
  std::string name;
  std::map<std::string, std::string> environment;
  unsigned threads = 1;
  bool of_memory = false;
};

const std::string kCallsOnFiles = "write,pwrite,fsync,fdatasync,rename,open,openat,ftruncate,mkdir,link,unlink";

std::vector<Fault> faults() {
  std::vector<Fault> faults;
  for (const std::string error : {"EIO", "ENOSPC", "SHORT"})
    for (const std::string sticky : {"0", "1"})
      faults.push_back({error + " sticky=" + sticky, {{"FAULT_ERRNO", error}, {"FAULT_STICKY", sticky}}});
  faults.push_back({"KILL", {{"FAULT_KILL", "1"}}});
  faults.push_back({"EIO, three threads", {{"FAULT_ERRNO", "EIO"}}, 3});
  faults.push_back({"KILL, three threads", {{"FAULT_KILL", "1"}}, 3});
  faults.push_back({"no memory", {{"FAULT_CALLS", "malloc"}}, 1, true});
  return faults;
}

/// What the writer said.
struct Said {
  std::map<std::uint64_t, std::uint64_t> number_of;  ///< of a record acknowledged, by its seq
  std::uint64_t forgotten = 0;
};

Said read_said(const std::string& out) {
  Said said;
  std::istringstream words(out);
  for (std::string first; words >> first;) {
    std::uint64_t second = 0;
    words >> second;
    if (first == "forget")
      said.forgotten = second;
    else if (!said.number_of.emplace(std::stoull(first), second).second)
      throw std::runtime_error("seq " + first + " is acknowledged twice");
  }
  return said;
}

/// Throws where one does not hold what is promised.
void check_journal(const std::filesystem::path& folder, const Said& said) {
  const Journal journal(folder, {.segment_bytes = kSmallSegmentBytes});
  std::map<std::uint64_t, std::string> texts;
  std::set<std::string> seen;
  journal.read(0, [&](const JournalRecord& record) {
    if (!texts.empty() && record.seq != texts.rbegin()->first + 1)
      throw std::runtime_error("no record before " + std::to_string(record.seq));
    if (record.payload != record_text(std::stoull(record.payload)))
      throw std::runtime_error("record " + std::to_string(record.seq) + " is not what was written");
    if (!seen.insert(record.payload).second) throw std::runtime_error("twice: " + record.payload);
    texts[record.seq] = record.payload;
  });
  for (const auto& [seq, number] : said.number_of) {
    if (seq <= said.forgotten && !texts.contains(seq)) continue;
    if (!texts.contains(seq) || texts.at(seq) != record_text(number))
      throw std::runtime_error("record " + std::to_string(seq) + " is lost");
  }
}

class Trial {
 public:
  explicit Trial(const Options& options) : options_(options) {}

  int run() {
    for (const Fault& fault : faults())
      for (std::uint64_t at = 1; !passes_untouched(fault, at);) at += fault.of_memory ? options_.memory_step : 1;
    std::cout << "runs=" << runs_ << " untouched=" << untouched_ << " acknowledged=" << acknowledged_
              << " failed=" << failed_ << "\n";
    return failed_ == 0 ? 0 : 1;
  }

 private:
  bool passes_untouched(const Fault& fault, std::uint64_t at) {
    const TemporaryFolder folder;
    const std::filesystem::path journal = folder.path() / "journal", count = folder.path() / "count";
    Start start;
    start.arguments = {options_.writer, journal.string(), std::to_string(options_.rounds),
                       std::to_string(fault.threads)};
    start.environment = {{"LD_PRELOAD", options_.shim},
                         {"FAULT_CALLS", kCallsOnFiles},
                         {"FAULT_AT", std::to_string(at)},
                         {"FAULT_COUNT_FILE", count.string()}};
    if (!fault.of_memory) start.environment["FAULT_PATH"] = folder.path().string();
    for (const auto& [name, value] : fault.environment) start.environment[name] = value;
    const Ended ended = run_program(start);
    ++runs_;
    std::uint64_t calls = at;
    std::ifstream(count) >> calls;
    const bool untouched = calls < at;
    untouched_ += untouched ? 1 : 0;
    try {
      check_end(ended, fault, untouched);
      const Said said = read_said(ended.out);
      acknowledged_ += said.number_of.size();
      if (untouched && said.number_of.size() != options_.rounds * fault.threads * 2)
        throw std::runtime_error("nothing failed, and not all is acknowledged");
      check_journal(journal, said);
    } catch (const std::exception& error) {
      if (++failed_ <= 20)
        std::cerr << "newssearch_journal_faults: " << fault.name << ", call " << at << ": " << error.what() << "\n"
                  << ended.err;
      return failed_ > 20;
    }
    return untouched;
  }

  /// Where memory cannot be had before main() begins, the C++ library ends the program.
  void check_end(const Ended& ended, const Fault& fault, bool untouched) const {
    constexpr int kKilled = 128 + 9, kAborted = 128 + 6;
    const bool is_kill = fault.environment.contains("FAULT_KILL");
    const bool expected = untouched ? ended.code == 0
                          : is_kill ? ended.code == kKilled
                                    : ended.code == 0 || ended.code == 1 ||
                                          (fault.of_memory && (ended.code == kAborted || ended.code == 127));
    if (!expected) throw std::runtime_error("the writer ends with " + std::to_string(ended.code));
  }

  const Options& options_;
  std::uint64_t runs_ = 0, untouched_ = 0, acknowledged_ = 0, failed_ = 0;
};

}  // namespace
}  // namespace newssearch::faults

int main(int count, char** words) {
  newssearch::faults::Options options;
  CLI::App app("Lets every system call of a writer of the journal fail, one after the other.");
  app.add_option("--writer", options.writer, "The program newssearch_journal_writer")
      ->required()
      ->check(CLI::ExistingFile);
  app.add_option("--shim", options.shim, "The library newssearch_fault_shim")->required()->check(CLI::ExistingFile);
  app.add_option("--rounds", options.rounds, "How many rounds the writer writes")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--memory-step", options.memory_step, "Of the allocations, every so many-th fails")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  try {
    app.parse(count, words);
    return newssearch::faults::Trial(options).run();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const std::exception& error) {
    std::cerr << "newssearch_journal_faults: " << error.what() << "\n";
    return 2;
  }
}
