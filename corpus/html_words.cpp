#include "corpus/html_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <unordered_map>
#include <utility>

#include "corpus/clean_text.h"

namespace newssearch {
namespace {

constexpr std::size_t kRoleBytes = 400;

using Roles = std::unordered_map<std::string_view, std::string_view>;

/// Words that say it wherever they stand.
const Roles& role_of_word() {
  static const Roles roles = {
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
  using Role = std::pair<std::string_view, std::string_view>;
  constexpr std::array<Role, 13> roles = {{{"nav", "navigation"},
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
      std::find_if(roles.begin(), roles.end(), [&](const Role& role) { return role.first == node.tag; });
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

char lower_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string in_lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), lower_letter);
  return lower;
}

void split_words(std::string_view text, std::vector<std::string>& words) {
  std::string word;
  bool lower_before = false;
  for (const char c : text.substr(0, kRoleBytes)) {
    const bool upper = c >= 'A' && c <= 'Z', letter = upper || (c >= 'a' && c <= 'z');
    if ((!letter || (upper && lower_before)) && !word.empty()) words.push_back(std::exchange(word, {}));
    if (letter) word += lower_letter(c);
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

bool is_boilerplate(std::string_view line) {
  constexpr auto openings = std::to_array<std::string_view>({"read more",
                                                             "read also",
                                                             "also read",
                                                             "see also",
                                                             "related:",
                                                             "related article",
                                                             "more:",
                                                             "read next",
                                                             "recommended",
                                                             "advertisement",
                                                             "sign up",
                                                             "subscribe",
                                                             "follow us",
                                                             "click here",
                                                             "share this",
                                                             "watch:",
                                                             "listen:",
                                                             "don't miss",
                                                             "up next",
                                                             "download the",
                                                             "get the latest",
                                                             "this article was",
                                                             "copyright",
                                                             "©",
                                                             "all rights reserved",
                                                             "photo:",
                                                             "image:",
                                                             "story continues",
                                                             "article continues",
                                                             "loading",
                                                             "lesen sie auch",
                                                             "lesen sie hier",
                                                             "mehr zum thema",
                                                             "lesen sie mehr",
                                                             "auch interessant",
                                                             "anzeige",
                                                             "werbung",
                                                             "weiterlesen",
                                                             "mehr dazu",
                                                             "das könnte sie",
                                                             "hier geht es",
                                                             "newsletter",
                                                             "zum thema",
                                                             "lire aussi",
                                                             "à lire aussi",
                                                             "lire la suite",
                                                             "a lire",
                                                             "publicité",
                                                             "lea también",
                                                             "lee también",
                                                             "te puede interesar",
                                                             "publicidad",
                                                             "leggi anche",
                                                             "pubblicità",
                                                             "leia também",
                                                             "leia mais",
                                                             "lees ook",
                                                             "czytaj także",
                                                             "czytaj też",
                                                             "читайте также",
                                                             "baca juga",
                                                             "les også",
                                                             "läs också",
                                                             "læs også",
                                                             "xem thêm",
                                                             "関連記事"});
  const std::string lower = in_lower(line.substr(0, 40));
  return std::any_of(openings.begin(), openings.end(),
                     [&](std::string_view opening) { return lower.starts_with(opening); });
}

bool is_credited(std::string_view line) {
  constexpr auto marks = std::to_array<std::string_view>(
      {"(image:",  "(picture:",    "(photo:",    "(photo by", "(pic:",  "(credit:", "image credit", "photo credit",
       "picture:", "getty images", "bildrechte", "bild ©",    "foto: ", "bild: ",   "/copyright",   "photograph:",
       "(foto:",   "(bild:",       "写真",       "사진 출처", "[사진",  "©"});
  constexpr std::size_t longest = 400;
  if (line.size() > longest) return false;
  const std::string lower = in_lower(line);
  return std::any_of(marks.begin(), marks.end(), [&](std::string_view mark) {
    const std::size_t found = lower.rfind(mark);
    return found != std::string::npos && lower.size() - found < 80;
  });
}

bool is_consent(std::string_view line) {
  constexpr auto words = std::to_array<std::string_view>(
      {"cookie", "privacy policy", "datenschutz", "opt-out", "opt out", "personal information", "third part",
       "drittplattform", "personenbezogene", "externen inhalt", "externe inhalte", "einwilligung", "your consent",
       "your browser", "advertising partners", "données personnelles", "datos personales"});
  constexpr std::size_t longest = 900;
  if (line.size() > longest) return false;
  const std::string lower = in_lower(line);
  return std::count_if(words.begin(), words.end(),
                       [&](std::string_view word) { return lower.find(word) != std::string::npos; }) >= 2;
}

bool ends_with_comments(std::string_view line) {
  constexpr auto openings =
      std::to_array<std::string_view>({"comments", "top rated comments", "kommentare", "commentaires", "comentarios",
                                       "comentários", "leave a reply", "leave a comment", "join the conversation"});
  constexpr std::size_t longest = 60;
  if (line.size() > longest) return false;
  line.remove_prefix(std::min(line.find_first_not_of("0123456789 "), line.size()));
  const std::string lower = in_lower(line);
  return std::any_of(openings.begin(), openings.end(),
                     [&](std::string_view opening) { return lower.starts_with(opening); });
}

bool ends_page_article(std::string_view line) {
  constexpr std::size_t longest = 60;
  constexpr auto openings = std::to_array<std::string_view>({"related",
                                                             "more from",
                                                             "more on this",
                                                             "more stories",
                                                             "more news",
                                                             "you may also like",
                                                             "you might also",
                                                             "recommended",
                                                             "most popular",
                                                             "most read",
                                                             "read more",
                                                             "read next",
                                                             "elsewhere on",
                                                             "trending",
                                                             "latest news",
                                                             "latest stories",
                                                             "about the author",
                                                             "what to read next",
                                                             "up next",
                                                             "mehr zum thema",
                                                             "mehr aus",
                                                             "mehr von",
                                                             "das könnte sie",
                                                             "auch interessant",
                                                             "meistgelesen",
                                                             "weitere artikel",
                                                             "weitere meldungen",
                                                             "sur le même sujet",
                                                             "à lire aussi",
                                                             "vous aimerez",
                                                             "te puede interesar",
                                                             "más noticias",
                                                             "você pode gostar",
                                                             "veja também",
                                                             "leia também",
                                                             "leggi anche",
                                                             "lees ook",
                                                             "czytaj także",
                                                             "читайте также",
                                                             "baca juga",
                                                             "関連記事",
                                                             "【関連記事】"});
  if (line.size() > longest) return false;
  const std::string lower = in_lower(line);
  return std::any_of(openings.begin(), openings.end(),
                     [&](std::string_view opening) { return lower.starts_with(opening); });
}

}  // namespace newssearch
