#include "indexer/failure_reason.h"

#include <xapian.h>

#include <exception>

namespace newssearch {

std::string reason_of_failure() {
  try {
    throw;
  } catch (const Xapian::Error& error) {
    return "index: " + error.get_description();
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "unknown";
  }
}

}  // namespace newssearch
