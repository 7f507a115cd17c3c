#include "server/cli/takedown_log.h"

#include "server/http/log.h"

namespace newssearch {
namespace {

void log_takedown(const WriteOrder& order, const WriteOutcome& outcome) {
  LogFields fields = {{"id", outcome.id}, {"seq", std::to_string(outcome.seq)}};
  if (!order.reason.empty()) fields["reason"] = order.reason;
  if (order.op == WriteOrder::Op::put) fields["reason"] = "taken back by its agency";
  if (!order.by.empty()) fields["by"] = order.by;
  log_event(LogLevel::info, order.op == WriteOrder::Op::purge ? "purged" : "removed", fields);
}

}  // namespace

WriteAnswer TakedownLog::write(std::vector<WriteOrder> orders, WriteWait wait) {
  std::vector<WriteOrder> asked;  // without the articles
  for (const WriteOrder& order : orders) asked.push_back({order.op, order.id, "", {}, order.reason, order.by});
  WriteAnswer answer = writer_.write(std::move(orders), wait);
  for (std::size_t i = 0; i < answer.outcomes.size(); ++i)
    if (answer.outcomes[i].kind == WriteOutcome::Kind::removed) log_takedown(asked[i], answer.outcomes[i]);
  return answer;
}

Result<std::uint64_t> TakedownLog::rollback() {
  const Result<std::uint64_t> generation = writer_.rollback();
  if (generation) log_event(LogLevel::info, "rolled_back", {{"generation", std::to_string(*generation)}});
  return generation;
}

}  // namespace newssearch
