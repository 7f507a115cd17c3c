#include "server/search/story.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "server/search/article_terms.h"
#include "server/search/calendar.h"

namespace newssearch {
namespace {

constexpr std::size_t kTurningPoints = 4, kNewWords = 5, kComparedTerms = 100;
constexpr double kShareOfStory = 1.0 / 7;
constexpr double kHeadlineCounts = 8;

struct Member {
  std::size_t rank = 0;
  Article article;
  std::vector<ArticleTerm> terms;  ///< in order of bytes
  std::optional<Day> day;
};

std::vector<Member> read_members(const std::vector<std::size_t>& ranks, const SearchedIndex& index,
                                 const Calendar& calendar) {
  std::vector<Member> members;
  const DateColumn& dates = index.columns.published();
  for (const std::size_t rank : ranks) {
    Result<Article> article = stored_article(index, rank);
    if (!article) continue;
    Member member{.rank = rank, .article = *std::move(article), .terms = {}, .day = {}};
    member.terms = article_terms(member.article, index,
                                 [](const WordPlace& place) { return place.in_headline ? kHeadlineCounts : 1.0; });
    if (dates.known[rank] == DateColumn::moment) member.day = calendar.day_of(dates.at(rank));
    if (dates.known[rank] == DateColumn::day) member.day = std::chrono::floor<std::chrono::days>(dates.at(rank));
    members.push_back(std::move(member));
  }
  std::stable_sort(members.begin(), members.end(), [&](const Member& a, const Member& b) {
    if (a.day.has_value() != b.day.has_value()) return a.day.has_value();
    return a.day && *a.day != *b.day ? *a.day < *b.day : index.columns.comes_before(b.rank, a.rank);
  });
  return members;
}

/// The telling terms of an article, of length 1 together.
std::map<std::string_view, double> direction(const Member& member) {
  std::vector<std::pair<double, std::string_view>> weights;
  for (const ArticleTerm& term : member.terms) weights.emplace_back(std::log1p(term.count) * term.idf, term.term);
  std::sort(weights.rbegin(), weights.rend());
  weights.resize(std::min(weights.size(), kComparedTerms));
  double squares = 0;
  for (const auto& [weight, term] : weights) squares += weight * weight;
  std::map<std::string_view, double> direction;
  for (const auto& [weight, term] : weights) direction[term] = weight / std::sqrt(squares);
  return direction;
}

/// The one whose terms lie nearest to all the others' together, of those with a headline.
const Member& most_central(const std::vector<Member>& members) {
  std::map<std::string_view, double> all;
  std::vector<std::map<std::string_view, double>> directions;
  for (const Member& member : members) {
    directions.push_back(direction(member));
    for (const auto& [term, weight] : directions.back()) all[term] += weight;
  }
  const Member* best = &members.front();
  double most = -1;
  for (std::size_t i = 0; i < members.size(); ++i) {
    double sum = 0;
    for (const auto& [term, weight] : directions[i]) sum += weight * all[term];
    if (!members[i].article.headline.empty() && sum > most) {
      most = sum;
      best = &members[i];
    }
  }
  return *best;
}

/// One day of a story, and what it brought.
struct DayOfStory {
  StoryDay told;
  double novelty = 0;
};

/// How many articles of a story hold a term.
using TermCounts = std::map<std::string, std::uint32_t>;

/// The articles [begin, end) of one day; `said` are the terms of those before, and then of these.
DayOfStory read_day(const Member* begin, const Member* end, const TermCounts& in_story, std::set<std::string>& said) {
  struct New {
    std::uint32_t articles = 0;
    double idf = 0;
    std::string printed;
  };
  std::map<std::string, New> fresh;
  for (const Member* member = begin; member != end; ++member)
    for (const ArticleTerm& term : member->terms) {
      if (said.contains(term.term)) continue;
      New& entry = fresh[term.term];
      ++entry.articles;
      entry.idf = term.idf;
      if (entry.printed.empty()) entry.printed = term.printed;
    }
  const auto articles = static_cast<std::uint32_t>(end - begin);
  DayOfStory day;
  day.told.date = format_iso(*begin->day);
  day.told.articles = articles;
  std::vector<std::pair<double, std::string>> words;
  for (auto& [term, entry] : fresh) {
    said.insert(term);
    if (entry.articles < std::min(articles, 2U)) continue;
    const double worth = entry.idf * entry.articles / articles;
    day.novelty += worth;
    words.emplace_back(worth * std::log1p(in_story.at(term)), std::move(entry.printed));
  }
  std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (auto& [worth, word] : words)
    if (day.told.new_words.size() < kNewWords) day.told.new_words.push_back(std::move(word));
  return day;
}

void mark_turning_points(std::vector<DayOfStory>& days, std::size_t articles) {
  if (days.empty()) return;
  days.front().told.turning_point = true;
  std::vector<DayOfStory*> later;
  for (auto day = days.begin() + 1; day != days.end(); ++day)
    if (day->told.articles >= 2 || day->told.articles >= kShareOfStory * static_cast<double>(articles))
      later.push_back(&*day);
  std::stable_sort(later.begin(), later.end(), [](const auto* a, const auto* b) { return a->novelty > b->novelty; });
  for (std::size_t i = 0; i < std::min(later.size(), kTurningPoints); ++i)
    if (later[i]->novelty > 0 && 2 * later[i]->novelty >= later[0]->novelty) later[i]->told.turning_point = true;
}

std::vector<FacetCount> count_sources(const std::vector<Member>& members) {
  std::map<std::string, std::uint32_t> counts;
  for (const Member& member : members)
    if (!member.article.source.empty()) ++counts[member.article.source];
  std::vector<FacetCount> sources;
  for (const auto& [source, count] : counts) sources.push_back({source, count, false});
  std::stable_sort(sources.begin(), sources.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
  return sources;
}

}  // namespace

StoryResponse tell_story(std::vector<std::size_t> ranks, const SearchedIndex& index, std::string_view time_zone) {
  const std::vector<Member> members = read_members(ranks, index, Calendar(std::string(time_zone)));
  StoryResponse story;
  if (members.empty()) return story;
  story.articles = static_cast<std::uint32_t>(members.size());
  story.headline = most_central(members).article.headline;
  story.sources = count_sources(members);

  std::vector<DayOfStory> days;
  std::set<std::string> said;
  TermCounts in_story;
  for (const Member& member : members)
    for (const ArticleTerm& term : member.terms) ++in_story[term.term];
  const Member* const end = members.data() + members.size();
  for (const Member* begin = members.data(); begin != end && begin->day;) {
    const Member* behind = begin;
    while (behind != end && behind->day == begin->day) ++behind;
    days.push_back(read_day(begin, behind, in_story, said));
    begin = behind;
  }
  mark_turning_points(days, members.size());
  for (DayOfStory& day : days) story.days.push_back(std::move(day.told));

  std::map<std::uint32_t, std::size_t> hit_of_group;
  for (const Member& member : members) {
    if (!member.day) ++story.undated;
    if (const auto group = index.columns.copies().shared(member.rank)) {
      const auto [known, first] = hit_of_group.try_emplace(*group, story.hits.size());
      if (!first) {
        story.hits[known->second].copies.push_back(member.article.id);
        ++story.hits[known->second].folded;
        continue;
      }
    }
    SearchHit hit;
    hit.article = member.article;
    leave_text_out(hit.article);
    hit.headline = {{member.article.headline, false}};
    story.hits.push_back(std::move(hit));
  }
  if (!days.empty()) {
    story.first = iso_date(index.columns.published(), members.front().rank);
    const auto last_dated =
        std::find_if(members.rbegin(), members.rend(), [](const Member& member) { return member.day; });
    story.latest = iso_date(index.columns.published(), last_dated->rank);
  }
  return story;
}

}  // namespace newssearch
