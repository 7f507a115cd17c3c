#pragma once
#include "server/http/router.h"
#include "server/search/vocabulary_files.h"

namespace newssearch {

/// Adds the files of synonyms and stop words, to be read and replaced by those who run the archive. Searches follow a
/// new one from the next on; one with a line that is not understood is refused with all such lines, and nothing has
/// changed.
void add_vocabulary_api(Router& router, const VocabularyFiles::Paths& files);

}  // namespace newssearch
