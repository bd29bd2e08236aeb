#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "writer/door.h"
#include "writer/partition_writer.h"

namespace ledger {

// The writers of all partitions of a node, each with two threads of its own: one decides, one
// settles, as far as those who ask do not do it themselves.
class Writers final : public Door {
 public:
  // `on_failure` is called once, from a writer's thread, when history is damaged or the disk has
  // lost what it took: the process must end, nothing may be acknowledged any more.
  Writers(EventLog& log, Vault& vault, CommandIndex& index, Clock& clock, const WriterName& name,
          std::function<void(Partition, const Error&)> on_failure, WriterLimits limits = {});
  ~Writers() override;

  void start();

  // Stops taking commands, settles what is in flight, saves snapshots.
  void stop();

  std::future<Result<Answer>> submit(Partition partition, Submission submission) override;
  Result<Answer> ask(Partition partition, Submission submission, Micros patience) override;
  void ask_then(Partition partition, Submission submission, Micros patience, Told told) override;

  [[nodiscard]] PartitionWriter& at(Partition partition) { return *writers_.at(partition); }

  [[nodiscard]] Partition count() const { return static_cast<Partition>(writers_.size()); }

 private:
  void guarded(PartitionWriter& writer, const std::function<void()>& run);
  [[nodiscard]] bool takes(Partition partition) const;
  void run_deciding(PartitionWriter& writer);

  std::vector<std::unique_ptr<PartitionWriter>> writers_;
  std::function<void(Partition, const Error&)> on_failure_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> failed_ = false;
};

}  // namespace ledger
