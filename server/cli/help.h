#pragma once
#include <string>

#include "server/cli/program_text.h"

namespace newssearch {

// Lines are at most `width` columns wide, where what cannot be broken allows it.

/// What `newssearch` alone prints: examples and the plan of its commands.
std::string program_help(const ProgramText& program, int width);

/// What `newssearch COMMAND --help` prints: examples first, then the usage and every option.
std::string command_help(const ProgramText& program, const std::string& command, int width);

}  // namespace newssearch
