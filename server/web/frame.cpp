#include "server/web/frame.h"

namespace newssearch {
namespace {

/// q has its own field, and so have the dates; a new question starts on the first page.
bool kept_hidden(const std::string& name) {
  return name != "q" && name != "from" && name != "to" && name != "page" && name != "cursor";
}

Html search_form(const Frame& frame) {
  Html html;
  html << "<form id=\"" << kSearchForm << R"(" class="box" action="/search" role="search">
<label for="q">Search the news</label>
<div><input id="q" name="q" type="search" dir="auto" maxlength="512" spellcheck="false" enterkeyhint="search" value=")"
       << frame.query << R"("><button>Search</button></div>
)";
  for (const auto& [name, value] : frame.address.parameters()) {
    if (kept_hidden(name)) html << "<input type=\"hidden\" name=\"" << name << "\" value=\"" << value << "\">\n";
  }
  html << "</form>\n";
  return html;
}

/// For browsers and feed readers, which look for it in the head.
Html feed_link(const Frame& frame) {
  Html html;
  if (!frame.feed.empty())
    html << R"(<link rel="alternate" type="application/rss+xml" title="This search as a feed" href=")" << frame.feed
         << "\">\n";
  return html;
}

}  // namespace

std::string framed(const Frame& frame) {
  Html html;
  html << R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>)"
       << frame.title << R"(</title>
<link rel="icon" type="image/svg+xml" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/search.css">
<link rel="search" type="application/opensearchdescription+xml" title="newssearch" href="/opensearch.xml">
)" << feed_link(frame)
       << R"(<script src="/assets/search.js" defer></script>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header>
<a class="brand" href="/search">newssearch</a>
)" << search_form(frame)
       << R"(<a class="to-trending" href="/trending">Trending</a>
</header>
<div class="columns">
<main id="content" tabindex="-1">
)" << frame.main
       << "</main>\n";
  if (!frame.aside.empty()) html << "<div class=\"side\">\n" << frame.aside << "</div>\n";
  html << "</div>\n";
  if (!frame.footer.empty()) html << "<footer>" << frame.footer << "</footer>\n";
  html << "</body>\n</html>\n";
  return std::move(html).str();
}

}  // namespace newssearch
