#include "server/cli/answer_table.h"

#include "server/cli/bar_chart.h"
#include "server/cli/figures.h"
#include "server/cli/hit_table.h"
#include "server/cli/terminal_text.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

bool is_filtered(const SearchRequest& request) {
  for (const FacetFilter& filter : request.filters)
    if (!filter.any.empty() || !filter.none.empty()) return true;
  return !request.dates.empty();
}

std::string wrapped(const std::string& text, const std::string& first_margin, const Screen& screen, Ink ink) {
  const int margin = display_width(first_margin);
  std::string lines;
  for (const Parts& line : wrap({{text, false}}, screen.width - margin)) {
    lines += lines.empty() ? first_margin : std::string(static_cast<std::size_t>(margin), ' ');
    for (const TextPart& part : line) lines += inked(part.text, ink, screen.colour);
    lines += "\n";
  }
  return lines;
}

std::string notes(const SearchResponse& response, const Screen& screen) {
  std::string text;
  if (response.did_you_mean)
    text += wrapped(
        "did you mean: " + response.did_you_mean->text + " (" + counted(response.did_you_mean->total, "article") + ")",
        "", screen, Ink::strong);
  if (!response.corrected.empty())
    text += wrapped(
        "nothing was found for '" + response.query + "': these are the answers for '" + response.corrected + "'",
        "note: ", screen, Ink::faint);
  if (!response.dropped.empty())
    text += wrapped("no article holds " + joined(response.dropped, ", ") + ": left out", "note: ", screen, Ink::faint);
  if (!response.optional.empty())
    text += wrapped(
        "few articles hold all of these words: here are those that hold any of " + joined(response.optional, ", "),
        "note: ", screen, Ink::faint);
  if (response.recency.strength == AppliedRecency::Strength::strong && response.asked_recency == Recency::automatic)
    text += wrapped("much of this is news of the last days, so newer articles come first: `--recency off` leaves that",
                    "note: ", screen, Ink::faint);
  for (const Warning& warning : response.warnings) text += wrapped(warning.message, "note: ", screen, Ink::faint);
  return text;
}

std::string empty_state(const SearchRequest& request, const SearchResponse& response, const Screen& screen) {
  std::string text = "\n";
  const auto tip = [&](const std::string& advice) { text += wrapped(advice, "  · ", screen, Ink::plain); };
  if (response.total > 0) {
    tip("there are " + counted(response.pages, "page") + ": see `--page 1`");
    return text;
  }
  if (response.index.articles == 0) {
    tip("the index holds no article yet: `newssearch index FILE`");
    return text;
  }
  if (is_filtered(request)) tip("leave out a filter or widen the dates");
  if (request.text.find('"') != std::string::npos) tip("leave out the quotes: the words then need not be neighbours");
  if (request.text.find(' ') != std::string::npos) tip("ask for fewer words");
  tip("`newssearch suggest WORD` lists headlines that hold it");
  return text;
}

}  // namespace

std::string answer_table(const SearchRequest& request, const SearchResponse& response, const Screen& screen) {
  std::string text = response.total == 0 ? "No article" : counted(response.total, "article");
  if (response.folded < response.total) text += ", " + counted(response.folded, "result");
  text += " in " + milliseconds(response.took_ms);
  if (response.pages > 1) text += " · page " + grouped(response.page) + " of " + grouped(response.pages);
  text = wrapped(text, "", screen, Ink::strong) + notes(response, screen);
  if (response.hits.empty())
    text += empty_state(request, response, screen);
  else
    text += "\n" +
            hit_table(response.hits, (response.page - 1) * response.per_page + 1, Calendar(request.time_zone), screen);
  for (const FacetCounts& facet : response.facets) text += facet_chart(facet, screen) + "\n";
  if (response.histogram) text += histogram_chart(*response.histogram, screen) + "\n";
  return text;
}

}  // namespace newssearch
