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
      : tree_(tree),
        blocks_(blocks),
        headline_(headline),
        stated_(stated),
        prose_(tree.size() + 1),
        links_(tree.size() + 1),
        widths_(tree.size() + 1) {
    found_.roles.resize(tree.size());
  }

  HtmlContainer find() {
    count();
    mark_unwanted();
    pardon();
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
      if (role.empty() || (all > 0 && sum(prose_, i) > share * all)) {
        ++i;
        continue;
      }
      for (const std::uint32_t end = tree_[i].end; i < end; ++i) found_.roles[i] = role;
    }
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
      if (stated_[k] && is_prose(blocks_[k])) found_.roles[blocks_[k].node] = {};
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
    std::uint32_t first = best;
    for (std::uint32_t i = headline_; i < best; ++i)
      if (final_score(i) > share * final_score(best) && tree_[i].end <= best &&
          (first == best || (i < tree_[first].end && final_score(i) > final_score(first))))
        first = i;
    return first;
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
  const std::uint32_t headline_;
  const std::vector<bool>& stated_;
  std::vector<double> prose_, links_, widths_, scores_;
  HtmlContainer found_;
};

}  // namespace

HtmlContainer find_container(const HtmlTree& tree, const std::vector<HtmlBlock>& blocks, std::uint32_t headline,
                             const std::vector<bool>& stated) {
  return ContainerFinder(tree, blocks, headline, stated).find();
}

}  // namespace newssearch
