#include "corpus/html_lines.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "corpus/ascii.h"

namespace newssearch {

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
  const std::string lower = ascii_lower(line.substr(0, 40));
  return std::any_of(openings.begin(), openings.end(),
                     [&](std::string_view opening) { return lower.starts_with(opening); });
}

bool is_rights_notice(std::string_view line) {
  constexpr auto phrases = std::to_array<std::string_view>({"all rights reserved", "alle rechte vorbehalten",
                                                            "tous droits r", "todos los derechos reservados",
                                                            "todos os direitos reservados", "tutti i diritti riservati",
                                                            "alle rechten voorbehouden", "wszelkie prawa zastrze"});
  const std::string lower = ascii_lower(line);
  return std::any_of(phrases.begin(), phrases.end(),
                     [&](std::string_view phrase) { return lower.find(phrase) != std::string::npos; });
}

bool is_cut_off(std::string_view line) { return line.ends_with("...") || line.ends_with("\u2026"); }

bool is_credited(std::string_view line) {
  constexpr auto marks = std::to_array<std::string_view>(
      {"(image:",  "(picture:",    "(photo:",    "(photo by", "(pic:",  "(credit:", "image credit", "photo credit",
       "picture:", "getty images", "bildrechte", "bild ©",    "foto: ", "bild: ",   "/copyright",   "photograph:",
       "(foto:",   "(bild:",       "写真",       "사진 출처", "[사진",  "©"});
  constexpr std::size_t longest = 400;
  if (line.size() > longest) return false;
  const std::string lower = ascii_lower(line);
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
  const std::string lower = ascii_lower(line);
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
  const std::string lower = ascii_lower(line);
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
  const std::string lower = ascii_lower(line);
  return std::any_of(openings.begin(), openings.end(),
                     [&](std::string_view opening) { return lower.starts_with(opening); });
}

}  // namespace newssearch
