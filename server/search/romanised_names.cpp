#include "server/search/romanised_names.h"

#include <unicode/uscript.h>

#include <algorithm>

#include "common/characters.h"

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;

bool is_ascii(const std::string& word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// As the analyzer romanises: Cyrillic and Greek.
bool is_romanised(const std::string& word) {
  std::size_t at = 0;
  UErrorCode code = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(next_character(word, at), &code);
  return script == USCRIPT_CYRILLIC || script == USCRIPT_GREEK;
}

bool begins_romanised(const QueryNode& variants) {
  const QueryNode& typed = variants.children.front();
  return typed.kind == Kind::word && is_romanised(typed.words.front());
}

}  // namespace

QueryNode only_romanised_names(const SearchedIndex& index, QueryNode query) {
  if (query.kind == Kind::variants && begins_romanised(query)) {
    const WordForms forms(index);
    std::erase_if(query.children, [&](const QueryNode& child) {
      return child.kind == Kind::word && is_ascii(child.words.front()) && forms.is_ordinary(child.words.front());
    });
    if (query.children.size() == 1) {
      query.children.front().required = query.required;
      return std::move(query.children.front());
    }
    return query;
  }
  for (QueryNode& child : query.children) child = only_romanised_names(index, std::move(child));
  return query;
}

}  // namespace newssearch
