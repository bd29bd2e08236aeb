#pragma once

#include <memory>
#include <string>
#include <vector>

#include "events/memory_log.h"
#include "writer/partition_writer.h"
#include "writer/reactors/reactor.h"

namespace ledger::sim {

// What a process holds in memory: writers of both partitions, and reactors. Destroying it is a
// crash.
class Node final : public Door {
 public:
  Node(const std::string& name, EventLog& log, CommandIndex& index, Clock& clock, Gateway& gateway,
       WriterLimits limits)
      : index_(index), vault_(*Vault::open(MasterKey{}, log.keys(), /*found=*/false)) {
    for (Partition partition = 0; partition < log.partitions(); ++partition)
      writers_.push_back(std::make_unique<PartitionWriter>(
          partition, log, *vault_, index, clock, WriterName{name, "http://" + name}, limits));
    Desk desk;
    desk.each = [this](const auto& look) {
      for (auto& writer : writers_) {
        if (writer->phase() != PartitionWriter::Phase::kServing) continue;
        writer->inspect([&](const State& state) { look(writer->partition(), state); });
      }
    };
    desk.partition_of = [](const ProjectId&) { return std::optional<Partition>(1); };
    reactor_ = std::make_unique<Reactor>(desk, *this, gateway, *vault_, clock);
  }

  std::future<Result<Answer>> submit(Partition partition, Submission submission) override {
    return writers_.at(partition)->submit(std::move(submission));
  }

  [[nodiscard]] PartitionWriter& writer(Partition partition) { return *writers_.at(partition); }

  [[nodiscard]] Reactor& reactor() { return *reactor_; }

  [[nodiscard]] Vault& vault() { return *vault_; }

  [[nodiscard]] CommandIndex& index() { return index_; }

  // A stop in peace: snapshots are saved. Only while no delivery is delayed.
  void close() {
    for (auto& writer : writers_) {
      writer->wake();
      writer->close();
    }
  }

 private:
  CommandIndex& index_;
  std::unique_ptr<Vault> vault_;
  std::vector<std::unique_ptr<PartitionWriter>> writers_;
  std::unique_ptr<Reactor> reactor_;
};

}  // namespace ledger::sim
