#include "common/schema.h"

#include <algorithm>
#include <utility>

#include "common/generation.h"
#include "common/names.h"
#include "common/string_map.h"

namespace newssearch::schema {
namespace {

/// Xapian's limit is 245 bytes with each NUL counted twice; ours leaves room for prefixes.
constexpr std::size_t kMaxValueBytes = 200;

std::string prefixed(std::string_view prefix, std::string_view value) {
  std::string term(prefix);
  if (value.size() > kMaxValueBytes) return term + '#' + sha256_hex(value);
  term += value;
  return term;
}

/// A value prefix ends before a capital letter or a colon begins, as Omega has it.
std::string value_term(std::string_view prefix, std::string_view value) {
  const std::string folded = fold(value);
  const bool ambiguous = !folded.empty() && (folded.front() == ':' || (folded.front() >= 'A' && folded.front() <= 'Z'));
  return prefixed(std::string(prefix) + (ambiguous ? ":" : ""), folded);
}

/// The terms of one document on their way into it. A document keeps a tree of terms, and words are said again and
/// again: each is added once, in order.
class TermCounts {
 public:
  void add(std::string term, Xapian::termcount wdf = 0) {
    places_.push_back({bytes_from(term, 0), bytes_from(term, 8), static_cast<std::uint32_t>(terms_.size())});
    terms_.push_back({std::move(term), wdf});
  }

  void write(Xapian::Document& document) {
    std::sort(places_.begin(), places_.end(), [&](const Place& a, const Place& b) {
      if (a.first_bytes != b.first_bytes) return a.first_bytes < b.first_bytes;
      if (a.next_bytes != b.next_bytes) return a.next_bytes < b.next_bytes;
      return terms_[a.number].first < terms_[b.number].first;
    });
    for (auto at = places_.begin(); at != places_.end();) {
      const std::string& term = terms_[at->number].first;
      Xapian::termcount wdf = 0;
      for (; at != places_.end() && terms_[at->number].first == term; ++at) wdf += terms_[at->number].second;
      document.add_term(term, wdf);
    }
  }

 private:
  /// Most terms differ in their first bytes: compared without a look at the terms.
  struct Place {
    std::uint64_t first_bytes = 0, next_bytes = 0;
    std::uint32_t number = 0;
  };

  static std::uint64_t bytes_from(std::string_view term, std::size_t at) {
    std::uint64_t bytes = 0;
    for (std::size_t i = at; i < std::min(term.size(), at + sizeof bytes); ++i)
      bytes |= std::uint64_t{static_cast<unsigned char>(term[i])} << (56 - 8 * (i - at));
    return bytes;
  }

  std::vector<std::pair<std::string, Xapian::termcount>> terms_;
  std::vector<Place> places_;
};

/// The values of one field: a term each, and all of them in a slot.
void add_values(TermCounts& terms, Xapian::Document& document, std::string_view prefix, Slot slot,
                const std::vector<std::string>& values) {
  std::string joined;
  for (const std::string& value : values) {
    if (value.empty()) continue;
    terms.add(value_term(prefix, value));
    if (!joined.empty()) joined += kValueSeparator;
    joined += value;
  }
  if (!joined.empty()) document.add_value(static_cast<Xapian::valueno>(slot), joined);
}

void add_date(Xapian::Document& document, Slot slot, const std::optional<ArticleDate>& date) {
  if (date) document.add_value(static_cast<Xapian::valueno>(slot), encode_date(*date));
}

/// Z and ZS differ in their prefix alone.
std::string stem_term(std::string_view prefix, Analyzer& analyzer, std::string_view word, std::string_view lang) {
  std::string term(prefix);
  if (!is_stemmed(word, lang)) return (term += ':') += word;
  ((term += lang) += ':') += analyzer.stem(word, lang);
  return term;
}

/// The terms of an article's headline and body one after the other.
class Placing {
 public:
  void add_headline(std::vector<PlacedTerm> terms) {
    for (PlacedTerm& placed : terms) {
      placed_.push_back({headline_word_term(placed.term), placed.position, placed.characters});
      placed_.push_back(std::move(placed));
    }
    body_begins_ = static_cast<std::uint32_t>(terms.size()) + kHeadlineGap;
  }
  void add_body(std::vector<PlacedTerm> terms) {
    for (PlacedTerm& placed : terms) {
      placed.position += body_begins_;
      placed_.push_back(std::move(placed));
    }
  }
  std::vector<PlacedTerm> take() { return std::move(placed_); }

 private:
  std::uint32_t body_begins_ = kHeadlineGap;
  std::vector<PlacedTerm> placed_;
};

/// The words of an article's texts, each distinct one stemmed once.
class TextWriter {
 public:
  TextWriter(const Article& article, Analyzer& analyzer)
      : article_(article),
        analyzer_(analyzer),
        headline_(analyzer.analyze_with_alternates(article.headline, article.lang)),
        body_(analyzer.analyze_with_alternates(article.body, article.lang)),
        placed_in_headline_(place_terms(headline_.tokens)),
        placed_in_body_(place_terms(body_.tokens)) {}

  void write(TermCounts& terms) {
    count(
        headline_, placed_in_headline_, [](std::size_t) { return kHeadlineWeight; }, true, terms);
    count(
        body_, placed_in_body_, [](std::size_t word) { return word < kLeadWords ? kLeadWeight : 1U; }, false, terms);
    for (const auto& [word, use] : words_) write(word, use, terms);
    for (const std::string& name : printed_names(article_.body, body_.tokens, article_.lang))
      terms.add(name_term(name));
  }

  std::vector<PlacedTerm> take_placed() {
    Placing placing;
    placing.add_headline(std::move(placed_in_headline_));
    placing.add_body(std::move(placed_in_body_));
    return placing.take();
  }

 private:
  /// What a word stands for.
  struct Use {
    Xapian::termcount stem_wdf = 0;
    bool headline_stem = false;
  };

  /// `weight_of` the number of a token.
  void count(const Analysis& text, const std::vector<PlacedTerm>& placed, auto weight_of, bool in_headline,
             TermCounts& terms) {
    const auto add = [&](std::string_view word, std::size_t token, auto term_of, auto headline_term_of) {
      terms.add(term_of(word), weight_of(token));
      if (in_headline) terms.add(headline_term_of(word));
    };
    const auto count_stem = [&](Use& use, std::size_t token) {
      use.stem_wdf += weight_of(token);
      use.headline_stem |= in_headline;
    };
    for (std::size_t token = 0; token < placed.size(); ++token) {
      const PlacedTerm& word = placed[token];
      if (word.characters) {
        add(word.term, token, word_term, headline_word_term);
        continue;
      }
      count_stem(words_[word.term], token);
    }
    for (const Alternate& alternate : text.alternates) {
      if (alternate.kind != Alternate::Kind::joined) {
        add(alternate.word, alternate.first, unstemmed_term, headline_unstemmed_term);
        continue;
      }
      count_stem(words_[alternate.word], alternate.first);
      if (alternate.last == alternate.first + 1)
        terms.add(hyphenated_term(text.tokens[alternate.first].word, text.tokens[alternate.last].word));
    }
  }

  void write(std::string_view word, const Use& use, TermCounts& terms) {
    if (use.headline_stem) terms.add(headline_stem_term(analyzer_, word, article_.lang));
    terms.add(schema::stem_term(analyzer_, word, article_.lang), use.stem_wdf);
  }

  const Article& article_;
  Analyzer& analyzer_;
  const Analysis headline_, body_;
  std::vector<PlacedTerm> placed_in_headline_, placed_in_body_;  ///< a term for each token
  StringMap<Use> words_;
};

}  // namespace

std::string stem_term(Analyzer& analyzer, std::string_view word, std::string_view lang) {
  return stem_term("Z", analyzer, word, lang);
}
std::string headline_stem_term(Analyzer& analyzer, std::string_view word, std::string_view lang) {
  return stem_term("ZS", analyzer, word, lang);
}
std::string unstemmed_term(std::string_view word) { return std::string("Z:").append(word); }
std::string headline_unstemmed_term(std::string_view word) { return std::string("ZS:").append(word); }
std::string in_headline(std::string_view stem_term) { return std::string("ZS").append(stem_term.substr(1)); }
std::string word_term(std::string_view word) { return std::string(word); }
std::string headline_word_term(std::string_view word) { return prefixed("S", word); }
std::string hyphenated_term(std::string_view one, std::string_view two) {
  return prefixed("XJ", std::string(one).append("-").append(two));
}
std::string id_term(std::string_view id) { return prefixed("Q", id); }
std::string name_term(std::string_view printed_name) { return prefixed("XN", printed_name); }
std::string copies_term(std::string_view group) { return prefixed("XC", group); }
std::string story_term(std::string_view story) { return prefixed("XT", story); }

std::optional<PlacedWord> placed_word(std::string_view term) {
  if (term.empty()) return std::nullopt;
  if (term.front() == 'S') return PlacedWord{term.substr(1), true};
  const bool is_prefixed = term.front() >= 'A' && term.front() <= 'Z';
  return is_prefixed ? std::nullopt : std::optional(PlacedWord{term, false});
}

std::vector<PlacedTerm> place_terms(const std::vector<Token>& tokens) {
  std::vector<PlacedTerm> terms;
  terms.reserve(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    PlacedTerm placed{tokens[i].word, static_cast<std::uint32_t>(i), tokens[i].ideographic};
    const bool touches_next = tokens[i].ideographic && i + 1 < tokens.size() && tokens[i + 1].ideographic &&
                              tokens[i + 1].begin == tokens[i].end;
    if (touches_next) placed.term += tokens[i + 1].word;
    terms.push_back(std::move(placed));
  }
  return terms;
}

std::vector<PlacedTerm> place_terms(const Article& article, Analyzer& analyzer) {
  Placing placing;
  placing.add_headline(place_terms(analyzer.analyze(article.headline)));
  placing.add_body(place_terms(analyzer.analyze(article.body)));
  return placing.take();
}

IndexedArticle index_article(const Article& article, Analyzer& analyzer) {
  Xapian::Document document;
  TermCounts terms;
  TextWriter text(article, analyzer);
  text.write(terms);
  terms.add(id_term(article.id));
  add_values(terms, document, "A", Slot::authors, article.authors);
  add_values(terms, document, "G", Slot::sections, article.sections);
  add_values(terms, document, "H", Slot::source, {article.source});
  add_values(terms, document, "K", Slot::tags, article.tags);
  add_values(terms, document, "L", Slot::lang, {article.lang});
  add_values(terms, document, "XP", Slot::places, article.places);
  terms.write(document);
  add_date(document, Slot::published, article.published);
  add_date(document, Slot::updated, article.updated);
  add_date(document, Slot::expires, article.expires);
  return {std::move(document), text.take_placed()};
}

void add_groups(Xapian::Document& document, const Groups& groups) {
  const auto add = [&](Slot slot, std::string (*term)(std::string_view), const std::string& group) {
    if (group.empty()) return;
    document.add_value(static_cast<Xapian::valueno>(slot), group);
    document.add_boolean_term(term(group));
  };
  add(Slot::copies, copies_term, groups.copies);
  add(Slot::story, story_term, groups.story);
  for (const std::string& story : groups.absorbed) document.add_boolean_term(story_term(story));
}

std::string encode_date(const ArticleDate& date) {
  std::string slot = Xapian::sortable_serialise(static_cast<double>(date.time.time_since_epoch().count()));
  slot += date.precision == DatePrecision::day ? 'd' : 's';
  return slot;
}

SlotDate decode_date(std::string_view slot) {
  const double seconds = Xapian::sortable_unserialise(std::string(slot.substr(0, slot.size() - 1)));
  return {Instant{std::chrono::seconds{static_cast<std::int64_t>(seconds)}},
          slot.back() == 'd' ? DatePrecision::day : DatePrecision::second};
}

bool comes_before(std::optional<Instant> a, std::string_view a_id, std::optional<Instant> b, std::string_view b_id) {
  if (a.has_value() != b.has_value()) return a.has_value();
  if (a != b) return *a > *b;
  return a_id < b_id;
}

}  // namespace newssearch::schema
