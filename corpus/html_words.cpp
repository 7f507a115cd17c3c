#include "corpus/html_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <unordered_map>
#include <utility>

#include "corpus/ascii.h"
#include "corpus/clean_text.h"

namespace newssearch {
namespace {

constexpr std::size_t kRoleBytes = 400;

using RolesOfWords = std::unordered_map<std::string_view, std::string_view>;

/// Words that say it wherever they stand.
const RolesOfWords& role_of_word() {
  static const RolesOfWords roles = {
      {"nav", "navigation"},
      {"navbar", "navigation"},
      {"navigation", "navigation"},
      {"menu", "navigation"},
      {"breadcrumb", "navigation"},
      {"breadcrumbs", "navigation"},
      {"pagination", "navigation"},
      {"pager", "navigation"},
      {"footer", "navigation"},
      {"toc", "navigation"},
      {"masthead", "navigation"},
      {"skip", "navigation"},
      {"tags", "navigation"},
      {"taglist", "navigation"},
      {"topics", "navigation"},
      {"keywords", "navigation"},
      {"caption", "caption"},
      {"captions", "caption"},
      {"figcaption", "caption"},
      {"credit", "caption"},
      {"credits", "caption"},
      {"copyright", "caption"},
      {"gallery", "caption"},
      {"slideshow", "caption"},
      {"carousel", "caption"},
      {"photo", "caption"},
      {"bildunterschrift", "caption"},
      {"share", "sharing"},
      {"sharing", "sharing"},
      {"sharebar", "sharing"},
      {"social", "sharing"},
      {"socials", "sharing"},
      {"addthis", "sharing"},
      {"addtoany", "sharing"},
      {"sharedaddy", "sharing"},
      {"follow", "sharing"},
      {"newsletter", "newsletter"},
      {"newsletters", "newsletter"},
      {"signup", "newsletter"},
      {"subscribe", "newsletter"},
      {"donate", "newsletter"},
      {"donation", "newsletter"},
      {"membership", "newsletter"},
      {"related", "related"},
      {"recommended", "related"},
      {"recommendation", "related"},
      {"recommendations", "related"},
      {"recirc", "related"},
      {"recirculation", "related"},
      {"teaser", "related"},
      {"teasers", "related"},
      {"readmore", "related"},
      {"morefrom", "related"},
      {"trending", "related"},
      {"popular", "related"},
      {"mostread", "related"},
      {"outbrain", "related"},
      {"taboola", "related"},
      {"comment", "comments"},
      {"comments", "comments"},
      {"commentlist", "comments"},
      {"disqus", "comments"},
      {"respond", "comments"},
      {"bio", "about the author"},
      {"biography", "about the author"},
      {"ad", "advertisement"},
      {"ads", "advertisement"},
      {"adslot", "advertisement"},
      {"advert", "advertisement"},
      {"advertisement", "advertisement"},
      {"advertising", "advertisement"},
      {"sponsor", "advertisement"},
      {"sponsored", "advertisement"},
      {"promo", "advertisement"},
      {"promotion", "advertisement"},
      {"banner", "advertisement"},
      {"anzeige", "advertisement"},
      {"werbung", "advertisement"},
      {"affiliate", "advertisement"},
      {"cookie", "consent"},
      {"cookies", "consent"},
      {"consent", "consent"},
      {"gdpr", "consent"},
      {"modal", "consent"},
      {"popup", "consent"},
      {"overlay", "consent"},
      {"tooltip", "consent"},
      {"sidebar", "sidebar"},
      {"widget", "sidebar"},
      {"infobox", "sidebar"},
      {"factbox", "sidebar"},
      {"faktabox", "sidebar"},
      {"faktaboks", "sidebar"},
      {"infokasten", "sidebar"},
      {"facts", "sidebar"},
      {"fakta", "sidebar"},
      {"disclaimer", "sidebar"},
      {"byline", "byline"},
      {"bylines", "byline"},
      {"dateline", "byline"},
      {"timestamp", "byline"},
      {"author", "byline"},
      {"authors", "byline"},
      {"autor", "byline"},
      {"print", "hidden"},
      {"hidden", "hidden"},
      {"invisible", "hidden"},
      {"sr", "hidden"},
      {"visuallyhidden", "hidden"},
      {"login", "form"},
      {"poll", "form"},
      {"survey", "form"},
      {"correction", ""},
      {"player", "caption"},
      {"video", "caption"},
  };
  return roles;
}

std::string_view role_of_tag(const HtmlNode& node) {
  using TagRole = std::pair<std::string_view, std::string_view>;
  constexpr std::array<TagRole, 13> roles = {{{"nav", "navigation"},
                                              {"footer", "navigation"},
                                              {"menu", "navigation"},
                                              {"aside", "sidebar"},
                                              {"figure", "caption"},
                                              {"figcaption", "caption"},
                                              {"audio", "caption"},
                                              {"video", "caption"},
                                              {"form", "form"},
                                              {"button", "form"},
                                              {"fieldset", "form"},
                                              {"dialog", "consent"},
                                              {"address", "byline"}}};
  const auto* found =
      std::find_if(roles.begin(), roles.end(), [&](const TagRole& role) { return role.first == node.tag; });
  return found == roles.end() ? std::string_view{} : found->second;
}

std::string_view role_of_attributes(const HtmlNode& node) {
  if (node.has_attribute("hidden")) return "hidden";
  const std::string_view role = node.attribute("role");
  if (role == "navigation" || role == "contentinfo" || role == "menu" || role == "search") return "navigation";
  if (role == "complementary") return "sidebar";
  if (role == "dialog" || role == "alertdialog") return "consent";
  return {};
}

void split_words(std::string_view text, std::vector<std::string>& words) {
  std::string word;
  bool lower_before = false;
  for (const char c : text.substr(0, kRoleBytes)) {
    const bool upper = c >= 'A' && c <= 'Z', letter = upper || (c >= 'a' && c <= 'z');
    if ((!letter || (upper && lower_before)) && !word.empty()) words.push_back(std::exchange(word, {}));
    if (letter) word += ascii_lower(c);
    lower_before = letter && !upper;
  }
  if (!word.empty()) words.push_back(std::move(word));
}

}  // namespace

std::vector<std::string> role_words(const HtmlNode& node) {
  std::vector<std::string> words;
  for (const std::string_view name : {"class", "id", "data-testid", "data-component", "data-qa", "data-type"})
    split_words(node.attribute(name), words);
  return words;
}

std::string_view unwanted_role(const HtmlNode& node) {
  if (const std::string_view role = role_of_attributes(node); !role.empty()) return role;
  if (const std::string_view role = role_of_tag(node); !role.empty()) return role;
  if (node.attributes.empty() || node.tag == "body" || node.tag == "html") return {};
  std::string_view before;
  const std::vector<std::string> words = role_words(node);
  for (const std::string& word : words) {
    const bool denied =
        before == "no" || before == "without" || before == "has" || before == "with" || before == "after";
    const auto found = role_of_word().find(word);
    if (found != role_of_word().end() && !denied && !(found->second == "sidebar" && says_article_text(node)))
      return found->second;
    before = word;
  }
  return {};
}

bool says_article_text(const HtmlNode& node) {
  if (node.attribute("itemprop").find("articleBody") != std::string_view::npos) return true;
  const std::vector<std::string> words = role_words(node);
  const auto has = [&](std::string_view word) { return std::find(words.begin(), words.end(), word) != words.end(); };
  return (has("article") || has("story") || has("entry") || has("post")) &&
         (has("body") || has("content") || has("text"));
}

}  // namespace newssearch
