#pragma once

#include <string>
#include <vector>

#include "events/event.h"
#include "events/instant.h"

namespace ledger {

// The course of one sale: the ids that its events share.
struct Sale {
  ProjectId project{"athi-river"};
  HoldId hold{"hold-1"};
  std::vector<PlotId> plots{PlotId("1")};
  OrderId order{"order_1"};
  PaymentId payment{"pay_1"};
  BookingId booking{"AKR-26-000001-K"};
  BuyerId buyer{"buyer-1"};
  RefundId refund{"refund-1"};
  std::string receipt = "R/2627/AKR/00001";
  Money paid = Money::paise(100'000);

  // Of each plot: land 900,000 paise without tax and amenities 100,000 with 9 % and 9 %.
  [[nodiscard]] Money total() const;
};

// The events of each step, as the writer says them in one record.
PlotHeld held(const Sale& sale, Instant expires_at);
HoldExpired expired(const Sale& sale, const std::string& reason = "time");
HoldReleased released(const Sale& sale);
CheckoutStarted checkout_started(const Sale& sale);
OrderCreated order_created(const Sale& sale);
OrderClosed order_closed(const Sale& sale);
PaymentFailed payment_failed(const Sale& sale);
Events captured(const Sale& sale);  // booked, scheduled, allocated, receipted, posted
Events paid_again(const Sale& sale, const PaymentId& payment, const std::string& receipt,
                  Money amount);  // one more payment: all to the buyer's credit
Events orphaned(const Sale& sale, const BookingId& booking = {});
Events conflicted(const Sale& sale, Money amount);
Events cancelled(const Sale& sale, Money refundable);
Events refund_processed(const Sale& sale, Money amount, const BookingId& booking);

}  // namespace ledger
