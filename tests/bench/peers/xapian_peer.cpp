// Plain Xapian's driver in the comparison, as its documentation says to use it: TermGenerator, Enquire, value slots,
// match spies, MSet::snippet, ESet.
#include <xapian.h>

#include <filesystem>
#include <set>

#include "tests/bench/peers/peer.h"

namespace peers {
namespace {

enum Slot : Xapian::valueno { kPublished, kMonth, kSection, kSource, kId };

constexpr unsigned kHits = 10, kFacetValues = 10, kRelatedTerms = 100, kSnippetBytes = 300;

void build(const std::string& corpus, const std::string& index) {
  // Small batches: with 1.4.22 larger ones take longer and far more memory.
  setenv("XAPIAN_FLUSH_THRESHOLD", "1000", /*overwrite=*/0);
  const std::string loose = index + ".loose";
  {
    Xapian::WritableDatabase database(loose, Xapian::DB_CREATE_OR_OVERWRITE);
    Xapian::TermGenerator words;
    words.set_stemmer(Xapian::Stem("english"));
    words.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
    for_each_article(corpus, [&](const Article& article) {
      Xapian::Document document;
      words.set_document(document);
      words.set_termpos(0);
      words.index_text(article.headline);
      words.increase_termpos();
      words.index_text(article.body);
      document.add_boolean_term("Q" + article.id);
      if (article.published) {
        document.add_value(kPublished, Xapian::sortable_serialise(static_cast<double>(*article.published)));
        document.add_value(kMonth, std::to_string(month_of(article.published)));
      }
      document.add_value(kSection, article.section);
      document.add_value(kSource, article.source);
      document.add_value(kId, article.id);
      document.set_data(article.headline + '\n' + article.body);
      database.add_document(document);
    });
    database.commit();
  }
  Xapian::Database(loose).compact(index);
  std::filesystem::remove_all(loose);
}

class Searches {
 public:
  explicit Searches(const std::string& index) : database_(index), stem_("english") {}

  std::optional<Answer> answer(const Request& request) {
    if (request.mode == "related") return related(request.article);
    Xapian::Enquire enquire(database_);
    Xapian::Query query = read(request);
    if (request.in_range()) query = Xapian::Query(Xapian::Query::OP_FILTER, query, days(request));
    enquire.set_query(query);
    if (request.mode == "newest") enquire.set_sort_by_value(kPublished, true);
    Xapian::ValueCountMatchSpy sections(kSection), sources(kSource), months(kMonth);
    if (request.counts_months()) enquire.add_matchspy(&months);
    if (request.counts_facets()) enquire.add_matchspy(&sections), enquire.add_matchspy(&sources);
    const Xapian::MSet found = enquire.get_mset(0, kHits, request.wants_total() ? database_.get_doccount() : 0);
    Answer answer = ids_of(found);
    if (request.wants_total()) answer.total = found.get_matches_estimated();
    for (Xapian::ValueCountMatchSpy* spy : {&sections, &sources}) read_top(*spy);
    answer.buckets = distinct(sections) + distinct(sources) + distinct(months);
    if (request.mode == "page") show(found);
    return answer;
  }

 private:
  Xapian::Query read(const Request& request) const {
    std::vector<std::string> terms;
    for (const std::string& word : request.words) terms.push_back(stem_(word));
    const Xapian::Query::op joined = request.kind == "phrase" ? Xapian::Query::OP_PHRASE
                                     : request.kind == "and"  ? Xapian::Query::OP_AND
                                                              : Xapian::Query::OP_OR;
    const auto window = static_cast<Xapian::termcount>(request.kind == "phrase" ? terms.size() : 0);
    return Xapian::Query(joined, terms.begin(), terms.end(), window);
  }

  static Xapian::Query days(const Request& request) {
    return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, kPublished,
                         Xapian::sortable_serialise(static_cast<double>(request.from)),
                         Xapian::sortable_serialise(static_cast<double>(request.to)));
  }

  static Answer ids_of(const Xapian::MSet& found) {
    Answer answer;
    for (auto hit = found.begin(); hit != found.end(); ++hit) answer.ids.push_back(hit.get_document().get_value(kId));
    return answer;
  }

  static void read_top(const Xapian::ValueCountMatchSpy& spy) {
    for (auto value = spy.top_values_begin(kFacetValues); value != spy.top_values_end(kFacetValues); ++value)
      value.get_termfreq();
  }

  static std::size_t distinct(const Xapian::ValueCountMatchSpy& spy) {
    std::size_t values = 0;
    for (auto value = spy.values_begin(); value != spy.values_end(); ++value) values += !(*value).empty();
    return values;
  }

  void show(const Xapian::MSet& found) {
    shown_.clear();
    for (auto hit = found.begin(); hit != found.end(); ++hit) {
      const std::string data = hit.get_document().get_data();
      const std::size_t newline = data.find('\n');
      const std::string headline = data.substr(0, newline);
      shown_ += found.snippet(headline, headline.size(), stem_);
      shown_ += found.snippet(data.substr(newline + 1), kSnippetBytes, stem_);
    }
  }

  Answer related(const std::string& id) {
    const auto itself = database_.postlist_begin("Q" + id);
    if (itself == database_.postlist_end("Q" + id)) throw std::runtime_error("no article " + id);
    Xapian::RSet model;
    model.add_document(*itself);
    Xapian::Enquire enquire(database_);
    enquire.set_query(Xapian::Query::MatchAll);
    const Xapian::ESet telling = enquire.get_eset(kRelatedTerms, model);
    enquire.set_query(Xapian::Query(Xapian::Query::OP_AND_NOT,
                                    Xapian::Query(Xapian::Query::OP_OR, telling.begin(), telling.end()),
                                    Xapian::Query("Q" + id)));
    return ids_of(enquire.get_mset(0, kHits));
  }

  Xapian::Database database_;
  const Xapian::Stem stem_;
  std::string shown_;
};

}  // namespace
}  // namespace peers

int main(int count, char** words) {
  try {
    return peers::run(count, words, peers::build, [](const std::string& index) {
      peers::Searches searches(index);
      peers::serve([&](const peers::Request& request) { return searches.answer(request); });
    });
  } catch (const Xapian::Error& error) {  // no std::exception
    std::cerr << words[0] << ": " << error.get_description() << "\n";
    return 1;
  }
}
