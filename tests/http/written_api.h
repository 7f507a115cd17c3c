#pragma once
#include "indexer/live_index.h"
#include "tests/http/api_under_test.h"

namespace newssearch {

/// The API over an index that a writer of its own writes to.
class WrittenApi : public Api {
 public:
  using Op = WriteOrder::Op;
  using Kind = WriteOutcome::Kind;

  /// What became of it, once searches know.
  Kind put(const std::string& id, const Json& article) {
    return kind_of({.op = Op::put, .id = id, .article = article.dump(), .if_revision = {}, .reason = {}});
  }
  Kind take_out(Op op, const std::string& id, const std::string& reason = "") {
    return kind_of({.op = op, .id = id, .article = {}, .if_revision = {}, .reason = reason});
  }

 private:
  Kind kind_of(const WriteOrder& order) { return writer_.write({order}, WriteWait::searchable).outcomes.at(0).kind; }

  LiveIndex writer_{directory()};
};

}  // namespace newssearch
