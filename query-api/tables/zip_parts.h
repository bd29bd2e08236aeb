#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "events/result.h"

namespace ledger::tables {

// The parts of a workbook, unpacked one by one and never more than kMaxPartBytes each,
// kMaxUnpackedBytes in all, whatever the archive says of their sizes. Knows libzip; `bytes` must
// outlive it.
class ZipParts {
 public:
  // kInvalid "workbook-damaged".
  static Result<ZipParts> open(std::string_view bytes);
  ZipParts(ZipParts&&) noexcept;
  ~ZipParts();

  // Nothing if there is no such part. kTooLarge "table-too-large", kInvalid "workbook-encrypted",
  // "workbook-damaged".
  Result<std::optional<std::string>> read(const std::string& name);

 private:
  struct State;
  explicit ZipParts(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace ledger::tables
