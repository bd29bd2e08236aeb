#include "writer/domain/todo.h"

#include <algorithm>
#include <iterator>

#include "writer/domain/rules.h"

namespace ledger {
namespace {

template <class Index, class Make>
auto first_of(Index from, Index to, std::size_t most, Make make) {
  std::vector<decltype(make(*from))> list;
  for (; from != to && list.size() < most; ++from) list.push_back(make(*from));
  return list;
}

OrderWanted wanted(const State& state, const OrderAt& entry, bool hold_ended) {
  const auto& project = state.projects.at(entry.project);
  if (!entry.request.empty()) {
    const auto& request = project.requests.at(entry.request);
    return {
        entry.project,      {},   entry.request, request.receipt, request.amount, request.currency,
        request.started_at, false};
  }
  const auto& checkout = project.checkouts.at(entry.hold);
  return {entry.project,     entry.hold,          {},        checkout.receipt, checkout.amount,
          checkout.currency, checkout.started_at, hold_ended};
}

OpenOrder order_of_request(const Project& project, const OrderAt& entry) {
  const auto& request = project.requests.at(entry.request);
  return {entry.project,      {},
          entry.request,      request.order,
          request.receipt,    request.opened_at,
          request.expires_at, request.expires_at,
          request.closed_at};
}

OpenOrder order_of(const State& state, const OrderAt& entry) {
  const auto& project = state.projects.at(entry.project);
  if (!entry.request.empty()) return order_of_request(project, entry);
  const auto& hold = project.holds.at(entry.hold);
  const auto& checkout = project.checkouts.at(entry.hold);
  return {entry.project,
          entry.hold,
          {},
          checkout.order,
          checkout.receipt,
          checkout.opened_at,
          rules::settle_at(project, hold, checkout),
          hold.expires_at + seconds(project.rules.gateway_wait_s),
          checkout.closed_at};
}

OrderAt from(Instant at) {
  return {at, {}, {}, {}};
}

OrderAt after(Instant at) {
  return from(at + Micros(1));
}

HoldAt hold_after(Instant at) {
  return {at + Micros(1), {}, {}};
}

std::optional<Instant> earlier(const State& state, std::set<HoldAt>::const_iterator expiring,
                               std::set<OrderAt>::const_iterator settling) {
  if (expiring == state.expiring.end() && settling == state.settling.end()) return std::nullopt;
  if (expiring == state.expiring.end()) return settling->at;
  if (settling == state.settling.end()) return expiring->at;
  return std::min(expiring->at, settling->at);
}

}  // namespace

std::vector<OrderWanted> orders_wanted(const State& state, std::size_t most) {
  return first_of(state.orders_wanted.begin(), state.orders_wanted.end(), most,
                  [&](const OrderAt& entry) { return wanted(state, entry, false); });
}

std::vector<OrderWanted> orders_lost(const State& state, Instant now, std::size_t most) {
  return first_of(state.orders_lost.lower_bound(from(now - kWatchedFor)), state.orders_lost.end(),
                  most, [&](const OrderAt& entry) { return wanted(state, entry, true); });
}

std::vector<OpenOrder> open_orders(const State& state, std::size_t most) {
  return first_of(state.orders_open.begin(), state.orders_open.end(), most,
                  [&](const OrderAt& entry) { return order_of(state, entry); });
}

std::vector<OpenOrder> orders_to_settle(const State& state, Instant now, std::size_t most) {
  return first_of(state.settling.begin(), state.settling.lower_bound(after(now)), most,
                  [&](const OrderAt& entry) { return order_of(state, entry); });
}

std::vector<OpenOrder> orders_to_watch(const State& state, Instant now, const OrderAt& last,
                                       std::size_t most) {
  const auto oldest = from(now - kWatchedFor);
  const auto begin = last < oldest ? state.orders_closed.lower_bound(oldest)
                                   : state.orders_closed.upper_bound(last);
  return first_of(begin, state.orders_closed.end(), most,
                  [&](const OrderAt& entry) { return order_of(state, entry); });
}

OrderAt place_of(const OpenOrder& closed) {
  return {closed.closed_at, closed.project, closed.hold, closed.request};
}

std::vector<RefundDue> refunds_due(const State& state, std::size_t most) {
  return first_of(state.refunds_due.begin(), state.refunds_due.end(), most, [&](const auto& entry) {
    const auto& project = state.projects.at(entry.first);
    const auto& refund = project.refunds.at(entry.second);
    return RefundDue{entry.first,
                     entry.second,
                     refund.payment,
                     refund.amount,
                     project.payments.at(refund.payment).currency,
                     refund.status == fold::RefundStatus::Initiated,
                     refund.gateway_refund,
                     refund.failures};
  });
}

std::vector<UnmatchedPayment> unmatched_payments(const State& state, std::size_t most) {
  return first_of(state.payments_unmatched.begin(), state.payments_unmatched.end(), most,
                  [&](const PaymentId& id) {
                    const auto& kept = state.directory.unmatched.at(id);
                    return UnmatchedPayment{*kept.payment, kept.status};
                  });
}

std::vector<EndedHold> ended_holds(const State& state, std::uint64_t after_number,
                                   std::size_t most) {
  std::vector<EndedHold> list;
  auto entry = std::lower_bound(
      state.ended.begin(), state.ended.end(), after_number + 1,
      [](const EndedHold& ended, std::uint64_t number) { return ended.number < number; });
  for (; entry != state.ended.end() && list.size() < most; ++entry) {
    const auto* hold = find_hold(state, entry->project, entry->hold);
    if (hold == nullptr || hold->status != fold::HoldStatus::Booked) list.push_back(*entry);
  }
  return list;
}

std::optional<Instant> next_deadline(const State& state) {
  return earlier(state, state.expiring.begin(), state.settling.begin());
}

std::optional<Instant> next_deadline(const State& state, Instant later_than) {
  return earlier(state, state.expiring.lower_bound(hold_after(later_than)),
                 state.settling.lower_bound(after(later_than)));
}

bool expiry_due(const State& state, Instant now) {
  return !state.expiring.empty() && state.expiring.begin()->at <= now;
}

bool expiry_due(const State& state, const ProjectId& project, Instant now) {
  return std::any_of(state.expiring.begin(), state.expiring.lower_bound(hold_after(now)),
                     [&](const HoldAt& entry) { return entry.project == project; });
}

std::vector<ProjectId> projects_with_expiry_due(const State& state, Instant now) {
  std::vector<ProjectId> projects;
  for (auto entry = state.expiring.begin(); entry != state.expiring.lower_bound(hold_after(now));
       ++entry)
    if (std::find(projects.begin(), projects.end(), entry->project) == projects.end())
      projects.push_back(entry->project);
  return projects;
}

}  // namespace ledger
