#include <xapian.h>

#include <new>

#include "common/generation.h"
#include "indexer/index_build.h"
#include "indexer/journal.h"
#include "server/cli/commands.h"
#include "server/cli/exit_code.h"
#include "server/cli/interruption.h"
#include "server/cli/terminal.h"

namespace newssearch {
namespace {

int run(std::vector<std::string> arguments) {
  CommandLine line;
  add_index_command(line);
  add_reindex_command(line);
  add_search_command(line);
  add_related_command(line);
  add_story_command(line);
  add_trending_command(line);
  add_trend_command(line);
  add_suggest_command(line);
  add_show_command(line);
  add_doctor_command(line);
  add_serve_command(line);
  add_status_command(line);
  add_rollback_command(line);
  add_delete_command(line);
  add_purge_command(line);
  add_takedowns_command(line);
  add_writer_command(line);
  add_backup_command(line);
  add_restore_command(line);
  add_export_command(line);
  add_shard_command(line);
  add_key_command(line);
  add_eval_command(line);
  add_completion_command(line);
  add_man_command(line);
  return line.parse(std::move(arguments))();
}

int fail(int code, const std::string& message) {
  complain(message);
  return code;
}

}  // namespace
}  // namespace newssearch

int main(int argc, char** argv) {
  using namespace newssearch;
  try {
    return run(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const UsageError& e) {
    return fail(exit_code::usage, e.what());
  } catch (const NoIndex& e) {
    return fail(exit_code::usage, e.what());
  } catch (const WriterBusy& e) {
    return fail(exit_code::locked, e.what());
  } catch (const Interrupted& e) {
    return fail(exit_code::interrupted, e.what());
  } catch (const JournalDamaged& e) {
    return fail(exit_code::damaged, e.what());
  } catch (const IndexDamaged& e) {
    return fail(exit_code::damaged, e.what());
  } catch (const Xapian::DatabaseCorruptError& e) {
    return fail(exit_code::damaged, "index: " + e.get_msg() + ": run `newssearch status --check`");
  } catch (const Xapian::Error& e) {
    return fail(exit_code::io, "index: " + e.get_description() + ": check the disk and its space");
  } catch (const std::system_error& e) {  // std::filesystem::filesystem_error is one
    return fail(exit_code::io, std::string(e.what()) + ": check the disk, its space and the permissions");
  } catch (const std::bad_alloc&) {
    return fail(exit_code::io, "out of memory: nothing was changed: give the program more");
  } catch (const std::exception& e) {
    return fail(exit_code::usage, e.what());
  }
}
