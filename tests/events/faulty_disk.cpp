#include "tests/events/faulty_disk.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
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
    return PositionedAppend(data, size_, options, context);
  }

  IOStatus PositionedAppend(const Slice& data, std::uint64_t offset, const IOOptions& options,
                            IODebugContext* context) override {
    if (disk_.without_power()) return no_power();
    if (offset < size_) disk_.on_overwrite(name_, offset, std::min(size_ - offset, data.size()));
    if (disk_.full()) {
      const Slice half(data.data(), data.size() / 2);
      (void)FSWritableFileOwnerWrapper::PositionedAppend(half, offset, options, context);
      return IOStatus::NoSpace("the disk is full");
    }
    auto done = FSWritableFileOwnerWrapper::PositionedAppend(data, offset, options, context);
    if (done.ok()) size_ = std::max(size_, offset + data.size());
    return done;
  }

  IOStatus Truncate(std::uint64_t size, const IOOptions& options,
                    IODebugContext* context) override {
    if (disk_.without_power()) return no_power();
    auto done = FSWritableFileOwnerWrapper::Truncate(size, options, context);
    if (done.ok()) size_ = size;
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
  for (; !overwritten_.empty(); overwritten_.pop_back()) {
    const auto& [name, offset, before] = overwritten_.back();
    std::fstream file(name, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(offset));
    file.write(before.data(), static_cast<std::streamsize>(before.size()));
  }
  for (const auto& [name, size] : synced_) {
    if (std::filesystem::exists(name)) std::filesystem::resize_file(name, size);
  }
}

void FaultyDisk::on_overwrite(const std::string& name, std::uint64_t offset, std::uint64_t size) {
  Overwritten part{name, offset, std::string(size, '\0')};
  std::ifstream file(name, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(part.before.data(), static_cast<std::streamsize>(size));
  const std::lock_guard lock(mutex_);
  overwritten_.push_back(std::move(part));
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
  std::erase_if(overwritten_, [&](const Overwritten& part) { return part.name == name; });
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
