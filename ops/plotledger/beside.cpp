#include "ops/plotledger/beside.h"

#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

#include "events/embedded_log.h"
#include "events/kafka_log.h"
#include "events/rocks_files.h"
#include "projectors/read_model.h"
#include "projectors/views.h"

namespace ledger {
namespace {

// RocksDB holds a POSIX lock on its LOCK file while it writes.
bool locked(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return false;
  struct flock lock{};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  const bool held = ::fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  ::close(file);
  return held;
}

Result<std::string> scratch_directory() {
  auto name = (std::filesystem::temp_directory_path() / "plotledger-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    return fail(ErrorCode::kUnavailable, "scratch-unwritable", "cannot create " + name);
  }
  return name;
}

Result<std::unique_ptr<EventLog>> open_beside(const LogPlace& place, const std::string& scratch) {
  if (place.kafka) {
    auto log = KafkaLog::open(*place.kafka, KafkaLog::Purpose::kReading);
    if (!log) return fail(log.error());
    return std::unique_ptr<EventLog>(std::move(*log));
  }
  if (!std::filesystem::exists(place.directory())) {
    return fail(ErrorCode::kNotFound, "ledger-missing",
                place.data + " holds no ledger (no " + place.directory() + ")");
  }
  auto log = EmbeddedLog::open_beside(place.directory(), scratch);
  if (!log) return fail(log.error());
  return std::unique_ptr<EventLog>(std::move(*log));
}

}  // namespace

Result<std::unique_ptr<Beside>> Beside::open(const LogPlace& place) {
  std::unique_ptr<Beside> beside(new Beside);
  beside->data_ = place.data;
  auto scratch = scratch_directory();
  if (!scratch) return fail(scratch.error());
  beside->scratch_ = *scratch;
  auto log = open_beside(place, *scratch + "/log");
  if (!log) return fail(log.error());
  beside->log_ = std::move(*log);
  return beside;
}

Beside::~Beside() {
  log_.reset();
  std::error_code ignored;
  if (!scratch_.empty()) std::filesystem::remove_all(scratch_, ignored);
}

Result<std::unique_ptr<RocksStore>> Beside::views() {
  const auto directory = current_store(data_ + "/views");
  if (!directory) return fail(directory.error());
  return RocksStore::open_beside(*directory, scratch_ + "/views", all_views());
}

Result<void> Beside::check_files(const std::string& data) {
  const auto log = data + "/log";
  if (std::filesystem::exists(log)) {
    if (auto whole = ledger::check_files(log, locked(log + "/LOCK")); !whole) return whole;
  }
  if (const auto views = current_store(data + "/views")) {
    if (auto whole = ledger::check_files(*views, locked(*views + "/LOCK")); !whole) return whole;
  }
  const auto index = data + "/index";
  if (!std::filesystem::exists(index)) return {};
  return ledger::check_files(index, locked(index + "/LOCK"));
}

}  // namespace ledger
