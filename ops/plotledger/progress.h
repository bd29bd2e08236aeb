#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "events/instant.h"

namespace ledger {

// Progress of long work on stderr: a bar with rate and time left on a terminal, a line every 10 s
// elsewhere, nothing when quiet.
class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress();  // ends the bar's line

  void show(std::string_view what, std::uint64_t done, std::uint64_t of);

 private:
  void bar(double share, const std::string& text);

  const bool quiet_;
  const bool terminal_;
  SystemClock clock_;
  std::string what_;
  Micros started_{};
  Micros shown_{};
  bool open_line_ = false;
};

}  // namespace ledger
