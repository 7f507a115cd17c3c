#include "corpus/page.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "common/generation.h"
#include "corpus/clean_text.h"
#include "corpus/page_blocks.h"
#include "corpus/text_shape.h"

namespace newssearch {
namespace {

using Kind = PageBlock::Kind;
using Blocks = std::vector<PageBlock>;

constexpr std::size_t kPageIdDigits = 16;
constexpr double kConfidenceInText = 0.8;
constexpr int kHeadlineWords = 3, kHeadlineNarrowest = 12, kHeadlineWidest = 200;
constexpr int kSectionWords = 4, kSectionWidest = 30, kAuthorWords = 4;

/// Blocks [begin, end) and what they weigh together.
struct Range {
  std::size_t begin = 0, end = 0;
  int weight = 0;
};

/// The heaviest run of blocks within [begin, end).
Range heaviest(const Blocks& blocks, std::size_t begin, std::size_t end) {
  Range best{begin, begin, 0}, current{begin, begin, 0};
  for (std::size_t i = begin; i < end; ++i) {
    if (current.weight <= 0) current = {i, i, 0};
    current.weight += blocks[i].weight;
    current.end = i + 1;
    if (current.weight > best.weight) best = current;
  }
  return best;
}

/// The article's text: of the stretches between lines that end articles, the first that holds enough. What comes later
/// may hold more (readers' comments, other stories), but not by far.
Range find_body(const Blocks& blocks) {
  constexpr int share = 4;
  std::vector<Range> stretches;
  int most = 0;
  for (std::size_t begin = 0; begin <= blocks.size();) {
    std::size_t end = begin;
    while (end < blocks.size() && blocks[end].kind != Kind::end) ++end;
    stretches.push_back(heaviest(blocks, begin, end));
    most = std::max(most, stretches.back().weight);
    begin = end + 1;
  }
  return *std::find_if(stretches.begin(), stretches.end(),
                       [&](const Range& stretch) { return stretch.weight * share >= most; });
}

bool is_headline(const PageBlock& block) {
  const int wide = width(block.text);
  if (block.kind != Kind::text || wide < kHeadlineNarrowest || wide > kHeadlineWidest) return false;
  if (block.text.ends_with('.') || block.text.ends_with(',') || block.text.ends_with(':')) return false;
  const auto digits = std::count_if(block.text.begin(), block.text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits * 3 > wide) return false;
  const bool ideographic = wide < static_cast<int>(block.text.size());
  return count_words(block.text) >= kHeadlineWords || ideographic;
}

/// The block above `below`, not above `top`, that most looks like a headline: long and near. Of two one above the
/// other, the first, if it is no longer than the second, which then is the standfirst.
std::optional<std::size_t> headline_above(const Blocks& blocks, std::size_t top, std::size_t below) {
  constexpr int farthest = 12, long_enough = 70, worth_of_a_step = 5;
  std::optional<std::size_t> best;
  int most = 0, distance = 0;
  for (std::size_t i = below; i-- > top && distance < farthest;) {
    if (blocks[i].kind != Kind::text) continue;
    const int worth = std::min(width(blocks[i].text), long_enough) - worth_of_a_step * distance++;
    if (!is_headline(blocks[i]) || worth <= most) continue;
    best = i;
    most = worth;
  }
  if (!best || *best == top) return best;
  const PageBlock& above = blocks[*best - 1];
  const bool standfirst =
      is_headline(above) && count_words(above.text) > kHeadlineWords && width(above.text) <= width(blocks[*best].text);
  return standfirst ? *best - 1 : *best;
}

/// Where headline, byline and dates are looked for: some way above the body, and into it as far as a standfirst goes.
Range find_head(const Blocks& blocks, const Range& body) {
  constexpr std::size_t blocks_above = 25;
  constexpr int share = 3;
  Range head{body.begin - std::min(body.begin, blocks_above), 0, 0};
  for (head.end = head.begin; head.end < body.end; ++head.end) {
    head.weight += std::max(blocks[head.end].weight, 0);
    if (head.weight * share > body.weight) break;
  }
  return head;
}

class PageReader {
 public:
  explicit PageReader(Blocks blocks)
      : blocks_(std::move(blocks)),
        body_(find_body(blocks_)),
        head_(find_head(blocks_, body_)),
        kept_(blocks_.size()) {}

  Draft read() {
    if (body_.weight <= 0)
      read_bare_lines();
    else
      read_article();
    tell_dropped();
    return std::move(draft_);
  }

 private:
  void read_article() {
    std::size_t begin = body_.begin;
    if (const std::optional<std::size_t> headline = find_headline()) {
      take_headline(*headline);
      begin = *headline + 1;
    } else {
      while (begin > 0 && blocks_[begin - 1].kind != Kind::text && blocks_[begin - 1].kind != Kind::end) --begin;
    }
    for (std::size_t i = begin; i < head_.end; ++i) take_meta(blocks_[i]);
    while (blocks_[begin].weight <= 0) ++begin;  // captions and buttons above the first sentence
    take_body(begin, body_.end);
  }

  /// No line reads like a sentence: the first is the headline, the others the body.
  void read_bare_lines() {
    std::size_t end = 0;
    for (; end < blocks_.size() && blocks_[end].kind != Kind::end; ++end) {
      take_meta(blocks_[end]);
      if (blocks_[end].kind == Kind::text && draft_.article.headline.empty())
        draft_.article.headline = blocks_[end].text;
    }
    take_body(0, end);
  }

  /// Above the first byline or date that has a headline close by, or else above the body.
  std::optional<std::size_t> find_headline() {
    for (std::size_t i = head_.begin; i < head_.end; ++i)
      if (blocks_[i].kind == Kind::meta)
        if (const auto found = headline_over(i)) return found;
    if (const auto found = headline_above(blocks_, head_.begin, body_.begin)) return found;
    if (const auto found = opening_headline()) return found;
    return only_line_above();
  }

  std::optional<std::size_t> headline_over(std::size_t meta) {
    const bool named = meta >= head_.begin + 2 && blocks_[meta - 1].kind == Kind::text &&
                       blocks_[meta - 1].weight < 0 && count_words(blocks_[meta - 1].text) <= kAuthorWords &&
                       is_headline(blocks_[meta - 2]);
    if (!named) return headline_above(blocks_, head_.begin, meta);
    // "editorial" over "Published"
    draft_.article.authors.push_back(blocks_[meta - 1].text);
    blocks_[meta - 1].kind = Kind::furniture;
    kept_[meta - 1] = true;
    return meta - 2;
  }

  /// A headline that reads like a sentence has been taken for the first of the text: "Is this the end of the bridge?"
  std::optional<std::size_t> opening_headline() const {
    const std::size_t first = body_.begin;
    if (!is_headline(blocks_[first])) return std::nullopt;
    for (std::size_t i = first + 1; i < std::min(first + 4, body_.end); ++i)
      if (blocks_[i].weight > blocks_[first].weight) return first;
    return std::nullopt;
  }

  /// "War Ends": too short to be told from a menu, but no menu has one entry.
  std::optional<std::size_t> only_line_above() const {
    std::optional<std::size_t> only;
    for (std::size_t i = 0; i < body_.begin; ++i) {
      if (blocks_[i].kind != Kind::text) continue;
      if (only) return std::nullopt;
      only = i;
    }
    return only;
  }

  void take_headline(std::size_t headline) {
    draft_.article.headline = blocks_[headline].text;
    draft_.evidence.headlines.push_back({blocks_[headline].text, "text"});
    kept_[headline] = true;
    if (headline == 0) return;
    const PageBlock& above = blocks_[headline - 1];
    if (above.kind == Kind::text && above.weight < 0 && count_words(above.text) <= kSectionWords &&
        width(above.text) <= kSectionWidest)
      draft_.article.sections.push_back(above.text);
    kept_[headline - 1] = !draft_.article.sections.empty();
  }

  void take_meta(PageBlock& block) {
    if (author_announced_ && block.kind == Kind::text && is_names(block.text)) {
      draft_.article.authors.push_back(block.text);
      block.kind = Kind::meta;
    }
    author_announced_ = block.kind == Kind::meta && block.meta.announces_author;
    if (block.kind != Kind::meta) return;
    for (const std::string& author : block.meta.authors) draft_.article.authors.push_back(author);
    for (const DateMention& mention : block.meta.dates) take_date(mention);
  }

  void take_date(const DateMention& mention) {
    if (mention.role != DateMention::Role::unsaid) announced_ = mention.role;
    if (mention.date.empty()) return;
    const bool updated = announced_ == DateMention::Role::updated;
    std::vector<DateCandidate>& dates = updated ? draft_.evidence.updated : draft_.evidence.published;
    dates.push_back({mention.date, DateSource::text, "line of dates", kConfidenceInText});
    announced_ = DateMention::Role::unsaid;
  }

  void take_body(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (blocks_[i].kind != Kind::text || blocks_[i].text == draft_.article.headline) continue;
      kept_[i] = true;
      if (!draft_.article.body.empty()) draft_.article.body += "\n\n";
      draft_.article.body += blocks_[i].text;
    }
  }

  void tell_dropped() {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (kept_[i] || blocks_[i].text == draft_.article.headline) continue;
      const char* const reason = blocks_[i].kind == Kind::meta        ? "byline or dates"
                                 : blocks_[i].kind == Kind::furniture ? "furniture of the page"
                                 : blocks_[i].kind == Kind::end       ? "ends the article"
                                 : i < body_.begin                    ? "above the text"
                                                                      : "below the text";
      draft_.evidence.dropped.push_back({blocks_[i].text, reason});
    }
  }

  Blocks blocks_;
  Range body_, head_;
  std::vector<bool> kept_;
  Draft draft_;
  DateMention::Role announced_ = DateMention::Role::unsaid;
  bool author_announced_ = false;
};

/// No-break spaces are how pages indent and align.
std::string with_plain_spaces(std::string_view text) {
  constexpr std::string_view no_break = "\u00a0";
  std::string plain;
  while (true) {
    const std::size_t found = text.find(no_break);
    plain += text.substr(0, found);
    if (found == std::string_view::npos) return plain;
    plain += ' ';
    text.remove_prefix(found + no_break.size());
  }
}

}  // namespace

Draft read_page(std::string_view page) {
  TextRepairs repairs;
  Draft draft = PageReader(split_page(with_plain_spaces(clean_text(page, repairs)))).read();
  if (std::string warning = repair_warning(repairs); !warning.empty()) draft.warnings.push_back(std::move(warning));
  const Article& article = draft.article;
  if (!article.headline.empty() || !article.body.empty())
    draft.article.id = "page-" + sha256_hex(article.headline + "\n" + article.body).substr(0, kPageIdDigits);
  return draft;
}

}  // namespace newssearch
