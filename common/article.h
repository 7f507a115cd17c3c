#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/date.h"
#include "common/result.h"

namespace newssearch {

/// One news article, as it came out of a reader and as it is stored: whole, in valid UTF-8, without NUL bytes.
/// A missing headline is empty, a missing date absent ("undated" is a state, not an error).
struct Article {
  std::string id;  ///< unique in an index; stable over versions of the article
  std::string url;
  std::string headline;
  std::string body;  ///< paragraphs separated by blank lines
  std::optional<ArticleDate> published;
  std::optional<ArticleDate> updated;
  std::optional<ArticleDate> embargoed;  ///< not to be shown before
  std::optional<ArticleDate> expires;    ///< not to be shown from then on
  std::string refused_date;              ///< the date as it was stated first, where that one is impossible; else empty
  std::vector<std::string> authors;      ///< the byline, one entry per author stated
  std::string source;                    ///< the outlet: "Reuters"
  std::vector<std::string> sections;     ///< "money-fx", "Top Stories"
  std::vector<std::string> tags;
  std::vector<std::string> places;
  std::string version;               ///< as the agency counts them: "3"; empty where it doesn't
  std::string pub_status;            ///< "usable", "withheld" (IPTC pubstatus); empty where not stated
  std::string ednote;                ///< what the agency says to editors: "CORRECTION: spelling of ..."
  std::string lang;                  ///< ISO 639-1, lower case; "und" where unknown
  std::uint32_t revision = 1;        ///< how many times an index has been given it, each time another
  std::vector<std::string> earlier;  ///< the records of its last revisions before this one, the first of them first
  bool operator==(const Article&) const = default;
};

/// The article as bytes, as an index stores it: one line of JSON with every field but the body, then the body.
/// JSON never holds a raw newline, so the first one ends the metadata, and a hit is printed without parsing its body.
std::string to_record(const Article& article);

/// Gives back what to_record was given. Fails with code "bad_record".
Result<Article> from_record(std::string_view record);

/// True where two articles say the same: what an index counts of them, revision and earlier ones, aside.
bool same_content(const Article& a, const Article& b);

/// What an article is that replaces another one of its id: the next revision, which keeps the last ones before it.
Article revised(Article article, const Article& before);
inline constexpr std::size_t kMostEarlier = 20, kMostEarlierBytes = 1 << 20;

/// SHA-256 of the record, in 64 hexadecimal digits: two articles are the same if and only if this is.
std::string content_hash(const Article& article);

/// "John Smith, Jane Doe"; empty where there is none.
std::string byline(const Article& article);

}  // namespace newssearch
