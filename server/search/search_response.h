#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/article.h"
#include "common/suggestion_file.h"
#include "server/search/search_request.h"
#include "server/search/text_difference.h"

namespace newssearch {

/// A stretch of text, marked where it is what was asked for. No markup: doors escape and decorate.
struct TextPart {
  std::string text;
  bool match = false;
  bool operator==(const TextPart&) const = default;
};

struct Explanation {
  struct Term {
    std::string word;            ///< as asked
    std::uint32_t articles = 0;  ///< that hold it
    double idf = 0, tf = 0, score = 0;
  };
  std::vector<Term> terms;
  double length = 0;     ///< of the article, relative to the average
  double asked = 1;      ///< what the sum of the terms counts for
  double expansion = 0;  ///< what the words of the first hits add to that
  double freshness = 1;  ///< what all that is multiplied by
};

/// The part of a text that shows best what was asked for.
struct Snippet {
  std::vector<TextPart> parts;
  std::string text_fragment;  ///< where its sentence stands in the article's page, "#:~:text=…"; empty: nowhere
};

/// The story an article belongs to.
struct StoryOfHit {
  std::string id;
  std::uint32_t size = 0;  ///< articles
  std::string latest;      ///< the date of its newest article; empty where none is dated
};

/// How a near copy differs from the article asked about.
struct CopyOfHit {
  double resemblance = 0;  ///< of five-word shingles, .5 to 1
  TextDifference difference;
};

/// An article as it was given to the index at a time.
struct ArticleVersion {
  Article article;
  std::optional<TextDifference> difference;  ///< of its body to that of the version before; none of the first kept
};

struct SearchHit {
  Article article;  ///< without its body and what it was before
  std::vector<TextPart> headline;
  Snippet snippet;
  double score = 0;
  bool pinned = false;               ///< editors have put it first for this query
  std::vector<std::string> missing;  ///< of a relaxed query: the words asked for that the article does not hold
  std::vector<std::string> why;      ///< related only: the telling words shared, as they are printed
  std::vector<std::string> copies;   ///< the ids of its near copies that match as well, the first published first
  std::optional<StoryOfHit> story;
  std::uint32_t folded = 0;          ///< matching articles that this hit stands for, besides itself
  std::optional<CopyOfHit> copy_of;  ///< copies only
  std::optional<Explanation> explanation;
};

/// Of what is only listed.
inline void leave_text_out(Article& article) {
  article.body.clear();
  article.earlier.clear();
}

struct FacetCount {
  std::string value;
  std::uint32_t count = 0;
  bool selected = false;
  bool operator==(const FacetCount&) const = default;
};
struct FacetCounts {
  Facet facet{};
  std::vector<FacetCount> values;  ///< by count, then value; selected values are always among them
  std::uint32_t distinct = 0;      ///< values with at least one match
};

/// Articles by date, over all matches: exact.
struct DateHistogram {
  HistogramInterval interval{};  ///< never `automatic`
  std::string time_zone;
  struct Bucket {
    std::string from, to;     ///< [from, to): "1987-03-01"; for hours "1987-03-01T09:00:00Z"
    std::uint32_t count = 0;  ///< matches
    double share = 0;         ///< of all articles in the bucket
  };
  std::vector<Bucket> buckets;  ///< without gaps, ascending
  std::uint32_t undated = 0;    ///< matches without a date (and, with hours, those with only a day)
};

/// A doubt about the query, for people. Positions are bytes of the query's text.
struct Warning {
  std::string message;
  std::uint32_t begin = 0, end = 0;
  bool operator==(const Warning&) const = default;
};

struct IndexState {
  std::uint64_t generation = 0, articles = 0;
  std::string newest;       ///< the newest article's date; empty where none is dated
  std::size_t expired = 0;  ///< articles whose time has passed since it was published
  std::uint64_t added = 0;  ///< articles in parts beside the base
  Instant newest_time{};    ///< of `newest`
  unsigned shards = 0;      ///< it lies in; 0: in none
  std::vector<unsigned> missing_shards = {};  ///< the numbers of those that do not answer: what they hold is not found
};

/// A query with the words the index does not know corrected.
struct DidYouMean {
  std::string text;
  std::uint32_t total = 0;  ///< articles it finds; never 0
};

/// How newer articles were preferred: a score was multiplied by floor + (1 - floor) * 2^(-age / half-life), the age
/// being that before the newest article of the index.
struct AppliedRecency {
  enum class Strength { off, mild, strong } strength = Strength::off;
  double floor = 1, half_life_days = 0;
  double undated = 1;  ///< the factor of articles without a date
};

std::string_view to_string(AppliedRecency::Strength strength);

struct SearchResponse {
  std::string query, parsed;          ///< as asked; as understood
  std::string corrected;              ///< the query answered in its place, where nothing was found for it; else empty
  bool relaxed = false;               ///< too few articles held all the words: some of them were enough
  std::vector<std::string> dropped;   ///< of these the ones no article holds
  std::vector<std::string> optional;  ///< and those of which any was enough
  std::optional<DidYouMean> did_you_mean;
  std::vector<std::string> expanded;  ///< words that the first hits have in common, by which hits were put in order too
  Recency asked_recency{};
  AppliedRecency recency;
  std::uint32_t total = 0;   ///< articles that match: exact
  std::uint32_t folded = 0;  ///< results once they are folded: exact
  std::uint32_t page = 1, per_page = 10, pages = 0;
  std::vector<SearchHit> hits;
  std::optional<HitCursor> next;  ///< the last of the hits, where more follow
  std::vector<FacetCounts> facets;
  std::optional<DateHistogram> histogram;
  std::vector<Warning> warnings;
  IndexState index;
  std::string version;  ///< SearchEngine::answer_version() when it was made
  double took_ms = 0;
};

/// A story, day by day.
struct StoryDay {
  std::string date;            ///< "1987-03-01", in the time zone asked for
  std::uint32_t articles = 0;  ///< of that day
  bool turning_point = false;
  std::vector<std::string> new_words;  ///< that no article of the story held before, the most telling first
};
struct StoryResponse {
  std::string id;
  std::string headline;        ///< of the article that is most like all the others
  std::uint32_t articles = 0;  ///< near copies among them
  std::uint32_t undated = 0;   ///< of them
  std::string first, latest;   ///< dates; empty where none is dated
  std::vector<FacetCount> sources;
  std::vector<StoryDay> days;   ///< that have articles, ascending
  std::vector<SearchHit> hits;  ///< in order of time, undated last, without snippets
  double took_ms = 0;
};

/// What a time's articles say more than the archive does.
struct TrendingEntry {
  std::string phrase;             ///< a name or a word, as printed
  std::vector<std::string> more;  ///< what else is said of it as much
  std::uint32_t articles = 0;     ///< of the time, near copies counted once
  double ratio = 0;               ///< log-likelihood ratio: how surprising
  std::string headline, article;  ///< of the newest article of its greatest story
  std::string story;
};
struct TrendingResponse {
  std::string from, to;        ///< the time, [from, to); empty where no article is dated
  std::uint32_t articles = 0;  ///< of that time
  std::vector<TrendingEntry> entries;
  double took_ms = 0;
};

struct RelatedResponse {
  std::vector<SearchHit> hits;  ///< snippet: the article's first sentences
  double took_ms = 0;
};

struct Suggestion {
  std::string text;  ///< as printed
  SuggestionKind kind{};
  std::uint32_t count = 0;  ///< articles under it
  std::string id;           ///< headlines: of the newest of them; else empty
};
struct SuggestResponse {
  std::vector<Suggestion> suggestions;
};

}  // namespace newssearch
