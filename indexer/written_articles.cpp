#include "indexer/written_articles.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "common/schema.h"
#include "corpus/finish_article.h"
#include "corpus/json_article.h"
#include "indexer/index_build.h"

namespace newssearch {
namespace {

using Kind = WriteOutcome::Kind;

Instant now_in_seconds() { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

std::string removal_bytes(const std::string& id, Instant time, const std::string& reason) {
  return nlohmann::json({{"id", id}, {"time", time.time_since_epoch().count()}, {"reason", reason}})
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// A measure of how long it takes to publish: earlier versions are copied, not analysed.
std::size_t bytes_of(const Article& article) {
  constexpr std::size_t kOfEach = 1024, kCopiedPerAnalysed = 8;
  std::size_t earlier = 0;
  for (const std::string& record : article.earlier) earlier += record.size();
  return kOfEach + article.headline.size() + article.body.size() + earlier / kCopiedPerAnalysed;
}

bool is_older_version(const std::string& version, const std::string& than) {
  const auto is_number = [](const std::string& text) {
    return !text.empty() && text.size() < 18 && text.find_first_not_of("0123456789") == std::string::npos;
  };
  return is_number(version) && is_number(than) && std::stoll(version) < std::stoll(than);
}

}  // namespace

ReadOrder read_order(const WriteOrder& order) {
  ReadOptions options;
  options.take_embargoed = true;
  Result<Draft> draft = read_json_article(order.article, JsonDialect::any);
  if (!draft) return {{}, draft.error()};
  if (!order.id.empty()) {
    if (!draft->article.id.empty() && draft->article.id != order.id)
      return {{}, {"bad_id", "the article states the id '" + draft->article.id + "', not '" + order.id + "'"}};
    draft->article.id = order.id;
  }
  ReadArticle read = finish_article("article", *std::move(draft), options);
  if (!read.article) return {{}, read.article.error()};
  return {*std::move(read.article), {}, read.killed};
}

void WrittenArticles::open(const Generation& generation) { stored_ = std::make_unique<StoredGeneration>(generation); }

void WrittenArticles::begin_anew(const Generation& generation) {
  Result<Tombstones> taken_out = Tombstones::open(generation.path / Tombstones::kFileName);
  if (!taken_out) throw IndexDamaged(generation.path.string() + ": " + taken_out.error().message);
  held_ = HeldArticles::open(generation.path / HeldArticles::kFileName);
  tombstones_ = *std::move(taken_out);
  changes_.clear();
  bytes_ = 0;
}

bool WrittenArticles::is_purge(const JournalRecord& record) { return static_cast<Op>(record.op) == Op::purge; }

void WrittenArticles::replay(const JournalRecord& record) {
  if (static_cast<Op>(record.op) == Op::put) {
    Result<Article> article = from_record(record.payload);
    const auto tombstone = article ? tombstones_.find(article->id) : std::nullopt;  // of a restored journal, maybe
    if (article && !(tombstone && tombstone->purged)) {
      const std::optional<Article> before = find(article->id);
      put(*std::move(article), before);
    }
    return;
  }
  const auto json = nlohmann::json::parse(record.payload, nullptr, false);
  if (json.is_discarded()) return;
  take_out(json.value("id", ""), static_cast<Op>(record.op),
           Instant{std::chrono::seconds{json.value("time", std::int64_t{0})}}, json.value("reason", ""));
}

/// Embargoed ones too. Throws where it cannot be read: it must not pass for one that is not there.
std::optional<Article> WrittenArticles::find(const std::string& id) const {
  if (const Article* waiting = held_.find(id)) return *waiting;
  for (const Changes* some : {&changes_, &taken_})
    if (const auto found = some->find(id); found != some->end()) return found->second;
  if (!stored_) return std::nullopt;
  const std::optional<std::uint32_t> rank = stored_->find(schema::id_term(id));
  if (!rank) return std::nullopt;
  Result<Article> article = stored_->article(*rank);
  if (!article) throw std::runtime_error("the article '" + id + "' that is there: " + article.error().message);
  return *std::move(article);
}

void WrittenArticles::change(const std::string& id, std::optional<Article> article) {
  std::optional<Article>& changed = changes_[id];
  if (changed) bytes_ -= bytes_of(*changed);
  changed = std::move(article);
  if (changed) bytes_ += bytes_of(*changed);
}

/// Returns the article as it is stored.
Article WrittenArticles::put(Article article, const std::optional<Article>& before) {
  if (before) article = revised(std::move(article), *before);
  if (article.embargoed && article.embargoed->time > now_in_seconds()) {
    held_.add(article);
  } else {
    held_.remove(article.id);
    tombstones_.remove(article.id);
    change(article.id, article);
  }
  return article;
}

void WrittenArticles::take_out(const std::string& id, Op op, Instant time, const std::string& reason) {
  held_.remove(id);
  change(id, std::nullopt);
  tombstones_.add(id, {op == Op::purge, time, reason});
  purged = purged || op == Op::purge;
}

WriteOutcome WrittenArticles::decide(const WriteOrder& order, const ReadOrder* read, Journal& journal) {
  const std::string id = read && !read->article.id.empty() ? read->article.id : order.id;
  WriteOutcome outcome{.kind = Kind::rejected, .id = id, .revision = 0, .seq = 0, .error = {}};
  if (read && !read->error.code.empty()) {
    outcome.error = read->error;
    return outcome;
  }
  const std::optional<Article> before = find(id);
  outcome.revision = before ? before->revision : 0;
  const std::optional<Tombstones::Tombstone> tombstone = tombstones_.find(id);
  const bool is_purge = order.op == WriteOrder::Op::purge;
  if (tombstone && tombstone->purged) {
    outcome.kind = Kind::gone;
    outcome.error = {"purged",
                     "the article '" + id + "' was purged" + (is_purge ? " before" : ": it is not taken in again")};
    return outcome;
  }
  if (order.if_revision && *order.if_revision != outcome.revision) {
    outcome.kind = Kind::conflict;
    outcome.error = {"conflict", "revision " + std::to_string(outcome.revision) + " is there, not " +
                                     std::to_string(*order.if_revision)};
    return outcome;
  }
  if (read && !read->killed) {
    if (before && same_content(read->article, *before)) {
      outcome.kind = Kind::unchanged;
      return outcome;
    }
    if (before && is_older_version(read->article.version, before->version)) {
      outcome.kind = Kind::outdated;
      return outcome;
    }
    outcome.seq = journal.append(static_cast<std::uint8_t>(Op::put), to_record(read->article));
    outcome.revision = put(read->article, before).revision;
    outcome.kind = held_.find(id) ? Kind::held : before ? Kind::replaced : Kind::created;
    return outcome;
  }
  outcome.revision = 0;
  if (!before && !is_purge) {
    outcome.kind = Kind::missing;
    return outcome;
  }
  const Op op = is_purge ? Op::purge : Op::remove;
  const Instant time = now_in_seconds();
  outcome.seq = journal.append(static_cast<std::uint8_t>(op), removal_bytes(id, time, order.reason));
  take_out(id, op, time, order.reason);
  outcome.kind = Kind::removed;
  return outcome;
}

WrittenArticles::Taken WrittenArticles::take(Instant now) {
  for (Article& article : held_.take_due(now)) {
    tombstones_.remove(article.id);
    const std::string id = article.id;
    change(id, std::move(article));
  }
  taken_ = std::move(changes_);
  changes_.clear();
  bytes_ = 0;
  return {taken_, {{Tombstones::kFileName, tombstones_.text()}, {HeldArticles::kFileName, held_.text()}}};
}

void WrittenArticles::give_back() {
  Changes since = std::move(changes_);
  changes_.clear();
  bytes_ = 0;
  for (auto* changes : {&taken_, &since})
    for (auto& [id, article] : *changes) change(id, std::move(article));
  taken_.clear();
}

Changes WrittenArticles::forget() {
  Changes published = std::move(taken_);
  taken_.clear();
  return published;
}

}  // namespace newssearch
