#pragma once
#include <string>
#include <string_view>

#include "corpus/draft.h"

namespace newssearch {

/// Which fields a JSON object is read by.
enum class JsonDialect {
  any,      ///< told by the object: Reuters where its date is written "26-FEB-1987 15:01:01.79"
  reuters,  ///< Reuters-21578: title, body, date, id, topics, places, organisations
};

/// Reads one JSON object as an article. Several names are known for most fields (title or headline, body or
/// articleBody, ...); a field of the wrong type costs the article where it is its id or text, else a warning. An author
/// or tag that is a text may be several ("Jane Doe and John Roe"); as an object's name it is one.
/// Codes: "bad_json", "bad_field".
Result<Draft> read_json_article(std::string_view json, JsonDialect dialect);

}  // namespace newssearch
