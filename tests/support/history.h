#pragma once

#include <string>
#include <vector>

#include "events/chain.h"
#include "events/memory_log.h"

namespace ledger {

// A partition's history, built by hand from events: accepted records, chained, in a MemoryLog. The
// clock goes on by a second a record. Founds and claims the partition when it is made.
class History {
 public:
  explicit History(MemoryLog& log, Partition partition = 0);

  Sequence add(Events events);  // the sequence of the record

  template <class... EventT>
  Sequence add(EventT... events) {
    Events all;
    (all.emplace_back(std::move(events)), ...);
    return add(std::move(all));
  }

  // A record that follows the head, not yet in the log: to be changed into one that does not.
  [[nodiscard]] Record next(Events events) const;
  Sequence put(const Record& record);         // appends it; it becomes the head
  void put_beside(const std::string& bytes);  // appends it; the head stays

  [[nodiscard]] const Head& head() const { return head_; }

  [[nodiscard]] Instant now() const;  // recorded_at of the next record

 private:
  MemoryLog& log_;
  Partition partition_;
  Head head_;
};

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

ProjectOpened project_opened(const ProjectId& project, Partition partition);
LayoutImported layout_imported(const ProjectId& project, std::size_t plots);  // ids "1", "2", …
PricesSet prices_set(const ProjectId& project, std::uint32_t version = 1);
PlotsReleased plots_released(const ProjectId& project, std::size_t plots);  // "1" to …

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

// A project ready for sale in its own partition: opened, laid out, priced, released.
void open_for_sale(History& history, const ProjectId& project, Partition partition,
                   std::size_t plots);

}  // namespace ledger
