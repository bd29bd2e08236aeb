// What is asked in a random life, sensible and not.
#include <algorithm>

#include "tests/writer/domain/life.h"

namespace ledger::test {

using fold::OrderStatus;

Command Life::any() {
  const auto kind = chance_.below(100);
  if (kind < 62) return selling();
  if (kind < 82) return payment_news();
  if (kind < 90) return refund_news();
  if (kind < 96) return setting_up();
  return directory();
}

PlotId Life::some_plot() {
  if (chance_.one_in(60)) return PlotId("nowhere");
  return PlotId(std::to_string(1 + chance_.below(kPlots)));
}

HoldId Life::some_hold() {
  if (holds_ == 0 || chance_.one_in(50)) return HoldId("never");
  const auto recent = std::min(holds_, 4);
  const auto back = chance_.one_in(8) ? chance_.below(static_cast<std::uint64_t>(holds_))
                                      : chance_.below(static_cast<std::uint64_t>(recent));
  return HoldId("h" + std::to_string(holds_ - static_cast<int>(back)));
}

// Mostly a hold whose order stands as said, the latest or another, if there is one.
HoldId Life::some_hold(fold::OrderStatus stage) {
  std::vector<HoldId> fitting;
  for (int i = holds_; i > 0; --i) {
    HoldId id("h" + std::to_string(i));
    const auto* hold = find_hold(state_, kProject, id);
    if (hold != nullptr && hold->order == stage) fitting.push_back(std::move(id));
  }
  return fitting.empty() || chance_.one_in(8) ? some_hold() : chance_.pick(fitting);
}

OrderId Life::some_order(const HoldId& hold) {
  if (chance_.one_in(30)) return OrderId("order-never");
  return OrderId("order-" + hold.str());
}

RefundId Life::some_refund() {
  if (state_.projects.empty() || chance_.one_in(20)) return RefundId("never");
  const auto& refunds = state_.projects.begin()->second.refunds;
  if (refunds.empty()) return RefundId("never");
  std::vector<std::string> ids;
  for (const auto& [id, refund] : refunds) ids.push_back(id.str());
  std::sort(ids.begin(), ids.end());
  return RefundId(chance_.pick(ids));
}

HoldPlots Life::new_hold() {
  const bool repeated = chance_.one_in(40);
  if (!repeated) ++holds_;
  HoldPlots c;
  c.project = kProject;
  c.hold = HoldId("h" + std::to_string(holds_));
  c.plots.push_back(some_plot());
  if (chance_.one_in(3)) c.plots.push_back(some_plot());
  if (chance_.one_in(60)) c.plots.clear();
  c.contact.person = PersonId("person-of-" + c.hold.str());
  c.by_staff = chance_.one_in(10);
  if (chance_.one_in(3))
    for (int i = 0; i < 3; ++i) c.holds_of_contact.push_back(some_hold());
  return c;
}

StartCheckout Life::new_checkout() {
  auto c = checkout(some_hold(OrderStatus::None).c_str(),
                    chance_.one_in(3) ? wire::Pay::Full : wire::Pay::Token);
  if (chance_.one_in(4)) c.applicants = {applicant("b1", 2'500), applicant("b2", 7'500)};
  switch (chance_.below(60)) {
    case 0:
      c.plan = "easy";
      break;
    case 1:
      c.receipt.clear();
      break;
    case 2:
      c.applicants.clear();
      break;
    case 3:
      c.applicants = {applicant("b1"), applicant("b1")};
      break;
    case 4:
      c.applicants = {applicant("")};
      break;
    case 5:
      c.applicants = {applicant("b1", 1)};
      break;
    default:
      break;
  }
  return c;
}

RecordOrder Life::new_order() {
  const auto hold = some_hold(OrderStatus::Wanted);
  RecordOrder c{kProject, hold, some_order(chance_.one_in(30) ? some_hold() : hold), {}, "INR"};
  if (const auto* asked = find_checkout(state_, kProject, hold)) c.amount = asked->amount;
  if (chance_.one_in(30)) c.amount += Money::paise(1);
  return c;
}

CancelBooking Life::cancellation() {
  CancelBooking c{kProject, BookingId("AKR-26-000000-A"), "asked to", {}};
  if (!state_.projects.empty() && !chance_.one_in(12)) {
    std::vector<std::string> ids;
    for (const auto& [id, booking] : state_.projects.begin()->second.bookings)
      ids.push_back(id.str());
    std::sort(ids.begin(), ids.end());
    if (!ids.empty()) c.booking = BookingId(chance_.pick(ids));
  }
  for (int i = 0; i < 5; ++i) c.refunds.emplace_back("r" + std::to_string(++fresh_));
  if (chance_.one_in(12)) c.refunds.clear();
  if (chance_.one_in(20)) c.reason.clear();
  return c;
}

Command Life::selling() {
  const auto hold = chance_.one_in(2) ? some_hold() : some_hold(OrderStatus::Open);
  switch (chance_.below(20)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
      return new_hold();
    case 5:
    case 6:
      return ExtendHold{kProject, hold};
    case 7:
      return ReleaseHold{kProject, hold, chance_.one_in(2) ? "said so" : "", chance_.one_in(3)};
    case 8:
      return ExpireHolds{kProject};
    case 9:
    case 10:
    case 11:
    case 12:
      return new_checkout();
    case 13:
    case 14:
    case 15:
      return new_order();
    case 16:
      return cancellation();
    default:
      return SettleOrder{kProject, hold, some_order(hold),
                         chance_.pick(std::vector{OrderFinding::kUnpaid, OrderFinding::kPending,
                                                  OrderFinding::kUnreachable})};
  }
}

Command Life::payment_news() {
  const auto hold = some_hold(chance_.pick(
      std::vector{OrderStatus::Open, OrderStatus::Open, OrderStatus::Closed, OrderStatus::Paid}));
  RecordPayment c;
  c.project = kProject;
  c.payment.order = some_order(hold);
  c.payment.payment = PaymentId("pay-" + hold.str() + "-" + std::to_string(chance_.below(2)));
  if (chance_.one_in(25)) c.payment.payment = PaymentId("pay-shared");
  c.payment.currency = "INR";
  if (const auto* asked = find_checkout(state_, kProject, hold)) c.payment.amount = asked->amount;
  if (chance_.one_in(30)) c.payment.amount += Money::paise(1);
  if (chance_.one_in(40)) c.payment.currency = "USD";
  if (chance_.one_in(60)) c.payment.amount = Money();
  c.refund = RefundId("r" + std::to_string(++fresh_));
  if (chance_.one_in(60)) c.refund = RefundId();
  const auto kind = chance_.below(10);
  c.status = kind < 5   ? PaymentStatus::kCaptured
             : kind < 8 ? PaymentStatus::kFailed
                        : PaymentStatus::kAuthorized;
  return c;
}

Command Life::refund_news() {
  const auto refund = some_refund();
  if (chance_.one_in(4)) return ApproveRefund{kProject, refund};
  const auto gateway = chance_.one_in(3) ? "" : "rfnd-" + std::to_string(chance_.below(2));
  return RecordRefund{kProject, refund,
                      chance_.pick(std::vector{RefundFinding::kInitiated, RefundFinding::kProcessed,
                                               RefundFinding::kFailed}),
                      gateway, "bank says no"};
}

Command Life::setting_up() {
  const std::vector<PlotId> plots{some_plot(), some_plot()};
  switch (chance_.below(12)) {
    case 0:
      return import_layout(chance_.one_in(4) ? 0 : kPlots);
    case 1:
      return ReleasePlots{kProject, chance_.one_in(2), plots};
    case 2:
    case 3:
    case 4:
      return BlockPlots{kProject, plots, chance_.one_in(6) ? "" : "court case", ""};
    case 5:
    case 6:
    case 7:
    case 8:
      return UnblockPlots{kProject, plots};
    case 9: {
      SetHoldRules c;
      if (const auto* project = find_project(state_, kProject)) c.rules = project->rules;
      c.rules.retry_window_s = static_cast<std::uint32_t>(60 * chance_.below(12));
      c.rules.project = kProject;
      return c;
    }
    default: {
      auto c = set_prices();
      c.rate_per_sq_yd = Money::paise(static_cast<std::int64_t>(100'000 * chance_.below(9)));
      if (chance_.one_in(8)) c.currency = "KES";
      if (chance_.one_in(8)) c.heads = {head("give away", wire::HeadKind::Percent, -10'000, 0)};
      if (chance_.one_in(3)) c.heads.push_back(head("discount", wire::HeadKind::Fixed, -500, 1800));
      return c;
    }
  }
}

Command Life::directory() {
  switch (chance_.below(6)) {
    case 0: {
      auto c = open_project();
      if (chance_.one_in(2)) c.project = ProjectId("other");
      if (chance_.one_in(3)) c.code = "OTH";
      if (chance_.one_in(6)) c.timezone = "Europe/Berlin";
      return c;
    }
    case 1:
      return IssueApiKey{KeyId("k" + std::to_string(chance_.below(3))),
                         chance_.one_in(5) ? "root" : "sales",
                         "back office",
                         {}};
    case 2:
      return RevokeApiKey{KeyId("k" + std::to_string(chance_.below(4))), "lost"};
    case 3: {
      RegisterBuyer c;
      if (!chance_.one_in(4)) c.buyer = BuyerId("b" + std::to_string(++fresh_));
      return c;
    }
    case 4:
      return MatchPayment{PaymentId("stray-" + std::to_string(chance_.below(3))), kProject};
    default: {
      KeepUnmatchedPayment c;
      c.payment.payment = PaymentId("stray-" + std::to_string(chance_.below(2)));
      c.status = chance_.pick(std::vector<std::string>{"authorized", "captured", "failed", "odd"});
      return c;
    }
  }
}

}  // namespace ledger::test
