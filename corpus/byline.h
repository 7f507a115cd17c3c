#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace newssearch {

/// The people of a byline: "By Jane Doe and John Smith Jr., Political Editor" gives Jane Doe and John Smith Jr.
/// A byline that names nobody but an office ("Editorial Board") is kept as it stands.
std::vector<std::string> split_byline(std::string_view byline);

}  // namespace newssearch
