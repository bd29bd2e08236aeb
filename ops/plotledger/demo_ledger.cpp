#include "ops/plotledger/demo_ledger.h"

#include <fstream>
#include <stdexcept>

#include <sys/stat.h>

#include "writer/founding.h"

namespace ledger::demo {
namespace {

constexpr std::size_t kTellAhead = 512;  // answers not waited for, well below the writer's limit
constexpr int kPatience = 30;            // seconds for the disk to take what was told

template <class T>
T must(Result<T> result, const char* what) {
  if (!result) throw std::runtime_error(std::string(what) + ": " + result.error().message);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

void write_key(const std::string& path, const std::string& key) {
  std::ofstream file(path, std::ios::trunc);
  ::chmod(path.c_str(), S_IRUSR | S_IWUSR);
  file << key << '\n';
  if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace

DemoLedger::DemoLedger(const std::string& directory, Instant at)
    : clock_(at),
      log_(must(EmbeddedLog::create(directory + "/log", kEmbeddedPartitions), "the log")) {
  const auto master = must(create_master_key(directory + "/master.key"), "the master key");
  vault_ = must(Vault::open(master, log_->keys(), /*found=*/true), "the vault");
  write_key(directory + "/admin.key", api_key_text(*vault_, kAdminKey));
  must(found_ledger(*log_, clock_), "founding");
  index_ = must(CommandIndex::open(directory + "/index"), "the index");
  for (Partition partition = 0; partition < log_->partitions(); ++partition) {
    auto& desk = desks_.emplace_back();
    desk.writer = std::make_unique<PartitionWriter>(partition, *log_, *vault_, *index_, clock_,
                                                    WriterName{"demo", {}});
    serve(desk);
  }
}

void DemoLedger::serve(Desk& desk) const {
  for (int i = 0; i < kPatience * 1000; ++i) {
    desk.writer->decide(milliseconds(1));
    desk.writer->settle(milliseconds(1));
    if (desk.writer->phase() == PartitionWriter::Phase::kServing) return;
  }
  throw std::runtime_error("the demo's writer does not begin to serve");
}

void DemoLedger::tell(Partition partition, Submission submission, Expect expect) {
  auto& desk = desks_.at(partition);
  land(desk, kTellAhead);
  desk.told.push_back({desk.writer->submit(std::move(submission)), expect});
  desk.writer->decide(Micros(0));
}

// Waits until at most `most` answers are missing.
void DemoLedger::land(Desk& desk, std::size_t most) {
  for (int i = 0; desk.told.size() > most; ++i) {
    while (!desk.told.empty() &&
           desk.told.front().answer.wait_for(seconds(0)) == std::future_status::ready) {
      check(std::move(desk.told.front()));
      desk.told.pop_front();
      i = 0;
    }
    if (desk.told.size() <= most) return;
    if (i == kPatience) throw std::runtime_error("the disk does not take the demo's history");
    desk.writer->settle(seconds(1));
  }
}

void DemoLedger::check(Told told) {
  const auto answer = told.answer.get();
  if (!answer) throw std::runtime_error("a demo command failed: " + answer.error().message);
  const auto& record = answer->record;
  const bool refused = record && record->outcome == Outcome::Refused;
  if (refused == (told.expect == Expect::kRefused)) return;
  const auto* why = refused ? find<CommandRefused>(record->events) : nullptr;
  throw std::runtime_error(why != nullptr ? "a demo command was refused: " + why->message
                                          : "a demo command was not refused");
}

void DemoLedger::look(Partition partition, const std::function<void(const State&)>& ask) {
  desks_.at(partition).writer->inspect(ask);
}

std::vector<BuyerId> DemoLedger::known_buyers(const std::vector<Hash>& hashes) {
  return desks_.at(kDirectory).writer->known_buyers(hashes);
}

Position DemoLedger::close() {
  Position reached;
  for (auto& desk : desks_) {
    land(desk, 0);
    desk.writer->close();
    reached.advance(desk.writer->partition(), desk.writer->head().sequence);
  }
  desks_.clear();
  index_.reset();
  must(log_->close(), "the log");
  return reached;
}

}  // namespace ledger::demo
