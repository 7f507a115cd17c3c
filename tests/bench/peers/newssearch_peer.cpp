// newssearch's driver in the comparison: SearchEngine, in process. The program `newssearch index` builds its index.
//
//   newssearch_peer [--plain] [--engine NAME] serve INDEX
//
// As its users get it, it also looks for other spellings of names, applies synonyms and helps with unknown words.
// --plain leaves that out, which no other engine here does, so that the work and the counts are alike.
#include <cstring>

#include "server/search/search_engine.h"
#include "tests/bench/peers/peer.h"

namespace peers {
namespace {

using newssearch::SearchRequest;

struct Options {
  bool plain = false;
  std::string engine;  ///< packed or xapian; empty: as newssearch has it
};

/// Hits that are ids alone, as those of the other engines: no article is read.
template <class SearchRequestOrLater>
void want_ids_only(SearchRequestOrLater& request) {
  if constexpr (requires { request.ids_only; })
    request.ids_only = true;
  else
    request.snippet_length = 0;
}

template <class EngineOptionsOrLater>
void choose_engine(EngineOptionsOrLater& options, const std::string& name) {
  if constexpr (requires { options.engine; }) {
    using Engine = decltype(options.engine);
    if (name != "packed" && name != "xapian") throw std::runtime_error("--engine: expected packed or xapian");
    options.engine = name == "xapian" ? Engine::xapian : Engine::packed;
  } else {
    throw std::runtime_error("--engine " + name + ": this newssearch has only one");
  }
}

newssearch::EngineOptions engine_options(const Options& options) {
  newssearch::EngineOptions engine;
  engine.time_limit = std::chrono::minutes(1);  // what takes long is to be seen, not cut off
  if (!options.engine.empty()) choose_engine(engine, options.engine);
  return engine;
}

std::string query_text(const Request& request) {
  if (request.kind == "phrase") return '"' + joined(request.words, " ") + '"';
  return joined(request.words, request.kind == "and" ? " AND " : " OR ");
}

newssearch::Day day_of(std::int64_t time) {
  return std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(time)));
}

class Searches {
 public:
  Searches(const std::string& index, const Options& options)
      : options_(options), engine_(newssearch::DataDirectory(index), engine_options(options)) {}

  std::optional<Answer> answer(const Request& request) const {
    if (request.mode == "related") return related(request.article);
    const newssearch::Result<newssearch::SearchResponse> response = engine_.search(asked(request));
    if (!response) throw std::runtime_error(response.error().message);
    Answer answer;
    for (const newssearch::SearchHit& hit : response->hits) answer.ids.push_back(hit.article.id);
    if (request.wants_total()) answer.total = response->total;
    for (const newssearch::FacetCounts& facet : response->facets) answer.buckets += facet.distinct;
    if (response->histogram)
      for (const newssearch::DateHistogram::Bucket& month : response->histogram->buckets)
        answer.buckets += month.count > 0;
    return answer;
  }

 private:
  SearchRequest asked(const Request& request) const {
    SearchRequest search;
    search.text = query_text(request);
    if (request.mode != "page") want_ids_only(search);
    if (request.mode == "newest") search.sort = newssearch::SortOrder::newest;
    if (request.in_range()) search.dates = {day_of(request.from), day_of(request.to)};
    if (request.counts_facets()) search.facets = {newssearch::Facet::section, newssearch::Facet::source};
    if (request.counts_months()) search.histogram = newssearch::HistogramInterval::month;
    if (options_.plain) search.names = search.synonyms = search.spelling = false;
    return search;
  }

  Answer related(const std::string& id) const {
    const newssearch::Result<newssearch::RelatedResponse> response =
        engine_.related(id, newssearch::RelatedMode::related, 10);
    if (!response) throw std::runtime_error(response.error().message);
    Answer answer;
    for (const newssearch::SearchHit& hit : response->hits) answer.ids.push_back(hit.article.id);
    return answer;
  }

  const Options options_;
  const newssearch::SearchEngine engine_;
};

void refuse_to_build(const std::string&, const std::string&) {
  throw std::runtime_error("newssearch builds its index itself: newssearch --data INDEX index articles.jsonl");
}

}  // namespace
}  // namespace peers

int main(int count, char** words) {
  peers::Options options;
  std::vector<char*> rest = {words[0]};
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(words[i], "--plain") == 0)
      options.plain = true;
    else if (std::strcmp(words[i], "--engine") == 0 && i + 1 < count)
      options.engine = words[++i];
    else
      rest.push_back(words[i]);
  }
  return peers::run(static_cast<int>(rest.size()), rest.data(), peers::refuse_to_build, [&](const std::string& index) {
    const peers::Searches searches(index, options);
    peers::serve([&](const peers::Request& request) { return searches.answer(request); }, peers::Threads::several);
  });
}
