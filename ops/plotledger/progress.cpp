#include "ops/plotledger/progress.h"

#include <cstdio>

#include <unistd.h>

namespace ledger {
namespace {

constexpr Micros kBarEvery = milliseconds(100);
constexpr Micros kLineEvery = seconds(10);
constexpr int kWidth = 24;

}  // namespace

Progress::Progress(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (open_line_) std::fputc('\n', stderr);
}

void Progress::show(std::string_view what, std::uint64_t done, std::uint64_t of) {
  if (quiet_ || of == 0) return;
  const auto now = clock_.steady();
  if (what != what_) {
    what_ = what;
    started_ = shown_ = now;
  }
  const bool last = done >= of;
  if (now - shown_ < (terminal_ ? kBarEvery : kLineEvery) && !(last && open_line_)) return;
  shown_ = now;
  const double spent = std::max(1e-6, static_cast<double>((now - started_).count()) / 1e6);
  const double rate = static_cast<double>(done) / spent;
  const double left = rate > 0 ? static_cast<double>(of - std::min(of, done)) / rate : 0;
  char text[160];
  std::snprintf(text, sizeof text, "%llu of %llu, %.0f/s, %.0f s left",
                static_cast<unsigned long long>(done), static_cast<unsigned long long>(of), rate,
                left);
  bar(static_cast<double>(done) / static_cast<double>(of), text);
}

void Progress::bar(double share, const std::string& text) {
  if (!terminal_) {
    std::fprintf(stderr, "%s: %s\n", what_.c_str(), text.c_str());
    return;
  }
  const int full = static_cast<int>(share * kWidth);
  std::fprintf(stderr, "\r%-28s [%.*s%.*s] %s\033[K", what_.c_str(), full,
               "########################", kWidth - full, "........................", text.c_str());
  open_line_ = true;
}

}  // namespace ledger
