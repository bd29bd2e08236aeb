#pragma once

#include <string>

#include "events/log.h"

namespace ledger {

// The record that the crash writer puts at `offset`; about 600 bytes.
inline std::string crash_record(Offset offset) {
  std::string bytes = std::to_string(offset) + " ";
  for (Offset i = 0; i < 600; ++i) bytes += static_cast<char>(offset * 17 + i * i);
  return bytes;
}

}  // namespace ledger
