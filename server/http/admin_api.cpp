#include "server/http/admin_api.h"

#include <nlohmann/json.hpp>

#include "server/http/problem.h"
#include "server/http/write_batch.h"
#include "server/http/write_params.h"
#include "server/search/wire_format.h"
#include "server/web/search_address.h"

namespace newssearch {
namespace {

using WireJson = nlohmann::ordered_json;
using Refusals = std::vector<InvalidParameter>;
using Kind = WriteOutcome::Kind;

constexpr const char* kJson = "application/json";
constexpr const char* kLinesOfJson = "application/x-ndjson";

constexpr const char* kNewArticle = R"({
  "headline": "Death toll in English dam collapse rises to eleven",
  "body": "ARLENBY, England - Two more bodies were found on Saturday below the Harrow Fell dam, police said.",
  "published_at": "2024-02-17T08:40:00Z",
  "url": "https://kestrelwire.example/story/dam-toll",
  "byline": "Ingrid Solvang",
  "source": "Kestrel Wire",
  "section": ["UK"],
  "tags": ["Harrow Fell dam", "floods"],
  "places": ["Arlenby", "England"],
  "lang": "en"
})";
constexpr const char* kBatch =
    R"({"id": "courier-pumps-arrive", "headline": "Army pumps reach Lower Brae", "body": "Six pumps arrived at noon.", "published_at": "2024-02-18"}
{"delete": "meridian-dam-inspection"}
{"purge": "courier-hedgehog-crossing", "reason": "published by mistake"}
)";

/// Of the handlers.
struct Writing {
  const WriterClient& writer;
  WriteLimits limits;
  std::function<void(std::uint64_t)> await_generation;
};

/// Who asks, as the writer's log has it.
std::string asker(const HttpRequest& http) { return http.by.empty() ? "admin socket" : http.by; }

WriteAnswer written(const Writing& writing, const std::vector<WriteOrder>& orders, WriteWait wait) {
  WriteAnswer answer = writing.writer.write(orders, wait);
  if (answer.searchable) writing.await_generation(answer.generation);
  return answer;
}

HttpResponse answered(const WireJson& json, unsigned status) {
  HttpResponse response;
  response.status = status;
  response.body = dump(json);
  response.headers["Cache-Control"] = "no-store";
  return response;
}

HttpResponse wrong_type(const HttpRequest& http, const char* type) {
  return to_response({415, "unsupported_media_type", std::string("the body must be ") + type}, http);
}

HttpResponse refused(const HttpRequest& http, unsigned status, const Error& error) {
  return to_response({status, error.code, error.message}, http);
}

/// Whether the order was carried out, as the article then is or as it was already.
bool is_done(const WriteOrder& order, Kind kind) {
  if (kind == Kind::gone) return order.op == WriteOrder::Op::purge;
  return kind != Kind::missing && kind != Kind::rejected && kind != Kind::conflict;
}

/// An embargoed article is not found before its time, however long one waits.
bool is_searchable(const WriteOutcome& outcome, const WriteAnswer& answer) {
  return answer.searchable && outcome.kind != Kind::held;
}

unsigned status_of(const WriteOrder& order, const WriteOutcome& outcome, const WriteAnswer& answer) {
  if (is_done(order, outcome.kind)) return is_searchable(outcome, answer) ? 200 : 202;
  switch (outcome.kind) {
    case Kind::missing:
      return 404;
    case Kind::gone:
      return 410;
    case Kind::conflict:
      return 412;
    default:
      return 422;
  }
}

/// Why an order was not carried out. A writer's words are about the article and meant for its sender.
Error reason_of(const WriteOrder& order, const WriteOutcome& outcome) {
  if (outcome.kind == Kind::missing) return {"not_found", "there is no article '" + order.id + "'"};
  if (!outcome.error.code.empty()) return outcome.error;
  return {std::string(to_string(outcome.kind)), "the article was not taken"};
}

HttpResponse write_one(const Writing& writing, const HttpRequest& http, const WriteOrder& order, WriteWait wait) {
  const auto answer = written(writing, {order}, wait);
  const auto& outcome = answer.outcomes.at(0);
  const auto status = status_of(order, outcome, answer);
  if (!is_done(order, outcome.kind)) return refused(http, status, reason_of(order, outcome));
  auto response = answered({{"id", outcome.id.empty() ? order.id : outcome.id},
                            {"outcome", to_string(outcome.kind)},
                            {"revision", outcome.revision},
                            {"seq", outcome.seq},
                            {"durable", true},
                            {"searchable", is_searchable(outcome, answer)}},
                           status);
  if (outcome.revision > 0) response.headers["ETag"] = '"' + std::to_string(outcome.revision) + '"';
  return response;
}

HttpResponse put_article(const Writing& writing, const HttpRequest& http) {
  if (media_type(http) != kJson) return wrong_type(http, kJson);
  const auto asked = read_write_request(put_parameters(), http.params);
  if (const auto* invalid = std::get_if<Refusals>(&asked)) return to_response(invalid_parameters(*invalid), http);
  const auto revision = read_precondition(http);
  if (!revision) return refused(http, 400, revision.error());
  const WriteOrder order{WriteOrder::Op::put, http.path_values.at("id"), http.body, *revision, "", asker(http)};
  return write_one(writing, http, order, std::get<WriteRequest>(asked).wait);
}

HttpResponse delete_article(const Writing& writing, const HttpRequest& http) {
  const auto asked = read_write_request(delete_parameters(), http.params);
  if (const auto* invalid = std::get_if<Refusals>(&asked)) return to_response(invalid_parameters(*invalid), http);
  const auto revision = read_precondition(http);
  if (!revision) return refused(http, 400, revision.error());
  const auto& request = std::get<WriteRequest>(asked);
  const auto op = request.purge ? WriteOrder::Op::purge : WriteOrder::Op::remove;
  const WriteOrder order{op, http.path_values.at("id"), "", *revision, request.reason, asker(http)};
  return write_one(writing, http, order, request.wait);
}

/// {"line":2,"id":"…","status":202,"outcome":"created","revision":1,"seq":7}
WireJson line_result(const BatchLine& line, const WriteOutcome& outcome, const WriteAnswer& answer) {
  WireJson json = {{"line", line.number},
                   {"id", outcome.id.empty() ? line.order.id : outcome.id},
                   {"status", line.problem ? line.problem->status : status_of(line.order, outcome, answer)},
                   {"outcome", to_string(outcome.kind)},
                   {"revision", outcome.revision},
                   {"seq", outcome.seq}};
  if (line.problem) {
    json["error"] = {{"code", line.problem->code}, {"message", line.problem->detail}};
  } else if (!is_done(line.order, outcome.kind)) {
    const auto error = reason_of(line.order, outcome);
    json["error"] = {{"code", error.code}, {"message", error.message}};
  }
  return json;
}

HttpResponse write_batch(const Writing& writing, const HttpRequest& http) {
  if (media_type(http) != kLinesOfJson) return wrong_type(http, kLinesOfJson);
  const auto asked = read_write_request(put_parameters(), http.params);
  if (const auto* invalid = std::get_if<Refusals>(&asked)) return to_response(invalid_parameters(*invalid), http);
  const auto lines = read_batch(http.body, writing.limits);
  if (lines.size() > writing.limits.batch_lines) {
    return to_response(
        {413, "batch_too_large",
         "the batch has more than " + std::to_string(writing.limits.batch_lines) + " lines; send several"},
        http);
  }
  std::vector<WriteOrder> orders;
  for (const auto& line : lines) {
    if (line.problem) continue;
    orders.push_back(line.order);
    orders.back().by = asker(http);
  }
  const auto wait = std::get<WriteRequest>(asked).wait;
  WriteAnswer answer;
  if (!orders.empty()) answer = written(writing, orders, wait);
  HttpResponse response;
  response.status = answer.searchable ? 200 : 202;
  response.content_type = kLinesOfJson;
  response.headers["Cache-Control"] = "no-store";
  std::size_t next = 0;
  for (const auto& line : lines) {
    const auto outcome = line.problem ? WriteOutcome() : answer.outcomes.at(next++);
    response.body += dump(line_result(line, outcome, answer)) + "\n";
  }
  return response;
}

WireJson to_json(const TaskState& task) {
  WireJson json = {{"id", task.id},
                   {"kind", task.kind},
                   {"state", to_string(task.state)},
                   {"phase", task.phase},
                   {"done", task.done},
                   {"total", task.total},
                   {"seconds", task.seconds},
                   {"eta", nullptr},
                   {"message", task.message},
                   {"generation", task.generation}};
  if (task.eta) json["eta"] = *task.eta;
  return json;
}

HttpResponse reindex(const Writing& writing, const HttpRequest& http) {
  const auto asked = read_write_request(reindex_parameters(), http.params);
  if (const auto* invalid = std::get_if<Refusals>(&asked)) return to_response(invalid_parameters(*invalid), http);
  const auto task = writing.writer.reindex(std::get<WriteRequest>(asked).force);
  if (!task) return refused(http, 409, task.error());
  auto response = answered(to_json(*task), 202);
  response.headers["Location"] = "/v1/tasks/" + percent_encode(task->id);
  return response;
}

HttpResponse show_task(const Writing& writing, const HttpRequest& http) {
  const auto task = writing.writer.task(http.path_values.at("id"));
  return task ? answered(to_json(*task), 200) : refused(http, 404, task.error());
}

HttpResponse roll_back(const Writing& writing, const HttpRequest& http) {
  const auto generation = writing.writer.rollback();
  return generation ? answered({{"generation", *generation}}, 200) : refused(http, 409, generation.error());
}

HttpResponse show_writer(const Writing& writing, const HttpRequest&) {
  const auto state = writing.writer.state();
  WireJson json = {{"seq", state.seq},
                   {"searchable", state.searchable},
                   {"generation", state.generation},
                   {"held", state.held},
                   {"failure", state.failure.empty() ? WireJson(nullptr) : WireJson(state.failure)},
                   {"tasks", WireJson::array()}};
  for (const auto& task : state.tasks) json["tasks"].push_back(to_json(task));
  return answered(json, 200);
}

}  // namespace

void add_admin_api(Router& router, const WriterClient& writer, const WriteLimits& limits,
                   std::function<void(std::uint64_t)> await_generation) {
  using Answer = HttpResponse (*)(const Writing&, const HttpRequest&);
  const auto by = [writing = Writing{writer, limits, std::move(await_generation)}](Answer answer) {
    return [writing, answer](const HttpRequest& request) { return answer(writing, request); };
  };
  router.add({"PUT",
              "/v1/articles/{id}",
              by(put_article),
              Cost::writer,
              "Stores an article; with If-Match or If-None-Match: * only over that revision or none",
              "Written",
              documented(put_parameters(), {article_id()}),
              RequestBody{kJson, "NewArticle", limits.article_bytes, kNewArticle},
              {200, 202},
              kJson,
              Scope::write});
  router.add({"DELETE",
              "/v1/articles/{id}",
              by(delete_article),
              Cost::writer,
              "Removes an article",
              "Written",
              documented(delete_parameters(), {article_id()}),
              std::nullopt,
              {200, 202},
              kJson,
              Scope::write});
  router.add({"POST",
              "/v1/articles:batch",
              by(write_batch),
              Cost::writer,
              "Stores and removes many articles, an order and a result a line",
              "WrittenLine",
              documented(put_parameters()),
              RequestBody{kLinesOfJson, "BatchOrder", limits.batch_bytes, kBatch},
              {200, 202},
              kLinesOfJson,
              Scope::write});
  router.add({"POST",
              "/v1/admin/reindex",
              by(reindex),
              Cost::writer,
              "Begins to rebuild the index",
              "Task",
              documented(reindex_parameters()),
              std::nullopt,
              {202},
              kJson,
              Scope::admin});
  router.add({"GET",
              "/v1/tasks/{id}",
              by(show_task),
              Cost::writer,
              "How far long work has come",
              "Task",
              {{"id", "A task's id, as its beginning was answered", R"({"type":"string"})", "reindex-1"}}});
  router.add({"POST",
              "/v1/admin/rollback",
              by(roll_back),
              Cost::writer,
              "Makes the index before the last rebuild current again",
              "RolledBack",
              {},
              std::nullopt,
              {200},
              kJson,
              Scope::admin});
  router.add(
      {"GET", "/v1/admin/writer", by(show_writer), Cost::writer, "What the writer has done and does", "Writer", {}});
}

}  // namespace newssearch
