#pragma once
#include <string>

#include "server/cli/program_text.h"

namespace newssearch {

/// What "bash", "zsh" or "fish" reads to complete the program's commands, options, their values and files.
std::string shell_completion(const ProgramText& program, const std::string& shell);

}  // namespace newssearch
