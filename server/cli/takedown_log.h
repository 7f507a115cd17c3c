#pragma once
#include <string>
#include <vector>

#include "common/write_protocol.h"

namespace newssearch {

/// A writer that says in the log what it takes out: a line for each article removed or purged, with its id, the reason,
/// who wanted it and the seq of the journal's record, and one for each rollback. No word of the article is in it. Safe
/// to share between threads, as the writer is, which must outlive it.
class TakedownLog : public WriterService {
 public:
  explicit TakedownLog(WriterService& writer) : writer_(writer) {}
  WriteAnswer write(std::vector<WriteOrder> orders, WriteWait wait) override;
  WriteAnswer publish() override { return writer_.publish(); }
  Result<TaskState> reindex(bool force) override { return writer_.reindex(force); }
  Result<std::uint64_t> rollback() override;
  Result<TaskState> task(const std::string& id) override { return writer_.task(id); }
  WriterState state() override { return writer_.state(); }

 private:
  WriterService& writer_;
};

}  // namespace newssearch
