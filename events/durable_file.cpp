#include "events/durable_file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ledger {
namespace {

constexpr std::size_t kPieceBytes = 256 * 1024;

// A descriptor that is closed when it goes.
class File {
 public:
  File(const std::string& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}

  File(const File&) = delete;
  File& operator=(const File&) = delete;

  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }

  [[nodiscard]] int fd() const { return fd_; }

  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

tl::unexpected<Error> io_error(const char* reason, const std::string& path, int error) {
  return fail(ErrorCode::kUnavailable, reason,
              path + ": " + std::generic_category().message(error));
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool sync_directory(const std::string& path) {
  auto parent = std::filesystem::path(path).parent_path();
  if (parent.empty()) parent = ".";
  const File directory(parent.string(), O_RDONLY | O_DIRECTORY);
  return directory.fd() >= 0 && ::fsync(directory.fd()) == 0;
}

std::string who_am_i() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::array<char, 32> since{};
  std::strftime(since.data(), since.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
  return "process " + std::to_string(::getpid()) + " since " + since.data();
}

}  // namespace

Result<void> replace_file(const std::string& path, std::string_view bytes) {
  const std::string beside = path + ".new";
  const File file(beside, O_WRONLY | O_CREAT | O_TRUNC);
  const bool placed = file.fd() >= 0 && write_all(file.fd(), bytes) &&
                      ::fdatasync(file.fd()) == 0 &&
                      std::rename(beside.c_str(), path.c_str()) == 0 && sync_directory(path);
  if (!placed) return io_error("file-not-written", path, errno);
  return {};
}

Result<void> each_piece(const std::string& path,
                        const std::function<void(std::string_view)>& take) {
  const File file(path, O_RDONLY);
  if (file.fd() < 0 && errno == ENOENT) {
    return fail(ErrorCode::kNotFound, "file-missing", path + " does not exist");
  }
  std::vector<char> piece(kPieceBytes);
  for (;;) {
    const ssize_t size = file.fd() < 0 ? -1 : ::read(file.fd(), piece.data(), piece.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return io_error("file-unreadable", path, errno);
    if (size == 0) return {};
    take({piece.data(), static_cast<std::size_t>(size)});
  }
}

Result<std::string> read_file(const std::string& path) {
  std::string bytes;
  auto read = each_piece(path, [&](std::string_view piece) { bytes += piece; });
  if (!read) return fail(read.error());
  return bytes;
}

Result<DirectoryHold> DirectoryHold::take(const std::string& dir) {
  const std::string path = dir + "/holder";
  File file(path, O_RDWR | O_CREAT);
  if (file.fd() < 0) return io_error("log-unavailable", path, errno);
  if (::flock(file.fd(), LOCK_EX | LOCK_NB) != 0) {
    auto holder = read_file(path);
    const std::string who = holder && !holder->empty() ? *holder : "another process";
    return fail(ErrorCode::kConflict, "log-locked", dir + " is in use by " + who);
  }
  if (::ftruncate(file.fd(), 0) != 0 || !write_all(file.fd(), who_am_i())) {
    return io_error("log-unavailable", path, errno);
  }
  return DirectoryHold(file.release());
}

DirectoryHold::DirectoryHold(DirectoryHold&& other) noexcept
    : file_(std::exchange(other.file_, -1)) {}

DirectoryHold& DirectoryHold::operator=(DirectoryHold&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

DirectoryHold::~DirectoryHold() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace ledger
