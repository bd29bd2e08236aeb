#include <algorithm>

#include "writer/domain/rules.h"
#include "writer/domain/todo.h"

// State's indexes follow from its holds, checkouts and refunds alone, so that a restored snapshot
// builds the same ones.
namespace ledger::rules {
namespace {

using fold::HoldStatus;
using fold::OrderStatus;

template <class Entry>
void put(std::set<Entry>& index, bool present, Entry entry) {
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

// A hold with an undecided declaration ends by a person's word, not by time.
void set_live(State& state, const Project& project, const fold::HoldT& hold, bool present) {
  const auto& id = project.opened.project;
  const bool kept = hold.declared > 0;
  if (hold.order != OrderStatus::Open) {
    if (!kept) put(state.expiring, present, HoldAt{hold.expires_at, id, hold.hold});
    if (hold.order != OrderStatus::Wanted) return;
    const auto& checkout = checkout_of(project, hold.hold);
    put(state.orders_wanted, present, OrderAt{checkout.started_at, id, hold.hold});
    return;
  }
  const auto& checkout = checkout_of(project, hold.hold);
  if (!kept)
    put(state.settling, present, OrderAt{settle_at(project, hold, checkout), id, hold.hold});
  put(state.orders_open, present, OrderAt{checkout.opened_at, id, hold.hold});
}

void set_listed(State& state, const Project& project, const fold::HoldT& hold, bool present) {
  const auto& id = project.opened.project;
  if (hold.status == HoldStatus::Live) return set_live(state, project, hold, present);
  if (hold.order == OrderStatus::Wanted) {
    const auto& checkout = checkout_of(project, hold.hold);
    put(state.orders_lost, present, OrderAt{checkout.started_at, id, hold.hold});
  } else if (hold.order == OrderStatus::Closed || hold.order == OrderStatus::Paid) {
    const auto& checkout = checkout_of(project, hold.hold);
    if (checkout.order.empty()) return;  // paid outside of the gateway
    put(state.orders_closed, present, OrderAt{checkout.closed_at, id, hold.hold});
  }
}

void set_listed(State& state, const Project& project, const fold::RequestT& request, bool present) {
  const OrderAt entry{{}, project.opened.project, {}, request.request};
  const auto at = [&entry](Instant when) {
    auto here = entry;
    here.at = when;
    return here;
  };
  switch (request.status) {
    case OrderStatus::None:
      return;
    case OrderStatus::Wanted:
      return put(state.orders_wanted, present, at(request.started_at));
    case OrderStatus::Open:
      put(state.settling, present, at(request.expires_at));
      return put(state.orders_open, present, at(request.opened_at));
    case OrderStatus::Closed:
    case OrderStatus::Paid:
      return put(state.orders_closed, present, at(request.closed_at));
  }
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
    case fold::RefundStatus::Withdrawn:
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

void unlist(State& state, const Project& project, const fold::RequestT& request) {
  set_listed(state, project, request, false);
}

void list(State& state, const Project& project, const fold::RequestT& request) {
  set_listed(state, project, request, true);
}

Instant settle_at(const Project& project, const fold::HoldT& hold,
                  const fold::CheckoutT& checkout) {
  if (checkout.failed_at == Instant() || checkout.pending > 0) return hold.expires_at;
  return std::min(hold.expires_at, checkout.failed_at + seconds(project.rules.retry_window_s));
}

// What came outside of the gateway goes back by a person's hand.
void list_refund(State& state, const Project& project, const fold::RefundT& refund) {
  const std::pair entry(project.opened.project, refund.refund);
  const bool by_gateway = project.payments.at(refund.payment).mode == wire::Mode::Gateway;
  if (by_gateway && is_due(refund)) {
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
