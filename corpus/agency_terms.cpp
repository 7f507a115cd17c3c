#include "corpus/agency_terms.h"

#include <algorithm>
#include <array>
#include <utility>

#include "corpus/ascii.h"
#include "corpus/byline.h"
#include "corpus/clean_text.h"

namespace newssearch {
namespace {

constexpr std::size_t kLongestCode = 80, kLongestDatelinePlace = 60, kLongestAgency = 20;

/// "Von " before a name, but not in "Von der Leyen".
std::string_view without_preposition(std::string_view byline) {
  for (const std::string_view word : {"Von ", "VON ", "Par ", "PAR ", "Por ", "POR ", "Av ", "Af ", "di ", "De "}) {
    if (!byline.starts_with(word)) continue;
    const std::string_view rest = trim(byline.substr(word.size()));
    if (!rest.empty() && ((rest.front() >= 'A' && rest.front() <= 'Z') || (rest.front() & 0x80) != 0)) return rest;
  }
  return byline;
}

}  // namespace

std::string code_of(std::string_view term) {
  term = trim(term);
  if (const std::size_t separator = term.find_last_of(":/#"); separator != std::string_view::npos)
    term.remove_prefix(separator + 1);
  std::string code = ascii_lower(clip(term, kLongestCode));
  return code == "cancelled" ? "canceled" : code;
}

void take_status(Draft& draft, std::string_view status) {
  draft.article.pub_status = code_of(status);
  if (draft.article.pub_status == "canceled") draft.killed = true;
  if (draft.article.pub_status == "embargoed" && draft.stated_embargo.empty())
    draft.stated_embargo = "until a date that is not stated";
}

void take_byline(Draft& draft, std::string_view byline) {
  const std::string line = collapse(byline);
  if (line.empty()) return;
  const std::string source = ascii_lower(draft.article.source);
  std::vector<std::string> people = split_byline(without_preposition(line));
  for (std::string& person : people)
    if (people.size() == 1 || ascii_lower(person) != source) draft.article.authors.push_back(std::move(person));
}

void take_date(std::vector<DateCandidate>& dates, std::string_view stated, std::string_view from, DateSource source) {
  constexpr std::size_t most = 16;
  const std::string_view date = trim(stated);
  const bool known =
      std::any_of(dates.begin(), dates.end(), [&](const DateCandidate& other) { return other.stated == date; });
  if (!date.empty() && !known && dates.size() < most) dates.push_back({std::string(date), source, std::string(from)});
}

void take_headline(Draft& draft, std::string headline, std::string_view from) {
  if (!trim(headline).empty()) draft.evidence.headlines.push_back({std::move(headline), std::string(from)});
}

void add_term(std::vector<std::string>& terms, std::string term) {
  if (!trim(term).empty()) terms.push_back(std::move(term));
}

void take_dateline(Draft& draft) {
  const std::string_view body = draft.article.body;
  const std::size_t open = body.find(" (");
  if (open == std::string_view::npos || open == 0 || open > kLongestDatelinePlace) return;
  const std::size_t close = body.find(')', open);
  if (close == std::string_view::npos || close - open > kLongestAgency) return;
  const std::string_view after = body.substr(close + 1);
  const std::array<std::string_view, 4> dashes = {" _ ", " - ", " \u2013 ", " \u2014 "};
  if (std::none_of(dashes.begin(), dashes.end(), [&](std::string_view dash) { return after.starts_with(dash); }))
    return;
  const std::string_view place = body.substr(0, open);
  if (place.find_first_of("\n.:;\"") != std::string_view::npos && place.find(", ") == std::string_view::npos) return;
  if (draft.article.places.empty()) draft.article.places.emplace_back(place);
  if (draft.article.source.empty()) draft.article.source = body.substr(open + 2, close - open - 2);
}

Error no_text(const std::string& kind) { return Error{"no_text", "it is " + kind + ": there is no article in it"}; }

}  // namespace newssearch
