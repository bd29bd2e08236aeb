#include "ops/sandbox-gateway/state_file.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "ops/sandbox-gateway/books_json.h"

namespace ledger::sandbox {
namespace {

constexpr std::chrono::milliseconds kBetweenWrites{200};

[[noreturn]] void fail_to_write(const std::string& path) {
  throw std::system_error(errno, std::generic_category(), "cannot write " + path);
}

void write_synced(const std::string& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) fail_to_write(path);
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t n = ::write(file, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    done += static_cast<std::size_t>(n);
  }
  const bool synced = done == text.size() && fsync(file) == 0;
  if (close(file) != 0 || !synced) fail_to_write(path);
}

}  // namespace

Result<void> StateFile::load(Books& books) const {
  if (path_.empty() || access(path_.c_str(), F_OK) != 0) return {};
  std::ifstream file(path_, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file) return fail(ErrorCode::kCorrupt, "state-file", "cannot read " + path_);
  Result<Tables> tables = load_tables(text);
  if (!tables) return fail(tables.error());
  books.restore(std::move(*tables));
  return {};
}

void StateFile::follow(const Books& books) {
  if (path_.empty()) return;
  thread_ = std::thread([this, &books] {
    std::uint64_t saved = 0;
    while (true) {
      const std::uint64_t version = books.wait_for_change(saved);
      if (version == saved) return;  // closed, and nothing new
      write(books);
      saved = version;
      books.wait_for_close(kBetweenWrites);
    }
  });
}

void StateFile::finish() {
  if (thread_.joinable()) thread_.join();
}

void StateFile::write(const Books& books) const {
  const std::string beside = path_ + ".new";
  write_synced(beside, dump_tables(books.tables()));
  if (std::rename(beside.c_str(), path_.c_str()) != 0) fail_to_write(path_);
}

}  // namespace ledger::sandbox
