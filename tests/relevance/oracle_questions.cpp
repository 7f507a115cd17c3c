#include "tests/relevance/oracle_questions.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
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
  request.names = request.synonyms = request.spelling = false;
  return request;
}

std::string in_capitals(const std::string& text) {
  std::string capitals;
  icu::UnicodeString::fromUTF8(text).toUpper(icu::Locale::getRoot()).toUTF8String(capitals);
  return capitals;
}

/// Words [from, to) of a text, as they can be asked for: a blank between two, but none between characters that touch.
std::string written(const CountedText& text, std::size_t from, std::size_t to, const Numbering& words) {
  std::string row;
  for (std::size_t i = from; i < to; ++i)
    row += words.texts()[text.words[i]] + (i + 1 < to && !text.touches[i] ? " " : "");
  return row;
}

std::string first_characters(const std::string& word, std::size_t count) {
  std::size_t end = 0;
  for (; end < word.size(); ++end)
    if ((static_cast<unsigned char>(word[end]) & 0xC0) != 0x80 && count-- == 0) break;
  return word.substr(0, end);
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

Questioner::Questioner(const Archive& archive, unsigned seed) : archive_(archive), dice_(seed) {
  for (std::size_t i = 0; i < archive.articles().size(); ++i) {
    const CountedArticle& article = archive.articles()[i];
    const std::vector<bool>& touches = article.body.touches;
    if (std::find(touches.begin(), touches.end(), true) != touches.end()) with_characters_.push_back(i);
    if (!article.hyphens.empty()) with_hyphens_.push_back(i);
  }
}

std::vector<Question> Questioner::variants(const std::string& query) {
  const std::vector<std::string> words = words_of(query);
  if (words.empty()) return {};
  const std::vector<std::string> all_but_last(words.begin(), words.end() - 1);
  std::vector<Question> questions = {
      {"as it is", counted(query)},
      {"phrase", counted('"' + joined(words, "", " ") + '"')},
      {"without", counted(joined(all_but_last, "", " ") + " -" + words.back())},
      {"or", counted(joined(words, "", " OR "))},
      {"headline", counted(joined(words, "headline:", " "))},
      {"must", counted(joined(words, "+", " "))},
      {"exact", counted('"' + words.front() + '"')},
      {"near", counted(joined(words, "", " NEAR/8 "))},
      {"prefix", counted(joined(all_but_last, "", " ") + ' ' + words.back() + '*')},
      {"capitals", counted(in_capitals(query))},
      {"folded", counted(fold(query))},
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

Question Questioner::uncounted() {
  Question question = random();
  const CountedArticle& article = any_article();
  const auto something = [&]() -> std::string {
    switch (below(4)) {
      case 0:
        return (chance(.2) ? "-" : "") + ("like:\"" + (chance(.05) ? "nobody" : article.id) + '"');
      case 1:  // in hours it would matter which engine is asked first
        return std::string(chance(.5) ? "when:" : "after:") + std::to_string(1 + below(9000)) + 'd';
      case 2:
        return misspelled(word_of(article)) + (chance(.5) ? ' ' + misspelled(word_of(article)) : "");
      default:
        return "author:" + word_of(article) + " OR before:" + std::to_string(1990 + below(35));
    }
  };
  std::string& text = question.request.text;
  static constexpr std::array<const char*, 4> kJoints = {" ", " AND ", " OR ", " NOT "};
  text = chance(.4) || text.empty() ? something() : text + kJoints[below(kJoints.size())] + something();
  question.kind = "uncounted";
  return question;
}

SearchRequest Questioner::dressed(SearchRequest request) {
  static constexpr std::array kOrders = {SortOrder::relevance, SortOrder::relevance, SortOrder::newest,
                                         SortOrder::oldest};
  request.sort = kOrders[below(kOrders.size())];
  request.per_page = chance(.8) ? 10 : static_cast<std::uint32_t>(1 + below(40));
  if (chance(.1)) request.page = static_cast<std::uint32_t>(1 + below(3));
  request.ids_only = chance(.5);
  request.snippet_length = chance(.8) ? 200 : 0;
  request.explain = chance(.2);
  request.names = chance(.7);
  request.synonyms = chance(.7);
  request.spelling = chance(.7);
  if (chance(.3)) request.facet_limit = static_cast<std::uint32_t>(1 + below(20));
  return request;
}

const CountedArticle& Questioner::any_of(const std::vector<std::size_t>& articles) {
  return articles.empty() ? any_article() : archive_.articles()[articles[below(articles.size())]];
}

const CountedText& Questioner::text_of(const CountedArticle& article) {
  const bool headline = article.body.words.empty() || (!article.headline.words.empty() && chance(.3));
  return headline ? article.headline : article.body;
}

std::string Questioner::word_of(const CountedArticle& article) {
  const Numbers& words = text_of(article).words;
  return words.empty() ? "news" : archive_.words().texts()[words[below(words.size())]];
}

/// Two to four words as they stand side by side.
std::string Questioner::row_of(const CountedArticle& article) {
  const CountedText& text = text_of(article);
  if (text.words.empty()) return "news";
  const std::size_t from = below(text.words.size());
  return written(text, from, std::min(text.words.size(), from + 2 + below(3)), archive_.words());
}

/// Two or three words and rows of an article, mostly close to each other.
std::string Questioner::near_of(const CountedArticle& article) {
  const CountedText& text = text_of(article);
  if (text.words.empty()) return "news NEAR paper";
  const std::size_t from = below(text.words.size()), apart = chance(.1) ? 200 : 12;
  std::string near;
  for (std::size_t sides = 2 + below(2); sides > 0; --sides) {
    const std::size_t at = std::min(text.words.size() - 1, from + below(apart));
    const std::size_t end = std::min(text.words.size(), at + (chance(.2) ? 2 : 1));
    std::string side = written(text, at, end, archive_.words());
    if (end > at + 1 || chance(.1)) side = '"' + side + '"';
    if (chance(.1)) side = prefix_of(article);
    if (chance(.1)) side = '(' + side + " OR " + word_of(article) + ')';
    near += (near.empty() ? "" : " NEAR/" + std::to_string(1 + below(apart)) + ' ') + side;
  }
  return near;
}

std::string Questioner::prefix_of(const CountedArticle& article) {
  return first_characters(word_of(article), 3 + below(4)) + '*';
}

/// rollsroyce, rolls royce, rolls-royce, "rolls royce".
std::string Questioner::compound_of(const CountedArticle& article) {
  if (article.hyphens.empty()) return word_of(article);
  const auto& [first, second] = article.hyphens[below(article.hyphens.size())];
  const std::string &one = archive_.words().texts()[first], &two = archive_.words().texts()[second];
  static constexpr std::array<const char*, 4> kJoints = {"", " ", " ", "-"};
  const std::string compound = one + kJoints[below(kJoints.size())] + two;
  return chance(.15) ? '"' + compound + '"' : compound;
}

/// Two or three touching characters, cut anywhere; now and then more, a single one, or beyond their stretch.
std::string Questioner::characters_of(const CountedArticle& article) {
  const CountedText& text = text_of(article);
  if (text.words.empty()) return "news";
  std::size_t at = below(text.words.size()), end = at + 1;
  while (at + 1 < text.words.size() && !text.touches[at]) end = ++at + 1;
  const std::size_t length = chance(.7) ? 2 + below(2) : 1 + below(8);
  const bool beyond = chance(.1);
  while (end < text.words.size() && end - at < length && (beyond || text.touches[end - 1])) ++end;
  const std::string characters = written(text, at, end, archive_.words());
  return chance(.3) ? '"' + characters + '"' : characters;
}

/// A word or two as they are printed: with capitals, accents and signs.
std::string Questioner::printed_in(const CountedArticle& article) {
  std::istringstream stream(article.printed);
  std::vector<std::string> pieces;
  for (std::string piece; stream >> piece;) pieces.push_back(piece);
  if (pieces.empty()) return word_of(article);
  const std::size_t at = below(pieces.size());
  std::string printed = pieces[at];
  if (chance(.5) && at + 1 < pieces.size()) printed += ' ' + pieces[at + 1];
  return chance(.2) ? in_capitals(printed) : printed;
}

std::optional<std::string> Questioner::value_of(const CountedArticle& article, Facet facet) {
  const Numbers& values = article.values[static_cast<std::size_t>(facet)];
  if (values.empty()) return std::nullopt;
  return archive_.values(facet).texts()[values[below(values.size())]];
}

/// A byte of it doubled, left out or changed for its neighbour; other letters than ASCII's stay.
std::string Questioner::misspelled(std::string word) {
  if (word.size() < 4 || std::any_of(word.begin(), word.end(), [](char c) { return (c & 0x80) != 0; })) return word;
  const std::size_t at = below(word.size() - 1);
  switch (below(3)) {
    case 0:
      word.insert(at, 1, word[at]);
      break;
    case 1:
      word.erase(at, 1);
      break;
    default:
      std::swap(word[at], word[at + 1]);
  }
  return word;
}

std::string Questioner::term(const CountedArticle& article) {
  switch (below(18)) {
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
    case 8:
      return near_of(article);
    case 9:
      return (chance(.2) ? "headline:(" + near_of(article) + ')' : prefix_of(article));
    case 10:
      return (chance(.2) ? "headline:" : "") + prefix_of(article);
    case 11:
      return (chance(.2) ? "headline:" : "") + compound_of(any_of(with_hyphens_));
    case 12:
      return (chance(.2) ? "headline:" : "") + characters_of(any_of(with_characters_));
    case 13:
      return in_capitals(word_of(article));
    case 14:
      return printed_in(article);
    default:
      return word_of(article);
  }
}

void Questioner::filter_by(Facet facet, const CountedArticle& article, SearchRequest& request) {
  FacetFilter& filter = request.filter(facet);
  const auto choose = [&](std::vector<std::string>& among, const CountedArticle& from) {
    if (const auto value = value_of(from, facet))
      among.push_back(chance(.1) ? fold(*value) : chance(.1) ? in_capitals(*value) : *value);
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
