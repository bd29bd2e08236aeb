// What the office does in a random life, sensible and not.
#include <algorithm>

#include "tests/sim/money_life.h"

namespace ledger::test {

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
