#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

namespace ledger {

// A disk that fails when told to. Keeps what reached it in real files, and knows which bytes were
// synced.
class FaultyDisk final : public rocksdb::FileSystemWrapper {
 public:
  FaultyDisk() : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()) {}

  [[nodiscard]] const char* Name() const override { return "FaultyDisk"; }

  // The n-th sync of a write-ahead log from now on fails with EIO, and only that one.
  void fail_sync(int n);
  // From now on there is no space: half of what is written arrives, then it fails. false: space
  // again.
  void set_full(bool full);
  // At the n-th sync of a write-ahead log from now on the power goes: nothing is written any more.
  void cut_power_at_sync(int n);
  // Forgets, as a disk without power does, all that was not synced; then the power is back.
  void lose_unsynced();

  [[nodiscard]] bool without_power() const;

  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;
  rocksdb::IOStatus DeleteFile(const std::string& name, const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* context) override;

 private:
  class File;
  enum class Sync { kDone, kError, kNoPower };

  Sync on_sync(const std::string& name, std::uint64_t size);
  void on_overwrite(const std::string& name, std::uint64_t offset, std::uint64_t size);
  [[nodiscard]] bool full() const;

  mutable std::mutex mutex_;

  struct Overwritten {
    std::string name;
    std::uint64_t offset = 0;
    std::string before;
  };

  std::map<std::string, std::uint64_t> synced_;  // file -> bytes that survive a power cut
  std::vector<Overwritten> overwritten_;         // since the file's last sync, in order
  int error_in_ = 0;
  int power_cut_in_ = 0;
  bool full_ = false;
  bool no_power_ = false;
};

}  // namespace ledger
