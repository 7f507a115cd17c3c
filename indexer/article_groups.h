#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "common/schema.h"
#include "indexer/inverter.h"
#include "indexer/known_stories.h"

namespace newssearch {

/// What each of the articles belongs to (schema::Groups), by rank: near copies (near_copies.h) and stories
/// (story_threads.h), which keep the names they are known by. `published` is the date of each, by rank: newest first,
/// undated last. Every text is read twice. Memory: about 500 bytes an article, what StoryThreads takes, and 100 bytes a
/// stem. Throws what the readers throw; `progress` is called from this thread with how many articles are done of twice
/// as many.
std::vector<schema::Groups> group_articles(const std::vector<std::optional<Instant>>& published,
                                           const std::function<ArticleReader()>& make_reader, unsigned threads,
                                           const KnownStories& known,
                                           const std::function<void(std::uint64_t done)>& progress);

}  // namespace newssearch
