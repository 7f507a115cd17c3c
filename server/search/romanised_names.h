#pragma once
#include "server/search/query.h"
#include "server/search/word_forms.h"

namespace newssearch {

/// The query without such Latin spellings of Cyrillic and Greek words as are ordinary words of this index: Путин is
/// also putin, but мира ("of the world") is not the Spanish mira ("looks").
QueryNode only_romanised_names(const SearchedIndex& index, QueryNode query);

}  // namespace newssearch
