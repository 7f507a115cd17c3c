#pragma once
#include <string>
#include <vector>

#include "server/cli/program_text.h"
#include "server/http/router.h"

namespace newssearch {

/// The manual's pages in troff's man macros; server/cli/newssearch.1, newssearch.conf.5 and newssearch-api.7 are their
/// committed copies. newssearch(1): the program, its commands and options.
std::string man_page(const ProgramText& program);

/// newssearch.conf(5): what may stand in the config file.
std::string config_man_page(const ProgramText& program);

/// newssearch-api(7): the routes of readers, and those that only the admin listener has beside them.
std::string api_man_page(const std::string& version, const std::vector<Route>& readers, const std::vector<Route>& admin);

}  // namespace newssearch
