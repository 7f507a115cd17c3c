#include "corpus/html_container.h"

#include <algorithm>
#include <cmath>

#include "corpus/html_words.h"

namespace newssearch {
namespace {

class ContainerFinder {
 public:
  ContainerFinder(const HtmlTree& tree, const std::vector<HtmlBlock>& blocks)
      : tree_(tree), blocks_(blocks), prose_(tree.size() + 1), links_(tree.size() + 1), widths_(tree.size() + 1) {
    found_.roles.resize(tree.size());
  }

  HtmlContainer find() {
    count();
    mark_unwanted();
    score();
    std::uint32_t best = 0;
    for (std::uint32_t i = 0; i < tree_.size(); ++i)
      if (final_score(i) > final_score(best)) best = i;
    found_.node = climb(best);
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

  /// Sums up to each node, so that any element's is a difference.
  void count() {
    for (const HtmlBlock& block : blocks_) {
      if (is_prose(block)) prose_[block.node + 1] += block.width;
      links_[block.node + 1] += block.link_width;
      widths_[block.node + 1] += block.width;
    }
    for (auto* counts : {&prose_, &links_, &widths_})
      for (std::size_t i = 1; i < counts->size(); ++i) (*counts)[i] += (*counts)[i - 1];
  }

  /// What holds a good part of all running text is the article, whatever it is called.
  void mark_unwanted() {
    constexpr double share = 0.35;
    const double all = prose_.back();
    for (std::uint32_t i = 0; i < tree_.size();) {
      const std::string_view role = tree_[i].is_text ? std::string_view{} : unwanted_role(tree_[i]);
      if (role.empty() || (role != "hidden" && all > 0 && sum(prose_, i) > share * all)) {
        ++i;
        continue;
      }
      for (const std::uint32_t end = tree_[i].end; i < end; ++i) found_.roles[i] = role;
    }
  }

  void score() {
    constexpr int levels = 5;
    scores_.resize(tree_.size());
    for (const HtmlBlock& block : blocks_) {
      if (!is_prose(block) || !found_.roles[block.node].empty()) continue;
      const double worth = 1 + std::min(block.width / 100.0, 3.0) + std::min(block.width / 60.0, 3.0);
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

  /// Up to what holds a good deal more running text, unless that is mixed with much else.
  std::uint32_t climb(std::uint32_t node) const {
    constexpr double more = 1.2, purity = 0.7;
    std::uint32_t best = node;
    while (node != 0 && tree_[node].tag != "body") {
      node = tree_[node].parent;
      if (sum(prose_, node) > more * sum(prose_, best) && final_score(node) > 0.3 * final_score(best) &&
          sum(prose_, node) > purity * sum(widths_, node))
        best = node;
    }
    return best;
  }

  const HtmlTree& tree_;
  const std::vector<HtmlBlock>& blocks_;
  std::vector<double> prose_, links_, widths_, scores_;
  HtmlContainer found_;
};

}  // namespace

HtmlContainer find_container(const HtmlTree& tree, const std::vector<HtmlBlock>& blocks) {
  return ContainerFinder(tree, blocks).find();
}

}  // namespace newssearch
