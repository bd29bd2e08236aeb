// Bytes of shipped versions decode for ever, link as they did, and fold to the same books.

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "events/chain.h"
#include "events/memory_log.h"
#include "projectors/finance.h"
#include "projectors/layout_map.h"
#include "projectors/map_store.h"
#include "projectors/runner.h"
#include "projectors/views.h"
#include "writer/domain/state.h"

namespace ledger {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// A directory of raw records, as `plotledger export --raw` writes it.
std::vector<std::vector<std::string>> read_records(const fs::path& directory) {
  std::vector<std::vector<std::string>> partitions;
  while (fs::exists(directory / std::to_string(partitions.size()))) {
    const auto partition = directory / std::to_string(partitions.size());
    auto& records = partitions.emplace_back();
    while (fs::exists(partition / (std::to_string(records.size() + 1) + ".bin"))) {
      records.push_back(read_file(partition / (std::to_string(records.size() + 1) + ".bin")));
    }
  }
  return partitions;
}

// The deciders' fold and the last head of one partition.
std::string fold_partition(Partition partition, const std::vector<std::string>& records) {
  Head head;
  State state;
  for (const auto& bytes : records) {
    const auto link = read_link(bytes);
    if (!link || judge(head, *link).verdict != Verdict::kAccepted) return "not history";
    head = advanced(*link);
    const auto record = decode(bytes);
    if (!record) return record.error().message;
    for (const auto& event : record->events) evolve(state, event, record->recorded_at);
  }
  return to_string(partition, head.sequence) + ':' + hex(head.hash);
}

std::string summary(const fs::path& directory) {
  const auto partitions = read_records(directory);
  MemoryLog log(static_cast<Partition>(partitions.size()));
  std::ostringstream to;
  for (Partition partition = 0; partition < partitions.size(); ++partition) {
    for (const auto& bytes : partitions[partition]) log.insert(partition, bytes);
    to << fold_partition(partition, partitions[partition]) << '\n';
  }
  MapStore store(all_views());
  ProjectionRunner runner(log, store, all_views());
  while (runner.step()) {
  }
  const auto folded = store.snapshot();
  for (const auto& map : layout_map::maps(folded->rows(layout_map::kView))) {
    to << map.project.str() << ' ' << map.statuses << '\n';
  }
  for (const auto& account :
       finance::trial_balance(folded->rows(finance::kView), std::nullopt).accounts) {
    to << account.account << ' ' << account.debit.paise() << ' ' << account.credit.paise() << '\n';
  }
  return to.str();
}

TEST(ReleasedHistory, DecodesLinksAndFoldsToTheSameBooks) {
  int versions = 0;
  for (const auto& entry : fs::directory_iterator(GOLDEN_DIR)) {
    if (!entry.is_directory()) continue;
    ++versions;
    EXPECT_EQ(summary(entry.path()), read_file(entry.path() / "summary.txt")) << entry.path();
  }
  EXPECT_GE(versions, 1);
}

}  // namespace
}  // namespace ledger
