#include "corpus/page_words.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>

#include "corpus/ascii.h"
#include "corpus/clean_text.h"
#include "corpus/text_shape.h"

namespace newssearch {
namespace {

using Words = std::initializer_list<std::string_view>;

/// Longer lines are sentences that happen to begin like furniture.
constexpr int kFurnitureWidth = 160;

// clang-format off
const Words kFurniture = {
    "ad", "advertisement", "advertising", "sponsored", "story continues below advertisement",
    "article continues below advertisement",
    "this advertisement has not loaded yet, but your article continues below", "share", "share this",
    "share this article", "share this story", "share this post", "tweet", "email", "print", "save", "pin", "like",
    "facebook", "twitter", "whatsapp", "linkedin", "reddit", "pinterest", "telegram", "copy link", "link copied",
    "gift article", "bookmark", "comment", "comments", "listen", "listen to this article", "read aloud", "play",
    "loading", "loading...", "close", "menu", "search", "home", "skip to content", "skip to main content", "sign in",
    "sign up", "log in", "login", "register", "subscribe", "subscribe now", "newsletter", "newsletters",
    "connect with us", "follow us", "contact", "contact us", "about", "about us", "view all", "see all", "related"};
const Words kFurnitureFronts = {
    "advertisement", "related topics:", "related topics", "related:", "read more:", "read also:", "also read:",
    "see also:", "read:", "more:", "tags:", "filed under:", "watch:", "recommended:", "sign up for ", "sign up to ",
    "subscribe to ", "share on ", "share via ", "share this ", "click here to ", "click to share", "follow us on ",
    "hi, what are you looking for", "photo:", "photo credit:", "image:", "image credit:", "image source:"};
const Words kNotices = {
    "we use cookies", "uses cookies", "by continuing to use", "accept all cookies", "our privacy policy",
    "sign up for our newsletter", "subscribe to our newsletter", "enable javascript"};

const Words kEnds = {
    "continue reading", "trending", "trending now", "you may like", "you may also like", "you might also like",
    "don't miss", "up next", "read next", "click to comment", "related articles", "related stories", "related news",
    "related posts", "more stories", "more news", "most read", "most popular", "most viewed", "popular",
    "popular posts", "latest", "latest news", "recommended", "recommended for you", "recommended stories",
    "leave a reply", "leave a comment", "post a comment", "add a comment", "join the conversation",
    "more on this story", "about the author", "editor's picks", "editors' picks", "privacy policy", "terms of use",
    "terms of service"};
const Words kEndFronts = {
    "more from ", "leave a reply", "you must be logged in to"};
// clang-format on

/// A year, or this word: "© AFP" alone credits a picture in mid-article.
const Words kCopyrightFronts = {"copyright", "© 1", "© 2", "©1", "©2", "(c) 20"};

/// What is longer is no line of a menu: its front tells enough.
constexpr std::size_t kLongestLine = 4000;

/// Lower case, plain apostrophes, without the decoration of menus: "» Trending:" is "trending".
std::string plain(std::string_view line) {
  line = line.substr(0, kLongestLine);
  std::string text;
  text.reserve(line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line.substr(i).starts_with("’")) {
      text += '\'';
      i += std::string_view("’").size() - 1;
    } else {
      text += ascii_lower(line[i]);
    }
  }
  return collapse(text);
}

bool is_one_of(std::string_view text, Words words) {
  while (!text.empty() && std::string_view(":>.!-").find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  return std::find(words.begin(), words.end(), trim(text)) != words.end();
}
bool begins_with(std::string_view text, Words fronts) {
  return std::any_of(fronts.begin(), fronts.end(), [&](std::string_view front) { return text.starts_with(front); });
}
bool mentions(std::string_view text, Words phrases) {
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](std::string_view phrase) { return text.find(phrase) != std::string_view::npos; });
}
bool has_letter(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           static_cast<unsigned char>(c) >= 0x80;
  });
}

}  // namespace

bool is_furniture(std::string_view line) {
  const std::string text = plain(line);
  if (!has_letter(text) || is_one_of(text, kFurniture) || mentions(text, kNotices)) return true;
  return (begins_with(text, kFurnitureFronts) || mentions(text, {"©"})) && width(line) < kFurnitureWidth;
}

bool ends_article(std::string_view line) {
  const std::string text = plain(line);
  return is_one_of(text, kEnds) || mentions(text, {"all rights reserved"}) || begins_with(text, kCopyrightFronts) ||
         (begins_with(text, kEndFronts) && width(line) < kFurnitureWidth);
}

}  // namespace newssearch
