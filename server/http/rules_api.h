#pragma once
#include "server/http/router.h"
#include "server/search/rule_files.h"

namespace newssearch {

/// Adds the files of synonyms, stop words, pins and hidden sources, to be read and replaced by those who run the
/// archive. Answers follow a new one from the next on; one with a line that is not understood is refused with all such
/// lines, and nothing has changed.
void add_rules_api(Router& router, const RuleFiles::Paths& files);

}  // namespace newssearch
