// What people do to bookings in a random life, sensible and not.
#include <algorithm>

#include "tests/sim/money_life.h"

namespace ledger::test {

constexpr const char* kPartner = "estate-one";

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

void MoneyLife::refund() {
  const auto id = some_key(project().refunds);
  switch (below(6)) {
    case 0:
      act(RequestRefund{kProject, some_booking(), one_in(2) ? Money() : some_amount(rs(5'000)),
                        "overpaid", fresh_refunds(fresh("rf").c_str())});
      return;
    case 1:
      act(WithdrawRefund{kProject, id, "keeps it"});
      return;
    case 2:
      act(RecordBankRefund{kProject, id, wire::Mode::Neft, fresh("UTR"), day_of(now_, kIndia)});
      return;
    case 3: {
      const RecordForeignRefund c{kProject, some_key(project().payments), RefundId(fresh("fr")),
                                  fresh("rfnd"), some_amount(rs(2'000))};
      act(c, "gateway");
      return;
    }
    case 4: {
      const auto finding = static_cast<RefundFinding>(below(3));
      act(RecordRefund{kProject, id, finding, fresh("rfnd"), "bank says no"}, "reactor");
      return;
    }
    default:
      act(ApproveRefund{kProject, id});
  }
}

void MoneyLife::demand() {
  switch (below(5)) {
    case 0:
      act(DraftDemands{kProject, {}, day_of(now_, kIndia) + static_cast<Day>(below(30))});
      return;
    case 1:
      if (!demands_.empty()) act(IssueDemands{kProject, {demands_[below(demands_.size())]}});
      return;
    case 2:
      act(ChargeInterest{kProject, {}, day_of(now_, kIndia) - static_cast<Day>(below(3))});
      return;
    case 3:
      act(IssueInvoice{kProject, some_booking()});
      return;
    default:
      act(ReachMilestone{kProject, one_in(3) ? "no-such" : "roads-done", 0, "certificate"});
  }
}

void MoneyLife::commission() {
  if (one_in(2)) {
    act(ApproveCommission{kProject, one_in(10) ? "nobody" : kPartner});
    return;
  }
  std::string approval = "none";
  if (!project().approvals.empty()) {
    auto at = project().approvals.begin();
    std::advance(at, below(project().approvals.size()));
    approval = at->first;
  }
  act(PayCommission{kProject, approval, fresh("UTR"), day_of(now_, kIndia)});
}

void MoneyLife::reconcile() {
  const auto today = day_of(now_, kIndia);
  switch (below(5)) {
    case 0: {
      ImportSettlement c;
      c.project = kProject;
      c.settlement = fresh("setl");
      c.utr = fresh("SUTR");
      c.day = today;
      auto& item = c.items.emplace_back();
      const auto payment = some_key(project().payments);
      item.entity = payment.str();
      const auto known = project().payments.find(payment);
      item.amount = known == project().payments.end() ? rs(10) : known->second.amount;
      item.fee = rs(2);
      item.tax = Money::paise(36);
      if (act(c) && one_in(3)) act(c);
      if (one_in(4)) act(UndoSettlement{kProject, c.settlement, "typed wrongly"});
      return;
    }
    case 1: {
      ImportBankLines c{kProject, Digest("d"), {}};
      for (const auto& [id, payment] : project().payments) {
        if (payment.mode == wire::Mode::Gateway || !one_in(6)) continue;
        auto& line = c.lines.emplace_back();
        line.line = fresh("line");
        line.day = today;
        line.reference = payment.reference;
        line.amount = payment.amount;
      }
      act(c);
      return;
    }
    case 2: {
      const auto line = project().bank.empty() ? std::string("none") : [&] {
        std::vector<std::string> lines;
        for (const auto& [id, row] : project().bank) lines.push_back(id);
        std::sort(lines.begin(), lines.end());
        return lines[below(lines.size())];
      }();
      const MatchBankLine c{kProject, line, "payment", some_key(project().payments).str(), {}};
      if (act(c) && one_in(3)) act(UndoBankMatch{kProject, line, c.entity, "wrong"});
      return;
    }
    case 3:
      act(CloseDay{kProject, today - static_cast<Day>(below(3))});
      return;
    default:
      act(SignLaunchCheck{kProject, {some_booking()}, "0-1"});
  }
}

void MoneyLife::set_rules() {
  const auto today = day_of(now_, kIndia);
  SetCommissionRules commission;
  commission.project = kProject;
  commission.partner = kPartner;
  commission.from_day = today - 1;
  for (const auto& [from, rate] : {std::pair{rs(0), 200}, {rs(2'000'000), 300}}) {
    auto& slab = commission.slabs.emplace_back();
    slab.from_value = from;
    slab.basis_points = rate;
  }
  commission.rera_valid_to_day = today + 200;
  act(commission);
  SetCancellationRules cancellation;
  cancellation.project = kProject;
  cancellation.from_day = today - static_cast<Day>(below(3));
  for (const auto& [until, rate] : {std::pair{15U, 0}, {30U, 100}, {90U, 1000}}) {
    auto& step = cancellation.steps.emplace_back();
    step.up_to_days = until;
    step.basis_points = rate;
  }
  act(cancellation);
  SetTaxRules taxes{kProject, {}};
  for (const int rate : {1800, 1200}) {
    auto& rule = taxes.rules.emplace_back();
    rule.head = "amenities";
    rule.from_day = today + (rate == 1800 ? -10 : 90);
    rule.basis_points = rate;
  }
  act(taxes);
  act(SetTemplate{kProject, "receipt", "en", Digest("t")});
  auto rules = money_rules();
  rules.rules.cap = static_cast<wire::CapMode>(below(3));
  rules.rules.order = static_cast<wire::AllocationOrder>(below(2));
  act(rules);
}

// What nobody should send.
void MoneyLife::nonsense() {
  auto plan = construction_plan();
  plan.stages[0].basis_points = 1;
  auto rules = money_rules();
  rules.interest.push_back(rules.interest.front());
  auto cash = money_rules();
  cash.rules.cash_limit = rs(50'000);
  SetCommissionRules slabs;
  slabs.project = kProject;
  slabs.partner = kPartner;
  ImportBooking bare;
  bare.project = kProject;
  const Command commands[] = {plan,
                              rules,
                              cash,
                              slabs,
                              bare,
                              declare_for(some_booking(), fresh("off").c_str(), Money()),
                              IssueDemands{kProject, {"nobody/D1"}},
                              IssueDemands{kProject, {}},
                              ImportBankLines{kProject, Digest("d"), {}},
                              ImportSettlement{kProject, "", "", 0, {}, {}},
                              MatchBankLine{kProject, "none", "payment", "none", {}},
                              CloseDay{kProject, day_of(now_, kIndia)},
                              CancelPaymentLink{kProject, LinkId("none"), ""},
                              ReachMilestone{kProject, "", 0, ""}};
  act(commands[below(std::size(commands))]);
}

}  // namespace ledger::test
