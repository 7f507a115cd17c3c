#include "tests/relevance/oracle_count.h"

#include <algorithm>
#include <map>

#include "server/search/query_parser.h"
#include "tests/relevance/oracle_condition.h"
#include "tests/relevance/oracle_reading.h"

namespace newssearch::oracle {
namespace {

constexpr std::uint32_t kRelaxBelow = 3;  // fewer articles than these with all the words: some of them will do

/// By number of the value: whether a filter's values mean it. As stated or, where no article states it so, as it folds.
std::vector<bool> meant(const std::vector<std::string>& asked, Facet facet, const Archive& archive) {
  std::vector<bool> meant;
  for (const std::string& value : archive.values(facet).texts())
    meant.push_back(std::any_of(asked.begin(), asked.end(), [&](const std::string& one) {
      return archive.states(facet, one) ? one == value : fold(one) == fold(value);
    }));
  return meant;
}

/// One field's filter: whether an article has a value chosen, and whether it has one refused.
class Filter {
 public:
  Filter(Facet facet, const FacetFilter& asked, const Archive& archive)
      : facet_(static_cast<std::size_t>(facet)),
        open_(asked.any.empty()),
        chosen_(meant(asked.any, facet, archive)),
        refused_(meant(asked.none, facet, archive)) {}

  bool chosen(const CountedArticle& article) const { return open_ || has_one(article, chosen_); }
  bool refused(const CountedArticle& article) const { return has_one(article, refused_); }
  bool is_chosen(std::uint32_t value) const { return chosen_[value]; }
  /// By number of the value: chosen, or nothing is.
  std::vector<bool> open() const { return open_ ? std::vector<bool>(chosen_.size(), true) : chosen_; }

 private:
  bool has_one(const CountedArticle& article, const std::vector<bool>& values) const {
    const Numbers& own = article.values[facet_];
    return std::any_of(own.begin(), own.end(), [&](std::uint32_t value) { return values[value]; });
  }
  std::size_t facet_;
  bool open_;
  std::vector<bool> chosen_, refused_;
};

class Count {
 public:
  Count(const SearchRequest& request, Archive& archive) : request_(request), archive_(archive) {
    for (const Facet facet : kFacets) filters_.emplace_back(facet, request.filter(facet), archive);
  }

  /// How many articles hold what is asked for.
  std::size_t holding(const QueryNode& query) const {
    const Condition condition = condition_of(query);
    return static_cast<std::size_t>(
        std::count_if(archive_.articles().begin(), archive_.articles().end(),
                      [&](const CountedArticle& article) { return condition.holds(article, clocks_); }));
  }

  /// Marks what matches, unless what is marked is as many. True where it marked.
  bool match(const QueryNode& query) {
    const Condition condition = condition_of(query);
    std::vector<bool> matched(archive_.articles().size());
    std::uint32_t total = 0;
    for (std::size_t i = 0; i < matched.size(); ++i) {
      const CountedArticle& article = archive_.articles()[i];
      matched[i] =
          condition.holds(article, clocks_) && is_within(date_of(article), request_.dates, clocks_) &&
          std::none_of(filters_.begin(), filters_.end(), [&](const Filter& filter) { return filter.refused(article); });
      total += matched[i] && passes_choices(article, nullptr) ? 1 : 0;
    }
    if (!matched_.empty() && total <= total_) return false;
    matched_ = std::move(matched);
    total_ = total;
    return true;
  }

  std::uint32_t total() const { return total_; }

  /// Without the facet's own choice: it does not hide its siblings.
  FacetCounts facet(Facet facet) const {
    const auto number = static_cast<std::size_t>(facet);
    const std::vector<std::string>& values = archive_.values(facet).texts();
    std::vector<std::uint32_t> counts(values.size());
    for (std::size_t i = 0; i < matched_.size(); ++i) {
      const CountedArticle& article = archive_.articles()[i];
      if (!matched_[i] || !passes_choices(article, &filters_[number])) continue;
      for (const std::uint32_t value : article.values[number]) ++counts[value];
    }
    FacetCounts found{.facet = facet, .values = {}, .distinct = 0};
    for (std::uint32_t value = 0; value < values.size(); ++value) {
      const bool selected = filters_[number].is_chosen(value) && archive_.states(facet, values[value]);
      if (counts[value] > 0 || selected) found.values.push_back({values[value], counts[value], selected});
      found.distinct += counts[value] > 0 ? 1 : 0;
    }
    std::sort(found.values.begin(), found.values.end(), [](const FacetCount& a, const FacetCount& b) {
      return a.count != b.count ? a.count > b.count : a.value < b.value;
    });
    std::uint32_t place = 0;
    std::erase_if(found.values,
                  [&](const FacetCount& value) { return ++place > request_.facet_limit && !value.selected; });
    return found;
  }

  DateHistogram histogram(HistogramInterval interval) const {
    struct Bucket {
      std::uint32_t matches = 0, all = 0;
    };
    std::map<Instant, Bucket> buckets;
    DateHistogram histogram{.interval = interval, .time_zone = request_.time_zone, .buckets = {}, .undated = 0};
    std::optional<Instant> first, last;
    for (std::size_t i = 0; i < matched_.size(); ++i) {
      const CountedArticle& article = archive_.articles()[i];
      const bool found = matched_[i] && passes_choices(article, nullptr);
      const std::optional<ArticleDate>& date = date_of(article);
      if (!date || (interval == HistogramInterval::hour && date->precision == DatePrecision::day)) {
        histogram.undated += found ? 1 : 0;
        continue;
      }
      const Instant bucket = bucket_of(clocks_.shown(*date), interval);
      ++buckets[bucket].all;
      if (!found) continue;
      ++buckets[bucket].matches;
      first = std::min(first.value_or(bucket), bucket);
      last = std::max(last.value_or(bucket), bucket);
    }
    for (auto at = first; at && *at <= *last; at = bucket_after(*at, interval)) {
      const Bucket& bucket = buckets[*at];
      histogram.buckets.push_back({label(*at, interval), label(bucket_after(*at, interval), interval), bucket.matches,
                                   bucket.all > 0 ? static_cast<double>(bucket.matches) / bucket.all : 0});
    }
    return histogram;
  }

 private:
  /// Where languages are chosen, words are looked up as they are stemmed in these.
  Condition condition_of(const QueryNode& query) const {
    return Condition(query, archive_, filters_[static_cast<std::size_t>(Facet::lang)].open());
  }
  bool passes_choices(const CountedArticle& article, const Filter* but_for) const {
    return std::all_of(filters_.begin(), filters_.end(),
                       [&](const Filter& filter) { return &filter == but_for || filter.chosen(article); });
  }
  const std::optional<ArticleDate>& date_of(const CountedArticle& article) const {
    return request_.date_field == DateField::published ? article.published : article.updated;
  }
  std::string label(Instant bucket, HistogramInterval interval) const {
    return interval == HistogramInterval::hour ? format_iso(clocks_.first_moment(bucket))
                                               : format_iso(std::chrono::floor<std::chrono::days>(bucket));
  }

  const SearchRequest& request_;
  Archive& archive_;
  const Clocks clocks_{request_.time_zone};
  std::vector<Filter> filters_;  ///< by facet
  std::vector<bool> matched_;    ///< passes all but the choices
  std::uint32_t total_ = 0;
};

}  // namespace

std::optional<Expected> count(const SearchRequest& request, Archive& archive, Day today, HistogramInterval interval) {
  static const Calendar utc("UTC");
  const Result<ParsedQuery> parsed = parse_query(request.text, archive.analyzer(), {.now = today, .calendar = utc}, {},
                                                 request.names ? NameSpellings::all : NameSpellings::as_typed);
  if (!parsed) return std::nullopt;
  const QueryNode asked = with_compounds(parsed->root, archive);
  Count count(request, archive);
  count.match(asked);
  Expected expected;
  if (count.total() < kRelaxBelow && !parsed->says_and) {
    QueryNode rest = asked;
    if (const auto held = without_unheld(asked, [&](const QueryNode& word) { return count.holding(word) > 0; })) {
      rest = *held;
      expected.relaxed = count.match(rest);
    }
    const auto is_telling = [&](const QueryNode& word) { return 2 * count.holding(word) <= archive.articles().size(); };
    if (const auto any = any_bare_word(rest, is_telling); any && count.total() < kRelaxBelow)
      expected.relaxed = count.match(*any) || expected.relaxed;
  }
  expected.total = count.total();
  for (const Facet facet : request.facets) expected.facets.push_back(count.facet(facet));
  if (request.histogram) expected.histogram = count.histogram(interval);
  return expected;
}

}  // namespace newssearch::oracle
