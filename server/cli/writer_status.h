#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "common/generation.h"
#include "common/write_protocol.h"

namespace newssearch {

/// How it is with what writes to a data directory.
struct WriterStatus {
  bool running = false;              ///< one listens
  std::string process;               ///< its id, where it runs
  std::optional<WriterState> state;  ///< where it answers
  std::string failure;               ///< why nothing is written or published; empty where all is well
  std::string damage;                ///< of the journal, with what to do; empty where it is whole or not looked at
  std::uint64_t unpublished = 0;     ///< records of the journal that are not in the current generation
  std::uint64_t unpublished_bytes = 0;
};

/// Looks at the writer of a directory, whose current generation holds all up to a record of the journal. The journal is
/// read through where no writer does that.
WriterStatus look_at_writer(const DataDirectory& directory, std::uint64_t published_seq);

/// "running, process 123: all up to write 42 is found by searches, 3 articles are held back"
std::string writer_in_words(const WriterStatus& status);
/// "2 writes, 1.2 kB, not published yet"
std::string journal_in_words(const WriterStatus& status);

}  // namespace newssearch
