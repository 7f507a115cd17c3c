#pragma once
#include <string>

#include "server/cli/terminal.h"
#include "server/search/calendar.h"
#include "server/search/search_response.h"

namespace newssearch {

/// A story for people: each day with its articles and, where it is a turning point, its new words.
std::string story_table(const StoryResponse& story, const Calendar& calendar, const Screen& screen);

}  // namespace newssearch
