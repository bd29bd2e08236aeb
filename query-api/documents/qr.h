#pragma once

#include <string_view>
#include <vector>

namespace ledger::paper {

// A QR code (ISO/IEC 18004) as a square of modules, row by row; without its quiet zone.
struct QrCode {
  int side = 0;            // modules; 0: nothing to draw
  std::vector<bool> dark;  // side × side

  [[nodiscard]] bool at(int row, int column) const {
    return dark[static_cast<std::size_t>(row * side + column)];
  }
};

// `text` as bytes, error correction M, the smallest version that holds it. Empty text, or more than
// 2,331 bytes, which no code holds: a code of side 0.
QrCode qr_code(std::string_view text);

}  // namespace ledger::paper
