#include "tests/events/faulty_disk.h"

#include <filesystem>
#include <utility>

namespace ledger {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

namespace {

IOStatus no_power() {
  return IOStatus::IOError("no power");
}

}  // namespace

class FaultyDisk::File final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  File(FaultyDisk& disk, std::string name, std::unique_ptr<rocksdb::FSWritableFile>&& target)
      : FSWritableFileOwnerWrapper(std::move(target)), disk_(disk), name_(std::move(name)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* context) override {
    if (disk_.without_power()) return no_power();
    if (disk_.full()) {
      const Slice half(data.data(), data.size() / 2);
      (void)FSWritableFileOwnerWrapper::Append(half, options, context);
      return IOStatus::NoSpace("the disk is full");
    }
    auto done = FSWritableFileOwnerWrapper::Append(data, options, context);
    if (done.ok()) size_ += data.size();
    return done;
  }

  IOStatus Append(const Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& /*sums*/, IODebugContext* context) override {
    return Append(data, options, context);
  }

  IOStatus Sync(const IOOptions& options, IODebugContext* context) override {
    switch (disk_.on_sync(name_, size_)) {
      case FaultyDisk::Sync::kError:
        return IOStatus::IOError("EIO");
      case FaultyDisk::Sync::kNoPower:
        return no_power();
      case FaultyDisk::Sync::kDone:
        break;
    }
    return FSWritableFileOwnerWrapper::Sync(options, context);
  }

  IOStatus Fsync(const IOOptions& options, IODebugContext* context) override {
    return Sync(options, context);
  }

 private:
  FaultyDisk& disk_;
  const std::string name_;
  std::uint64_t size_ = 0;
};

void FaultyDisk::fail_sync(int n) {
  const std::lock_guard lock(mutex_);
  error_in_ = n;
}

void FaultyDisk::set_full(bool full) {
  const std::lock_guard lock(mutex_);
  full_ = full;
}

void FaultyDisk::cut_power_at_sync(int n) {
  const std::lock_guard lock(mutex_);
  power_cut_in_ = n;
}

void FaultyDisk::lose_unsynced() {
  const std::lock_guard lock(mutex_);
  no_power_ = false;
  for (const auto& [name, size] : synced_) {
    if (std::filesystem::exists(name)) std::filesystem::resize_file(name, size);
  }
}

bool FaultyDisk::without_power() const {
  const std::lock_guard lock(mutex_);
  return no_power_;
}

bool FaultyDisk::full() const {
  const std::lock_guard lock(mutex_);
  return full_;
}

FaultyDisk::Sync FaultyDisk::on_sync(const std::string& name, std::uint64_t size) {
  const std::lock_guard lock(mutex_);
  const bool log = name.ends_with(".log");
  if (log && power_cut_in_ > 0 && --power_cut_in_ == 0) no_power_ = true;
  if (no_power_) return Sync::kNoPower;
  if (log && error_in_ > 0 && --error_in_ == 0) return Sync::kError;
  synced_[name] = size;
  return Sync::kDone;
}

IOStatus FaultyDisk::NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                     std::unique_ptr<rocksdb::FSWritableFile>* file,
                                     IODebugContext* context) {
  if (without_power()) return no_power();
  std::unique_ptr<rocksdb::FSWritableFile> real;
  auto made = FileSystemWrapper::NewWritableFile(name, options, &real, context);
  if (!made.ok()) return made;
  const std::lock_guard lock(mutex_);
  synced_[name] = 0;
  *file = std::make_unique<File>(*this, name, std::move(real));
  return made;
}

IOStatus FaultyDisk::RenameFile(const std::string& from, const std::string& to,
                                const IOOptions& options, IODebugContext* context) {
  if (without_power()) return no_power();
  auto moved = FileSystemWrapper::RenameFile(from, to, options, context);
  const std::lock_guard lock(mutex_);
  auto known = synced_.extract(from);
  if (moved.ok() && known) synced_[to] = known.mapped();
  return moved;
}

IOStatus FaultyDisk::DeleteFile(const std::string& name, const IOOptions& options,
                                IODebugContext* context) {
  if (without_power()) return no_power();
  const std::lock_guard lock(mutex_);
  synced_.erase(name);
  return FileSystemWrapper::DeleteFile(name, options, context);
}

}  // namespace ledger
