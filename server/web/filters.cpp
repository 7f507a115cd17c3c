#include "server/web/filters.h"

#include <algorithm>
#include <span>

#include "server/web/frame.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

constexpr std::size_t kShownAtOnce = 6;  // values of a facet; the others unfold

Html::Literal heading(Facet facet) {
  static constexpr Html::Literal kHeadings[] = {"Section", "Source", "Author", "Language", "Tag", "Place"};
  return kHeadings[static_cast<std::size_t>(facet)];
}
static_assert(std::size(kFacets) == 6, "every facet has a heading");

std::string shown(Facet facet, const std::string& value) { return facet == Facet::lang ? language_name(value) : value; }

std::string range_in_words(const DayRange& dates) {
  if (dates.from && dates.to) return in_words(*dates.from, *dates.to);
  return dates.from ? "since " + in_words(*dates.from, *dates.from) : "until " + in_words(*dates.to, *dates.to);
}

Html chip(Html::Literal name, const std::string& text, const SearchAddress& without) {
  Html html;
  html << "<li><a href=\"" << without.href() << "\"><span class=\"hidden\">Remove </span>" << name << " <bdi>" << text
       << "</bdi></a></li>\n";
  return html;
}

Html facet_value(Facet facet, const FacetCount& value, const SearchAddress& address) {
  const std::string_view name = to_string(facet);
  SearchAddress toggled = address.removing(name, value.value).removing(name, "-" + value.value);
  Html html;
  html << "<li><a ";
  if (value.selected) {
    html << "aria-current=\"true\" ";
  } else {
    toggled = toggled.adding(name, value.value);
  }
  html << "href=\"" << toggled.href() << "\"><bdi>" << shown(facet, value.value) << "</bdi> <span>"
       << grouped(value.count) << "</span></a></li>\n";
  return html;
}

/// Its only value is in every article found: there is nothing to choose.
bool is_no_choice(const FacetCounts& counts, std::uint32_t total) {
  return counts.values.empty() ||
         (counts.values.size() == 1 && !counts.values[0].selected && counts.values[0].count == total);
}

Html facet_list(const FacetCounts& counts, const SearchAddress& address) {
  const std::span<const FacetCount> values = counts.values;
  const auto open = values.first(std::min(kShownAtOnce, values.size())), folded = values.subspan(open.size());
  const auto list = [&](std::span<const FacetCount> shown_values) {
    Html html;
    html << "<ul class=\"facet\">\n";
    for (const FacetCount& value : shown_values) html << facet_value(counts.facet, value, address);
    return html << "</ul>\n";
  };
  Html html;
  html << "<section><h2>" << heading(counts.facet) << "</h2>\n" << list(open);
  if (!folded.empty()) {
    const bool selected =
        std::any_of(folded.begin(), folded.end(), [](const FacetCount& value) { return value.selected; });
    html << (selected ? Html::Literal("<details open>") : Html::Literal("<details>")) << "<summary>" << folded.size()
         << " more</summary>\n"
         << list(folded) << "</details>\n";
  }
  html << "</section>\n";
  return html;
}

}  // namespace

bool is_filtered(const SearchRequest& request) {
  return !request.dates.empty() ||
         std::any_of(std::begin(request.filters), std::end(request.filters),
                     [](auto& filter) { return !filter.any.empty() || !filter.none.empty(); });
}

SearchAddress without_filters(const SearchAddress& address) {
  SearchAddress bare = address.removing("from").removing("to");
  for (const Facet facet : kFacets) bare = bare.removing(to_string(facet));
  return bare;
}

Html filter_chips(const SearchRequest& request, const SearchAddress& address) {
  Html html;
  if (!is_filtered(request)) return html;
  html << "<ul class=\"chips\" aria-label=\"Filters\">\n";
  if (!request.dates.empty()) {
    const Html::Literal name = request.date_field == DateField::updated ? Html::Literal("Updated") : "Date";
    html << chip(name, range_in_words(request.dates), address.removing("from").removing("to"));
  }
  for (const Facet facet : kFacets) {
    const std::string_view name = to_string(facet);
    for (const std::string& value : request.filter(facet).any) {
      html << chip(heading(facet), shown(facet, value), address.removing(name, value));
    }
    for (const std::string& value : request.filter(facet).none) {
      html << chip(heading(facet), "not " + shown(facet, value), address.removing(name, "-" + value));
    }
  }
  html << "<li class=\"all\"><a href=\"" << without_filters(address).href()
       << "\">Remove all filters</a></li>\n</ul>\n";
  return html;
}

Html date_fields(const SearchRequest& request) {
  Html html;
  const auto field = [&html](Html::Literal label, Html::Literal name, const std::optional<Day>& day) {
    html << "<label>" << label << " <input type=\"date\" form=\"" << kSearchForm << "\" name=\"" << name
         << "\" value=\"" << (day ? format_iso(*day) : std::string()) << "\"></label>\n";
  };
  html << "<fieldset class=\"dates\"><legend>Date</legend>\n";
  field("From", "from", request.dates.from);
  field("To", "to", request.dates.to);
  html << "<button form=\"" << kSearchForm << "\">Apply</button></fieldset>\n";
  return html;
}

Html facet_lists(const SearchResponse& response, const SearchAddress& address) {
  Html html;
  for (const FacetCounts& counts : response.facets) {
    if (!is_no_choice(counts, response.total)) html << facet_list(counts, address);
  }
  return html;
}

}  // namespace newssearch
