#include "corpus/html_body.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "corpus/clean_text.h"
#include "corpus/html_container.h"
#include "corpus/html_lines.h"
#include "corpus/html_source.h"
#include "corpus/text_key.h"

namespace newssearch {
namespace {

using BlockKind = HtmlBlock::Kind;

constexpr std::size_t kMostDropped = 400, kDroppedBytes = 300;

/// A text of a page's data, which may hold markup.
std::string paragraphs_of(std::string_view stated) {
  constexpr std::size_t longest = 1 << 20;
  std::string markup = "<body>";
  for (const char c : clip(stated, longest)) c == '\n' ? markup += "<br><br>" : markup += c;
  const Result<TameMarkup> tame = tame_markup(markup);
  if (!tame) return std::string(clip(stated, longest));
  std::string text;
  for (const HtmlBlock& block : html_blocks(parse_html(tame->html))) {
    if (!text.empty()) text += "\n\n";
    text += block.text;
  }
  return text;
}

class BodyFinder {
 public:
  BodyFinder(const HtmlTree& tree, const std::vector<HtmlBlock>& blocks, const BodyHints& hints)
      : tree_(tree), blocks_(blocks), hints_(hints), reasons_(blocks.size()) {
    for (const std::string& headline : hints.headlines) headlines_.insert(text_key(headline));
    for (const std::string& description : hints.descriptions) descriptions_.push_back(text_key(description));
    headline_ = find_headline();
    container_ = find_container(tree, blocks, headline_, find_stated());
  }

  FoundBody find() {
    judge_blocks();
    drop_teasers();
    drop_front();
    drop_end();
    drop_loose_headings();
    take_standfirst();
    return result();
  }

 private:
  /// The node of the heading that repeats the best headline, no link if there is one; 0 where none does.
  std::uint32_t find_headline() const {
    std::uint32_t linked = 0, other = 0;
    if (hints_.headlines.empty()) return 0;
    for (const HtmlBlock& block : blocks_) {
      if (block.kind != BlockKind::heading || headlines_.count(text_key(block.text)) == 0) continue;
      if (block.link_density() > 0.5)
        linked = linked == 0 ? block.node : linked;
      else if (tree_[block.node].tag == "h1")
        return block.node;
      else if (other == 0)
        other = block.node;
    }
    return other != 0 ? other : linked;
  }

  /// Of each block whether its front stands in the stated text.
  std::vector<bool> find_stated() const {
    constexpr std::size_t window = 30, most = 1 << 20;
    std::vector<bool> stated(blocks_.size());
    const std::string body = text_key(clip(hints_.stated_body, most));
    if (body.size() < window) return stated;
    std::unordered_set<std::string_view> windows;
    for (std::size_t i = 0; i + window <= body.size(); ++i) windows.insert(std::string_view(body).substr(i, window));
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      const std::string key = text_key(blocks_[i].text);
      stated[i] = key.size() >= window && windows.count(std::string_view(key).substr(0, window)) != 0;
    }
    return stated;
  }

  bool within(std::size_t i) const {
    return blocks_[i].node >= container_.node && blocks_[i].node < tree_[container_.node].end;
  }
  bool kept(std::size_t i) const { return within(i) && reasons_[i].empty(); }

  void judge_blocks() {
    constexpr int paragraph = 120;
    is_about_data_ = speaks_of_data();
    std::unordered_set<std::string_view> seen;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (!within(i)) continue;
      reasons_[i] = ended_ ? "below the article" : reason_against(blocks_[i]);
      if (!reasons_[i].empty()) continue;
      if (!seen.insert(blocks_[i].text).second && (blocks_[i].width > paragraph || blocks_[i].kind == BlockKind::other))
        reasons_[i] = "repeated";
      if ((ends_page_article(blocks_[i].text) && (is_mostly_above(i, 0.3) || only_teasers_follow(i))) ||
          (ends_with_comments(blocks_[i].text) && is_mostly_above(i, 4))) {
        reasons_[i] = "below the article";
        ended_ = true;
      }
    }
  }

  /// True where no more of the container's text stands below this block than this share of what stands above.
  bool is_mostly_above(std::size_t at, double share) const {
    int above = 0, below = 0;
    for (std::size_t i = 0; i < blocks_.size(); ++i)
      if (within(i) && container_.roles[blocks_[i].node].empty() && is_prose(blocks_[i]))
        (i < at ? above : below) += blocks_[i].width;
    return above > 0 && below <= share * above;
  }

  /// True where one in three of the texts below is cut off.
  bool only_teasers_follow(std::size_t at) const {
    std::size_t texts = 0, cut_off = 0;
    for (std::size_t i = at + 1; i < blocks_.size(); ++i) {
      if (!within(i) || !is_prose(blocks_[i])) continue;
      ++texts;
      if (is_cut_off(blocks_[i].text)) ++cut_off;
    }
    return cut_off > 0 && cut_off * 3 >= texts;
  }

  /// True where so much of the text reads like a notice about personal data that it may be the subject.
  bool speaks_of_data() const {
    constexpr double share = 0.3;
    int all = 0, notices = 0;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (!within(i) || !container_.roles[blocks_[i].node].empty()) continue;
      all += blocks_[i].width;
      if (is_consent(blocks_[i].text)) notices += blocks_[i].width;
    }
    return notices > share * all;
  }

  std::string_view reason_against(const HtmlBlock& block) const {
    constexpr double link_list = 0.5, linked_item = 0.8;
    constexpr int told_width = 100;
    if (const std::string_view role = container_.roles[block.node]; !role.empty()) return role;
    if (headlines_.count(text_key(block.text)) != 0) return "headline";
    if (is_boilerplate(block.text) && block.width < 200) return "boilerplate";
    if (is_credited(block.text) && block.kind != BlockKind::heading) return "caption";
    if (is_consent(block.text) && !is_about_data_) return "consent";
    const double links = block.link_density();
    if (block.kind == BlockKind::heading) return links > linked_item && block.width < 200 ? "links" : "";
    const bool told = block.is_sentence && block.width >= told_width &&
                      (block.kind == BlockKind::paragraph || block.kind == BlockKind::item);
    if (!told && links > (block.kind == BlockKind::paragraph ? linked_item : link_list)) return "links";
    if (block.kind == BlockKind::other && !block.is_sentence && block.width < 80) return "short line";
    if (text_key(block.text).empty()) return "ornament";
    return {};
  }

  /// Beginnings of other articles: texts in a row of which each is cut off.
  void drop_teasers() {
    constexpr std::size_t fewest = 3;
    std::vector<std::size_t> row;
    const auto end_row = [&] {
      if (row.size() >= fewest)
        for (const std::size_t i : row) reasons_[i] = "teaser";
      row.clear();
    };
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (!kept(i) || blocks_[i].kind == BlockKind::heading) continue;
      if (is_cut_off(blocks_[i].text))
        row.push_back(i);
      else
        end_row();
    }
    end_row();
  }

  bool is_prose(const HtmlBlock& block) const {
    return block.kind != BlockKind::heading && (block.is_sentence ? block.width >= 40 : block.width >= 120);
  }

  /// Bylines, dates and headings before the first running text.
  void drop_front() {
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (!kept(i)) continue;
      if (is_prose(blocks_[i]) || (blocks_[i].is_sentence && blocks_[i].kind == BlockKind::paragraph)) return;
      reasons_[i] = "above the text";
    }
  }

  void drop_end() {
    for (std::size_t i = blocks_.size(); i-- > 0;) {
      if (!kept(i)) continue;
      if (is_rights_notice(blocks_[i].text)) {
        reasons_[i] = "boilerplate";
        continue;
      }
      if (blocks_[i].is_sentence || blocks_[i].width >= 80 || blocks_[i].kind == BlockKind::item ||
          blocks_[i].kind == BlockKind::cell)
        return;
      reasons_[i] = "below the text";
    }
  }

  /// A heading nothing follows but another of its kind, or nothing.
  void drop_loose_headings() {
    bool text_follows = false;
    for (std::size_t i = blocks_.size(); i-- > 0;) {
      if (!kept(i)) continue;
      if (blocks_[i].kind == BlockKind::heading && !text_follows) reasons_[i] = "heading of nothing";
      text_follows = true;
    }
  }

  std::size_t first_kept() const {
    std::size_t i = 0;
    while (i < blocks_.size() && !kept(i)) ++i;
    return i;
  }

  /// What stands under the headline and above the text, where the page states it as its description.
  void take_standfirst() {
    constexpr std::size_t farthest = 40;
    const std::size_t first = first_kept();
    if (first == blocks_.size()) return;
    const std::string opening = text_key(blocks_[first].text);
    std::size_t likely = first;
    for (std::size_t i = first - std::min(first, farthest); i < first; ++i) {
      const std::string key = text_key(blocks_[i].text);
      if (headlines_.count(key) != 0) continue;
      if (!is_described(key)) {
        if (looks_like_standfirst(i) && likely == first) likely = i;
        continue;
      }
      if (opening.starts_with(key)) return;
      standfirst_ = i;
      return;
    }
    if (likely != first && !opening.starts_with(text_key(blocks_[likely].text))) standfirst_ = likely;
  }

  /// A sentence close under the headline.
  bool looks_like_standfirst(std::size_t i) const {
    constexpr int narrowest = 60, widest = 500;
    constexpr std::uint32_t nodes_away = 60;
    const HtmlBlock& block = blocks_[i];
    return headline_ != 0 && block.node > headline_ && block.node - headline_ < nodes_away &&
           block.width >= narrowest && block.width <= widest && block.link_density() < 0.3 &&
           block.kind != BlockKind::item && (reasons_[i].empty() || reasons_[i] == "above the text") &&
           container_.roles[block.node].empty() && !is_credited(block.text) &&
           (block.is_sentence || block.kind == BlockKind::heading || block.kind == BlockKind::paragraph);
  }

  /// True where a description begins as this does; most are cut off.
  bool is_described(const std::string& key) const {
    constexpr std::size_t enough = 40, least = 20;
    return key.size() >= least &&
           std::any_of(descriptions_.begin(), descriptions_.end(), [&](const std::string& description) {
             return key == description || (key.size() >= enough && description.size() >= enough &&
                                           key.compare(0, enough, description, 0, enough) == 0);
           });
  }

  FoundBody result() {
    FoundBody found;
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (kept(i) || i == standfirst_) {
        if (!found.text.empty()) found.text += "\n\n";
        found.text += blocks_[i].text;
        if (found.begin == 0) found.begin = blocks_[i].node;
        found.end = tree_[blocks_[i].node].end;
        continue;
      }
      if (found.dropped.size() >= kMostDropped) continue;
      std::string_view reason = within(i) ? reasons_[i] : container_.roles[blocks_[i].node];
      if (reason.empty()) reason = "beside the article";
      found.dropped.push_back({std::string(clip(blocks_[i].text, kDroppedBytes)), std::string(reason)});
    }
    return found;
  }

  const HtmlTree& tree_;
  const std::vector<HtmlBlock>& blocks_;
  const BodyHints& hints_;
  std::vector<std::string_view> reasons_;  ///< against a block; empty where none is
  HtmlContainer container_;
  bool ended_ = false, is_about_data_ = false;
  std::unordered_set<std::string> headlines_;
  std::vector<std::string> descriptions_;
  std::uint32_t headline_ = 0;
  std::size_t standfirst_ = static_cast<std::size_t>(-1);
};

}  // namespace

FoundBody find_html_body(const HtmlTree& tree, const std::vector<HtmlBlock>& blocks, const BodyHints& hints) {
  constexpr std::size_t least = 200;
  FoundBody found = BodyFinder(tree, blocks, hints).find();
  if (hints.stated_body.size() >= least && found.text.size() * 2 < hints.stated_body.size())
    found.text = paragraphs_of(hints.stated_body);
  return found;
}

}  // namespace newssearch
