#include "replay/export.h"

#include <filesystem>
#include <fstream>

#include "replay/accepted.h"

namespace ledger {
namespace {

using Write = std::function<bool(Partition, Sequence, const std::string& bytes)>;

tl::unexpected<Error> unwritable(const std::string& where) {
  return fail(ErrorCode::kUnavailable, "export-unwritable", "cannot write to " + where);
}

// Calls `write` for every accepted record of a partition; gives how many there are.
Result<std::uint64_t> write_partition(EventLog& log, Partition partition, const Write& write,
                                      const VerifyProgress& progress, const std::string& where) {
  const auto end = log.end(partition);
  if (!end) return fail(end.error());
  bool written = true;
  const auto seen = each_accepted(
      log, partition, *end,
      [&](const StoredRecord& stored, const Link& link) {
        return written = write(partition, link.sequence, stored.bytes);
      },
      [&](Offset next) {
        progress("partition " + std::to_string(partition), static_cast<std::uint64_t>(next),
                 static_cast<std::uint64_t>(*end));
      });
  if (!seen) return fail(seen.error());
  if (!written) return unwritable(where);
  return seen->head.sequence;
}

Result<std::uint64_t> all_accepted(EventLog& log, const Write& write,
                                   const VerifyProgress& progress, const std::string& where) {
  std::uint64_t count = 0;
  for (Partition partition = 0; partition < log.partitions(); ++partition) {
    const auto done = write_partition(log, partition, write, progress, where);
    if (!done) return done;
    count += *done;
  }
  return count;
}

}  // namespace

Result<std::uint64_t> export_raw(EventLog& log, const std::string& directory,
                                 const VerifyProgress& progress) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::create_directories(directory, error);
  if (error || !fs::is_directory(directory)) return unwritable(directory);
  if (!fs::is_empty(directory)) {
    return fail(ErrorCode::kConflict, "export-exists", directory + " is not empty");
  }
  for (Partition partition = 0; partition < log.partitions(); ++partition) {
    fs::create_directory(directory + "/" + std::to_string(partition), error);
  }
  const auto write = [&](Partition partition, Sequence sequence, const std::string& bytes) {
    std::ofstream file(
        directory + "/" + std::to_string(partition) + "/" + std::to_string(sequence) + ".bin",
        std::ios::binary);
    file << bytes;
    return static_cast<bool>(file.flush());
  };
  return all_accepted(log, write, progress, directory);
}

Result<std::uint64_t> export_json(EventLog& log, const std::string& path,
                                  const VerifyProgress& progress) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  const auto write = [&](Partition partition, Sequence, const std::string& bytes) {
    auto json = to_json(bytes);
    file << "{\"partition\":" << partition << ',' << std::string_view(json).substr(1) << '\n';
    return static_cast<bool>(file);
  };
  auto done = all_accepted(log, write, progress, path);
  if (!file.flush()) return unwritable(path);
  return done;
}

}  // namespace ledger
