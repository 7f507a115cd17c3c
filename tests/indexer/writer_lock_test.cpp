#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "indexer/writer_lock.h"
#include "tests/support/temporary_folder.h"

using namespace newssearch;

TEST_CASE("a second writer is refused, and told which process is writing") {
  const TemporaryFolder folder;
  const WriterLock first(folder.path(), std::chrono::seconds{0});
  CHECK_THROWS_AS(WriterLock(folder.path(), std::chrono::seconds{0}), WriterBusy);
  try {
    const WriterLock second(folder.path(), std::chrono::seconds{0});
  } catch (const WriterBusy& busy) {
    CHECK_THAT(busy.message, Catch::Contains("process " + std::to_string(::getpid())));
  }
}

TEST_CASE("the right to write ends with the writer") {
  const TemporaryFolder folder;
  { const WriterLock first(folder.path(), std::chrono::seconds{0}); }
  CHECK_NOTHROW(WriterLock(folder.path(), std::chrono::seconds{0}));
}

TEST_CASE("a writer that dies leaves no lock behind") {
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    const WriterLock lock(folder.path(), std::chrono::seconds{0});
    ::_exit(0);  // no destructor runs
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK_NOTHROW(WriterLock(folder.path(), std::chrono::seconds{0}));
}
