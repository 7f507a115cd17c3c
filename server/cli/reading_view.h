#pragma once
#include <string>

#include "corpus/article_source.h"
#include "server/cli/terminal.h"

namespace newssearch {

/// How a record was read, for people: what was kept, what was left out and why, every candidate for headline and date
/// with the one that won first.
std::string reading_table(const ReadArticle& record, const Screen& screen);

/// The same for programs, one line: {file, id, headline, body, byline, authors, published_at, updated_at, date{source,
/// confidence, stated}, section, sections, source, lang, url, version, pub_status, ednote, embargoed_at, killed,
/// headlines[], dates[], dropped[], warnings[]}, or {file, error{code, message}, warnings[]}. `file` is where the
/// record stood.
std::string reading_json(const ReadArticle& record);

}  // namespace newssearch
