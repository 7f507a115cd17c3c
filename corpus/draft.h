#pragma once
#include <string>
#include <vector>

#include "common/article.h"

namespace newssearch {

/// A headline as it was found somewhere in a record: "json-ld", "og:title", "h1", "title", "text", ...
struct HeadlineCandidate {
  std::string text, from;
  bool operator==(const HeadlineCandidate&) const = default;
};

/// A date as it was found somewhere in a record, in any form read_date knows.
struct DateCandidate {
  std::string stated;
  DateSource source = DateSource::metadata;
  std::string from = {};  ///< the field, element or text: "article:published_time", "<time>"; may be empty
  double confidence = 1;
  bool operator==(const DateCandidate&) const = default;
};

/// A line that was not taken for the article's, and why: "navigation", "caption", "recurs on 31 of 40 pages of bbc.com"
struct DroppedText {
  std::string text, reason;
  bool operator==(const DroppedText&) const = default;
};

/// What an article was made from: of candidates the best ones first.
struct Evidence {
  std::vector<HeadlineCandidate> headlines;
  std::vector<DateCandidate> published, updated;
  std::vector<DroppedText> dropped;
};

/// What a reader took from a record, as it stood there, before finish_article makes an article of it: the first
/// headline where the article has none, and the first dates that can be read and can be. The article's dates are left
/// absent.
struct Draft {
  Article article;
  Evidence evidence;
  std::string stated_embargo;  ///< as DateCandidate::stated; empty where there is none
  std::string stated_expiry;   ///< the same
  bool killed = false;         ///< the agency took the article of this id back
  std::vector<std::string> warnings;
};

/// Where a record came from, beside what it says itself.
struct Origin {
  std::string url;      ///< it was fetched from; empty where unknown
  std::string charset;  ///< that its carrier says it is in: "utf-8"; empty where it doesn't
};

}  // namespace newssearch
