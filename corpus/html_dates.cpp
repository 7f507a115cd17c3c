#include "corpus/html_dates.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "corpus/ascii.h"
#include "corpus/clean_text.h"
#include "corpus/html_words.h"
#include "corpus/visible_date.h"

namespace newssearch {
namespace {

constexpr std::uint32_t kNodesAboveText = 300, kNodesBelowText = 60;
constexpr double kLink = 0.5;
constexpr int kWidestDateLine = 140;
constexpr double kTimeElement = 0.8, kTimeBelow = 0.6, kWrittenOut = 0.7, kWrittenBelow = 0.5;

/// Words with which pages say that it is a later date.
bool says_updated(std::string_view text) {
  constexpr auto words = std::to_array<std::string_view>(
      {"update", "modified", "aktualis", "geändert", "mis à jour", "mise à jour", "actualiz", "aggiorna", "atualiz",
       "bijgewerkt", "oppdater", "opdater", "uppdater", "aktualiz", "обновлен", "güncelle", "更新", "수정"});
  const std::string lower = ascii_lower(text.substr(0, 300));
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

class DateGatherer {
 public:
  DateGatherer(const HtmlTree& tree, const std::vector<HtmlBlock>& blocks, const FoundBody& body, std::string_view lang)
      : tree_(tree), blocks_(blocks), lang_(lang), begin_(body.begin), end_(body.end) {
    headline_ = begin_;
    for (std::uint32_t i = 0; i < begin_; ++i)
      if (tree_[i].tag == "h1") headline_ = i;
    if (begin_ - headline_ > kNodesAboveText * 2) headline_ = begin_;
    const std::uint32_t above = headline_ == begin_ ? kNodesAboveText : kNodesAboveText / 6;
    top_ = headline_ - std::min(headline_, above);
    bottom_ = std::min<std::uint32_t>(end_ + kNodesBelowText, static_cast<std::uint32_t>(tree_.size()));
  }

  ShownDates gather() {
    take_times(headline_, begin_, kTimeElement);
    take_times(top_, headline_, kTimeElement);
    take_lines(headline_, begin_, kWrittenOut);
    take_lines(top_, headline_, kWrittenOut);
    if (dates_.published.empty()) {
      take_times(begin_, end_, kTimeBelow);
      take_times(end_, bottom_, kTimeBelow);
      take_lines(end_, bottom_, kWrittenBelow);
    }
    return std::move(dates_);
  }

 private:
  /// True for what stands in a list of other articles, or in a comment.
  bool is_of_others(std::uint32_t node) const {
    return nearest(tree_, node, [](const HtmlNode& around) {
             if (around.tag == "a" || around.tag == "nav" || around.tag == "aside" || around.tag == "footer")
               return true;
             const std::string_view role = around.tag == "body" ? std::string_view{} : unwanted_role(around);
             return role == "related" || role == "comments" || role == "navigation";
           }) < tree_.size();
  }

  void add(std::string stated, DateSource source, std::string from, double confidence, bool updated) {
    (updated ? dates_.updated : dates_.published).push_back({std::move(stated), source, std::move(from), confidence});
  }

  void take_times(std::uint32_t from, std::uint32_t to, double confidence) {
    for (std::uint32_t i = from; i < to; ++i) {
      if (tree_[i].tag != "time" || is_of_others(i)) continue;
      const std::string text = text_within(tree_, i);
      std::string stated(trim(tree_[i].attribute("datetime")));
      if (stated.size() < 8)
        if (const auto date = visible_date(text, lang_)) stated = *date;
      if (stated.size() < 8) continue;
      std::string names;
      for (const std::uint32_t node : {i, tree_[i].parent})
        for (const std::string& word : role_words(tree_[node])) names += word + ' ';
      const std::string around = tree_[tree_[i].parent].end - tree_[i].parent < 12 ? text_before(i) : text;
      add(std::move(stated), DateSource::metadata, "<time>", confidence, says_updated(names) || says_updated(around));
    }
  }

  /// The text of what stands before in the same element, and its own.
  std::string text_before(std::uint32_t i) const {
    std::string text;
    for (std::uint32_t k = tree_[i].parent; k < tree_[i].end; ++k)
      if (tree_[k].is_text && tree_[k].text.size() < 200) text += tree_[k].text;
    const std::size_t last = text.find_last_of("|•·");
    return last == std::string::npos ? text : text.substr(last);
  }

  void take_lines(std::uint32_t from, std::uint32_t to, double confidence) {
    for (const HtmlBlock& block : blocks_) {
      if (block.node < from || block.node >= to || block.width > kWidestDateLine) continue;
      if (block.link_density() > kLink || is_of_others(block.node)) continue;
      const std::optional<std::string> date = visible_date(block.text, lang_);
      if (date) add(*date, DateSource::text, "line of text", confidence, says_updated(block.text));
    }
  }

  const HtmlTree& tree_;
  const std::vector<HtmlBlock>& blocks_;
  const std::string_view lang_;
  std::uint32_t begin_, end_, headline_ = 0, top_ = 0, bottom_ = 0;
  ShownDates dates_;
};

}  // namespace

ShownDates shown_dates(const HtmlTree& tree, const std::vector<HtmlBlock>& blocks, const FoundBody& body,
                       std::string_view lang) {
  return DateGatherer(tree, blocks, body, lang).gather();
}

}  // namespace newssearch
