#include <algorithm>

#include "events/numbers.h"
#include "writer/domain/account.h"
#include "writer/domain/rules.h"
#include "writer/domain/todo.h"

// A booking's gateway orders: an installment paid in the portal, or through a link that was sent.
namespace ledger::rules {
namespace {

using fold::LinkStatus;
using fold::OrderStatus;

constexpr auto kRequestLives = hours(24);
constexpr std::size_t kMaxReceipt = 40;

// What is due next: the oldest part that is open, and interest and charges with it.
Money next_due(const Project& project, const fold::BookingT& booking) {
  const fold::PartT* oldest = nullptr;
  Money levied;
  for (const auto& part : booking.parts) {
    if (open_part(*part).zero()) continue;
    if (part->no >= kFirstLevied) {
      levied += open_part(*part);
    } else if (oldest == nullptr || (part->due_day != 0 && part->due_day < oldest->due_day)) {
      oldest = part.get();
    }
  }
  static_cast<void>(project);
  return levied + (oldest == nullptr ? Money() : open_part(*oldest));
}

Result<const fold::LinkT*> link_in(const Project& project, const LinkId& id) {
  const auto found = project.links.find(id);
  if (found != project.links.end()) return &found->second;
  return fail(ErrorCode::kNotFound, "link-unknown", "There is no such payment link.");
}

// What a link's visitor may pay now, or why he may not.
Result<void> check_link(const fold::LinkT& link, Money amount, Instant now) {
  if (link.status == LinkStatus::Cancelled)
    return fail(ErrorCode::kConflict, "link-cancelled", "This payment link was cancelled.");
  if (now >= link.expires_at)
    return fail(ErrorCode::kConflict, "link-expired", "This payment link has expired.");
  const Money left = link.amount - link.paid;
  if (left <= Money())
    return fail(ErrorCode::kConflict, "link-paid", "This payment link is paid already.");
  if (amount > left)
    return fail(ErrorCode::kConflict, "amount-over-open",
                "No more than " + rupees(left) + " is left of this link.");
  if (link.paid.zero() && amount < std::min(link.first_min, left))
    return fail(ErrorCode::kConflict, "amount-under-minimum",
                "The first payment is at least " + rupees(link.first_min) + ".");
  return {};
}

Result<Money> amount_asked(const Project& project, const fold::BookingT& booking,
                           const RequestPayment& c, Instant now) {
  const Money open = open_sum(booking);
  if (open.zero())
    return fail(ErrorCode::kConflict, "nothing-open", "Nothing is left to pay on this booking.");
  Money amount = c.amount;
  if (c.link.empty()) {
    if (amount.zero()) amount = next_due(project, booking);
  } else {
    const auto link = link_in(project, c.link);
    if (!link) return fail(link.error());
    if (amount.zero()) amount = (*link)->amount - (*link)->paid;
    if (const auto good = check_link(**link, amount, now); !good) return fail(good.error());
  }
  if (amount <= Money() || amount > open)
    return fail(ErrorCode::kConflict, "amount-over-open",
                "No more than " + rupees(open) + " is open on this booking.");
  return amount;
}

bool is_open(const fold::RequestT& request) {
  return request.status == OrderStatus::Wanted || request.status == OrderStatus::Open;
}

// A second tab, another key: what is asked for already is not asked for twice.
bool is_asked(const Project& project, const RequestPayment& c, Money amount) {
  return std::any_of(project.requests.begin(), project.requests.end(), [&](const auto& entry) {
    const auto& request = entry.second;
    return request.booking == c.booking && request.link == c.link && request.amount == amount &&
           is_open(request);
  });
}

PaymentRequested requested(const RequestPayment& c, const fold::BookingT& booking, Money amount,
                           Instant now) {
  PaymentRequested e;
  e.project = c.project;
  e.booking = c.booking;
  e.request = c.request;
  e.link = c.link;
  e.receipt = c.receipt;
  e.amount = amount;
  e.currency = booking.currency;
  e.expires_at = now + kRequestLives;
  return e;
}

Result<const fold::RequestT*> request_in(const Project& project, const RequestId& id) {
  const auto found = project.requests.find(id);
  if (found != project.requests.end()) return &found->second;
  return fail(ErrorCode::kNotFound, "request-unknown", "There is no such request to pay.");
}

template <class Change>
void change_request(State& state, Project& project, const RequestId& id, Change change) {
  const auto found = project.requests.find(id);
  promise(found != project.requests.end(), "an event of a request that is not known");
  unlist(state, project, found->second);
  change(found->second);
  list(state, project, found->second);
}

}  // namespace

bool is_known_order(const Project& project, const OrderId& order) {
  return project.orders.contains(order) || project.request_orders.contains(order);
}

Decision order_of_request(const Project& project, const RecordOrder& c) {
  const auto found = request_in(project, c.request);
  if (!found) return fail(found.error());
  const auto& request = **found;
  const bool same = request.amount == c.amount && request.currency == c.currency &&
                    !c.order.empty() && (request.order.empty() || request.order == c.order);
  if (!same || (request.order.empty() && is_known_order(project, c.order)))
    return fail(ErrorCode::kConflict, "order-differs",
                "The gateway's order differs from the one that was asked for.");
  if (!request.order.empty()) return Events{};
  OrderCreated e;
  e.project = c.project;
  e.request = c.request;
  e.order = c.order;
  e.amount = c.amount;
  e.currency = c.currency;
  Events events;
  add(events, std::move(e));
  return events;
}

// An order of the gateway never expires by itself; ours is closed, and watched for late money.
Decision settle_request(const Project& project, const SettleOrder& c, Instant now) {
  const auto found = request_in(project, c.request);
  if (!found) return fail(found.error());
  const auto& request = **found;
  const bool over = request.status == OrderStatus::Open && now >= request.expires_at;
  if (!over || c.finding != OrderFinding::kUnpaid || request.pending > 0) return Events{};
  OrderClosed e;
  e.project = c.project;
  e.request = c.request;
  e.order = request.order;
  e.reason = "unpaid";
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const RequestPayment& c, const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& [project, booking] = *place;
  if (is_cancelled(booking)) return refuse_cancelled();
  if (c.request.empty() || project.requests.contains(c.request) || c.receipt.empty() ||
      c.receipt.size() > kMaxReceipt)
    return fail(ErrorCode::kInvalid, "request-id-missing", "A request to pay brings a fresh id.");
  const auto amount = amount_asked(project, booking, c, context.now);
  if (!amount) return fail(amount.error());
  if (is_asked(project, c, *amount)) return Events{};
  auto told = check_cap(project, &booking, booking.total, booking.kept + *amount, "order");
  if (!told) return fail(told.error());
  Events events;
  add(events, requested(c, booking, *amount, context.now));
  if (*told) {
    (*told)->booking = c.booking;
    add(events, std::move(**told));
  }
  return events;
}

Decision decide(const State& state, const IssuePaymentLink& c, const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& [project, booking] = *place;
  if (is_cancelled(booking)) return refuse_cancelled();
  const Money amount = c.amount.zero() ? next_due(project, booking) : c.amount;
  if (amount <= Money() || amount > open_sum(booking))
    return fail(ErrorCode::kConflict, "amount-over-open",
                "No more than " + rupees(open_sum(booking)) + " is open on this booking.");
  if (c.first_min.negative() || c.first_min > amount)
    return fail(ErrorCode::kInvalid, "amount-out-of-range",
                "The first part is at most the whole of the link.");
  const auto expires_at =
      c.expires_at == Instant() ? context.now + days(project.money.link_days) : c.expires_at;
  if (expires_at <= context.now || expires_at > context.now + days(366))
    return fail(ErrorCode::kInvalid, "expiry-out-of-range",
                "A link expires after now and within a year.");
  PaymentLinkIssued e;
  e.project = c.project;
  e.booking = c.booking;
  e.link = c.link;
  e.amount = amount;
  e.first_min = c.first_min;
  e.expires_at = expires_at;
  e.reason = c.reason;
  e.by = context.actor;
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const CancelPaymentLink& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto link = link_in(**project, c.link);
  if (!link) return fail(link.error());
  if ((*link)->status == LinkStatus::Cancelled) return Events{};
  if (!(*link)->paid.zero())
    return fail(ErrorCode::kConflict, "link-partly-paid",
                "A link that is paid in part cannot be cancelled.");
  PaymentLinkCancelled e;
  e.project = c.project;
  e.link = c.link;
  e.reason = c.reason;
  e.by = context.actor;
  Events events;
  add(events, std::move(e));
  return events;
}

void open_request(State& state, Project& project, const OrderCreated& e, Instant at) {
  promise(project.request_orders.emplace(e.order, e.request).second, "an order was made twice");
  change_request(state, project, e.request, [&](fold::RequestT& request) {
    promise(request.status == OrderStatus::Wanted && request.amount == e.amount,
            "an order was made that nobody asked for");
    request.status = OrderStatus::Open;
    request.order = e.order;
    request.opened_at = at;
  });
}

void close_request(State& state, Project& project, const OrderClosed& e, Instant at) {
  change_request(state, project, e.request, [&](fold::RequestT& request) {
    promise(request.status == OrderStatus::Open, "an order was closed that was not open");
    request.status = OrderStatus::Closed;
    request.closed_at = at;
  });
}

void pay_request(State& state, Project& project, const RequestId& id, Instant at) {
  change_request(state, project, id, [&](fold::RequestT& request) {
    request.status = OrderStatus::Paid;
    request.closed_at = at;
    if (request.link.empty()) return;
    project.links.at(request.link).paid += request.amount;
  });
}

void fold(State& state, const PaymentRequested& e, Instant at) {
  auto& project = must_find(state, e.project);
  const auto [place, fresh] = project.requests.try_emplace(e.request);
  promise(fresh, "a payment was requested twice");
  auto& request = place->second;
  request.request = e.request;
  request.booking = e.booking;
  request.link = e.link;
  request.receipt = e.receipt;
  request.amount = e.amount;
  request.currency = e.currency;
  request.status = OrderStatus::Wanted;
  request.started_at = at;
  request.expires_at = e.expires_at;
  list(state, project, request);
}

void fold(State& state, const PaymentLinkIssued& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  const auto [place, fresh] = project.links.try_emplace(e.link);
  promise(fresh, "a payment link was issued twice");
  auto& link = place->second;
  link.link = e.link;
  link.booking = e.booking;
  link.amount = e.amount;
  link.first_min = e.first_min;
  link.expires_at = e.expires_at;
}

void fold(State& state, const PaymentLinkCancelled& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  const auto link = project.links.find(e.link);
  promise(link != project.links.end(), "a payment link was cancelled that is not known");
  link->second.status = LinkStatus::Cancelled;
}

}  // namespace ledger::rules
