#include "server/search/wire_reading.h"

#include <limits>
#include <nlohmann/json.hpp>

namespace newssearch {
namespace {

using Json = nlohmann::json;

struct Unreadable {
  std::string reason;
};

/// A value and where in the answer it stands. Throws Unreadable where it is not what is asked for.
class Value {
 public:
  Value(const Json& json, std::string name) : json_(json), name_(std::move(name)) {}

  /// A member that is always there.
  Value operator[](const std::string& member) const {
    if (!json_.is_object()) fail("is no object");
    const auto found = json_.find(member);
    if (found == json_.end()) below(json_, member).fail("is missing");
    return below(*found, member);
  }
  /// A member that may be absent or null.
  std::optional<Value> find(const std::string& member) const {
    if (!json_.is_object()) fail("is no object");
    const auto found = json_.find(member);
    return found == json_.end() || found->is_null() ? std::nullopt : std::optional(below(*found, member));
  }

  std::string text() const {
    if (!json_.is_string()) fail("is no text");
    std::string text = json_.get<std::string>();
    if (text.find('\0') != std::string::npos) fail("holds a NUL");
    return text;
  }
  std::string text_or_null() const { return json_.is_null() ? std::string() : text(); }
  bool truth() const {
    if (!json_.is_boolean()) fail("is neither true nor false");
    return json_.get<bool>();
  }
  double number() const {
    if (!json_.is_number()) fail("is no number");
    return json_.get<double>();
  }
  template <class Number = std::uint32_t>
  Number count() const {
    constexpr std::uint64_t kMost = std::numeric_limits<Number>::max();
    if (!json_.is_number_unsigned() || json_.get<std::uint64_t>() > kMost)
      fail("is no whole number from 0 to " + std::to_string(kMost));
    return json_.get<Number>();
  }
  std::optional<ArticleDate> date_or_null() const {
    if (json_.is_null()) return std::nullopt;
    const Result<ArticleDate> date = parse_iso_date(text());
    if (!date) fail(date.error().message);
    return *date;
  }
  /// A name out of a closed list.
  template <class Named>
  Named named(std::optional<Named> (*from_string)(std::string_view)) const {
    const std::optional<Named> value = from_string(text());
    if (!value) fail("'" + text() + "' is not known here");
    return *value;
  }
  template <class Read>
  auto list(Read read) const {
    if (!json_.is_array()) fail("is no array");
    std::vector<decltype(read(*this))> values;
    for (const Json& element : json_)
      values.push_back(read(Value(element, name_ + "[" + std::to_string(values.size()) + "]")));
    return values;
  }
  std::vector<std::string> texts() const {
    return list([](const Value& value) { return value.text(); });
  }

  [[noreturn]] void fail(const std::string& reason) const {
    throw Unreadable{(name_.empty() ? "the answer" : name_) + ": " + reason};
  }

 private:
  Value below(const Json& json, const std::string& member) const {
    return {json, name_.empty() ? member : name_ + "." + member};
  }

  const Json& json_;
  const std::string name_;
};

std::optional<AppliedRecency::Strength> strength_from_string(std::string_view name) {
  using Strength = AppliedRecency::Strength;
  for (const Strength strength : {Strength::off, Strength::mild, Strength::strong})
    if (to_string(strength) == name) return strength;
  return std::nullopt;
}

std::optional<SuggestionKind> kind_from_string(std::string_view name) {
  for (std::size_t kind = 0; kind < kSuggestionKinds; ++kind)
    if (to_string(static_cast<SuggestionKind>(kind)) == name) return static_cast<SuggestionKind>(kind);
  return std::nullopt;
}

std::vector<TextPart> parts(const Value& json) {
  return json.list([](const Value& part) { return TextPart{part["text"].text(), part["match"].truth()}; });
}

Article metadata(const Value& json) {
  Article article;
  article.id = json["id"].text();
  article.url = json["url"].text_or_null();
  article.headline = json["headline"].text_or_null();
  article.authors = json["authors"].texts();
  article.source = json["source"].text_or_null();
  article.sections = json["section"].texts();
  article.lang = json["lang"].text();
  article.tags = json["tags"].texts();
  article.places = json["places"].texts();
  article.published = json["published_at"].date_or_null();
  article.updated = json["updated_at"].date_or_null();
  article.revision = json["revision"].count();
  if (article.published) {
    article.published->source = json["date"]["source"].named(date_source_from_string);
    article.published->confidence = json["date"]["confidence"].number();
  }
  if (const auto date = json.find("date"))
    if (const auto refused = date->find("refused")) article.refused_date = refused->text();
  return article;
}

TextDifference difference(const Value& json) {
  return {json["added"].texts(), json["cut"].texts(), json["changed"].list([](const Value& change) {
            return TextDifference::Change{change["from"].text(), change["to"].text()};
          })};
}

Explanation explanation(const Value& json) {
  Explanation explanation;
  explanation.terms = json["terms"].list([](const Value& term) {
    return Explanation::Term{term["word"].text(), term["articles"].count(), term["idf"].number(), term["tf"].number(),
                             term["score"].number()};
  });
  explanation.length = json["length"].number();
  explanation.asked = json["asked"].number();
  explanation.expansion = json["expansion"].number();
  explanation.freshness = json["freshness"].number();
  return explanation;
}

SearchHit hit(const Value& json) {
  SearchHit hit;
  hit.article = metadata(json);
  hit.headline = parts(json["headline_parts"]);
  hit.snippet = {parts(json["snippet"]["parts"]), json["snippet"]["text_fragment"].text_or_null()};
  hit.score = json["score"].number();
  if (const auto pinned = json.find("pinned")) hit.pinned = pinned->truth();
  hit.copies = json["duplicates"]["ids"].texts();
  if (const auto story = json.find("story"))
    hit.story = {(*story)["id"].text(), (*story)["size"].count(), (*story)["latest_at"].text_or_null()};
  hit.folded = json["folded"].count();
  if (const auto resemblance = json.find("resemblance"))
    hit.copy_of = {resemblance->number(), difference(json["difference"])};
  if (const auto missing = json.find("missing")) hit.missing = missing->texts();
  if (const auto why = json.find("why")) hit.why = why->texts();
  if (const auto explained = json.find("explanation")) hit.explanation = explanation(*explained);
  return hit;
}

/// A server may not say how many values there are beside those it lists.
std::vector<FacetCounts> facets(const Value& json) {
  std::vector<FacetCounts> facets;
  const std::optional<Value> distinct = json.find("facet_values");
  for (const Facet facet : kFacets) {
    const std::string name(to_string(facet));
    const auto values = json["facets"].find(name);
    if (!values) continue;
    FacetCounts counts{.facet = facet, .values = {}, .distinct = 0};
    counts.values = values->list([](const Value& value) {
      return FacetCount{value["value"].text(), value["count"].count(), value["selected"].truth()};
    });
    counts.distinct = distinct ? (*distinct)[name].count() : static_cast<std::uint32_t>(counts.values.size());
    facets.push_back(std::move(counts));
  }
  return facets;
}

DateHistogram histogram(const Value& json) {
  DateHistogram histogram;
  histogram.interval = json["interval"].named(interval_from_string);
  histogram.time_zone = json["time_zone"].text();
  if (!is_time_zone(histogram.time_zone)) json["time_zone"].fail("is no time zone");
  histogram.undated = json["undated"].count();
  histogram.buckets = json["buckets"].list([](const Value& bucket) {
    return DateHistogram::Bucket{bucket["from"].text(), bucket["to"].text(), bucket["count"].count(),
                                 bucket["share"].number()};
  });
  return histogram;
}

AppliedRecency recency(const Value& json) {
  AppliedRecency applied;
  applied.strength = json["applied"].named(strength_from_string);
  if (applied.strength == AppliedRecency::Strength::off) return applied;
  applied.floor = json["floor"].number();
  applied.half_life_days = json["half_life_days"].number();
  applied.undated = json["undated"].number();
  return applied;
}

void read_query(const Value& json, SearchResponse& response) {
  response.query = json["q"].text();
  response.parsed = json["parsed"].text();
  response.corrected = json["corrected"].text_or_null();
  response.relaxed = json["relaxed"].truth();
  response.dropped = json["dropped"].texts();
  response.optional = json["optional"].texts();
  response.expanded = json["expanded"].texts();
  response.asked_recency = json["recency"]["mode"].named(recency_from_string);
  response.recency = recency(json["recency"]);
}

SearchResponse search_response(const Value& json) {
  SearchResponse response;
  read_query(json["query"], response);
  response.total = json["total"]["value"].count();
  response.folded = json["total"]["folded"].count();
  response.took_ms = json["took_ms"].number();
  response.page = json["page"].count();
  response.per_page = json["per_page"].count();
  response.pages = json["pages"].count();
  response.hits = json["hits"].list(hit);
  response.facets = facets(json);
  if (const auto counted = json.find("date_histogram")) response.histogram = histogram(*counted);
  if (const auto offer = json.find("did_you_mean"))
    response.did_you_mean = {(*offer)["text"].text(), (*offer)["total"].count()};
  response.warnings = json["warnings"].list([](const Value& warning) {
    return Warning{warning["message"].text(), warning["begin"].count(), warning["end"].count()};
  });
  const Value index = json["index"];
  response.index.generation = index["generation"].count<std::uint64_t>();
  response.index.articles = index["articles"].count<std::uint64_t>();
  response.index.newest = index["newest"].text_or_null();
  return response;
}

RelatedResponse related_response(const Value& json) { return {json["hits"].list(hit), json["took_ms"].number()}; }

SuggestResponse suggest_response(const Value& json) {
  return {json["suggestions"].list([](const Value& one) {
    return Suggestion{one["text"].text(), one["kind"].named(kind_from_string), one["count"].count(),
                      one["id"].text_or_null()};
  })};
}

Article article(const Value& json) {
  Article article = metadata(json);
  for (const auto& [name, member] :
       {std::pair("version", &Article::version), std::pair("pub_status", &Article::pub_status),
        std::pair("ednote", &Article::ednote)})
    if (const auto value = json.find(name)) article.*member = value->text();
  if (const auto date = json.find("embargoed_at")) article.embargoed = date->date_or_null();
  if (const auto date = json.find("expires_at")) article.expires = date->date_or_null();
  article.body = json["body"].text();
  return article;
}

template <class Answer>
Result<Answer> read(std::string_view text, Answer (*from_json)(const Value&)) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) return Error{"bad_answer", "the answer: is no JSON"};
  try {
    return from_json(Value(json, ""));
  } catch (const Unreadable& unreadable) {
    return Error{"bad_answer", unreadable.reason};
  }
}

}  // namespace

Result<SearchResponse> read_search_response(std::string_view json) { return read(json, search_response); }
Result<RelatedResponse> read_related_response(std::string_view json) { return read(json, related_response); }
Result<SuggestResponse> read_suggest_response(std::string_view json) { return read(json, suggest_response); }
Result<Article> read_article(std::string_view json) { return read(json, article); }

}  // namespace newssearch
