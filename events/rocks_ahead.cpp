#include "events/rocks_ahead.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "events/rocks_wal.h"

namespace ledger {
namespace {

using rocksdb::FSRandomAccessFile;
using rocksdb::FSSequentialFile;
using rocksdb::FSWritableFile;
using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;

constexpr std::size_t kAhead = 1024 * 1024;  // zeros at once
constexpr std::size_t kLarge = 256 * 1024;   // not worth writing twice: such a write grows the file

bool is_log(const std::string& name) {
  return name.ends_with(".log");
}

class LogAhead final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  explicit LogAhead(std::unique_ptr<FSWritableFile> file)
      : FSWritableFileOwnerWrapper(std::move(file)) {}

  IOStatus Append(const Slice& data, const IOOptions& options, IODebugContext* context) override {
    if (end_ + data.size() > ahead_ && data.size() < kLarge) write_ahead(options, context);
    auto written = target()->PositionedAppend(data, end_, options, context);
    if (written.ok()) end_ += data.size();
    ahead_ = std::max(ahead_, end_);
    return written;
  }

  IOStatus Append(const Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& /*sums*/, IODebugContext* context) override {
    return Append(data, options, context);
  }

  std::uint64_t GetFileSize(const IOOptions& /*options*/, IODebugContext* /*context*/) override {
    return end_;
  }

  IOStatus Close(const IOOptions& options, IODebugContext* context) override {
    const auto cut = target()->Truncate(end_, options, context);
    auto closed = target()->Close(options, context);
    return cut.ok() ? closed : cut;
  }

 private:
  // Where there is no room for it, the file grows with its records.
  void write_ahead(const IOOptions& options, IODebugContext* context) {
    static const std::string zeros(kAhead, '\0');
    if (target()->PositionedAppend(zeros, ahead_, options, context).ok()) ahead_ += kAhead;
  }

  std::uint64_t end_ = 0;    // of the records
  std::uint64_t ahead_ = 0;  // of the zeros behind them
};

// Reads no further than to the end of a block at once, as RocksDB's log reader asks.
class LogBeside final : public FSSequentialFile {
 public:
  explicit LogBeside(std::unique_ptr<FSRandomAccessFile> file) : file_(std::move(file)) {}

  IOStatus Read(std::size_t most, const IOOptions& options, Slice* result, char* scratch,
                IODebugContext* context) override {
    const auto begin = at_ / kWalBlock * kWalBlock;
    Slice block;
    auto read = file_->Read(begin, kWalBlock, options, &block, block_.data(), context);
    if (!read.ok()) return read;
    const auto from = std::max(whole_, begin) - begin;
    whole_ = begin + whole_fragments({block.data(), block.size()}, from);
    const auto count = std::min<std::uint64_t>(most, whole_ - std::min(whole_, at_));
    std::copy_n(block.data() + (at_ - begin), count, scratch);
    at_ += count;
    *result = Slice(scratch, count);
    return read;
  }

  IOStatus Skip(std::uint64_t count) override {
    at_ += count;
    return IOStatus::OK();
  }

 private:
  std::unique_ptr<FSRandomAccessFile> file_;
  std::array<char, kWalBlock> block_{};
  std::uint64_t at_ = 0;
  std::uint64_t whole_ = 0;  // where the last whole fragment ends that was seen
};

class WrittenAhead final : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;

  [[nodiscard]] const char* Name() const override { return "WrittenAhead"; }

  IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                           std::unique_ptr<FSWritableFile>* file,
                           IODebugContext* context) override {
    auto made = target()->NewWritableFile(name, options, file, context);
    if (made.ok() && is_log(name)) *file = std::make_unique<LogAhead>(std::move(*file));
    return made;
  }
};

class ReadBeside final : public rocksdb::FileSystemWrapper {
 public:
  using FileSystemWrapper::FileSystemWrapper;

  [[nodiscard]] const char* Name() const override { return "ReadBeside"; }

  IOStatus NewSequentialFile(const std::string& name, const rocksdb::FileOptions& options,
                             std::unique_ptr<FSSequentialFile>* file,
                             IODebugContext* context) override {
    if (!is_log(name)) return target()->NewSequentialFile(name, options, file, context);
    std::unique_ptr<FSRandomAccessFile> whole;
    auto opened = target()->NewRandomAccessFile(name, options, &whole, context);
    if (opened.ok()) *file = std::make_unique<LogBeside>(std::move(whole));
    return opened;
  }
};

}  // namespace

std::shared_ptr<rocksdb::FileSystem> written_ahead(
    const std::shared_ptr<rocksdb::FileSystem>& disk) {
  return std::make_shared<WrittenAhead>(disk);
}

std::shared_ptr<rocksdb::FileSystem> read_beside(const std::shared_ptr<rocksdb::FileSystem>& disk) {
  return std::make_shared<ReadBeside>(disk);
}

}  // namespace ledger
