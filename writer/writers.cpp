#include "writer/writers.h"

#include "writer/writer_errors.h"

namespace ledger {
namespace {

constexpr Micros kWait = milliseconds(200);    // how soon a stop is noticed
constexpr Micros kBackOff = milliseconds(20);  // while the log cannot be reached

Error not_here() {
  return {ErrorCode::kUnavailable, "not-owner", "no such partition on this node"};
}

}  // namespace

Writers::Writers(EventLog& log, Vault& vault, CommandIndex& index, Clock& clock,
                 const WriterName& name, std::function<void(Partition, const Error&)> on_failure,
                 WriterLimits limits)
    : on_failure_(std::move(on_failure)) {
  for (Partition partition = 0; partition < log.partitions(); ++partition) {
    writers_.push_back(
        std::make_unique<PartitionWriter>(partition, log, vault, index, clock, name, limits));
  }
}

Writers::~Writers() {
  stop();
}

void Writers::start() {
  for (auto& writer : writers_) {
    threads_.emplace_back(
        [this, &writer = *writer] { guarded(writer, [&] { run_deciding(writer); }); });
    threads_.emplace_back([this, &writer = *writer] {
      guarded(writer, [&] {
        while (!stopping_) writer.settle(kWait);
      });
    });
  }
}

// A broken promise (an event that cannot be, an index that cannot be read) ends the writing,
// loudly.
void Writers::guarded(PartitionWriter& writer, const std::function<void()>& run) {
  try {
    run();
  } catch (const std::exception& broken) {
    if (!failed_.exchange(true)) {
      on_failure_(writer.partition(), {ErrorCode::kCorrupt, "writer-broken", broken.what()});
    }
  }
}

void Writers::run_deciding(PartitionWriter& writer) {
  while (!stopping_) {
    const bool progress = writer.decide(kWait);
    if (writer.phase() == PartitionWriter::Phase::kStopped && !failed_.exchange(true)) {
      on_failure_(writer.partition(), *writer.failure());
    }
    if (!progress && writer.phase() == PartitionWriter::Phase::kFollowing) {
      std::this_thread::sleep_for(kBackOff);
    }
  }
}

void Writers::stop() {
  if (stopping_.exchange(true)) return;
  for (auto& writer : writers_) writer->wake();
  for (auto& thread : threads_) thread.join();
  for (auto& writer : writers_) writer->close();
}

bool Writers::takes(Partition partition) const {
  return partition < writers_.size() && !stopping_;
}

std::future<Result<Answer>> Writers::submit(Partition partition, Submission submission) {
  if (takes(partition)) return writers_[partition]->submit(std::move(submission));
  std::promise<Result<Answer>> refused;
  refused.set_value(fail(not_here()));
  return refused.get_future();
}

Result<Answer> Writers::ask(Partition partition, Submission submission, Micros patience) {
  if (!takes(partition)) return fail(not_here());
  Result<Answer> answer = fail(unknown_outcome());
  auto& writer = *writers_[partition];
  guarded(writer, [&] { answer = writer.ask(std::move(submission), patience); });
  return answer;
}

void Writers::ask_then(Partition partition, Submission submission, Micros patience, Told told) {
  if (!takes(partition)) return told(fail(not_here()));
  auto& writer = *writers_[partition];
  guarded(writer, [&] { writer.ask_then(std::move(submission), patience, std::move(told)); });
}

}  // namespace ledger
