#include "server/search/wire_format.h"

#include <nlohmann/json.hpp>

namespace newssearch {
namespace {

using Json = nlohmann::ordered_json;

Json string_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
Json date_or_null(const std::optional<ArticleDate>& date) { return date ? Json(format_iso(*date)) : Json(nullptr); }

Json parts(const std::vector<TextPart>& parts) {
  Json list = Json::array();
  for (const TextPart& part : parts) list.push_back({{"text", part.text}, {"match", part.match}});
  return list;
}

/// Everything an article says of itself but its body.
Json metadata(const Article& article) {
  Json json = {{"id", article.id},
               {"url", string_or_null(article.url)},
               {"headline", string_or_null(article.headline)},
               {"byline", string_or_null(byline(article))},
               {"authors", article.authors},
               {"source", string_or_null(article.source)},
               {"section", article.sections},
               {"lang", article.lang},
               {"tags", article.tags},
               {"places", article.places},
               {"published_at", date_or_null(article.published)},
               {"updated_at", date_or_null(article.updated)},
               {"revision", article.revision},
               {"date", nullptr}};
  if (article.published)
    json["date"] = {{"source", to_string(article.published->source)},
                    {"confidence", article.published->confidence},
                    {"precision", article.published->precision == DatePrecision::day ? "day" : "second"}};
  if (!article.refused_date.empty()) json["date"]["refused"] = article.refused_date;
  return json;
}

Json explanation(const Explanation& explanation) {
  Json terms = Json::array();
  for (const Explanation::Term& term : explanation.terms)
    terms.push_back(
        {{"word", term.word}, {"articles", term.articles}, {"idf", term.idf}, {"tf", term.tf}, {"score", term.score}});
  return {{"length", explanation.length},
          {"terms", terms},
          {"asked", explanation.asked},
          {"expansion", explanation.expansion},
          {"freshness", explanation.freshness}};
}

Json story(const std::optional<StoryOfHit>& story) {
  if (!story) return nullptr;
  return {{"id", story->id}, {"size", story->size}, {"latest_at", string_or_null(story->latest)}};
}

Json difference(const TextDifference& difference) {
  Json changed = Json::array();
  for (const TextDifference::Change& change : difference.changed)
    changed.push_back({{"from", change.from}, {"to", change.to}});
  return {{"added", difference.added}, {"cut", difference.cut}, {"changed", changed}};
}

Json hit(const SearchHit& hit) {
  Json json = metadata(hit.article);
  json["headline_parts"] = parts(hit.headline);
  json["snippet"] = {{"parts", parts(hit.snippet.parts)}, {"text_fragment", string_or_null(hit.snippet.text_fragment)}};
  json["score"] = hit.score;
  if (hit.pinned) json["pinned"] = true;
  json["duplicates"] = {{"count", hit.copies.size()}, {"ids", hit.copies}};
  json["story"] = story(hit.story);
  json["folded"] = hit.folded;
  if (hit.copy_of) {
    json["resemblance"] = hit.copy_of->resemblance;
    json["difference"] = difference(hit.copy_of->difference);
  }
  if (!hit.missing.empty()) json["missing"] = hit.missing;
  if (hit.explanation) json["explanation"] = explanation(*hit.explanation);
  return json;
}

Json facets(const std::vector<FacetCounts>& facets) {
  Json json = Json::object();
  for (const FacetCounts& facet : facets) {
    Json values = Json::array();
    for (const FacetCount& value : facet.values)
      values.push_back({{"value", value.value}, {"count", value.count}, {"selected", value.selected}});
    json[std::string(to_string(facet.facet))] = values;
  }
  return json;
}

/// How many values there are of each, those beyond the facet's limit too.
Json facet_values(const std::vector<FacetCounts>& facets) {
  Json json = Json::object();
  for (const FacetCounts& facet : facets) json[std::string(to_string(facet.facet))] = facet.distinct;
  return json;
}

Json histogram(const DateHistogram& histogram) {
  Json buckets = Json::array();
  for (const DateHistogram::Bucket& bucket : histogram.buckets)
    buckets.push_back({{"from", bucket.from}, {"to", bucket.to}, {"count", bucket.count}, {"share", bucket.share}});
  return {{"interval", to_string(histogram.interval)},
          {"time_zone", histogram.time_zone},
          {"undated", histogram.undated},
          {"buckets", buckets}};
}

Json recency(const SearchResponse& response) {
  const AppliedRecency& applied = response.recency;
  Json json = {{"mode", to_string(response.asked_recency)}, {"applied", to_string(applied.strength)}};
  if (applied.strength == AppliedRecency::Strength::off) return json;
  json["floor"] = applied.floor;
  json["half_life_days"] = applied.half_life_days;
  json["undated"] = applied.undated;
  return json;
}

Json query(const SearchResponse& response) {
  return {
      {"q", response.query},           {"parsed", response.parsed},   {"corrected", string_or_null(response.corrected)},
      {"relaxed", response.relaxed},   {"dropped", response.dropped}, {"optional", response.optional},
      {"expanded", response.expanded}, {"recency", recency(response)}};
}

Json did_you_mean(const std::optional<DidYouMean>& offer) {
  return offer ? Json{{"text", offer->text}, {"total", offer->total}} : Json(nullptr);
}

Json warnings(const std::vector<Warning>& warnings) {
  Json list = Json::array();
  for (const Warning& warning : warnings)
    list.push_back({{"message", warning.message}, {"begin", warning.begin}, {"end", warning.end}});
  return list;
}

Json index(const IndexState& state) {
  Json json = {
      {"generation", state.generation}, {"articles", state.articles}, {"newest", string_or_null(state.newest)}};
  if (state.shards > 0) {
    json["shards"] = state.shards;
    json["missing_shards"] = state.missing_shards;
  }
  return json;
}

}  // namespace

Json to_json(const SearchResponse& response) {
  Json hits = Json::array();
  for (const SearchHit& one : response.hits) hits.push_back(hit(one));
  return {{"query", query(response)},
          {"total", {{"value", response.total}, {"relation", "eq"}, {"folded", response.folded}}},
          {"took_ms", response.took_ms},
          {"page", response.page},
          {"per_page", response.per_page},
          {"pages", response.pages},
          {"hits", hits},
          {"facets", facets(response.facets)},
          {"facet_values", facet_values(response.facets)},
          {"date_histogram", response.histogram ? histogram(*response.histogram) : Json(nullptr)},
          {"did_you_mean", did_you_mean(response.did_you_mean)},
          {"warnings", warnings(response.warnings)},
          {"index", index(response.index)}};
}

Json to_json(const RelatedResponse& response) {
  Json hits = Json::array();
  for (const SearchHit& one : response.hits) {
    hits.push_back(hit(one));
    hits.back()["why"] = one.why;
  }
  return {{"hits", hits}, {"took_ms", response.took_ms}};
}

Json to_json(const StoryResponse& story) {
  Json sources = Json::array(), days = Json::array(), hits = Json::array();
  for (const FacetCount& source : story.sources) sources.push_back({{"value", source.value}, {"count", source.count}});
  for (const StoryDay& day : story.days)
    days.push_back({{"date", day.date},
                    {"articles", day.articles},
                    {"turning_point", day.turning_point},
                    {"new_words", day.new_words}});
  for (const SearchHit& one : story.hits) hits.push_back(hit(one));
  return {{"id", story.id},
          {"headline", string_or_null(story.headline)},
          {"articles", story.articles},
          {"undated", story.undated},
          {"first_at", string_or_null(story.first)},
          {"latest_at", string_or_null(story.latest)},
          {"sources", sources},
          {"days", days},
          {"hits", hits},
          {"took_ms", story.took_ms}};
}

Json to_json(const TrendingResponse& response) {
  Json entries = Json::array();
  for (const TrendingEntry& entry : response.entries)
    entries.push_back({{"phrase", entry.phrase},
                       {"more", entry.more},
                       {"articles", entry.articles},
                       {"ratio", entry.ratio},
                       {"headline", string_or_null(entry.headline)},
                       {"article", entry.article},
                       {"story", string_or_null(entry.story)}});
  return {{"from", string_or_null(response.from)},
          {"to", string_or_null(response.to)},
          {"articles", response.articles},
          {"trending", entries},
          {"took_ms", response.took_ms}};
}

Json to_json(const SuggestResponse& response) {
  Json suggestions = Json::array();
  for (const Suggestion& one : response.suggestions)
    suggestions.push_back(
        {{"text", one.text}, {"kind", to_string(one.kind)}, {"count", one.count}, {"id", string_or_null(one.id)}});
  return {{"suggestions", suggestions}};
}

Json to_json(const Diagnosis& diagnosis) {
  Json parts = Json::array();
  for (const Diagnosis::Part& part : diagnosis.parts)
    parts.push_back({{"asked", part.asked}, {"passes", part.passes}, {"reason", string_or_null(part.reason)}});
  return {{"id", diagnosis.id},
          {"headline", string_or_null(diagnosis.headline)},
          {"parsed", diagnosis.parsed},
          {"found", diagnosis.found},
          {"relaxed", diagnosis.relaxed},
          {"pinned", diagnosis.pinned},
          {"position", diagnosis.position},
          {"total", diagnosis.total},
          {"parts", parts}};
}

Json to_json(const Article& article) {
  Json json = metadata(article);
  for (const auto& [name, value] : {std::pair{"version", article.version}, std::pair{"pub_status", article.pub_status},
                                    std::pair{"ednote", article.ednote}})
    if (!value.empty()) json[name] = value;
  if (article.embargoed) json["embargoed_at"] = format_iso(*article.embargoed);
  if (article.expires) json["expires_at"] = format_iso(*article.expires);
  json["body"] = article.body;
  return json;
}

Json to_json(const std::vector<ArticleVersion>& versions) {
  Json list = Json::array();
  for (const ArticleVersion& version : versions) {
    list.push_back(to_json(version.article));
    if (version.difference) list.back()["difference"] = difference(*version.difference);
  }
  const Article& last = versions.front().article;
  return {{"id", last.id}, {"revision", last.revision}, {"versions", list}};
}

std::string dump(const Json& json, int indent) { return json.dump(indent, ' ', false, Json::error_handler_t::replace); }

}  // namespace newssearch
