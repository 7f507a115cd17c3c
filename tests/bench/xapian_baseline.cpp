#include "tests/bench/xapian_baseline.h"

#include <array>

#include "common/schema.h"
#include "server/search/search_request.h"

namespace newssearch::bench {
namespace {

using schema::Slot;

constexpr std::string_view kLanguagePrefix = "L";

std::string main_language(const Xapian::Database& database) {
  std::string main = "en";
  Xapian::doccount most = 0;
  const std::string prefix(kLanguagePrefix);
  for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix); ++term) {
    if (term.get_termfreq() <= most) continue;
    most = term.get_termfreq();
    main = (*term).substr(prefix.size());
  }
  return main;
}

}  // namespace

XapianBaseline::XapianBaseline(const std::filesystem::path& database)
    : database_(database.string()),
      articles_(database_),
      lang_(main_language(database_)),
      stem_(has_stemmer(lang_) ? Xapian::Stem(lang_) : Xapian::Stem()) {}

std::uint32_t XapianBaseline::search(const std::string& text, Xapian::Query::op joined) {
  std::vector<std::string> terms;
  for (const Token& token : analyzer_.analyze(text)) terms.push_back(schema::stem_term(analyzer_, token.word, lang_));
  Xapian::Enquire enquire(database_);
  enquire.set_query(Xapian::Query(joined, terms.begin(), terms.end()));
  const auto count_of = [](Slot slot) { return Xapian::ValueCountMatchSpy(static_cast<Xapian::valueno>(slot)); };
  std::array counts = {count_of(Slot::sections), count_of(Slot::source), count_of(Slot::authors), count_of(Slot::lang)};
  for (Xapian::ValueCountMatchSpy& count : counts) enquire.add_matchspy(&count);
  const SearchRequest usual;
  const Xapian::MSet found = enquire.get_mset(0, usual.per_page, database_.get_doccount());
  for (const Xapian::ValueCountMatchSpy& count : counts)
    for (auto value = count.top_values_begin(usual.facet_limit); value != count.top_values_end(usual.facet_limit);
         ++value)
      value.get_termfreq();
  for (auto hit = found.begin(); hit != found.end(); ++hit)
    if (const Result<Article> article = articles_.article(*hit))
      found.snippet(article->body, usual.snippet_length, stem_);
  return found.get_matches_estimated();
}

}  // namespace newssearch::bench
