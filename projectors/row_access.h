#pragma once

// Inside the views only: typed gets, puts and scans over rows.

#include <optional>
#include <string_view>
#include <vector>

#include "projectors/key.h"
#include "projectors/row.h"
#include "projectors/view.h"

namespace ledger {

template <class RowT>
std::optional<RowT> get_row(const Rows& rows, std::string_view key) {
  const auto bytes = rows.get(key);
  if (!bytes) return std::nullopt;
  return decode_row<RowT>(*bytes);
}

template <class RowT>
void put_row(Batch& rows, std::string_view key, const RowT& row) {
  rows.put(key, encode_row(row));
}

// Every row under `prefix`, in key order.
template <class RowT>
std::vector<RowT> all_rows(const Rows& rows, std::string_view prefix) {
  std::vector<RowT> all;
  rows.scan(prefix, prefix, [&all](std::string_view, std::string_view value) {
    all.push_back(decode_row<RowT>(value));
    return true;
  });
  return all;
}

}  // namespace ledger
