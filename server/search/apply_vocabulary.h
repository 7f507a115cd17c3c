#pragma once
#include "server/search/query.h"
#include "server/search/vocabulary.h"

namespace newssearch {

/// The query with other names beside those it asks for, as variants, and its stop words marked.
///
/// Names are looked for among neighbouring bare words that are all asked for, the longest first; in the headline they
/// stay there, and +words stay asked for. Phrases, exact words, NEAR and other fields are left alone.
/// A bare stop word is marked where its neighbours still ask for some other text; a +word never is. One vocabulary may
/// be applied after another: what the first has found or marked stays.
QueryNode apply(const Vocabulary& vocabulary, QueryNode query);

}  // namespace newssearch
