#include "indexer/indexed_names.h"

#include <algorithm>
#include <span>
#include <tuple>

#include "common/schema.h"

namespace newssearch {
namespace {

struct PrintedForm {
  std::string folded, term;
  std::uint32_t articles = 0;
  bool one_word = false;
};

/// Those that fold to the same side by side, the form most articles print first.
std::vector<PrintedForm> printed_forms(const Xapian::Database& database, Analyzer& analyzer) {
  const std::string prefix = schema::name_term("");
  std::vector<PrintedForm> forms;
  for (auto term = database.allterms_begin(prefix); term != database.allterms_end(prefix); ++term) {
    const std::string name = (*term).substr(prefix.size());
    const std::uint32_t articles = term.get_termfreq();
    const bool rare = articles < kArticlesOfName;
    if (rare && name.find(' ') != std::string::npos) continue;
    std::vector<Token> words = analyzer.analyze(name);
    const bool one_word = words.size() == 1;
    if (words.empty() || (rare && !one_word)) continue;
    forms.push_back({one_word ? std::move(words.front().word) : fold(name), *term, articles, one_word});
  }
  std::sort(forms.begin(), forms.end(), [](const PrintedForm& a, const PrintedForm& b) {
    return std::tie(a.folded, b.articles, a.term) < std::tie(b.folded, a.articles, b.term);
  });
  return forms;
}

IndexedName name_of(const Xapian::Database& database, std::span<const PrintedForm> forms) {
  std::vector<Xapian::docid> articles;
  for (const PrintedForm& form : forms)
    articles.insert(articles.end(), database.postlist_begin(form.term), database.postlist_end(form.term));
  std::sort(articles.begin(), articles.end());
  articles.erase(std::unique(articles.begin(), articles.end()), articles.end());
  const PrintedForm& usual = forms.front();
  return {.folded = usual.folded,
          .printed = usual.term.substr(schema::name_term("").size()),
          .articles = static_cast<std::uint32_t>(articles.size()),
          .newest = articles.front(),
          .one_word = usual.one_word};
}

}  // namespace

std::vector<IndexedName> read_names(const Xapian::Database& database, Analyzer& analyzer) {
  const std::vector<PrintedForm> forms = printed_forms(database, analyzer);
  std::vector<IndexedName> names;
  for (auto first = forms.begin(); first != forms.end();) {
    const auto end = std::find_if(first, forms.end(), [&](const PrintedForm& f) { return f.folded != first->folded; });
    names.push_back(name_of(database, {first, end}));
    first = end;
  }
  return names;
}

}  // namespace newssearch
