#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "events/sodium.h"
#include "events/vault.h"

namespace ledger {
namespace {

constexpr std::size_t kMasterKeyDigits = 64;

tl::unexpected<Error> key_file_error(const std::string& path, int error) {
  const auto code = error == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnavailable;
  return fail(code, error == ENOENT ? "master-key-missing" : "master-key-unreadable",
              "master key " + path + ": " + std::generic_category().message(error));
}

}  // namespace

Result<MasterKey> read_master_key(const std::string& path) {
  start_sodium();
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return key_file_error(path, errno);
  struct stat about{};
  std::array<char, kMasterKeyDigits + 2> text{};
  const bool known = ::fstat(file, &about) == 0;
  const ssize_t size = known ? ::read(file, text.data(), text.size()) : -1;
  const int error = errno;
  ::close(file);
  if (size < 0) return key_file_error(path, error);
  if ((about.st_mode & 077U) != 0) {
    return fail(ErrorCode::kForbidden, "master-key-readable-by-others",
                "master key " + path + " is open to others: chmod 600 it");
  }
  MasterKey key;
  const auto length = static_cast<std::size_t>(size);
  const bool one_line = length == kMasterKeyDigits ||
                        (length == kMasterKeyDigits + 1 && text[kMasterKeyDigits] == '\n');
  std::size_t decoded = 0;
  const bool digits = one_line && sodium_hex2bin(key.bytes.data(), key.bytes.size(), text.data(),
                                                 kMasterKeyDigits, nullptr, &decoded, nullptr) == 0;
  sodium_memzero(text.data(), text.size());
  if (!digits || decoded != key.bytes.size()) {
    return fail(ErrorCode::kInvalid, "master-key-malformed",
                "master key " + path + " is not one line of 64 hex digits");
  }
  return key;
}

Result<MasterKey> create_master_key(const std::string& path) {
  start_sodium();
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0 && errno == EEXIST) {
    return fail(ErrorCode::kConflict, "master-key-exists", "master key " + path + " exists");
  }
  if (file < 0) return key_file_error(path, errno);
  MasterKey key;
  fill_random(key.bytes);
  std::array<char, kMasterKeyDigits + 1> text{};
  sodium_bin2hex(text.data(), text.size(), key.bytes.data(), key.bytes.size());
  text[kMasterKeyDigits] = '\n';
  const bool written = ::write(file, text.data(), text.size()) == ssize_t{text.size()} &&
                       ::fchmod(file, 0600) == 0 && ::fsync(file) == 0;
  const int error = errno;
  ::close(file);
  sodium_memzero(text.data(), text.size());
  if (written) return key;
  ::unlink(path.c_str());
  return key_file_error(path, error);
}

}  // namespace ledger
