#include "server/search/trending.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <set>

#include "common/calendar_words.h"
#include "common/names.h"
#include "common/schema.h"
#include "server/search/article_terms.h"
#include "server/search/clause.h"

namespace newssearch {
namespace {

constexpr std::size_t kStoriesRead = 40, kArticlesRead = 6;
/// A name tells a reader more than the word beside it that is as telling.
constexpr double kNameBonus = 1.3;
/// Chance gives a greater one in one of a thousand cases (chi-square, one degree of freedom).
constexpr double kLeastRatio = 10.83;
/// A story of fewer articles of a time is no talk of it.
constexpr std::size_t kFewestArticles = 2;
constexpr std::size_t kMoreWords = 3;

/// How surprising it is to find something in `inside` of `period` articles that is in `everywhere` of `archive`.
double log_likelihood_ratio(double inside, double period, double everywhere, double archive) {
  const double outside = everywhere - inside, rest = archive - period;
  if (rest <= 0 || inside / period <= outside / rest) return 0;
  const auto part = [&](double seen, double size) {
    return seen > 0 ? seen * std::log(seen / (size * everywhere / archive)) : 0;
  };
  return 2 * (part(inside, period) + part(outside, rest));
}

/// What articles of a story say.
struct Phrase {
  std::string printed, term;
  bool is_name = false;
  std::uint32_t articles = 0, headlines = 0;  ///< of those read
  double telling = 0;
};

class Period {
 public:
  Period(const DocSet& articles, const SearchedIndex& index, PostingLists& lists)
      : articles_(articles), count_(articles.count()), index_(index), lists_(lists) {}

  double idf(const Phrase& phrase) const { return std::log(index_.stored() / std::max(1.0, everywhere(phrase))); }
  double ratio(const Phrase& phrase) {
    const auto [known, fresh] = ratios_.try_emplace(phrase.term);
    if (fresh)
      known->second = log_likelihood_ratio(articles_of_period(phrase), count_, everywhere(phrase), index_.stored());
    return known->second;
  }

 private:
  double everywhere(const Phrase& phrase) const {
    return phrase.is_name ? static_cast<double>(members(index_, phrase.term).size())
                          : articles_with(index_, phrase.term);
  }
  double articles_of_period(const Phrase& phrase) {
    if (phrase.is_name) {
      const std::vector<std::size_t> ranks = members(index_, phrase.term);
      return static_cast<double>(
          std::count_if(ranks.begin(), ranks.end(), [&](std::size_t rank) { return articles_.contains(rank); }));
    }
    std::uint32_t count = 0;
    PostingCursor cursor(lists_.of(phrase.term));
    for (std::size_t rank = articles_.next(0); rank < articles_.articles();) {
      const std::size_t window = cursor.seek(rank / kWindowArticles);
      if (window == PostingCursor::kEnd) break;
      WindowBits bits{};
      cursor.mark(bits);
      const WindowBits wanted = articles_.window(window);
      for (std::size_t i = 0; i < bits.size(); ++i)
        count += static_cast<std::uint32_t>(std::popcount(bits[i] & wanted[i]));
      rank = articles_.next((window + 1) * kWindowArticles);
    }
    return count;
  }

  const DocSet& articles_;
  const double count_;
  const SearchedIndex& index_;
  PostingLists& lists_;
  std::map<std::string, double> ratios_;
};

struct StoryOfPeriod {
  std::vector<std::size_t> ranks;  ///< its articles of the period, of near copies one
};

std::vector<StoryOfPeriod> greatest_stories(const DocSet& period, const Columns& columns) {
  std::map<std::string_view, StoryOfPeriod> stories;
  std::set<std::uint32_t> copied;
  period.for_each([&](std::size_t rank) {
    const auto group = columns.copies().shared(rank);
    if (group && !copied.insert(*group).second) return;
    stories[columns.stories().name(rank)].ranks.push_back(rank);
  });
  std::vector<StoryOfPeriod> greatest;
  for (auto& [name, story] : stories)
    if (story.ranks.size() >= kFewestArticles) greatest.push_back(std::move(story));
  const auto comes_before = [&](std::size_t a, std::size_t b) { return columns.comes_before(a, b); };
  for (StoryOfPeriod& story : greatest) std::sort(story.ranks.begin(), story.ranks.end(), comes_before);
  std::stable_sort(greatest.begin(), greatest.end(), [&](const StoryOfPeriod& a, const StoryOfPeriod& b) {
    if (a.ranks.size() != b.ranks.size()) return a.ranks.size() > b.ranks.size();
    return comes_before(a.ranks.front(), b.ranks.front());
  });
  greatest.resize(std::min(greatest.size(), kStoriesRead));
  return greatest;
}

/// Months and days of the week are said of any news of their time, and figures of any.
class Unsaying {
 public:
  bool has(std::string_view folded, const std::string& lang) {
    const auto [known, fresh] = calendars_.try_emplace(lang);
    if (fresh) known->second = calendar_words(lang);
    const bool figures = std::any_of(folded.begin(), folded.end(), [](char c) { return c >= '0' && c <= '9'; });
    return figures || folded.size() < kShortest || known->second.contains(std::string(folded));
  }

 private:
  static constexpr std::size_t kShortest = 3;
  std::map<std::string, std::set<std::string>> calendars_;
};

/// What at least half of the articles of a story say that are read, and the time says more than the archive: the most
/// telling first, which is rare in the archive, in all of these articles, in headlines, and a name.
std::vector<Phrase> phrases_of(const std::vector<Article>& articles, const SearchedIndex& index, Period& period) {
  std::map<std::string, Phrase> phrases;
  Unsaying unsaying;
  const auto add = [&](std::string printed, std::string term, bool is_name, bool in_headline) {
    Phrase& phrase = phrases[term];
    if (phrase.articles++ == 0)
      phrase = {.printed = std::move(printed), .term = term, .is_name = is_name, .articles = 1};
    phrase.headlines += in_headline ? 1 : 0;
  };
  for (const Article& article : articles) {
    const std::string headline = " " + fold(article.headline) + " ";
    for (ArticleTerm& term :
         article_terms(article, index, [](const WordPlace& place) { return place.in_headline ? 1000.0 : 1.0; }))
      if (!unsaying.has(fold(term.printed), article.lang))
        add(std::move(term.printed), std::move(term.term), false, term.count >= 1000);
    for (const std::string& name : printed_names(article.body, index.analyzer.analyze(article.body), article.lang))
      if (name.find(' ') != std::string::npos)  // else a word of its own
        add(name, schema::name_term(name), true, headline.find(fold(name)) != std::string::npos);
  }
  std::vector<Phrase> telling;
  for (auto& [term, phrase] : phrases) {
    if (2 * phrase.articles < articles.size() || period.ratio(phrase) < kLeastRatio) continue;
    const double said =
        static_cast<double>(phrase.articles + 2 * phrase.headlines) / static_cast<double>(articles.size());
    phrase.telling = said * period.idf(phrase) * (phrase.is_name ? kNameBonus : 1);
    telling.push_back(std::move(phrase));
  }
  std::stable_sort(telling.begin(), telling.end(),
                   [](const Phrase& a, const Phrase& b) { return a.telling > b.telling; });
  return telling;
}

bool is_part_of(const std::string& word, const std::string& phrase) {
  return (" " + fold(phrase) + " ").find(" " + fold(word) + " ") != std::string::npos;
}

}  // namespace

DocSet published_between(const SearchedIndex& index, Instant from, Instant to) {
  DocSet articles(index.columns.ranks());
  for (const RankRange& range : index.columns.published().between(from, to))
    for (std::size_t rank = range.begin; rank < range.end; ++rank)
      if (index.live.contains(rank)) articles.insert(rank);
  return articles;
}

std::vector<TrendingEntry> trending(const DocSet& articles_of_time, const SearchedIndex& index, PostingLists& lists,
                                    std::uint32_t limit) {
  Period period(articles_of_time, index, lists);
  std::map<std::string, TrendingEntry> entries;  // by what they are known by
  for (const StoryOfPeriod& story : greatest_stories(articles_of_time, index.columns)) {
    std::vector<Article> articles;
    for (const std::size_t rank : story.ranks) {
      if (articles.size() == kArticlesRead) break;
      if (Result<Article> article = stored_article(index, rank)) articles.push_back(*std::move(article));
    }
    const std::vector<Phrase> phrases = phrases_of(articles, index, period);
    if (phrases.empty()) continue;
    TrendingEntry& entry = entries[phrases.front().term];
    const bool greater = entry.articles == 0;  // stories come by size
    entry.articles += static_cast<std::uint32_t>(story.ranks.size());
    if (!greater) continue;
    entry.phrase = phrases.front().printed;
    entry.ratio = period.ratio(phrases.front());
    entry.headline = articles.front().headline;
    entry.article = articles.front().id;
    entry.story = index.columns.stories().name(story.ranks.front());
    for (const Phrase& more : phrases)
      if (entry.more.size() < kMoreWords && !is_part_of(more.printed, entry.phrase) &&
          std::none_of(entry.more.begin(), entry.more.end(), [&](const std::string& one) {
            return is_part_of(more.printed, one) || is_part_of(one, more.printed);
          }))
        if (!is_part_of(entry.phrase, more.printed)) entry.more.push_back(more.printed);
  }
  std::vector<TrendingEntry> list;
  for (auto& [phrase, entry] : entries) list.push_back(std::move(entry));
  std::stable_sort(list.begin(), list.end(),
                   [](const TrendingEntry& a, const TrendingEntry& b) { return a.ratio > b.ratio; });
  list.resize(std::min<std::size_t>(list.size(), limit));
  return list;
}

}  // namespace newssearch
