#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "server/search/search_response.h"

namespace newssearch {

/// Hits for programs. In none of them but ids0 can an article's text address the terminal.
///   json    the answer itself, as the HTTP API gives it
///   ndjson  its hits, one a line
///   csv     RFC 4180, header line first
///   trec    topic 1, Q0, id, rank, score, newssearch. Scores fall: where the order is another one than theirs, the
///           reciprocal of the rank stands in. White space and control characters in an id are percent-encoded.
///   ids0    the ids, each ended by a NUL, as `xargs -0` takes them
std::string hits_as(const std::string& form, const nlohmann::ordered_json& answer, const std::vector<SearchHit>& hits,
                    std::uint32_t first_rank);

/// A line of CSV, as RFC 4180 has them.
std::string csv_line(const std::vector<std::string>& values);

/// The names of the forms, and first "table", which is for people.
const std::vector<std::string>& output_forms();

}  // namespace newssearch
