#include "corpus/html_container.h"

#include <algorithm>
#include <map>

#include "corpus/html_words.h"

namespace newssearch {
namespace {

class ContainerFinder {
 public:
  ContainerFinder(const HtmlTree& tree, const std::vector<HtmlBlock>& blocks, std::uint32_t headline,
                  const std::vector<bool>& stated)
      : tree_(tree), blocks_(blocks), headline_(headline), stated_(stated) {
    found_.roles.resize(tree.size());
  }

  HtmlContainer find() {
    count();
    mark_unwanted();
    pardon();
    mark_teasers();
    count();
    score();
    std::uint32_t best = 0;
    for (std::uint32_t i = 0; i < tree_.size(); ++i)
      if (final_score(i) > final_score(best)) best = i;
    found_.node = climb(under_headline(best));
    return std::move(found_);
  }

 private:
  static bool is_prose(const HtmlBlock& block) {
    return block.kind != HtmlBlock::Kind::heading && block.link_density() < 0.5 &&
           (block.is_sentence ? block.width >= 40 : block.width >= 100);
  }
  double sum(const std::vector<double>& counts, std::uint32_t node) const {
    return counts[tree_[node].end] - counts[node];
  }

  /// Sums up to each node, of what no role speaks against, so that any element's is a difference.
  void count() {
    for (auto* counts : {&prose_, &links_, &widths_, &paragraphs_, &h1_, &stated_width_})
      counts->assign(tree_.size() + 1, 0);
    for (std::size_t k = 0; k < blocks_.size(); ++k) {
      const HtmlBlock& block = blocks_[k];
      if (!found_.roles[block.node].empty()) continue;
      const std::size_t after = block.node + 1;
      if (is_prose(block)) {
        prose_[after] += block.width;
        paragraphs_[after] += 1;
        if (stated_[k]) stated_width_[after] += block.width;
      }
      links_[after] += block.link_width;
      widths_[after] += block.width;
      if (tree_[block.node].tag == "h1") h1_[after] += 1;
    }
    for (auto* counts : {&prose_, &links_, &widths_, &paragraphs_, &h1_, &stated_width_})
      for (std::size_t i = 1; i < counts->size(); ++i) (*counts)[i] += (*counts)[i - 1];
  }

  /// What holds a good part of all running text is the article, whatever it is called.
  void mark_unwanted() {
    for (std::uint32_t i = 0; i < tree_.size();) {
      const std::string_view role = tree_[i].is_text ? std::string_view{} : unwanted_role(tree_[i]);
      if (role.empty() || may_be_article(i, role)) {
        ++i;
        continue;
      }
      for (const std::uint32_t end = tree_[i].end; i < end; ++i) found_.roles[i] = role;
    }
  }

  /// Of what is told by words alone; wider ones are named after something within them.
  static double widest(std::string_view role) {
    if (role == "byline") return 400;
    return role == "sharing" || role == "newsletter" || role == "form" || role == "caption" ? 1500 : 1e9;
  }

  bool may_be_article(std::uint32_t i, std::string_view role) const {
    constexpr double share = 0.35, paragraphs = 4, width = 800, links = 0.2;
    const double prose = sum(prose_, i);
    if (prose > 0 && prose > share * prose_.back()) return true;
    if (sum(widths_, i) > widest(role)) return true;
    if (role == "comments" || role == "related" || role == "consent" || role == "sidebar" || role == "navigation")
      return false;
    return sum(paragraphs_, i) >= paragraphs && prose > width && sum(links_, i) < links * sum(widths_, i);
  }

  /// A role that most of the running text would have is none: the site means something else by the word.
  void pardon() {
    constexpr double share = 0.5;
    std::map<std::string_view, double> marked;
    for (std::size_t k = 0; k < blocks_.size(); ++k)
      if (is_prose(blocks_[k])) marked[found_.roles[blocks_[k].node]] += blocks_[k].width;
    for (const auto& [role, width] : marked) {
      if (role.empty() || role == "comments" || role == "related" || width < share * prose_.back()) continue;
      for (std::string_view& its : found_.roles)
        if (its == role) its = {};
    }
    for (std::size_t k = 0; k < blocks_.size(); ++k)
      if (stated_[k] && is_prose(blocks_[k]) && found_.roles[blocks_[k].node] != "caption")
        found_.roles[blocks_[k].node] = {};
  }

  /// Headings that are links, with no more than one paragraph under each, are a list of other articles.
  void mark_teasers() {
    constexpr std::size_t fewest = 3;
    std::vector<std::size_t> heads;  // of the list so far
    int paragraphs = 0;
    for (std::size_t k = 0; k < blocks_.size(); ++k) {
      if (!found_.roles[blocks_[k].node].empty()) continue;
      if (is_linked_heading(blocks_[k])) {
        heads.push_back(k);
        paragraphs = 0;
      } else if (is_prose(blocks_[k]) && !heads.empty() && ++paragraphs > 1) {
        if (heads.size() >= fewest) mark_between(heads.front(), heads.back());
        heads.clear();
      }
    }
    if (heads.size() >= fewest) mark_between(heads.front(), heads.back() + 1);
  }

  bool is_linked_heading(const HtmlBlock& block) const {
    constexpr int narrowest = 15;
    return block.kind == HtmlBlock::Kind::heading && block.link_density() > 0.8 && block.width >= narrowest &&
           tree_[block.node].tag != "h1";
  }

  void mark_between(std::size_t first, std::size_t last) {
    for (std::size_t k = first; k <= last && k < blocks_.size(); ++k)
      if (found_.roles[blocks_[k].node].empty() && !stated_[k]) found_.roles[blocks_[k].node] = "related";
  }

  void score() {
    constexpr int levels = 5;
    scores_.resize(tree_.size());
    for (std::size_t k = 0; k < blocks_.size(); ++k) {
      const HtmlBlock& block = blocks_[k];
      if (!is_prose(block) || !found_.roles[block.node].empty()) continue;
      double worth = 1 + std::min(block.width / 100.0, 3.0) + std::min(block.width / 60.0, 3.0);
      if (stated_[k]) worth *= 3;
      std::uint32_t node = block.kind == HtmlBlock::Kind::other ? block.node : tree_[block.node].parent;
      for (int level = 0; level < levels && node != 0; ++level, node = tree_[node].parent)
        scores_[node] += worth / (level == 0 ? 1 : level == 1 ? 2 : level * 3);
    }
    for (std::uint32_t i = 0; i < tree_.size(); ++i)
      if (scores_[i] > 0 && says_article_text(tree_[i])) scores_[i] *= 1.5;
  }

  double final_score(std::uint32_t node) const {
    const double width = sum(widths_, node);
    return width == 0 ? 0 : scores_[node] * (1 - sum(links_, node) / width);
  }

  /// The first after the headline that is not far from being the best.
  std::uint32_t under_headline(std::uint32_t best) const {
    constexpr double share = 0.4;
    if (headline_ == 0 || (headline_ >= best && headline_ < tree_[best].end)) return best;
    const double all = sum(prose_, climb(best));
    std::uint32_t first = best;
    for (std::uint32_t i = headline_; i < best; ++i)
      if (final_score(i) > share * final_score(best) && sum(prose_, i) > share * all && tree_[i].end <= best &&
          (first == best || (i < tree_[first].end && final_score(i) > final_score(first))))
        first = i;
    return first;
  }

  /// Up to what holds more of the same: running text with few links, no headlines of other articles.
  std::uint32_t climb(std::uint32_t node) const {
    constexpr double more = 1.15, links = 0.25, purity = 0.75;
    std::uint32_t best = node;
    while (node != 0 && tree_[node].tag != "body") {
      node = tree_[node].parent;
      if (sum(stated_width_, node) > sum(stated_width_, best)) best = node;
      const double its_prose = sum(prose_, node) - sum(prose_, best),
                   its_width = sum(widths_, node) - sum(widths_, best);
      if (its_prose <= (more - 1) * sum(prose_, best)) continue;
      if (sum(h1_, node) > 1) break;
      if (sum(links_, node) - sum(links_, best) < links * its_width && its_prose > purity * its_width) best = node;
    }
    return best;
  }

  const HtmlTree& tree_;
  const std::vector<HtmlBlock>& blocks_;
  const std::uint32_t headline_;
  const std::vector<bool>& stated_;
  std::vector<double> prose_, links_, widths_, paragraphs_, h1_, stated_width_, scores_;
  HtmlContainer found_;
};

}  // namespace

HtmlContainer find_container(const HtmlTree& tree, const std::vector<HtmlBlock>& blocks, std::uint32_t headline,
                             const std::vector<bool>& stated) {
  return ContainerFinder(tree, blocks, headline, stated).find();
}

}  // namespace newssearch
