#pragma once
#include <string_view>

namespace newssearch {

/// The JSON Schemas of everything the API answers, and of what is written to it, by name, as a JSON object. No schema
/// of an answer lets an unnamed member pass, and the tests hold real answers against them, so that the description
/// cannot fall behind.
std::string_view answer_schemas();

}  // namespace newssearch
