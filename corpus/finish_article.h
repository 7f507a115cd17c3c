#pragma once
#include "corpus/article_source.h"
#include "corpus/draft.h"

namespace newssearch {

/// The last step of every reader, and the only door to an Article that may be stored: texts cleaned, dates checked, an
/// id and a language given, limits held. Codes: "no_text", "too_large", "bad_id",
/// "bad_embargo", "bad_expiry", "embargoed", "withheld".
ReadArticle finish_article(std::string where, Draft draft, const ReadOptions& options);

}  // namespace newssearch
