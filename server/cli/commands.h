#pragma once
#include "server/cli/command_line.h"

namespace newssearch {

// One file per command: NAME_command.cpp. The groups stand in the order in which `newssearch` prints its plan.

inline constexpr const char* kArticlesIn = "Articles in";
void add_index_command(CommandLine& line);
void add_reindex_command(CommandLine& line);

inline constexpr const char* kAnswersOut = "Answers out";
void add_search_command(CommandLine& line);
void add_related_command(CommandLine& line);
void add_story_command(CommandLine& line);
void add_trending_command(CommandLine& line);
void add_trend_command(CommandLine& line);
void add_suggest_command(CommandLine& line);
void add_doctor_command(CommandLine& line);
void add_show_command(CommandLine& line);
void add_serve_command(CommandLine& line);

inline constexpr const char* kCare = "Care";
void add_status_command(CommandLine& line);
void add_rollback_command(CommandLine& line);
void add_delete_command(CommandLine& line);
void add_purge_command(CommandLine& line);
void add_takedowns_command(CommandLine& line);
void add_writer_command(CommandLine& line);
void add_backup_command(CommandLine& line);
void add_restore_command(CommandLine& line);
void add_export_command(CommandLine& line);
void add_shard_command(CommandLine& line);
void add_key_command(CommandLine& line);
void add_eval_command(CommandLine& line);

inline constexpr const char* kShell = "Shell";
void add_completion_command(CommandLine& line);
void add_man_command(CommandLine& line);

}  // namespace newssearch
