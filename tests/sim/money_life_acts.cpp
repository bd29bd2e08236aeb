// What people do to bookings in a random life, sensible and not.
#include <algorithm>

#include "tests/sim/money_life.h"

namespace ledger::test {

void MoneyLife::book_by_gateway() {
  const auto id = fresh("h");
  auto held = hold(id.c_str(), {});
  held.plots = {some_plot(fold::PlotStatus::Available)};
  if (one_in(2)) held.campaign.partner = kPartner;
  if (!act(held)) return;
  if (one_in(6)) {
    ProposeDiscount c;
    c.project = kProject;
    c.discount = DiscountId(fresh("d"));
    c.hold = held.hold;
    c.plot = held.plots[0];
    c.amount = rs(10'000);
    c.reason = "early bird";
    if (act(c, "sales")) act(ApproveDiscount{kProject, c.discount}, "finance");
  }
  auto start = checkout(id.c_str(), one_in(4) ? wire::Pay::Full : wire::Pay::Token);
  start.applicants = {applicant(("buyer-" + std::to_string(below(12))).c_str())};
  if (one_in(3)) start.plan = "construction";
  if (!act(start)) return;
  const auto& asked = project().checkouts.at(held.hold);
  act(RecordOrder{kProject, held.hold, order_of(id.c_str()), asked.amount, "INR"});
  for (int payments = one_in(5) ? 2 : 1; payments > 0; --payments) {
    RecordPayment c;
    c.project = kProject;
    c.payment.payment = PaymentId(fresh("pay"));
    c.payment.order = order_of(id.c_str());
    c.payment.amount = asked.amount;
    c.payment.currency = "INR";
    c.payment.method = "upi";
    c.status = one_in(12) ? PaymentStatus::kFailed : PaymentStatus::kCaptured;
    c.refund = RefundId(fresh("r"));
    act(c, "gateway");
  }
}

void MoneyLife::book_by_bank() {
  const auto id = fresh("h");
  auto held = hold(id.c_str(), {});
  held.plots = {some_plot(fold::PlotStatus::Available)};
  if (one_in(2)) held.campaign.partner = kPartner;
  if (!act(held)) return;
  const wire::Mode modes[] = {wire::Mode::Neft, wire::Mode::Cheque, wire::Mode::Cash};
  auto c =
      declare_for_hold(fresh("off").c_str(), id.c_str(), some_amount(rs(90'000)), modes[below(3)]);
  c.checkout.applicants = {applicant(("buyer-" + std::to_string(below(12))).c_str())};
  act(ClaimReferences{kProject, {{c.reference, c.payment}}});
  act(c, "sales");
}

void MoneyLife::import() {
  ImportBooking c;
  c.project = kProject;
  c.plots = {some_plot(fold::PlotStatus::Available)};
  c.applicants = {applicant(("buyer-" + std::to_string(below(12))).c_str())};
  c.booked_day = day_of(now_, kIndia) - static_cast<Day>(100 + below(400));
  auto& land = c.lines.emplace_back();
  land.plot = c.plots[0];
  land.head = "land";
  land.amount = rs(500'000 + static_cast<std::int64_t>(below(100'000)));
  auto& club = c.lines.emplace_back();
  club.plot = c.plots[0];
  club.head = "amenities";
  club.amount = rs(10'000);
  club.cgst = club.sgst = rs(900);
  club.tax_basis_points = 1800;
  const Money total = land.amount + rs(11'800);
  const Money first = rs(100'000);
  for (const auto& [amount, due] : {std::pair{first, 0}, {total - first, 60}}) {
    auto& part = c.installments.emplace_back();
    part.label = "part";
    part.amount = amount;
    part.due_day = c.booked_day + due;
  }
  if (one_in(8)) c.installments[1].amount += Money::paise(1);
  c.payments.push_back({PaymentId(fresh("old")), some_amount(total), c.booked_day + 1,
                        wire::Mode::Neft, fresh("OLDUTR"), fresh("OLD")});
  act(c);
}

void MoneyLife::pay_online() {
  RequestPayment c{kProject, some_booking(), RequestId(fresh("q")), {}, fresh("rc"), {}};
  if (one_in(3)) {
    const LinkId link(fresh("l"));
    act(IssuePaymentLink{kProject, c.booking, link, some_amount(rs(50'000)), rs(1'000), {}, ""});
    if (one_in(10)) act(CancelPaymentLink{kProject, link, "mistake"});
    c.link = link;
  }
  if (one_in(2)) c.amount = some_amount(rs(40'000));
  if (!act(c) || !project().requests.contains(c.request)) return;
  const auto amount = project().requests.at(c.request).amount;
  const OrderId order("order-" + c.request.str());
  act(RecordOrder{kProject, {}, order, amount, "INR", c.request});
  if (one_in(6)) {
    now_ = now_ + hours(25);
    act(SettleOrder{kProject, {}, order, OrderFinding::kUnpaid, c.request});
    if (one_in(2)) return;
  }
  RecordPayment news;
  news.project = kProject;
  news.payment.payment = PaymentId(fresh("pay"));
  news.payment.order = order;
  news.payment.amount = one_in(15) ? amount + Money::paise(1) : amount;
  news.payment.currency = "INR";
  news.refund = RefundId(fresh("r"));
  act(news, "gateway");
  if (one_in(4)) act(news, "gateway");
}

void MoneyLife::pay_offline() {
  const wire::Mode modes[] = {wire::Mode::Neft,   wire::Mode::Rtgs,  wire::Mode::Upi,
                              wire::Mode::Cheque, wire::Mode::Draft, wire::Mode::Cash};
  const auto mode = modes[below(6)];
  const auto most = mode == wire::Mode::Cash ? rs(12'000) : rs(200'000);
  auto c = declare_for(some_booking(), fresh("off").c_str(), some_amount(most), mode);
  if (one_in(10)) c.reference = "UTR-repeated";
  if (act(ClaimReferences{kProject, {{c.reference, c.payment}}})) act(c, "sales");
}

void MoneyLife::decide_declared() {
  std::vector<PaymentId> waiting;
  for (const auto& [id, payment] : project().payments)
    if (payment.stage == fold::PaymentStage::Declared ||
        payment.stage == fold::PaymentStage::Deposited)
      waiting.push_back(id);
  std::sort(waiting.begin(), waiting.end());
  if (waiting.empty()) return;
  const auto id = waiting[below(waiting.size())];
  const auto& payment = project().payments.at(id);
  const Day back = static_cast<Day>(below(4)) - (one_in(20) ? 2 : 0);
  switch (below(6)) {
    case 0:
      act(BounceCheque{kProject, id, 0, "funds insufficient"});
      return;
    case 1: {
      const auto reference = payment.reference;
      if (act(RejectPayment{kProject, id, "no such credit"})) act(ReleaseReference{reference, id});
      return;
    }
    case 2:
      act(DepositCheque{kProject, id, 0, "slip"});
      return;
    default:
      act(verify(id.c_str(), day_of(now_, kIndia) - back), "finance");
  }
}

void MoneyLife::correct() {
  switch (below(4)) {
    case 0:
      act(ReversePayment{kProject, some_key(project().payments), 0, "credited in error"});
      return;
    case 1:
      act(ApplyCredit{kProject, some_booking(), one_in(2) ? Money() : rs(500)});
      return;
    case 2: {
      const MoveCredit c{kProject, some_booking(), MoveId(fresh("m")),
                         kProject, some_booking(), one_in(2) ? Money() : rs(500)};
      act(c);
      return;
    }
    default: {
      // Half of a move from another project.
      const MoveCredit from{ProjectId("elsewhere"), BookingId("E-1"), MoveId(fresh("m")), kProject,
                            some_booking(),         rs(700)};
      if (act(ReceiveCredit{from}) && one_in(2)) act(ReceiveCredit{from});
      const MoveCredit away{kProject,           some_booking(),
                            MoveId(fresh("m")), ProjectId("elsewhere"),
                            BookingId("E-1"),   rs(300)};
      act(away);
    }
  }
}

void MoneyLife::discount() {
  if (one_in(3)) {
    const auto id = some_booking();
    const auto found = project().bookings.find(id);
    if (found == project().bookings.end() || found->second.parts.empty()) return;
    const auto& part = *found->second.parts[below(found->second.parts.size())];
    act(WaiveInstallment{kProject, id, part.no, some_amount(part.amount - part.paid), "goodwill"});
    return;
  }
  ProposeDiscount c;
  c.project = kProject;
  c.discount = DiscountId(fresh("d"));
  c.booking = some_booking();
  c.plot = PlotId("1");
  c.head = one_in(3) ? "amenities" : "land";
  if (one_in(20)) c.head = "no-such-head";
  c.amount = some_amount(rs(20'000));
  c.reason = one_in(20) ? "" : "festival";
  if (!act(c, "sales")) return;
  if (one_in(5)) {
    act(RejectDiscount{kProject, c.discount, "too much"});
  } else {
    act(ApproveDiscount{kProject, c.discount}, one_in(8) ? "sales" : "finance");
  }
  if (one_in(6)) act(RejectDiscount{kProject, c.discount, "late"});
}

void MoneyLife::change_hands() {
  const auto id = some_booking();
  switch (below(4)) {
    case 0:
      act(TransferBooking{kProject, id, {applicant("buyer-x")}, "to the family"});
      return;
    case 1: {
      const auto found = project().bookings.find(id);
      auto from = PlotId("1");
      if (found != project().bookings.end() && !found->second.plots.empty())
        from = project().plots[found->second.plots[0]].plot;
      act(SwapPlots{kProject, id, {from}, {some_plot(fold::PlotStatus::Available)}, "a corner"});
      return;
    }
    case 2:
      for (const auto next : {NextStage::kExecuted, NextStage::kRegistered, NextStage::kConveyed})
        if (!one_in(4)) act(AdvanceBooking{kProject, id, next, 0, "D-1"});
      return;
    default: {
      const auto found = project().bookings.find(id);
      if (found == project().bookings.end()) return;
      Reschedule c{kProject, id, {}, "asked for time"};
      Money rest = found->second.total;
      for (int i = 0; i < 3 && rest > Money(); ++i) {
        auto& part = c.installments.emplace_back();
        part.label = "part";
        part.amount = i == 2 ? rest : std::min(rest, rs(100'000));
        part.due_day = day_of(now_, kIndia) + 30 * i + 1;
        rest -= part.amount;
      }
      if (one_in(10)) c.installments[0].amount += Money::paise(1);
      act(c);
    }
  }
}

void MoneyLife::end_or_revive() {
  const auto id = some_booking();
  switch (below(6)) {
    case 0:
      act(RequestCancellation{kProject, id, "changed his mind"});
      return;
    case 1:
      act(GiveNotice{kProject, id, day_of(now_, kIndia) + static_cast<Day>(below(30)), "unpaid"});
      return;
    case 2:
      act(ReviveBooking{kProject, id, "came to terms"});
      return;
    default: {
      auto c = cancel(id, fresh("x").c_str());
      c.by_buyer = one_in(2);
      c.for_default = one_in(4);
      c.deduct = !one_in(4);
      if (act(c) && one_in(2)) act(ReviveBooking{kProject, id, "came to terms"});
    }
  }
}

}  // namespace ledger::test
