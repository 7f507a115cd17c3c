#include "server/web/frame.h"

#include <algorithm>
#include <array>

namespace newssearch {
namespace {

/// How one searches stays for the next question, which has its own field, as the dates have; it starts on the first
/// page.
bool kept_hidden(std::string_view name) {
  static constexpr std::array<std::string_view, 15> kKept = {"date_field", "tz",       "section", "author",   "source",
                                                             "tag",        "place",    "lang",    "sort",     "recency",
                                                             "collapse",   "per_page", "names",   "synonyms", "pins"};
  return std::find(kKept.begin(), kKept.end(), name) != kKept.end();
}

Html search_form(const Frame& frame) {
  Html html;
  html << "<news-search class=\"box\" label=\"Search the news\"><form id=\"" << kSearchForm
       << R"(" action="/search" role="search">
<label for="q">Search the news</label>
<div><input id="q" name="q" type="search" dir="auto" maxlength="512" spellcheck="false" enterkeyhint="search" value=")"
       << frame.query << R"("><button>Search</button></div>
)";
  for (const auto& [name, value] : frame.address.parameters()) {
    if (kept_hidden(name)) html << "<input type=\"hidden\" name=\"" << name << "\" value=\"" << value << "\">\n";
  }
  html << "</form></news-search>\n";
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
       << R"(<script type="module" src="/assets/search.js" blocking="render"></script>
<script type="module" src="/newssearch.js"></script>
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
