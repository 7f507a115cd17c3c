#include "corpus/html_tree.h"

#include <gumbo.h>

#include <algorithm>
#include <memory>

#include "corpus/clean_text.h"
#include "corpus/html_source.h"

namespace newssearch {
namespace {

struct GumboCloser {
  void operator()(GumboOutput* output) const { gumbo_destroy_output(&kGumboDefaultOptions, output); }
};

struct OpenNode {
  const GumboVector* children;
  unsigned next;
  std::uint32_t place;
};

HtmlNode element_of(const GumboElement& element) {
  HtmlNode node;
  if (element.tag != GUMBO_TAG_UNKNOWN) node.tag = gumbo_normalized_tagname(element.tag);
  if (node.tag == "label") node.tag = "a";  // as tame_markup hands on links
  node.attributes.reserve(element.attributes.length);
  for (unsigned i = 0; i < element.attributes.length; ++i) {
    const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
    node.attributes.emplace_back(attribute->name, attribute->value);
  }
  return node;
}

bool is_text_node(const GumboNode& node) {
  return node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_CDATA || node.type == GUMBO_NODE_WHITESPACE;
}

}  // namespace

std::string_view HtmlNode::attribute(std::string_view name) const {
  for (const auto& [its_name, value] : attributes)
    if (its_name == name) return value;
  return {};
}

bool HtmlNode::has_attribute(std::string_view name) const {
  return std::any_of(attributes.begin(), attributes.end(), [&](const auto& its) { return its.first == name; });
}

HtmlTree parse_html(std::string_view tame_markup) {
  const std::unique_ptr<GumboOutput, GumboCloser> parsed(
      gumbo_parse_with_options(&kGumboDefaultOptions, tame_markup.data(), tame_markup.size()));
  HtmlTree tree;
  tree.push_back(element_of(parsed->root->v.element));
  std::vector<OpenNode> open = {{&parsed->root->v.element.children, 0, 0}};
  while (!open.empty()) {
    OpenNode& top = open.back();
    if (top.next == top.children->length) {
      tree[top.place].end = static_cast<std::uint32_t>(tree.size());
      open.pop_back();
      continue;
    }
    const auto& child = *static_cast<const GumboNode*>(top.children->data[top.next++]);
    const auto place = static_cast<std::uint32_t>(tree.size());
    HtmlNode node;
    if (is_text_node(child)) {
      node.is_text = true;
      node.text = child.v.text.text;
      node.end = place + 1;
    } else if (child.type == GUMBO_NODE_ELEMENT || child.type == GUMBO_NODE_TEMPLATE) {
      node = element_of(child.v.element);
    } else {
      continue;
    }
    node.parent = top.place;
    const bool is_element = !node.is_text;
    tree.push_back(std::move(node));
    if (is_element) open.push_back({&child.v.element.children, 0, place});
  }
  return tree;
}

std::string text_within(const HtmlTree& tree, std::uint32_t node) {
  std::string text;
  for (std::uint32_t i = node; i < tree[node].end; ++i) {
    if (tree[i].is_text)
      text += tree[i].text;
    else if (tree[i].tag == "br" || tree[i].tag == "p" || tree[i].tag == "div" || tree[i].tag == "li")
      text += ' ';
  }
  return collapse(text);
}

std::string shown_text(std::string_view text) {
  if (text.find_first_of("&<") == std::string_view::npos) return collapse(text);
  const Result<TameMarkup> tame = tame_markup(text);
  if (!tame) return collapse(text);
  const HtmlTree tree = parse_html("<!doctype html><title></title><body>" + tame->html);
  return text_within(tree, 0);
}

}  // namespace newssearch
