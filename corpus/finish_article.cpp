#include "corpus/finish_article.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "common/generation.h"
#include "corpus/clean_text.h"
#include "corpus/gathered_record.h"
#include "corpus/language.h"
#include "corpus/visible_date.h"
#include "corpus/written_date.h"

namespace newssearch {
namespace {

constexpr std::chrono::hours kFutureAllowed{48};
constexpr double kConfidenceInAddress = 0.6;
constexpr std::size_t kQuotedBytes = 80;

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

/// Each value once, in order.
void clean_all(std::vector<std::string>& values, TextRepairs& repairs) {
  std::vector<std::string> clean;
  std::unordered_set<std::string> seen;
  for (const std::string& value : values) {
    std::string line = clean_line(value, repairs);
    if (!line.empty() && seen.insert(line).second) clean.push_back(std::move(line));
  }
  values = std::move(clean);
}

void clean(Article& article, std::vector<std::string>& warnings) {
  TextRepairs repairs;
  for (std::string* line : {&article.id, &article.url, &article.headline, &article.source, &article.version,
                            &article.pub_status, &article.refused_date})
    *line = clean_line(*line, repairs);
  article.body = clean_text(article.body, repairs);
  article.ednote = clean_text(article.ednote, repairs);
  for (auto* values : {&article.authors, &article.sections, &article.tags, &article.places})
    clean_all(*values, repairs);
  if (std::string warning = repair_warning(repairs); !warning.empty()) warnings.push_back(std::move(warning));
}

/// The date stated, unless it cannot be read or cannot be.
Result<WrittenDate> possible_date(const DateCandidate& candidate, const ReadOptions& options) {
  Result<WrittenDate> read = read_date(candidate.stated);
  if (!read) return read;
  if (read->date.time > options.now + kFutureAllowed)
    return Error{"bad_date", "'" + format_iso(read->date) + "': more than 48 hours in the future"};
  read->date.source = candidate.source;
  read->date.confidence = candidate.confidence;
  return read;
}

/// The first of the candidates that is possible; what was given up for it, or for the others, is a warning. Candidates
/// that say nothing are none.
std::optional<ArticleDate> first_possible(const std::string& field, std::vector<DateCandidate>& candidates,
                                          const std::string& consequence, const ReadOptions& options,
                                          std::vector<std::string>& warnings) {
  std::erase_if(candidates, [](const DateCandidate& candidate) { return trim(candidate.stated).empty(); });
  for (const DateCandidate& candidate : candidates) {
    const Result<WrittenDate> read = possible_date(candidate, options);
    const bool last = &candidate == &candidates.back();
    const std::string remark =
        read ? read->remark : read.error().message + "; " + (last ? consequence : std::string("the next is tried"));
    if (!remark.empty()) warnings.push_back(field + ": " + remark);
    if (read) return read->date;
  }
  return std::nullopt;
}

/// When it is not to be shown any more. An end that cannot be read is none one may pass over.
std::optional<Error> settle_expiry(Draft& draft) {
  if (trim(draft.stated_expiry).empty()) return std::nullopt;
  const Result<WrittenDate> read = read_date(draft.stated_expiry);
  if (!read) return Error{"bad_expiry", "expires: " + read.error().message};
  draft.article.expires = read->date;
  return std::nullopt;
}

/// A draft may know of a date that was refused before.
void settle_dates(Draft& draft, const ReadOptions& options) {
  Article& article = draft.article;
  article.refused_date = clip(article.refused_date, kQuotedBytes);
  if (const auto day = date_of_url(article.url))
    draft.evidence.published.push_back({*day, DateSource::url, "address", kConfidenceInAddress});
  article.published = first_possible("published", draft.evidence.published, "kept as undated", options, draft.warnings);
  article.updated = first_possible("updated", draft.evidence.updated, "left out", options, draft.warnings);
  if (draft.evidence.published.empty() || possible_date(draft.evidence.published.front(), options)) return;
  TextRepairs unimportant;
  article.refused_date = clip(clean_line(draft.evidence.published.front().stated, unimportant), kQuotedBytes);
}

/// Why it may not be shown yet, or any more. An embargo that cannot be read is none one may pass over.
std::optional<Error> withheld(Draft& draft, const ReadOptions& options) {
  if (draft.article.pub_status == "withheld")
    return Error{"withheld", "its agency withholds it (pubstatus withheld): nothing of it is indexed"};
  if (trim(draft.stated_embargo).empty()) return std::nullopt;
  const Result<WrittenDate> read = read_date(draft.stated_embargo);
  if (!read) return Error{"bad_embargo", "embargoed: " + read.error().message};
  draft.article.embargoed = read->date;
  if (read->date.time > options.now && !options.take_embargoed)
    return Error{"embargoed", "embargoed until " + format_iso(read->date) + ": index it again then"};
  return std::nullopt;
}

void settle_headline(Draft& draft) {
  for (const HeadlineCandidate& candidate : draft.evidence.headlines) {
    TextRepairs unimportant;
    if (!draft.article.headline.empty()) return;
    draft.article.headline = clean_line(candidate.text, unimportant);
  }
}

void settle_id(Article& article) {
  if (article.id.empty()) article.id = article.url;
  if (article.id.empty()) article.id = sha256_hex(article.source + '\n' + article.headline + '\n' + article.body);
}

void settle_language(Article& article, const ReadOptions& options) {
  std::optional<std::string> language = language_of_tag(trim(article.lang));
  if (!language && options.lang != "auto") language = language_of_tag(options.lang);
  if (!language) language = detect_language(article.headline + "\n" + article.body);
  article.lang = language.value_or("und");
}

std::size_t text_bytes(const Article& article) {
  std::size_t bytes = 0;
  for (const auto* text : {&article.id, &article.url, &article.headline, &article.body, &article.source,
                           &article.version, &article.pub_status, &article.ednote})
    bytes += text->size();
  for (const auto* values : {&article.authors, &article.sections, &article.tags, &article.places})
    for (const std::string& value : *values) bytes += value.size();
  return bytes;
}

std::optional<Error> finish(Draft& draft, const ReadOptions& options) {
  Article& article = draft.article;
  if (has_control(trim(article.id))) return Error{"bad_id", "id: it holds control characters"};
  clean(article, draft.warnings);
  settle_headline(draft);
  if (draft.killed) {
    if (article.id.empty()) return Error{"bad_id", "it takes an article back, but does not say which: no id"};
    Article bare;
    bare.id = std::move(article.id);
    article = std::move(bare);
    return std::nullopt;
  }
  if (article.headline.empty() && article.body.empty()) return Error{"no_text", "no text at all"};
  if (const std::size_t bytes = text_bytes(article); bytes > options.max_article_bytes)
    return Error{"too_large",
                 "the text of " + megabytes(bytes) + " is over the limit of " + megabytes(options.max_article_bytes)};
  if (std::optional<Error> reason = withheld(draft, options)) return reason;
  settle_dates(draft, options);
  if (std::optional<Error> error = settle_expiry(draft)) return error;
  settle_id(article);
  settle_language(article, options);
  return std::nullopt;
}

}  // namespace

ReadArticle finish_article(std::string where, Draft draft, const ReadOptions& options) {
  std::optional<Error> rejection = finish(draft, options);
  TextRepairs unimportant;
  for (std::string& warning : draft.warnings) warning = clean_line(warning, unimportant);  // they quote the input
  if (rejection) return {std::move(where), *std::move(rejection), std::move(draft.warnings), std::move(draft.evidence)};
  if (options.recurring)
    for (DroppedText& line : options.recurring->take_out(draft.article))
      draft.evidence.dropped.push_back(std::move(line));
  return {std::move(where), std::move(draft.article), std::move(draft.warnings), std::move(draft.evidence),
          draft.killed};
}

}  // namespace newssearch
