#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/events/directory.h"

namespace ledger {

// Turns every bit of one byte within the data of each table file of a store; gives their number.
inline int spoil_tables(const std::string& store) {
  int spoilt = 0;
  for (const auto& entry : std::filesystem::directory_iterator(store)) {
    if (entry.path().extension() != ".sst") continue;
    auto bytes = bytes_of(entry.path().string());
    auto& byte = bytes.at(bytes.size() / 4);
    byte = static_cast<char>(~byte);
    write_bytes(entry.path().string(), bytes);
    ++spoilt;
  }
  return spoilt;
}

}  // namespace ledger
