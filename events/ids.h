#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace ledger {

// A name of one kind of thing; a PlotId and a HoldId do not mix. Serves FlatBuffers' object API as
// a string type (c_str, length, empty), so that the generated structs carry it.
template <class Tag>
class Id {
 public:
  Id() = default;

  explicit Id(std::string value) : value_(std::move(value)) {}

  explicit Id(const char* value) : value_(value) {}

  Id(const char* value, std::size_t length) : value_(value, length) {}

  [[nodiscard]] const std::string& str() const { return value_; }

  [[nodiscard]] const char* c_str() const { return value_.c_str(); }

  [[nodiscard]] std::size_t length() const { return value_.size(); }

  [[nodiscard]] bool empty() const { return value_.empty(); }

  operator std::string_view() const { return value_; }  // NOLINT(google-explicit-constructor)

  bool operator==(const Id&) const = default;

  auto operator<=>(const Id&) const = default;

 private:
  std::string value_;
};

using LedgerId = Id<struct LedgerTag>;
using ProjectId = Id<struct ProjectTag>;    // "athi-river"
using PlotId = Id<struct PlotTag>;          // "6552", or "<block>:<no>"
using HoldId = Id<struct HoldTag>;          // UUIDv7
using OrderId = Id<struct OrderTag>;        // the gateway's: "order_…"
using PaymentId = Id<struct PaymentTag>;    // the gateway's: "pay_…"
using RefundId = Id<struct RefundTag>;      // ours: UUIDv7
using BookingId = Id<struct BookingTag>;    // "AKR-26-004217-K"
using RequestId = Id<struct RequestTag>;    // a booking's wish for a gateway order: UUIDv7
using LinkId = Id<struct LinkTag>;          // a payment link: UUIDv7
using DiscountId = Id<struct DiscountTag>;  // UUIDv7
using MoveId = Id<struct MoveTag>;          // credit on its way between bookings: UUIDv7
using BuyerId = Id<struct BuyerTag>;        // UUIDv7
using PersonId =
    Id<struct PersonTag>;             // whose data key seals a box: a buyer, or one hold's contact
using KeyId = Id<struct KeyTag>;      // an API key's public half
using Digest = Id<struct DigestTag>;  // SHA-256 in 64 hex digits, of a document's stored bytes

}  // namespace ledger

template <class Tag>
struct std::hash<ledger::Id<Tag>> {
  std::size_t operator()(const ledger::Id<Tag>& id) const noexcept {
    return std::hash<std::string_view>{}(id);
  }
};
