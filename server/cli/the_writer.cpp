#include "server/cli/the_writer.h"

#include "indexer/live_index.h"
#include "indexer/writer_lock.h"
#include "server/cli/candidate_check.h"

namespace newssearch {
namespace {

/// That of another process.
class RemoteWriter : public WriterService {
 public:
  explicit RemoteWriter(const DataDirectory& directory) : client_(writer_socket(directory.root())) {}
  WriteAnswer write(std::vector<WriteOrder> orders, WriteWait wait) override { return client_.write(orders, wait); }
  WriteAnswer publish() override { return client_.publish(); }
  Result<TaskState> reindex(bool force) override { return client_.reindex(force); }
  Result<std::uint64_t> rollback() override { return client_.rollback(); }
  Result<TaskState> task(const std::string& id) override { return client_.task(id); }
  WriterState state() override { return client_.state(); }

 private:
  WriterClient client_;
};

}  // namespace

bool has_writer(const DataDirectory& directory) { return WriterClient(writer_socket(directory.root())).is_there(); }

void with_writer(const DataDirectory& directory, std::chrono::seconds lock_timeout,
                 const std::function<void(WriterService&)>& act) {
  if (has_writer(directory)) {
    RemoteWriter writer(directory);
    return act(writer);
  }
  { const WriterLock lock(directory.root(), lock_timeout); }
  LiveOptions options;
  options.verify = check_candidate;
  LiveIndex writer(directory, std::move(options));
  act(writer);
}

}  // namespace newssearch
