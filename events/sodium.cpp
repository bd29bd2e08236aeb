#include "events/sodium.h"

#include <stdexcept>

#include <sodium.h>

namespace ledger {

void start_sodium() {
  static const int started = [] {
    randombytes_set_implementation(&randombytes_internal_implementation);
    return sodium_init();
  }();
  if (started < 0) throw std::runtime_error("libsodium did not start");
}

}  // namespace ledger
