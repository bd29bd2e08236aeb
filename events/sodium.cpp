#include "events/sodium.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <sodium.h>

namespace ledger {
namespace {

class Drawn {
 public:
  ~Drawn() { sodium_memzero(bytes_.data(), bytes_.size()); }

  void give(std::span<std::uint8_t> to) {
    while (!to.empty()) {
      if (used_ == bytes_.size()) draw();
      const auto count = std::min(to.size(), bytes_.size() - used_);
      const auto from = std::span(bytes_).subspan(used_, count);
      std::ranges::copy(from, to.begin());
      sodium_memzero(from.data(), from.size());
      used_ += count;
      to = to.subspan(count);
    }
  }

 private:
  void draw() {
    randombytes_buf(bytes_.data(), bytes_.size());
    used_ = 0;
  }

  std::array<std::uint8_t, 1024> bytes_{};
  std::size_t used_ = bytes_.size();
};

}  // namespace

void start_sodium() {
  static const int started = [] {
    randombytes_set_implementation(&randombytes_internal_implementation);
    return sodium_init();
  }();
  if (started < 0) throw std::runtime_error("libsodium did not start");
}

void fill_random(std::span<std::uint8_t> to) {
  thread_local Drawn drawn;
  drawn.give(to);
}

}  // namespace ledger
