#include "tests/relevance/oracle_questions.h"

#include <array>
#include <sstream>

namespace newssearch::oracle {
namespace {

/// A request that is counted in every way and fetches as little as it can.
SearchRequest counted(std::string text) {
  SearchRequest request;
  request.text = std::move(text);
  request.facets.assign(std::begin(kFacets), std::end(kFacets));
  request.facet_limit = kMaxFacetLimit;
  request.histogram = HistogramInterval::automatic;
  request.per_page = 1;
  request.snippet_length = 0;
  return request;
}

std::vector<std::string> words_of(const std::string& query) {
  std::istringstream stream(query);
  std::vector<std::string> words;
  for (std::string word; stream >> word;)
    if (std::erase_if(word, [](char c) { return c == '"' || c == '(' || c == ')'; }); !word.empty())
      words.push_back(word);
  return words;
}

std::string joined(const std::vector<std::string>& words, const std::string& before, const std::string& between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : between) + before + word;
  return text;
}

}  // namespace

std::vector<Question> Questioner::variants(const std::string& query) {
  const std::vector<std::string> words = words_of(query);
  if (words.empty()) return {};
  std::vector<std::string> all_but_last(words.begin(), words.end() - 1);
  std::vector<Question> questions = {
      {"as it is", counted(query)},
      {"phrase", counted('"' + joined(words, "", " ") + '"')},
      {"without", counted(joined(all_but_last, "", " ") + " -" + words.back())},
      {"or", counted(joined(words, "", " OR "))},
      {"headline", counted(joined(words, "headline:", " "))},
      {"must", counted(joined(words, "+", " "))},
      {"exact", counted('"' + words.front() + '"')},
  };
  const auto add = [&](std::string kind, auto change) {
    questions.push_back({std::move(kind), counted(query)});
    change(questions.back().request);
  };
  add("section", [&](SearchRequest& request) { filter_by(Facet::section, any_article(), request); });
  add("source", [&](SearchRequest& request) { filter_by(Facet::source, any_article(), request); });
  add("two filters", [&](SearchRequest& request) {
    const CountedArticle& article = any_article();
    filter_by(Facet::section, article, request);
    filter_by(Facet::author, article, request);
  });
  add("days", [&](SearchRequest& request) { narrow_days(any_article(), request); });
  add("updated", [&](SearchRequest& request) { request.date_field = DateField::updated; });
  for (const auto interval :
       {HistogramInterval::day, HistogramInterval::week, HistogramInterval::month, HistogramInterval::year})
    add("by " + std::string(to_string(interval)), [&](SearchRequest& request) {
      request.histogram = interval;
      request.time_zone = time_zone();
    });
  return questions;
}

Question Questioner::random() {
  const CountedArticle& article = any_article();
  std::string text = chance(.05) ? "" : term(article);
  for (std::size_t more = below(4); more > 0 && !text.empty(); --more) {
    static constexpr std::array<const char*, 6> kJoints = {" ", " ", " ", " AND ", " OR ", " NOT "};
    text += kJoints[below(kJoints.size())] + term(chance(.7) ? article : any_article());
    if (chance(.15)) text = "(" + text + ") " + term(any_article());
  }
  Question question{"random", counted(text)};
  for (const Facet facet : kFacets)
    if (chance(.1)) filter_by(facet, article, question.request);
  if (chance(.25)) narrow_days(article, question.request);
  if (chance(.4)) question.request.time_zone = time_zone();
  if (chance(.1)) question.request.date_field = DateField::updated;
  if (chance(.1)) question.request.facet_limit = static_cast<std::uint32_t>(1 + below(5));
  question.request.histogram = interval();
  return question;
}

std::string Questioner::word_of(const CountedArticle& article) {
  const Numbers& words =
      article.body.empty() || (!article.headline.empty() && chance(.3)) ? article.headline : article.body;
  return words.empty() ? "news" : archive_.words().texts()[words[below(words.size())]];
}

/// Two to four words as they stand side by side.
std::string Questioner::row_of(const CountedArticle& article) {
  const Numbers& words = article.body.empty() ? article.headline : article.body;
  if (words.empty()) return "news";
  std::string row;
  const std::size_t from = below(words.size()), to = std::min(words.size(), from + 2 + below(3));
  for (std::size_t i = from; i < to; ++i) row += (row.empty() ? "" : " ") + archive_.words().texts()[words[i]];
  return row;
}

std::optional<std::string> Questioner::value_of(const CountedArticle& article, Facet facet) {
  const Numbers& values = article.values[static_cast<std::size_t>(facet)];
  if (values.empty()) return std::nullopt;
  return archive_.values(facet).texts()[values[below(values.size())]];
}

std::string Questioner::term(const CountedArticle& article) {
  switch (below(10)) {
    case 0:
      return '"' + row_of(article) + '"';
    case 1:
      return '"' + word_of(article) + '"';
    case 2:
      return "-" + word_of(article);
    case 3:
      return "+" + word_of(article);
    case 4:
      return "headline:" + word_of(article);
    case 5:
      return "headline:\"" + row_of(article) + '"';
    case 6: {
      const Facet facet = kFacets[below(std::size(kFacets))];
      return std::string(to_string(facet)) + ":\"" + value_of(article, facet).value_or("news") + '"';
    }
    case 7:
      return "date:" + (article.published ? format_iso(*article.published).substr(0, 7) : std::string("2015"));
    default:
      return word_of(article);
  }
}

void Questioner::filter_by(Facet facet, const CountedArticle& article, SearchRequest& request) {
  FacetFilter& filter = request.filter(facet);
  const auto choose = [&](std::vector<std::string>& among, const CountedArticle& from) {
    if (const auto value = value_of(from, facet)) among.push_back(chance(.2) ? fold(*value) : *value);
  };
  if (chance(.8)) choose(filter.any, article);
  if (chance(.4)) choose(filter.any, any_article());
  if (chance(.2)) choose(filter.none, any_article());
}

void Questioner::narrow_days(const CountedArticle& article, SearchRequest& request) {
  const auto day = [&](const CountedArticle& of) -> std::optional<Day> {
    if (!of.published || chance(.1)) return std::nullopt;
    return std::chrono::floor<std::chrono::days>(of.published->time);
  };
  request.dates = {day(article), day(any_article())};
  if (chance(.3)) request.dates.to = request.dates.from;  // one day: by hours
  if (request.dates.from && request.dates.to && *request.dates.from > *request.dates.to)
    std::swap(request.dates.from, request.dates.to);
  request.time_zone = time_zone();
}

HistogramInterval Questioner::interval() {
  static constexpr std::array kIntervals = {
      HistogramInterval::automatic, HistogramInterval::automatic, HistogramInterval::hour, HistogramInterval::day,
      HistogramInterval::week,      HistogramInterval::month,     HistogramInterval::year};
  return kIntervals[below(kIntervals.size())];
}

/// East and west, half hours, clocks that jump over midnight, a day that never was.
std::string Questioner::time_zone() {
  static constexpr std::array<const char*, 6> kZones = {"UTC",          "America/New_York",  "Asia/Tokyo",
                                                        "Asia/Kolkata", "America/Sao_Paulo", "Pacific/Apia"};
  return kZones[below(kZones.size())];
}

}  // namespace newssearch::oracle
