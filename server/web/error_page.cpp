#include <utility>

#include "server/web/frame.h"
#include "server/web/search_page.h"

namespace newssearch {

std::string error_page(unsigned status, const std::string& title, const std::string& detail, const std::string& query) {
  Html main;
  main << "<section class=\"empty\"><h1>" << title << "</h1>\n<p>" << detail << "</p>\n<p class=\"note\">Status "
       << status << " · <a href=\"/search\">See the newest articles</a></p></section>\n";
  return framed({.title = title + " – newssearch", .query = query, .main = std::move(main)});
}

}  // namespace newssearch
