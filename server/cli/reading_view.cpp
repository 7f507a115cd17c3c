#include "server/cli/reading_view.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "corpus/clean_text.h"
#include "corpus/written_date.h"
#include "server/cli/terminal_text.h"
#include "server/search/wire_format.h"
#include "server/web/wording.h"

namespace newssearch {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr int kWidestText = 100, kFieldWidth = 10, kReasonWidth = 28;

std::string indented(std::string_view text, Ink ink, const Screen& screen) {
  std::string lines;
  for (const Parts& line : wrap({{std::string(text), false}}, std::min(screen.width, kWidestText) - 2)) {
    lines += "  ";
    for (const TextPart& part : line) lines += inked(part.text, ink, screen.colour);
    lines += "\n";
  }
  return lines;
}

std::string labelled(const std::string& label, const std::string& text, Ink ink, const Screen& screen) {
  return inked(fit(label, kFieldWidth), Ink::faint, screen.colour) + inked(printable(text), ink, screen.colour) + "\n";
}

std::string joined_by_commas(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ", ") + value;
  return text;
}

std::string origin(const DateCandidate& candidate) {
  std::string text(to_string(candidate.source));
  if (!candidate.from.empty()) text += ", " + candidate.from;
  return text;
}

/// The candidate a date was read from: the first that states it.
bool is_stated_by(const std::optional<ArticleDate>& date, const DateCandidate& candidate) {
  if (!date || candidate.source != date->source) return false;
  const Result<WrittenDate> read = read_date(candidate.stated);
  return read && read->date.time == date->time;
}

std::string headlines(const ReadArticle& record, const Article& article, const Screen& screen) {
  std::string text = labelled("headline", article.headline.empty() ? "(none)" : article.headline, Ink::strong, screen);
  for (const HeadlineCandidate& candidate : record.evidence.headlines)
    text += labelled("", candidate.from + ": " + candidate.text, Ink::faint, screen);
  return text;
}

std::string dates(const char* label, const std::optional<ArticleDate>& date,
                  const std::vector<DateCandidate>& candidates, const Screen& screen) {
  if (!date && candidates.empty() && std::string_view(label) != "published") return "";
  std::string text = labelled(label, date ? in_words(*date, "UTC") : "undated", Ink::strong, screen);
  bool won = false;
  for (const DateCandidate& candidate : candidates) {
    const bool wins = !won && is_stated_by(date, candidate);
    won = won || wins;
    char confidence[32];
    std::snprintf(confidence, sizeof confidence, "%.2f", candidate.confidence);
    text += labelled("", (wins ? "✓ " : "· ") + origin(candidate) + ": " + candidate.stated + "  " + confidence,
                     wins ? Ink::plain : Ink::faint, screen);
  }
  return text;
}

std::string facts(const Article& article, const Screen& screen) {
  std::string text;
  const auto add = [&](const char* label, const std::string& value) {
    if (!value.empty()) text += labelled(label, value, Ink::plain, screen);
  };
  add("by", byline(article));
  add("section", joined_by_commas(article.sections));
  add("source", article.source);
  add("language", article.lang);
  add("tags", joined_by_commas(article.tags));
  add("places", joined_by_commas(article.places));
  add("version", article.version);
  add("status", article.pub_status);
  add("to editors", article.ednote);
  if (article.embargoed) add("embargoed", "until " + in_words(*article.embargoed, "UTC"));
  add("address", article.url);
  add("id", article.id);
  return text;
}

std::string body(const Article& article, const Screen& screen) {
  if (article.body.empty()) return "";
  std::string text = "\n" + inked("kept", Ink::faint, screen.colour) + "\n";
  for (std::size_t begin = 0; begin <= article.body.size();) {
    const std::size_t end = std::min(article.body.find('\n', begin), article.body.size());
    const std::string_view line = std::string_view(article.body).substr(begin, end - begin);
    text += line.empty() ? "\n" : indented(line, Ink::plain, screen);
    begin = end + 1;
  }
  return text;
}

std::string dropped(const std::vector<DroppedText>& texts, const Screen& screen) {
  if (texts.empty()) return "";
  std::string text = "\n" + inked("left out", Ink::faint, screen.colour) + "\n";
  const int widest = std::max(20, std::min(screen.width, kWidestText) - kReasonWidth - 4);
  for (const DroppedText& one : texts)
    text += "  " + inked(fit(printable(one.text), widest), Ink::match, screen.colour) + "  " +
            inked(printable(one.reason), Ink::faint, screen.colour) + "\n";
  return text;
}

OrderedJson date_json(const DateCandidate& candidate, const char* of) {
  return {{"of", of},
          {"stated", candidate.stated},
          {"source", to_string(candidate.source)},
          {"from", candidate.from},
          {"confidence", candidate.confidence}};
}

OrderedJson iso_or_null(const std::optional<ArticleDate>& date) {
  return date ? OrderedJson(format_iso(*date)) : OrderedJson();
}

}  // namespace

std::string reading_table(const ReadArticle& record, const Screen& screen) {
  std::string text = inked(printable(record.where), Ink::strong_match, screen.colour) + "\n";
  for (const std::string& warning : record.warnings) text += labelled("warning", warning, Ink::match, screen);
  if (!record.article) return text + labelled("refused", record.article.error().message, Ink::strong, screen);
  const Article& article = *record.article;
  if (record.killed)
    return text +
           labelled("killed", "the article " + article.id + " is taken back, or not published", Ink::strong, screen);
  return text + headlines(record, article, screen) +
         dates("published", article.published, record.evidence.published, screen) +
         dates("updated", article.updated, record.evidence.updated, screen) + facts(article, screen) +
         body(article, screen) + dropped(record.evidence.dropped, screen);
}

std::string reading_json(const ReadArticle& record) {
  OrderedJson json = {{"file", record.where}};
  if (!record.article) {
    json["error"] = {{"code", record.article.error().code}, {"message", record.article.error().message}};
  } else {
    const Article& article = *record.article;
    json["id"] = article.id;
    json["headline"] = article.headline;
    json["body"] = article.body;
    json["byline"] = byline(article);
    json["authors"] = article.authors;
    json["published_at"] = iso_or_null(article.published);
    json["updated_at"] = iso_or_null(article.updated);
    json["date"] = nullptr;
    if (article.published)
      json["date"] = {{"source", to_string(article.published->source)}, {"confidence", article.published->confidence}};
    json["section"] = article.sections.empty() ? "" : article.sections.front();
    json["sections"] = article.sections;
    json["source"] = article.source;
    json["lang"] = article.lang;
    json["url"] = article.url;
    json["version"] = article.version;
    json["pub_status"] = article.pub_status;
    json["ednote"] = article.ednote;
    json["embargoed_at"] = iso_or_null(article.embargoed);
    json["killed"] = record.killed;
    json["headlines"] = OrderedJson::array();
    for (const HeadlineCandidate& candidate : record.evidence.headlines)
      json["headlines"].push_back({{"text", candidate.text}, {"from", candidate.from}});
    json["dates"] = OrderedJson::array();
    for (const DateCandidate& candidate : record.evidence.published)
      json["dates"].push_back(date_json(candidate, "published"));
    for (const DateCandidate& candidate : record.evidence.updated)
      json["dates"].push_back(date_json(candidate, "updated"));
    json["dropped"] = OrderedJson::array();
    for (const DroppedText& one : record.evidence.dropped)
      json["dropped"].push_back({{"text", one.text}, {"reason", one.reason}});
  }
  json["warnings"] = record.warnings;
  return printable_json(dump(json)) + "\n";
}

}  // namespace newssearch
