#pragma once
#include <string>

namespace newssearch {

/// Of the exception that is being handled: Xapian's are no std::exception.
std::string reason_of_failure();

}  // namespace newssearch
