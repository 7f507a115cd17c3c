#pragma once
#include <string_view>
#include <vector>

#include "corpus/draft.h"

namespace newssearch {

/// True where a text begins like a message on the wire: SOH (after SYNs) with STX soon after.
bool begins_wire_text(std::string_view front);

/// The stories of wire text, each between SOH and EOT: IPTC 7901 (source and number, priority, category, words; then
/// keywords, headline up to "=", text and filing time) or ANPA 1312 (keyword line, headline, notes to editors, byline,
/// text and filing time; lines of the head begin with "^"). An ANPA story is known by its keyword, without what counts
/// its takes, and its day; a later version of it replaces it and a "KILL" takes it back. IPTC 7901 has no such name: a
/// story is known by its source, number and time. Codes: "bad_wire_text", "no_text".
std::vector<Result<Draft>> read_wire_text(std::string_view bytes, const Origin& origin);

}  // namespace newssearch
