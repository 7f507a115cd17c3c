#include "tests/relevance/oracle_engines.h"

#include <algorithm>

namespace newssearch::oracle {
namespace {

constexpr std::chrono::minutes kLongEnough{1};
constexpr std::uint32_t kRelated = 10, kLongerPage = 50;

/// A line for each thing an answer says: "total 12".
using Lines = std::vector<std::string>;

std::string exactly(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", number);
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string marked(const std::vector<TextPart>& parts) {
  std::string text;
  for (const TextPart& part : parts) text += part.match ? "[" + part.text + "]" : part.text;
  return text;
}

std::string line_of(const SearchHit& hit) {
  std::string line = "hit " + hit.article.id + " " + exactly(hit.score) + " " + marked(hit.headline) + " / " +
                     marked(hit.snippet.parts) + hit.snippet.text_fragment;
  if (!hit.missing.empty()) line += " missing " + joined(hit.missing);
  if (!hit.why.empty()) line += " why " + joined(hit.why);
  if (!hit.explanation) return line;
  for (const Explanation::Term& term : hit.explanation->terms)
    line += "; " + term.word + " " + std::to_string(term.articles) + " " + exactly(term.idf) + " " + exactly(term.tf) +
            " " + exactly(term.score);
  return line + "; length " + exactly(hit.explanation->length);
}

Lines hits_of(const std::vector<SearchHit>& hits) {
  Lines lines;
  for (const SearchHit& hit : hits) lines.push_back(line_of(hit));
  return lines;
}

void add_facet(const FacetCounts& facet, Lines& lines) {
  const std::string name(to_string(facet.facet));
  lines.push_back(name + " distinct " + std::to_string(facet.distinct));
  for (const FacetCount& value : facet.values)
    lines.push_back(name + " " + value.value + " " + std::to_string(value.count) + (value.selected ? " selected" : ""));
}

void add_histogram(const DateHistogram& histogram, Lines& lines) {
  lines.push_back("by " + std::string(to_string(histogram.interval)) + " " + histogram.time_zone + " undated " +
                  std::to_string(histogram.undated));
  for (const DateHistogram::Bucket& bucket : histogram.buckets)
    lines.push_back(bucket.from + ".." + bucket.to + " " + std::to_string(bucket.count) + " " + exactly(bucket.share));
}

Lines lines_of(const Result<SearchResponse>& answer) {
  if (!answer) return {"error " + answer.error().code + " " + answer.error().message};
  Lines lines = {"total " + std::to_string(answer->total),
                 "pages " + std::to_string(answer->pages),
                 "parsed " + answer->parsed,
                 "corrected " + answer->corrected,
                 std::string(answer->relaxed ? "relaxed" : "not relaxed"),
                 "dropped " + joined(answer->dropped),
                 "optional " + joined(answer->optional)};
  if (answer->did_you_mean)
    lines.push_back("did you mean " + answer->did_you_mean->text + " " + std::to_string(answer->did_you_mean->total));
  for (const Warning& warning : answer->warnings)
    lines.push_back("warning " + warning.message + " " + std::to_string(warning.begin) + ".." +
                    std::to_string(warning.end));
  for (std::string& line : hits_of(answer->hits)) lines.push_back(std::move(line));
  for (const FacetCounts& facet : answer->facets) add_facet(facet, lines);
  if (answer->histogram) add_histogram(*answer->histogram, lines);
  return lines;
}

/// The first few lines that differ.
std::vector<Mismatch> differences(const Lines& expected, const Lines& got, Tally& tally) {
  constexpr std::size_t kShown = 3;
  tally.add(expected == got);
  std::vector<Mismatch> mismatches;
  for (std::size_t i = 0; i < std::max(expected.size(), got.size()) && mismatches.size() < kShown; ++i) {
    const std::string one = i < expected.size() ? expected[i] : "nothing", other = i < got.size() ? got[i] : "nothing";
    if (one != other) mismatches.push_back({"engines, line " + std::to_string(i), one, other});
  }
  return mismatches;
}

EngineOptions options(Engine engine) { return {.engine = engine, .time_limit = kLongEnough, .rules = {}}; }

}  // namespace

EngineTrial::EngineTrial(const DataDirectory& directory)
    : packed_(directory, options(Engine::packed)), xapian_(directory, options(Engine::xapian)) {
  if (const std::string damage = packed_.damage(); !damage.empty())
    throw std::runtime_error("nothing to compare: " + damage);
}

std::vector<Mismatch> EngineTrial::ask(const SearchRequest& request) {
  return differences(lines_of(xapian_.search(request)), lines_of(packed_.search(request)), answers_);
}

std::vector<Mismatch> EngineTrial::ask_related(const std::string& id) {
  const auto lines = [&](const SearchEngine& engine) {
    const Result<RelatedResponse> answer = engine.related(id, RelatedMode::related, kRelated);
    return answer ? hits_of(answer->hits) : Lines{"error " + answer.error().message};
  };
  return differences(lines(xapian_), lines(packed_), related_);
}

std::vector<Mismatch> EngineTrial::ask_longer(SearchRequest request) {
  request.facets.clear();
  request.histogram.reset();
  request.page = 1;
  const Result<SearchResponse> page = packed_.search(request);
  const std::uint32_t length = request.per_page;
  request.per_page = kLongerPage;
  const Result<SearchResponse> longer = packed_.search(request);
  if (!page || !longer) return differences(lines_of(longer), lines_of(page), pages_);
  Lines first = hits_of(longer->hits);
  first.resize(std::min<std::size_t>(first.size(), length));
  return differences(first, hits_of(page->hits), pages_);
}

}  // namespace newssearch::oracle
