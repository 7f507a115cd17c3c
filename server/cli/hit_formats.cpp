#include "server/cli/hit_formats.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "server/cli/terminal_text.h"
#include "server/search/wire_format.h"

namespace newssearch {
namespace {

std::string joined(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : "; ") + value;
  return text;
}

std::string joined(const std::vector<TextPart>& parts) {
  std::string text;
  for (const TextPart& part : parts) text += part.text;
  return text;
}

std::string csv_field(std::string_view value) {
  const std::string text = printable(value);
  if (text.find_first_of(",\"") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::string decimal(double number) {
  char text[48];
  std::snprintf(text, sizeof text, "%.6f", number);
  return text;
}

/// An id as one column of a file whose columns end at white space.
std::string one_column(std::string_view id) {
  std::string column;
  for (const char c : id) {
    const auto byte = static_cast<unsigned char>(c);
    char escape[4];
    std::snprintf(escape, sizeof escape, "%%%02X", byte);
    column += byte <= ' ' || byte == 0x7F ? std::string(escape) : std::string(1, c);
  }
  return printable(column);
}

std::string ndjson(const nlohmann::ordered_json& answer) {
  std::string lines;
  for (const nlohmann::ordered_json& hit : answer.at("hits")) lines += printable_json(dump(hit)) + "\n";
  return lines;
}

std::string csv(const std::vector<SearchHit>& hits, std::uint32_t first_rank) {
  std::string lines = csv_line({"rank", "id", "published_at", "headline", "byline", "source", "section", "lang", "tags",
                                "places", "url", "score", "snippet"});
  for (std::uint32_t rank = first_rank; const SearchHit& hit : hits) {
    const Article& article = hit.article;
    lines += csv_line({std::to_string(rank++), article.id, article.published ? format_iso(*article.published) : "",
                       article.headline, byline(article), article.source, joined(article.sections), article.lang,
                       joined(article.tags), joined(article.places), article.url, decimal(hit.score),
                       joined(hit.snippet.parts)});
  }
  return lines;
}

std::string trec(const std::vector<SearchHit>& hits, std::uint32_t first_rank) {
  const auto not_falling = std::adjacent_find(
      hits.begin(), hits.end(), [](const SearchHit& hit, const SearchHit& next) { return hit.score <= next.score; });
  std::string lines;
  for (std::uint32_t rank = first_rank; const SearchHit& hit : hits) {
    const double score = not_falling == hits.end() ? hit.score : 1.0 / rank;
    lines += "1 Q0 " + one_column(hit.article.id) + " " + std::to_string(rank) + " " + decimal(score) + " newssearch\n";
    ++rank;
  }
  return lines;
}

std::string ids0(const std::vector<SearchHit>& hits) {
  std::string ids;
  for (const SearchHit& hit : hits) ids += hit.article.id + '\0';
  return ids;
}

}  // namespace

std::string csv_line(const std::vector<std::string>& values) {
  std::string line;
  for (std::size_t i = 0; i < values.size(); ++i) line += (i ? "," : "") + csv_field(values[i]);
  return line + "\r\n";
}

std::string hits_as(const std::string& form, const nlohmann::ordered_json& answer, const std::vector<SearchHit>& hits,
                    std::uint32_t first_rank) {
  if (form == "ndjson") return ndjson(answer);
  if (form == "csv") return csv(hits, first_rank);
  if (form == "trec") return trec(hits, first_rank);
  if (form == "ids0") return ids0(hits);
  return printable_json(dump(answer)) + "\n";
}

const std::vector<std::string>& output_forms() {
  static const std::vector<std::string> kForms = {"table", "json", "ndjson", "csv", "trec", "ids0"};
  return kForms;
}

}  // namespace newssearch
