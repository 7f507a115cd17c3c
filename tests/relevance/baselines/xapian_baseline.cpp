// Plain Xapian as a baseline of relevance. The corpus file is that of tests/bench/peers/peer.h.
//
//   xapian_baseline index CORPUS.tsv INDEX
//   xapian_baseline rank INDEX TOPICS.tsv OUT.run DEPTH        id<TAB>text a line: BM25, words joined by OR
//   xapian_baseline like INDEX IDS OUT.run DEPTH TERMS         an id a line: an ESet of so many terms, joined by OR
//
// Runs are TREC's. What is like an article has the article itself in it.
#include <xapian.h>

#include <unordered_map>

#include "tests/bench/peers/peer.h"

namespace {

/// Headline and body are one text, without positions: nothing here asks for phrases.
void index(const std::string& corpus, const std::string& index) {
  Xapian::WritableDatabase database(index, Xapian::DB_CREATE_OR_OVERWRITE);
  Xapian::TermGenerator words;
  words.set_stemmer(Xapian::Stem("english"));
  words.set_stemming_strategy(Xapian::TermGenerator::STEM_ALL);
  peers::for_each_article(corpus, [&](const peers::Article& article) {
    Xapian::Document document;
    words.set_document(document);
    words.index_text_without_positions(article.headline);
    words.index_text_without_positions(article.body);
    document.set_data(article.id);
    database.add_document(document);
  });
  database.commit();
}

class Rankings {
 public:
  Rankings(const std::string& index, const std::string& run, unsigned depth)
      : database_(index), enquire_(database_), run_(run), depth_(depth) {
    if (!run_) throw std::runtime_error(run + ": cannot be written");
  }

  void rank(const std::string& topics) {
    Xapian::QueryParser parser;
    parser.set_stemmer(Xapian::Stem("english"));
    parser.set_stemming_strategy(Xapian::QueryParser::STEM_ALL);
    parser.set_default_op(Xapian::Query::OP_OR);
    peers::for_each_line(topics, [&](const std::string& line) {
      const std::size_t tab = line.find('\t');
      constexpr unsigned kNoOperators = 0;
      write(line.substr(0, tab), parser.parse_query(line.substr(tab + 1), kNoOperators));
    });
  }

  void like(const std::string& ids, unsigned terms) {
    std::unordered_map<std::string, Xapian::docid> documents;
    for (auto posting = database_.postlist_begin(""); posting != database_.postlist_end(""); ++posting)
      documents[database_.get_document(*posting).get_data()] = *posting;
    peers::for_each_line(ids, [&](const std::string& id) {
      const auto itself = documents.find(id);
      if (itself == documents.end()) return;
      Xapian::RSet model;
      model.add_document(itself->second);
      enquire_.set_query(Xapian::Query::MatchAll);
      const Xapian::ESet telling = enquire_.get_eset(terms, model);
      write(id, Xapian::Query(Xapian::Query::OP_OR, telling.begin(), telling.end()));
    });
  }

 private:
  void write(const std::string& topic, const Xapian::Query& query) {
    enquire_.set_query(query);
    const Xapian::MSet found = enquire_.get_mset(0, depth_);
    for (auto hit = found.begin(); hit != found.end(); ++hit)
      run_ << topic << " Q0 " << hit.get_document().get_data() << ' ' << hit.get_rank() + 1 << ' ' << hit.get_weight()
           << " xapian\n";
  }

  Xapian::Database database_;
  Xapian::Enquire enquire_;
  std::ofstream run_;
  const unsigned depth_;
};

int run(const std::vector<std::string>& words) {
  const std::string command = words.empty() ? "" : words[0];
  const auto number = [&](std::size_t place) { return static_cast<unsigned>(std::stoul(words[place])); };
  if (command == "index" && words.size() == 3) return index(words[1], words[2]), 0;
  if (command == "rank" && words.size() == 5) return Rankings(words[1], words[3], number(4)).rank(words[2]), 0;
  if (command == "like" && words.size() == 6)
    return Rankings(words[1], words[3], number(4)).like(words[2], number(5)), 0;
  std::cerr << "usage: xapian_baseline index CORPUS.tsv INDEX | rank INDEX TOPICS.tsv OUT.run DEPTH"
               " | like INDEX IDS OUT.run DEPTH TERMS\n";
  return 2;
}

}  // namespace

int main(int count, char** words) {
  try {
    return run({words + 1, words + count});
  } catch (const Xapian::Error& error) {  // no std::exception
    std::cerr << "xapian_baseline: " << error.get_description() << "\n";
  } catch (const std::exception& error) {
    std::cerr << "xapian_baseline: " << error.what() << "\n";
  }
  return 1;
}
