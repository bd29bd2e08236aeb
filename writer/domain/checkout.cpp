#include <algorithm>

#include "events/pricing.h"
#include "writer/domain/account.h"
#include "writer/domain/rules.h"

namespace ledger::rules {
namespace {

using fold::HoldStatus;
using fold::OrderStatus;

constexpr std::size_t kMaxApplicants = 8;
constexpr std::size_t kMaxReceipt = 40;

Result<void> check_shares(const std::vector<wire::ApplicantT>& applicants) {
  std::int64_t sum = 0;
  bool in_range = true;
  for (const auto& applicant : applicants) {
    in_range = in_range && applicant.share_basis_points >= 0 &&
               applicant.share_basis_points <= kBasisPoints;
    sum += applicant.share_basis_points;
  }
  const bool all_said = std::none_of(applicants.begin(), applicants.end(),
                                     [](const auto& a) { return a.share_basis_points == 0; });
  if (in_range && (sum == 0 || (sum == kBasisPoints && all_said))) return {};
  return fail(ErrorCode::kInvalid, "shares-do-not-sum",
              "Give every applicant a share, 100 % together, or none of them.");
}

Result<void> check_shape(const Project& project, const StartCheckout& c) {
  if (c.receipt.empty() || c.receipt.size() > kMaxReceipt)
    return fail(ErrorCode::kInvalid, "receipt-malformed",
                "The order's receipt has between 1 and 40 characters.");
  if (c.plan != kStandardPlan && !project.plans.contains(c.plan))
    return fail(ErrorCode::kInvalid, "plan-unknown",
                "This project has no payment plan \"" + c.plan + "\".");
  return check_applicants(c.applicants);
}

// What finance has approved for this hold comes off its price.
void add_discounts(const Project& project, const fold::HoldT& hold, Taxes taxes,
                   CheckoutStarted& e) {
  std::vector<const DiscountProposed*> approved;
  for (const auto& [id, discount] : project.discounts)
    if (discount.status == fold::DiscountStatus::Approved && discount.proposed->hold == hold.hold)
      approved.push_back(discount.proposed.get());
  std::sort(approved.begin(), approved.end(),
            [](const auto* a, const auto* b) { return a->discount < b->discount; });
  for (const auto* discount : approved) {
    const auto& prices = project.prices.at(hold.price_version - 1);
    e.lines.push_back(
        discount_line(discount->plot, discount->amount,
                      taxes.rate_of(discount->head, own_rate(prices, discount->head))));
  }
}

// The token is what the rule says, and no more than the cap.
Money amount_of(const Project& project, const PricesSet& prices, const CheckoutStarted& e) {
  if (e.pay == wire::Pay::Full) return e.total;
  const Money token = token_of(e.total, prices.token_basis_points);
  const auto cap = advance_cap(project, nullptr, e.total);
  return cap ? std::min(token, *cap) : token;
}

tl::unexpected<Error> order_differs() {
  return fail(ErrorCode::kConflict, "order-differs",
              "The gateway's order differs from the one that was asked for.");
}

// True if the order's last attempt failed and the buyer's time to try again is over.
bool is_given_up(const Project& project, const fold::CheckoutT& checkout, Instant now) {
  return checkout.failed_at != Instant() && checkout.pending == 0 &&
         now >= checkout.failed_at + seconds(project.rules.retry_window_s);
}

// The reason why an open order ends its hold, or nothing while it may still be paid.
const char* why_settled(const Project& project, const fold::HoldT& hold,
                        const fold::CheckoutT& checkout, OrderFinding finding, Instant now) {
  const bool given_up = is_given_up(project, checkout, now);
  if (finding == OrderFinding::kUnpaid && checkout.pending == 0) {
    if (!given_up && now < hold.expires_at) return nullptr;
    return checkout.failed_at != Instant() ? "payment-failed" : "unpaid";
  }
  const bool waited = now >= hold.expires_at + seconds(project.rules.gateway_wait_s);
  return waited ? "gateway-silent" : nullptr;
}

OrderCreated created_by(const RecordOrder& c) {
  OrderCreated e;
  e.project = c.project;
  e.hold = c.hold;
  e.order = c.order;
  e.amount = c.amount;
  e.currency = c.currency;
  return e;
}

OrderClosed closing(const Project& project, const HoldId& hold, const OrderId& order,
                    std::string reason) {
  OrderClosed e;
  e.project = project.opened.project;
  e.hold = hold;
  e.order = order;
  e.reason = std::move(reason);
  return e;
}

}  // namespace

Result<void> check_applicants(const std::vector<wire::ApplicantT>& applicants) {
  if (applicants.empty() || applicants.size() > kMaxApplicants)
    return fail(ErrorCode::kInvalid, "applicants-count", "Name between 1 and 8 applicants.");
  for (auto a = applicants.begin(); a != applicants.end(); ++a) {
    if (a->buyer.empty())
      return fail(ErrorCode::kInvalid, "applicant-unnamed", "Every applicant is a known buyer.");
    if (std::any_of(a + 1, applicants.end(), [&](const auto& b) { return b.buyer == a->buyer; }))
      return fail(ErrorCode::kInvalid, "applicant-repeated", "An applicant is named twice.");
  }
  return check_shares(applicants);
}

int own_rate(const PricesSet& prices, std::string_view head) {
  for (const auto& known : prices.heads)
    if (known->head == head) return known->tax_basis_points;
  return 0;
}

PriceLines lines_of(const Project& project, const std::vector<std::uint32_t>& places,
                    std::uint32_t price_version, Day on) {
  PriceLines lines;
  for (const auto place : places) {
    const auto& plot = project.plots[place];
    for (auto& line : price_lines(plot.plot, plot.area_mm2, project.prices.at(price_version - 1),
                                  Taxes{&project.taxes, on}))
      lines.push_back(std::move(line));
  }
  return lines;
}

Result<CheckoutStarted> started_by(const Project& project, const fold::HoldT& hold,
                                   const StartCheckout& c, Day today) {
  if (const auto shape = check_shape(project, c); !shape) return fail(shape.error());
  const auto& prices = project.prices.at(hold.price_version - 1);
  CheckoutStarted e;
  e.project = c.project;
  e.hold = c.hold;
  e.receipt = c.receipt;
  for (const auto& a : c.applicants) e.applicants.push_back(std::make_unique<wire::ApplicantT>(a));
  e.plan = c.plan;
  if (const auto plan = project.plans.find(c.plan); plan != project.plans.end())
    e.plan_version = plan->second.back().version;
  e.pay = c.pay;
  e.currency = prices.currency;
  e.lines = lines_of(project, hold.plots, hold.price_version, today);
  add_discounts(project, hold, Taxes{&project.taxes, today}, e);
  e.total = total_of(e.lines);
  e.amount = amount_of(project, prices, e);
  return e;
}

OrderClosed closed(const Project& project, const fold::HoldT& hold, std::string reason) {
  return closing(project, hold.hold, project.checkouts.at(hold.hold).order, std::move(reason));
}

Decision decide(const State& state, const StartCheckout& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  const auto hold = hold_in(project, c.hold);
  if (!hold) return fail(hold.error());
  auto checkout = started_by(project, **hold, c, day_of(context.now, project.zone));
  if (!checkout) return fail(checkout.error());
  if (is_over(**hold, context.now)) return ended_refusal(**hold);
  if ((*hold)->order != OrderStatus::None) return Events{};
  if (project.checkouts.contains(c.hold))
    return fail(ErrorCode::kConflict, "payment-declared",
                "A payment by bank or cheque was declared for this hold; we are looking at it.");
  auto told = check_cap(project, nullptr, checkout->total, checkout->amount, "order");
  if (!told) return fail(told.error());
  Events events;
  const auto until = (*hold)->started_at + seconds(project.rules.checkout_hold_s);
  if (auto longer = extended(project, **hold, until, "checkout")) add(events, std::move(*longer));
  add(events, std::move(*checkout));
  if (*told) {
    (*told)->hold = c.hold;
    add(events, std::move(**told));
  }
  return events;
}

Decision decide(const State& state, const RecordOrder& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  if (!c.request.empty()) return order_of_request(project, c);
  const auto hold = hold_in(project, c.hold);
  if (!hold) return fail(hold.error());
  const auto checkout = project.checkouts.find(c.hold);
  if (checkout == project.checkouts.end())
    return fail(ErrorCode::kNotFound, "checkout-unknown", "This hold has no checkout.");
  const auto& asked = checkout->second;
  if (asked.amount != c.amount || asked.currency != c.currency || c.order.empty())
    return order_differs();
  if (!asked.order.empty()) return asked.order == c.order ? Decision(Events{}) : order_differs();
  if (is_known_order(project, c.order)) return order_differs();
  Events events;
  const bool over = is_over(**hold, context.now);
  if (over && (*hold)->status == HoldStatus::Live) add(events, expired(project, **hold, "time"));
  add(events, created_by(c));
  if (!over) return events;
  const bool released = (*hold)->status == HoldStatus::Released;
  add(events, closing(project, c.hold, c.order, released ? "released" : "unpaid"));
  return events;
}

Decision decide(const State& state, const SettleOrder& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  if (!c.request.empty()) return settle_request(project, c, context.now);
  const auto hold = hold_in(project, c.hold);
  if (!hold) return fail(hold.error());
  const auto order = project.orders.find(c.order);
  if (order == project.orders.end() || order->second != c.hold)
    return fail(ErrorCode::kNotFound, "order-unknown", "There is no such order.");
  if ((*hold)->order != OrderStatus::Open || (*hold)->declared > 0) return Events{};
  const auto& checkout = project.checkouts.at(c.hold);
  const char* why = why_settled(project, **hold, checkout, c.finding, context.now);
  if (why == nullptr) return Events{};
  const bool silent = why == std::string_view("gateway-silent");
  Events events;
  add(events, closed(project, **hold, silent ? why : "unpaid"));
  add(events, expired(project, **hold, why));
  return events;
}

void fold(State& state, const CheckoutStarted& e, Instant at) {
  auto& project = must_find(state, e.project);
  promise(project.checkouts.find(e.hold) == project.checkouts.end(), "a checkout started twice");
  change_hold(state, project, e.hold, [&](fold::HoldT& hold) {
    promise(hold.status == HoldStatus::Live, "a checkout started after its hold had ended");
    if (!e.offline) hold.order = OrderStatus::Wanted;
    CheckoutStarted copy(e);
    auto& checkout = project.checkouts[e.hold];
    checkout.hold = e.hold;
    checkout.receipt = e.receipt;
    checkout.applicants = std::move(copy.applicants);
    checkout.plan = e.plan;
    checkout.plan_version = e.plan_version;
    checkout.pay = e.pay;
    checkout.amount = e.amount;
    checkout.currency = e.currency;
    checkout.lines = std::move(copy.lines);
    checkout.total = e.total;
    checkout.started_at = at;
  });
}

void fold(State& state, const OrderCreated& e, Instant at) {
  auto& project = must_find(state, e.project);
  if (!e.request.empty()) return open_request(state, project, e, at);
  promise(project.orders.emplace(e.order, e.hold).second, "an order was made twice");
  change_hold(state, project, e.hold, [&](fold::HoldT& hold) {
    promise(hold.order == OrderStatus::Wanted, "an order was made that nobody asked for");
    hold.order = OrderStatus::Open;
    auto& checkout = must_find_checkout(project, e.hold);
    promise(checkout.amount == e.amount, "an order has another amount than its checkout");
    checkout.order = e.order;
    checkout.opened_at = at;
  });
}

void fold(State& state, const OrderClosed& e, Instant at) {
  auto& project = must_find(state, e.project);
  if (!e.request.empty()) return close_request(state, project, e, at);
  change_hold(state, project, e.hold, [&](fold::HoldT& hold) {
    promise(hold.order == OrderStatus::Open, "an order was closed that was not open");
    hold.order = OrderStatus::Closed;
    must_find_checkout(project, e.hold).closed_at = at;
  });
}

}  // namespace ledger::rules
