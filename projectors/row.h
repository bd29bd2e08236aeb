#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "events/event.h"
#include "rows_generated.h"

namespace ledger {

using rows::ApiKeyRowT;
using rows::BookingRowT;
using rows::BuyerRowT;
using rows::HoldRowT;
using rows::PlotRowT;
using rows::ProjectRowT;

// A read model that cannot be read any more. It is only a cache of the log: rebuild it.
struct StoreDamaged : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// An accepted event that cannot be, given the events before it: the projection stops.
struct HistoryBroken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Row value <-> bytes. The same row always gives the same bytes.
template <class RowT>
std::string encode_row(const RowT& row) {
  thread_local flatbuffers::FlatBufferBuilder to(1024);
  to.Clear();
  to.Finish(RowT::TableType::Pack(to, &row));
  return {reinterpret_cast<const char*>(to.GetBufferPointer()), to.GetSize()};
}

namespace detail {
inline bool aligned(std::string_view bytes) {
  return reinterpret_cast<std::uintptr_t>(bytes.data()) % sizeof(std::uint64_t) == 0;
}
}  // namespace detail

// Throws StoreDamaged unless the bytes verify.
template <class RowT>
RowT decode_row(std::string_view bytes) {
  if (!detail::aligned(bytes)) {
    const std::vector<char> copy(bytes.begin(), bytes.end());
    return decode_row<RowT>(std::string_view(copy.data(), copy.size()));
  }
  using Table = typename RowT::TableType;
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
  if (!verifier.VerifyBuffer<Table>(nullptr)) throw StoreDamaged("a row of a view is unreadable");
  RowT row;
  flatbuffers::GetRoot<Table>(bytes.data())->UnPackTo(&row);
  return row;
}

}  // namespace ledger
