#pragma once
#include <string>

#include "server/cli/program_text.h"

namespace newssearch {

/// newssearch(1) in troff's man macros. server/cli/newssearch.1 is its committed copy.
std::string man_page(const ProgramText& program);

}  // namespace newssearch
