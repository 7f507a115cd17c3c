#pragma once
#include <string_view>

namespace newssearch {

/// The JSON Schemas of everything the API answers, by name, as a JSON object. No schema lets an unnamed member pass,
/// and the tests hold real answers against them, so that the description cannot fall behind.
std::string_view answer_schemas();

}  // namespace newssearch
