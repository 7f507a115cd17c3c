#pragma once
#include <xapian.h>

#include <map>
#include <string>
#include <vector>

#include "common/schema.h"

namespace newssearch {

/// The names stories have had: by rank of an article, what it belonged to in the generation before. `copies` is empty.
using KnownStories = std::vector<schema::Groups>;

/// By docid - 1: the story of each article of a generation, and those it has absorbed.
KnownStories read_stories(const Xapian::Database& database);

/// Names the stories that articles were put into (`stories` by rank: the number of the story), as they were known by:
/// a name stays with the earliest article that had it. A story with several names goes by that of its earliest article
/// and has absorbed the others. One with none is named after the id of its first article: "s" and 12 hexadecimal
/// digits of its SHA-256.
std::vector<schema::Groups> name_stories(const std::vector<std::uint32_t>& stories,
                                         const std::vector<std::size_t>& in_order_of_time,
                                         const std::vector<std::string>& ids, const KnownStories& known);

}  // namespace newssearch
