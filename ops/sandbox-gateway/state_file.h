#pragma once

#include <string>
#include <thread>

#include "events/result.h"
#include "ops/sandbox-gateway/books.h"

namespace ledger::sandbox {

// Keeps the books in a file, replaced whole (written beside it, synced, renamed), at most every 200
// ms while they change: a killed gateway forgets no more than that. An empty path does nothing.
class StateFile {
 public:
  explicit StateFile(std::string path) : path_(std::move(path)) {}

  ~StateFile() { finish(); }

  StateFile(const StateFile&) = delete;
  StateFile& operator=(const StateFile&) = delete;

  // No file yet is an empty state. kCorrupt when there is one that cannot be read.
  [[nodiscard]] Result<void> load(Books& books) const;

  // Writes after each change of `books`, from a thread of its own, until they are closed.
  void follow(const Books& books);

  // Waits for the last write; close the books first.
  void finish();

 private:
  void write(const Books& books) const;

  std::string path_;
  std::thread thread_;
};

}  // namespace ledger::sandbox
