#pragma once
#include <string>

#include "server/search/search_response.h"

namespace newssearch {

/// The addresses a feed speaks of, all absolute.
struct FeedPlace {
  std::string origin;  ///< "https://news.example.org": begins those of articles that have none of their own
  std::string self;    ///< of the feed
  std::string page;    ///< of the same search for people: the same for every part of a feed
  std::string next{};  ///< of the feed that goes on where this one ends; empty: none
};

/// The hits of an answer as a feed: one entry a hit, in the order of the hits, whatever they hold.
///
/// An entry is the same one in every feed and after every update: Atom's id and RSS's guid are made of the article's id
/// and outlet, and hold no address, so that a server may move. JSON Feed's id is the article's, as the API has it.
///
/// A date without a time of day is midnight UTC, for want of a way to say less. An undated article has no date in RSS
/// and JSON Feed, where none is needed. Atom wants one of each entry: undated articles are not in it, since any date
/// (the index's newest, that of the asking) would be one nobody stated, and some would make old entries new for ever.

/// RSS 2.0 with Dublin Core. Texts are plain; the description, which readers take for HTML, is escaped as such.
std::string rss_feed(const SearchRequest& request, const SearchResponse& response, const FeedPlace& place);

/// RFC 4287.
std::string atom_feed(const SearchRequest& request, const SearchResponse& response, const FeedPlace& place);

/// JSON Feed 1.1.
std::string json_feed(const SearchRequest& request, const SearchResponse& response, const FeedPlace& place);

}  // namespace newssearch
