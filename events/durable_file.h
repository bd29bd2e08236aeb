#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "events/result.h"

namespace ledger {

// Puts `bytes` in place of the file `path` in one step: after a crash the file holds the old bytes
// or the new ones, and after this returns the new ones (mode 0600). kUnavailable
// "file-not-written".
Result<void> replace_file(const std::string& path, std::string_view bytes);

// The whole file. kNotFound "file-missing", kUnavailable "file-unreadable".
Result<std::string> read_file(const std::string& path);

// The same, piece by piece.
Result<void> each_piece(const std::string& path, const std::function<void(std::string_view)>& take);

// An exclusive hold on a directory that ends with the process, however it ends. The file
// `<dir>/holder` says who holds it.
class DirectoryHold {
 public:
  // kConflict "log-locked": the message names the holder's process and since when.
  static Result<DirectoryHold> take(const std::string& dir);

  DirectoryHold(DirectoryHold&& other) noexcept;
  DirectoryHold& operator=(DirectoryHold&& other) noexcept;
  ~DirectoryHold();

 private:
  explicit DirectoryHold(int file) : file_(file) {}

  int file_ = -1;
};

}  // namespace ledger
