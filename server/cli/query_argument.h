#pragma once
#include <string>
#include <vector>

#include "server/cli/program_text.h"

namespace newssearch {

/// Rewrites `search bank -opinion --limit 5` as `search --limit 5 -- "bank -opinion"`; so of `trend`. After the first
/// query word only long options are options; `-opinion` is a word that must not occur. `--` ends the options. A value
/// that may be left out is filled in with the first of its choices. Other commands' arguments are left as they are.
std::vector<std::string> query_as_one_argument(const ProgramText& program, std::vector<std::string> arguments);

}  // namespace newssearch
