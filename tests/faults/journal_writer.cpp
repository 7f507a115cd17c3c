// newssearch_journal_writer: writes a journal, and says what of it is acknowledged.
//
//   newssearch_journal_writer FOLDER ROUNDS THREADS
//
// In every round each thread appends two records and syncs the second. Prints for each one acknowledged its seq and its
// number (record_text has what it says), and `forget SEQ` before records up to this one are forgotten, each line as
// soon as it is true. Where the journal fails it is opened anew, four times at most; numbers are never written again.
//
// Exit: 0 all rounds done; 1 the journal could not be opened or failed too often; 2 usage; 3 it was found damaged.
#include "tests/faults/journal_writer.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "indexer/journal.h"

namespace newssearch::faults {
namespace {

constexpr std::uint64_t kRecordsOfThread = 2, kKept = 2;

struct Rounds {
  std::uint64_t all = 0, threads = 0, done = 0;
};

/// In one write, so that lines of threads do not mix.
void say(const std::string& lines) {
  if (::write(STDOUT_FILENO, lines.data(), lines.size()) != static_cast<ssize_t>(lines.size())) ::_exit(2);
}

void write_two(Journal& journal, std::uint64_t number) try {
  const std::uint64_t first = journal.append(1, record_text(number));
  const std::uint64_t second = journal.append(2, record_text(number + 1));
  journal.sync(second);
  say(std::to_string(first) + ' ' + std::to_string(number) + '\n' + std::to_string(second) + ' ' +
      std::to_string(number + 1) + '\n');
} catch (const std::exception&) {
  // not acknowledged
}

void write_round(Journal& journal, const Rounds& rounds) {
  std::vector<std::jthread> threads;
  for (std::uint64_t thread = 1; thread <= rounds.threads; ++thread) {
    const std::uint64_t number = 1 + (rounds.done * rounds.threads + thread - 1) * kRecordsOfThread;
    if (thread == rounds.threads)
      write_two(journal, number);
    else
      threads.emplace_back([&journal, number] { write_two(journal, number); });
  }
}

void write_rounds(const std::filesystem::path& folder, Rounds& rounds) {
  Journal journal(folder, {.segment_bytes = kSmallSegmentBytes});
  while (rounds.done < rounds.all) {
    write_round(journal, rounds);
    ++rounds.done;
    if (journal.failed()) throw std::runtime_error("the journal has failed");
    if (rounds.done % 4 != 0 || journal.synced_seq() <= kKept) continue;
    const std::uint64_t forgotten = journal.synced_seq() - kKept;
    say("forget " + std::to_string(forgotten) + '\n');
    journal.forget_up_to(forgotten);
  }
}

}  // namespace

int run(const std::filesystem::path& folder, Rounds rounds) {
  constexpr int kOpenings = 5;
  for (int opening = 0; opening < kOpenings; ++opening) try {
      write_rounds(folder, rounds);
      return 0;
    } catch (const JournalDamaged& damaged) {
      std::cerr << damaged.what() << "\n";
      return 3;
    } catch (const std::exception& error) {
      std::cerr << error.what() << "\n";
    }
  return 1;
}

}  // namespace newssearch::faults

int main(int count, char** words) {
  newssearch::faults::Rounds rounds;
  if (count == 4) {
    rounds.all = std::strtoull(words[2], nullptr, 10);
    rounds.threads = std::strtoull(words[3], nullptr, 10);
  }
  if (rounds.all == 0 || rounds.threads == 0) {
    std::cerr << "usage: newssearch_journal_writer FOLDER ROUNDS THREADS\n";
    return 2;
  }
  return newssearch::faults::run(words[1], rounds);
}
