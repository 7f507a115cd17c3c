#include "server/search/diagnosis.h"

#include <algorithm>

#include "server/search/spelling.h"

namespace newssearch {
namespace {

using Kind = QueryNode::Kind;
using Part = Diagnosis::Part;

std::string in_quotes(std::string_view text) { return "'" + std::string(text) + "'"; }

std::string listed(const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ", ") + in_quotes(value);
  return list.empty() ? "nothing" : list;
}

std::vector<std::string> values_of(const Article& article, Facet facet) {
  switch (facet) {
    case Facet::section:
      return article.sections;
    case Facet::source:
      return {article.source};
    case Facet::author:
      return article.authors;
    case Facet::lang:
      return {article.lang};
    case Facet::tag:
      return article.tags;
    case Facet::place:
      return article.places;
  }
  return {};
}

std::vector<QueryNode> words_of(const QueryNode& phrase) {
  std::vector<QueryNode> words;
  for (const std::string& word : phrase.words) {
    QueryNode exact;
    exact.kind = Kind::exact;
    exact.words = {word};
    exact.in_headline = phrase.in_headline;
    words.push_back(std::move(exact));
  }
  return words;
}

std::size_t common_start(std::string_view a, std::string_view b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  return static_cast<std::size_t>(
      std::mismatch(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(shorter), b.begin()).first - a.begin());
}

}  // namespace

Diagnostician::Diagnostician(Matcher& matcher, const Calendar& calendar, Analyzer& analyzer, const Article& article,
                             std::size_t rank)
    : matcher_(matcher), calendar_(calendar), analyzer_(analyzer), article_(article), rank_(rank) {}

std::vector<Part> Diagnostician::parts_of(const QueryNode& query) {
  std::vector<Part> parts;
  const auto add = [&](const QueryNode& node) {
    const bool passes = node.stop || holds(node);
    parts.push_back({to_string(node), passes, passes ? "" : reason(node)});
    if (node.stop) parts.back().reason = "a stop word: not asked for";
  };
  if (query.kind == Kind::all)
    for (const QueryNode& child : query.children) add(child);
  else
    add(query);
  return parts;
}

std::vector<Part> Diagnostician::parts_of(const SearchRequest& request) {
  std::vector<Part> parts;
  for (const Facet facet : kFacets) {
    const FacetFilter& filter = request.filter(facet);
    const std::string name(to_string(facet));
    const auto has = [&](const std::vector<std::string>& values) {
      return matcher_.holds(*matcher_.with_any(facet, values), rank_);
    };
    const std::string stated = "its " + name + ": " + listed(values_of(article_, facet));
    if (!filter.any.empty()) parts.push_back({name + "=" + listed(filter.any), has(filter.any), stated});
    if (!filter.none.empty()) parts.push_back({name + " not " + listed(filter.none), !has(filter.none), stated});
  }
  if (!request.dates.empty()) {
    const bool published = request.date_field == DateField::published;
    QueryNode days;
    days.kind = Kind::dates;
    days.days = request.dates;
    parts.push_back(
        {to_string(days), matcher_.holds(*matcher_.on_days(request.dates, request.date_field), rank_),
         published ? date_reason(article_.published, "published") : date_reason(article_.updated, "updated")});
  }
  return parts;
}

std::string Diagnostician::reason(const QueryNode& node) {
  switch (node.kind) {
    case Kind::word:
    case Kind::exact:
      return nearest_word(node.words.front());
    case Kind::prefix:
      return "it prints no word that begins so";
    case Kind::characters:
      return "it does not hold these characters side by side";
    case Kind::phrase: {
      const std::string missing = missing_words(words_of(node));
      return missing.empty() ? "it holds these words, but not side by side" : missing;
    }
    case Kind::near: {
      const std::string missing = missing_words(node.children);
      return missing.empty() ? "it holds these words, but farther apart" : missing;
    }
    case Kind::variants:
      return "it holds none of these";
    case Kind::value:
      return "its " + std::string(to_string(node.field)) + ": " + listed(values_of(article_, node.field));
    case Kind::dates:
      return date_reason(article_.published, "published");
    case Kind::like:
      return "it shares too few telling words with that article";
    case Kind::none:
      return "it holds what must not be there";
    case Kind::any:
      return "it passes none of these";
    case Kind::all:
      return missing_words(node.children);
    case Kind::everything:
      return "";
  }
  return "";
}

std::string Diagnostician::missing_words(const std::vector<QueryNode>& words) {
  std::vector<std::string> missing;
  for (const QueryNode& word : words)
    if (!holds(word)) missing.push_back(word.kind == Kind::exact ? word.words.front() : to_string(word));
  return missing.empty() ? "" : "it does not hold " + listed(missing);
}

/// The word the article prints that is most like the one asked for: it begins so, or may be a misspelling.
std::string Diagnostician::nearest_word(const std::string& word) {
  constexpr std::size_t kTellingStart = 4;
  std::string nearest;
  std::size_t longest = kTellingStart - 1;
  for (const Token& token : analyzer_.analyze(article_.headline + "\n" + article_.body))
    if (const std::size_t start = common_start(token.word, word); start > longest) {
      longest = start;
      nearest = token.word;
    }
  if (nearest.empty()) return "it prints no form of this word";
  return "it prints no form of this word; the nearest is " + in_quotes(nearest);
}

std::string Diagnostician::date_reason(const std::optional<ArticleDate>& date, const char* which) const {
  if (!date) return std::string("it has no date ") + which;
  const Day day = date->precision == DatePrecision::day ? std::chrono::floor<std::chrono::days>(date->time)
                                                        : calendar_.day_of(date->time);
  return std::string(which) + " on " + format_iso(day);
}

}  // namespace newssearch
