#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "projectors/row.h"
#include "projectors/view.h"

namespace ledger {

// From an id to the project it belongs to.
//
//   H hold · O order · P payment · B booking · R refund · N receipt number   LookupRow
//   F reference (UTR, instrument number)                                     LookupRow, project
//   only
//
// Booking ids are kept without dashes and in capitals, so that they are found however they are
// typed.
class LookupView final : public View {
 public:
  [[nodiscard]] std::string_view name() const override { return "lookup"; }

  [[nodiscard]] std::uint32_t version() const override { return 2; }

  void apply(const Accepted& accepted, Batch& rows) const override;
};

namespace lookup {

inline constexpr std::string_view kView = "lookup";

// A booking id as it is looked up: in capitals, without dashes and spaces.
std::string compact(std::string_view booking);

// Where an id belongs. `hold` and `booking` are empty where there is none (yet).
struct Place {
  ProjectId project;
  HoldId hold;
  BookingId booking;
  bool operator==(const Place&) const = default;
};

std::optional<Place> hold(const Rows& rows, const HoldId& hold);
std::optional<Place> order(const Rows& rows, const OrderId& order);
std::optional<Place> payment(const Rows& rows, const PaymentId& payment);
std::optional<Place> booking(const Rows& rows, std::string_view typed);  // with or without dashes
std::optional<Place> refund(const Rows& rows, const RefundId& refund);
std::optional<Place> receipt(const Rows& rows, std::string_view number);  // or another paper
std::optional<Place> request(const Rows& rows, const RequestId& request);
std::optional<Place> link(const Rows& rows, const LinkId& link);
std::optional<Place> discount(const Rows& rows, const DiscountId& discount);
std::optional<ProjectId> reference(const Rows& rows, std::string_view reference);

// Any of the above, tried in turn.
std::optional<Place> anything(const Rows& rows, std::string_view id);

}  // namespace lookup
}  // namespace ledger
