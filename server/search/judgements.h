#pragma once
#include <istream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "common/result.h"

namespace newssearch {

// What people judged of articles, read from the files `newssearch eval` takes. An error names the line and what was
// expected there; blank lines are skipped.

/// By id of a topic or of a known item, in the order of the file: what to search for.
using Topics = std::vector<std::pair<std::string, std::string>>;

/// By topic, the grade of each judged article (0: not relevant).
using Judgements = std::map<std::string, std::map<std::string, int>>;

/// By name of a story, its articles.
using Stories = std::map<std::string, std::vector<std::string>>;

/// Two articles, and how alike they are to people.
struct JudgedPair {
  std::string a, b;
  double similarity = 0;
};

/// "id<TAB>text" a line. Code "bad_topics".
Result<Topics> read_topics(std::istream& lines);

/// "article<TAB>text" a line: what the article is to be found by. Code "bad_known_items".
Result<Topics> read_known_items(std::istream& lines);

/// TREC qrels: "topic iteration article grade" a line. Code "bad_qrels".
Result<Judgements> read_qrels(std::istream& lines);

/// "article story" a line. Code "bad_clusters".
Result<Stories> read_clusters(std::istream& lines);

/// "article article similarity" a line. Code "bad_pairs".
Result<std::vector<JudgedPair>> read_pairs(std::istream& lines);

}  // namespace newssearch
