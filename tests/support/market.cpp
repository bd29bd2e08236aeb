#include "tests/support/market.h"

#include <utility>

namespace ledger {

Market::Market(History& history, const ProjectId& project, Partition partition, std::size_t plots,
               std::uint32_t seed)
    : history_(history), project_(project), random_(seed) {
  open_for_sale(history, project, partition, plots);
  for (std::size_t i = 1; i <= plots; ++i) free_.emplace_back(std::to_string(i));
}

std::size_t Market::pick(std::size_t below) {
  return random_() % below;
}

std::string Market::serial(const char* prefix, std::size_t number) const {
  return prefix + project_.str() + "-" + std::to_string(number);
}

void Market::step() {
  std::erase_if(deals_, [](const Deal& deal) { return deal.stage == Stage::kDone; });
  if (pick(20) == 0) return refuse();
  if (!free_.empty() && (deals_.empty() || pick(3) == 0)) return hold();
  if (deals_.empty()) return refuse();
  advance(deals_[pick(deals_.size())]);
}

void Market::refuse() {
  CommandRefused refused;
  refused.project = project_;
  refused.reason = "plot-unavailable";
  refused.subjects = {std::to_string(pick(5) + 1)};
  history_.add(std::move(refused));
}

void Market::hold() {
  const auto number = ++holds_;
  Sale sale;
  sale.project = project_;
  sale.hold = HoldId(serial("hold-", number));
  sale.order = OrderId(serial("order-", number));
  sale.payment = PaymentId(serial("pay-", number));
  sale.booking = BookingId(serial("B-", number));
  sale.refund = RefundId(serial("refund-", number));
  sale.buyer = BuyerId("buyer-" + std::to_string(pick(20)));
  sale.paid = Money::paise(static_cast<std::int64_t>(pick(2'000'000)) + 1);
  sale.plots.clear();
  for (auto count = std::min<std::size_t>(free_.size(), 1 + pick(2)); count > 0; --count) {
    std::swap(free_[pick(free_.size())], free_.back());
    sale.plots.push_back(free_.back());
    free_.pop_back();
  }
  history_.add(held(sale, history_.now() + minutes(15)));
  deals_.push_back({std::move(sale), Stage::kHeld});
}

void Market::free_plots(const Sale& sale) {
  free_.insert(free_.end(), sale.plots.begin(), sale.plots.end());
}

void Market::advance(Deal& deal) {
  switch (deal.stage) {
    case Stage::kHeld:
      if (pick(3) == 0) {
        history_.add(released(deal.sale));
        free_plots(deal.sale);
        deal.stage = Stage::kDone;
      } else {
        history_.add(checkout_started(deal.sale), order_created(deal.sale));
        deal.stage = Stage::kOrdered;
      }
      return;
    case Stage::kOrdered:
      return pay_or_end(deal);
    case Stage::kBooked:
      return after_booking(deal);
    case Stage::kGone:
      history_.add(orphaned(deal.sale));
      deal.stage = Stage::kDone;
      return;
    case Stage::kCancelled:
      history_.add(refund_processed(deal.sale, deal.sale.paid, deal.sale.booking));
      deal.stage = Stage::kDone;
      return;
    case Stage::kDone:
      return refuse();
  }
}

void Market::pay_or_end(Deal& deal) {
  switch (pick(6)) {
    case 0:
      history_.add(payment_failed(deal.sale));
      return;
    case 1:
      history_.add(order_closed(deal.sale), expired(deal.sale, "unpaid"));
      free_plots(deal.sale);
      deal.stage = Stage::kGone;
      return;
    case 2:
      history_.add(conflicted(deal.sale, deal.sale.paid + Money::paise(1)));
      history_.add(expired(deal.sale, "unpaid"));
      free_plots(deal.sale);
      deal.stage = Stage::kDone;
      return;
    default:
      deal.sale.receipt = serial("R-", ++receipts_);
      history_.add(captured(deal.sale));
      deal.stage = Stage::kBooked;
  }
}

void Market::after_booking(Deal& deal) {
  if (pick(4) != 0) return refuse();
  if (pick(2) == 0) {
    history_.add(cancelled(deal.sale, deal.sale.paid));
    free_plots(deal.sale);
    deal.stage = Stage::kCancelled;
    return;
  }
  const auto number = ++receipts_;
  history_.add(paid_again(deal.sale, PaymentId(serial("more-", number)), serial("R-", number),
                          Money::paise(5'000)));
  deal.stage = Stage::kDone;
}

}  // namespace ledger
