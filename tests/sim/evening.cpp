#include <algorithm>

#include "projectors/finance.h"
#include "replay/verify.h"
#include "tests/sim/life.h"
#include "tests/support/given.h"

namespace ledger::sim {
namespace {

constexpr int kMostRounds = 400;

std::string rupees(Money money) {
  return std::to_string(money.paise()) + " paise";
}

}  // namespace

// Nothing fails any more, and everything comes to its end.
void Life::calm_down() {
  calm_ = true;
  log_.decide_fates({});
  unreachable_ = false;
  refuse_reads(false);
  delayed_ = {};
  for (Partition partition = 0; partition < 2; ++partition) log_.release(partition);
  for (std::size_t which = 0; which < kNodes; ++which)
    if (!nodes_[which]) start_node(which);
  for (Partition partition = 0; partition < 2; ++partition) {
    own(partition, 0);
    for (auto& node : nodes_) node->writer(partition).confirm_clock();
  }
  for (int round = 0; round < kMostRounds; ++round) {
    quiet_round(round < 20 ? Micros(seconds(5)) : Micros(minutes(2)));
    if (round > 130 && unrest().empty()) return;
  }
  throw Wrong("no rest: " + unrest());
}

void Life::quiet_round(Micros by) {
  clock_.pass(by);
  move_money();
  gateway_.finish_refunds([] { return false; });
  for (int i = 0; i < 3; ++i) {
    deliver();
    ask_around();
    for (auto& node : nodes_)
      for (Partition partition = 0; partition < 2; ++partition) node->writer(partition).step();
    for (int jobs = 0; jobs < 100 && nodes_[0]->reactor().step(); ++jobs) {
    }
  }
  if (asks_.empty()) approve_refunds();
  runner_->step();
  look();
}

// What still goes on; empty once nothing does.
std::string Life::unrest() const {
  const auto& state = witness_->state(1);
  const auto& project = *find_project(state, test::kProject);
  if (!asks_.empty()) return asks_.front().key + " is not answered";
  if (!news_.empty()) return "a webhook is not taken";
  if (!moves_.empty()) return "a payment goes on";
  for (const auto& plot : project.plots)
    if (plot.status == fold::PlotStatus::Held) return "plot " + plot.plot.str() + " is still held";
  for (const auto& [id, refund] : project.refunds)
    if (refund.status == fold::RefundStatus::Requested) return id.str() + " is not approved";
  if (!state.refunds_due.empty()) return state.refunds_due.begin()->second.str() + " is still due";
  const auto& unmatched = witness_->state(0).payments_unmatched;
  return unmatched.empty() ? "" : unmatched.begin()->str() + " is not matched";
}

void Life::check_everything() {
  while (runner_->step()) {
  }
  look();
  VerifyReport report;
  const auto silent = [](std::string_view, std::uint64_t, std::uint64_t) {};
  verify_history(log_, {}, report, silent);
  const auto snapshot = store_->snapshot();
  verify_views(log_, *snapshot, report, silent);
  for (const auto& finding : report.findings) throw Wrong(finding.where + ": " + finding.what);
  const auto balance = finance::trial_balance(snapshot->rows(finance::kView), std::nullopt);
  if (!balance.sum.zero()) throw Wrong("the books do not sum to zero");
  Money clearing;
  for (const auto& account : balance.accounts)
    if (account.account == "assets:gateway-clearing") clearing = account.debit - account.credit;
  const auto there = gateway_.captured() - gateway_.refunded();
  if (clearing != there)
    throw Wrong("the gateway has " + rupees(there) + ", the books say " + rupees(clearing));
  for (const auto& payment : gateway_.payments())
    if (payment.amount_refunded > payment.amount)
      throw Wrong(payment.id.str() + " went back twice");
}

std::string Life::story() const {
  auto story = witness_->story();
  for (const auto& payment : gateway_.payments())
    story += payment.id.str() + " of " + payment.order_id.str() + ": " + rupees(payment.amount) +
             (payment.captured ? " captured, " : ", ") + rupees(payment.amount_refunded) +
             " refunded\n";
  for (const auto& refund : gateway_.refunds())
    story += refund.id + " of " + refund.payment_id.str() + ": " + refund.notes.at("refund") +
             (refund.status == GatewayRefundStatus::kFailed      ? " failed\n"
              : refund.status == GatewayRefundStatus::kProcessed ? " processed\n"
                                                                 : " pending\n");
  return story;
}

}  // namespace ledger::sim
