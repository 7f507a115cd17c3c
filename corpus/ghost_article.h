#pragma once
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "corpus/draft.h"

namespace newssearch {

/// An export is read as a whole, for its tags and authors stand behind the posts.
inline constexpr std::size_t kMaxGhostExportBytes = 256 << 20;

/// True where a file begins as Ghost's JSON export does.
bool begins_ghost_export(std::string_view front);

/// The posts of Ghost's JSON export. Pages are passed over; a post that is not published takes back the article of its
/// id; of one that is for members, what everybody may read is taken. Codes: "bad_json", "bad_field", "unknown_format".
std::vector<Result<Draft>> read_ghost_export(std::string_view json, const Origin& origin);

/// The posts that Ghost's Content or Admin API answers, or a webhook brings; nullopt where it is other JSON.
std::optional<std::vector<Result<Draft>>> read_ghost_json(std::string_view json);

}  // namespace newssearch
