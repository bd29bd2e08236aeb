#include "events/embedded_mark.h"

#include <cstring>
#include <utility>

#include "events/durable_file.h"

namespace ledger {
namespace {

// The file: a magic word, flags, the number of partitions, then end and hash of each; last the
// SHA-256 of all that. Integers are little-endian, 8 bytes.
constexpr std::string_view kMagic = "plotmrk1";
constexpr std::size_t kHashBytes = sizeof(Hash::bytes);
constexpr std::size_t kHeaderBytes = 8 + 8 + 8;
constexpr std::size_t kEntryBytes = 8 + kHashBytes;
constexpr auto kPause = milliseconds(50);  // between two writes; the promise is 100 ms

std::string path_of(const std::string& dir) {
  return dir + "/mark";
}

void put(std::string& text, std::uint64_t value) {
  for (unsigned shift = 0; shift < 64; shift += 8)
    text += static_cast<char>(value >> shift & 0xffU);
}

void put(std::string& text, const Hash& hash) {
  text.append(reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size());
}

std::uint64_t number_at(std::string_view text, std::size_t place) {
  std::uint64_t value = 0;
  for (std::size_t i = 8; i-- > 0;)
    value = value << 8U | static_cast<unsigned char>(text[place + i]);
  return value;
}

Hash hash_at(std::string_view text, std::size_t place) {
  Hash hash;
  std::memcpy(hash.bytes.data(), text.data() + place, hash.bytes.size());
  return hash;
}

bool whole(std::string_view text) {
  if (text.size() < kHeaderBytes + kHashBytes || !text.starts_with(kMagic)) return false;
  const auto body = text.substr(0, text.size() - kHashBytes);
  if (hash_at(text, body.size()) != sha256(body)) return false;
  return (body.size() - kHeaderBytes) == number_at(text, 16) * kEntryBytes;
}

}  // namespace

Result<Mark> read_mark(const std::string& dir) {
  const auto text = read_file(path_of(dir));
  if (!text && text.error().code == ErrorCode::kNotFound) {
    return fail(
        ErrorCode::kCorrupt, "mark-missing",
        "the mark file " + path_of(dir) + " is missing; it says how far the log was written");
  }
  if (!text) return fail(text.error());
  if (!whole(*text)) {
    return fail(ErrorCode::kCorrupt, "mark-damaged",
                "the mark file " + path_of(dir) + " is damaged (its checksum differs)");
  }
  Mark mark;
  mark.clean = number_at(*text, 8) != 0;
  const auto count = number_at(*text, 16);
  for (std::size_t i = 0, at = kHeaderBytes; i < count; ++i, at += kEntryBytes) {
    mark.partitions.push_back({static_cast<Offset>(number_at(*text, at)), hash_at(*text, at + 8)});
  }
  return mark;
}

Result<void> write_mark(const std::string& dir, const Mark& mark) {
  std::string text(kMagic);
  put(text, std::uint64_t{mark.clean});
  put(text, mark.partitions.size());
  for (const auto& part : mark.partitions) {
    put(text, static_cast<std::uint64_t>(part.end));
    put(text, part.last);
  }
  put(text, sha256(text));
  return replace_file(path_of(dir), text);
}

MarkKeeper::MarkKeeper(std::string dir, Mark mark)
    : dir_(std::move(dir)), mark_(std::move(mark)), last_(mark_.partitions.size()) {
  thread_ = std::thread([this] { run(); });
}

MarkKeeper::~MarkKeeper() {
  if (thread_.joinable()) (void)close(false);
}

void MarkKeeper::acknowledged(Partition partition, Offset end, std::string last) {
  const std::lock_guard lock(mutex_);
  mark_.partitions[partition].end = end;
  last_[partition] = std::move(last);
  if (std::exchange(dirty_, true)) return;
  changed_.notify_one();
}

bool MarkKeeper::failed() const {
  const std::lock_guard lock(mutex_);
  return failed_;
}

void MarkKeeper::hash_last_records() {
  for (std::size_t i = 0; i < last_.size(); ++i) {
    if (!last_[i]) continue;
    mark_.partitions[i].last = sha256(*last_[i]);
    last_[i].reset();
  }
}

void MarkKeeper::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_ && !failed_) {
    changed_.wait(lock, [&] { return dirty_ || stopping_; });
    if (stopping_) return;
    hash_last_records();
    const Mark mark = mark_;
    dirty_ = false;
    lock.unlock();
    const bool written = write_mark(dir_, mark).has_value();
    lock.lock();
    failed_ = !written;
    changed_.wait_for(lock, kPause, [&] { return stopping_; });
  }
}

Result<void> MarkKeeper::close(bool clean) {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_one();
  }
  thread_.join();
  hash_last_records();
  mark_.clean = clean && !failed_;
  return write_mark(dir_, mark_);
}

}  // namespace ledger
