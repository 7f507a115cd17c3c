#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

#include "common/schema.h"
#include "indexer/inverter.h"
#include "indexer/known_stories.h"

namespace newssearch {

/// What each of the articles belongs to (schema::Groups), by rank: near copies (near_copies.h) and stories
/// (story_threads.h), which keep the names they are known by. `published` is the date of each, by rank: newest first,
/// undated last. What stories compare is spooled to a file `scratch` meanwhile. Memory: about 500 bytes an article,
/// what StoryThreads takes, and 100 bytes a stem. Throws what the readers throw, or std::system_error; `progress` is
/// called from this thread with how many articles are compared: half of an article when it is read, half when it is put
/// into its story.
std::vector<schema::Groups> group_articles(const std::vector<std::optional<Instant>>& published,
                                           const std::function<ArticleReader()>& make_reader, unsigned threads,
                                           const std::filesystem::path& scratch, const KnownStories& known,
                                           const std::function<void(std::uint64_t done)>& progress);

}  // namespace newssearch
