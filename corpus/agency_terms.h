#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "corpus/draft.h"

namespace newssearch {

/// "stat:canceled", "http://cv.iptc.org/newscodes/pubstatusg2/canceled", "Canceled": all "canceled".
std::string code_of(std::string_view term);

/// Notes what an agency says of an item's state: "canceled" takes the article back; "embargoed" without a date to be
/// read elsewhere is an embargo nobody knows the end of.
void take_status(Draft& draft, std::string_view status);

/// Adds the people of a byline, as agencies of several languages write it ("Von Jane Doe", "Par John Roe"), without the
/// agency's own name (article.source).
void take_byline(Draft& draft, std::string_view byline);

/// Adds a candidate, unless nothing is stated, or the same is already.
void take_date(std::vector<DateCandidate>& dates, std::string_view stated, std::string_view from,
               DateSource source = DateSource::metadata);

/// Adds a headline that was found there; an empty one is none.
void take_headline(Draft& draft, std::string headline, std::string_view from);

/// Adds to the list what is not empty.
void add_term(std::vector<std::string>& terms, std::string term);

/// Fits the place and agency at the front of a story, "BUENOS AIRES, Argentina (AP) _ For", into the article, where it
/// has none.
void take_dateline(Draft& draft);

/// What refuses an item that was understood, but holds no article: "it is a picture: it has no text".
Error no_text(const std::string& kind);

}  // namespace newssearch
