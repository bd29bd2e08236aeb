#include <algorithm>

#include "writer/domain/rules.h"
#include "writer/domain/todo.h"

// State's indexes follow from its holds, checkouts and refunds alone, so that a restored snapshot
// builds the same ones.
namespace ledger::rules {
namespace {

using fold::HoldStatus;
using fold::OrderStatus;

void put(std::set<HoldAt>& index, bool present, HoldAt entry) {
  if (present) {
    index.insert(std::move(entry));
  } else {
    index.erase(entry);
  }
}

const fold::CheckoutT& checkout_of(const Project& project, const HoldId& hold) {
  const auto found = project.checkouts.find(hold);
  promise(found != project.checkouts.end(), "a hold has an order but no checkout");
  return found->second;
}

void set_live(State& state, const Project& project, const fold::HoldT& hold, bool present) {
  const auto& id = project.opened.project;
  if (hold.order != OrderStatus::Open) {
    put(state.expiring, present, {hold.expires_at, id, hold.hold});
    if (hold.order != OrderStatus::Wanted) return;
    const auto& checkout = checkout_of(project, hold.hold);
    put(state.orders_wanted, present, {checkout.started_at, id, hold.hold});
    return;
  }
  const auto& checkout = checkout_of(project, hold.hold);
  put(state.settling, present, {settle_at(project, hold, checkout), id, hold.hold});
  put(state.orders_open, present, {checkout.opened_at, id, hold.hold});
}

void set_listed(State& state, const Project& project, const fold::HoldT& hold, bool present) {
  if (hold.status == HoldStatus::Live) return set_live(state, project, hold, present);
  if (hold.order != OrderStatus::Closed) return;
  const auto closed_at = checkout_of(project, hold.hold).closed_at;
  put(state.orders_closed, present, {closed_at, project.opened.project, hold.hold});
}

bool is_due(const fold::RefundT& refund) {
  switch (refund.status) {
    case fold::RefundStatus::Approved:
    case fold::RefundStatus::Initiated:
      return true;
    case fold::RefundStatus::Failed:
      return refund.failures < kRefundAttempts;
    case fold::RefundStatus::Requested:
    case fold::RefundStatus::Processed:
      return false;
  }
  return false;
}

// Forgets the oldest ended hold; what had a checkout is kept in the project, as money may come.
void forget_oldest(State& state) {
  const auto& oldest = state.ended.front();
  const auto project = state.projects.find(oldest.project);
  if (project != state.projects.end() && !project->second.checkouts.contains(oldest.hold))
    project->second.holds.erase(oldest.hold);
  state.ended.pop_front();
}

}  // namespace

void unlist(State& state, const Project& project, const fold::HoldT& hold) {
  set_listed(state, project, hold, false);
}

void list(State& state, const Project& project, const fold::HoldT& hold) {
  set_listed(state, project, hold, true);
}

Instant settle_at(const Project& project, const fold::HoldT& hold,
                  const fold::CheckoutT& checkout) {
  if (checkout.failed_at == Instant() || checkout.pending > 0) return hold.expires_at;
  return std::min(hold.expires_at, checkout.failed_at + seconds(project.rules.retry_window_s));
}

void list_refund(State& state, const Project& project, const fold::RefundT& refund) {
  const std::pair entry(project.opened.project, refund.refund);
  if (is_due(refund)) {
    state.refunds_due.insert(entry);
  } else {
    state.refunds_due.erase(entry);
  }
}

void remember_ended(State& state, Project& project, const fold::HoldT& hold) {
  state.ended.push_back({++state.ended_count, project.opened.project, hold.hold, hold.person});
  if (state.ended.size() > kEndedRemembered) forget_oldest(state);
}

}  // namespace ledger::rules
