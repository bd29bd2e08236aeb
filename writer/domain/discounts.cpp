#include <algorithm>

#include "writer/domain/account.h"
#include "writer/domain/rules.h"

// Sales proposes, finance approves; only then is a discount in the price, and anybody told of it.
namespace ledger::rules {
namespace {

using fold::DiscountStatus;

Result<const fold::DiscountT*> discount_in(const Project& project, const DiscountId& id) {
  const auto found = project.discounts.find(id);
  if (found != project.discounts.end()) return &found->second;
  return fail(ErrorCode::kNotFound, "discount-unknown", "There is no such discount.");
}

// The rate at which the discounted head is taxed in this booking, or would be for this hold.
int rate_in(const fold::BookingT& booking, const std::string& head) {
  for (const auto& known : booking.heads)
    if (known->head == head) return known->tax_basis_points;
  return 0;
}

bool has_head(const Project& project, std::uint32_t price_version, const std::string& head) {
  if (head == kLandHead) return true;
  const auto& heads = project.prices.at(price_version - 1).heads;
  return std::any_of(heads.begin(), heads.end(),
                     [&](const auto& known) { return known->head == head; });
}

Result<void> check_hold(const Project& project, const ProposeDiscount& c, Instant now) {
  const auto hold = hold_in(project, c.hold);
  if (!hold) return fail(hold.error());
  if (is_over(**hold, now)) return ended_refusal(**hold);
  if (project.checkouts.contains(c.hold))
    return fail(ErrorCode::kConflict, "checkout-started",
                "The price is fixed: the buyer has begun to pay. Book first, discount then.");
  return {};
}

// Of the price that the discount comes off: it may not fall to zero.
Result<Money> price_of(const State& state, const Project& project, const ProposeDiscount& c,
                       const Context& context) {
  if (!c.booking.empty()) {
    const auto place = booking_in(state, c.project, c.booking);
    if (!place) return fail(place.error());
    if (is_cancelled(place->booking)) return refuse_cancelled();
    return price_without_tax(place->booking);
  }
  if (const auto hold = check_hold(project, c, context.now); !hold) return fail(hold.error());
  const auto& hold = project.holds.at(c.hold);
  Money sum;
  for (const auto& line :
       lines_of(project, hold.plots, hold.price_version, day_of(context.now, project.zone)))
    sum += line->amount;
  return sum;
}

Decision approve_for_booking(const Project& project, const fold::DiscountT& discount,
                             const Context& context) {
  const auto& proposed = *discount.proposed;
  auto account = project.bookings.at(proposed.booking);
  if (is_cancelled(account)) return refuse_cancelled();
  if (proposed.amount >= price_without_tax(account))
    return fail(ErrorCode::kConflict, "discount-too-large",
                "A discount is less than the price that it comes off.");
  const int rate = rate_in(account, proposed.head);
  const auto before = account;
  Desk desk(project, context.now);
  DiscountApproved e;
  e.project = proposed.project;
  e.discount = proposed.discount;
  e.booking = proposed.booking;
  e.line = discount_line(proposed.plot, proposed.amount, rate);
  e.by = context.actor;
  add_to_price(account, *e.line);
  desk.say(std::move(e));
  reschedule_to(desk, account, account.total, "discount", context.actor);
  post_price_change(desk, before, account, "discount");
  TaxedLines lines;
  lines.push_back(taxed_line(proposed.head, proposed.amount, rate));
  credit_note(desk, account, std::move(lines), account.invoice, proposed.label);
  return std::move(desk.events);
}

}  // namespace

void add_to_price(fold::BookingT& booking, const wire::PriceLineT& line) {
  const auto head =
      std::find_if(booking.heads.begin(), booking.heads.end(), [&](const auto& known) {
        return known->head == line.head && known->tax_basis_points == line.tax_basis_points;
      });
  auto& sum = head != booking.heads.end()
                  ? **head
                  : *booking.heads.emplace_back(std::make_unique<fold::HeadSumT>());
  sum.head = line.head;
  sum.tax_basis_points = line.tax_basis_points;
  sum.amount += line.amount;
  sum.cgst += line.cgst;
  sum.sgst += line.sgst;
  booking.total += total_of(line);
}

Decision decide(const State& state, const ProposeDiscount& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  if (c.discount.empty() || (*project)->discounts.contains(c.discount))
    return fail(ErrorCode::kInvalid, "discount-id-missing", "A proposal brings a fresh id.");
  if (c.hold.empty() == c.booking.empty())
    return fail(ErrorCode::kInvalid, "discount-target",
                "A discount is for a hold or for a booking.");
  const auto price = price_of(state, **project, c, context);
  if (!price) return fail(price.error());
  if (c.amount <= Money() || c.amount >= *price)
    return fail(ErrorCode::kInvalid, "amount-out-of-range",
                "A discount is above zero and less than the price.");
  if (c.reason.empty())
    return fail(ErrorCode::kInvalid, "reason-missing", "Say why a discount is given.");
  const auto version = c.booking.empty() ? (*project)->holds.at(c.hold).price_version
                                         : (*project)->bookings.at(c.booking).price_version;
  if (version != 0 && !has_head(**project, version, c.head))
    return fail(ErrorCode::kNotFound, "head-unknown",
                "The price has no charge head \"" + c.head + "\".");
  DiscountProposed e;
  e.project = c.project;
  e.discount = c.discount;
  e.hold = c.hold;
  e.booking = c.booking;
  e.plot = c.plot;
  e.head = c.head;
  e.label = c.label;
  e.amount = c.amount;
  e.reason = c.reason;
  e.by = context.actor;
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const ApproveDiscount& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto found = discount_in(**project, c.discount);
  if (!found) return fail(found.error());
  const auto& discount = **found;
  if (discount.status == DiscountStatus::Approved) return Events{};
  if (discount.status == DiscountStatus::Rejected)
    return fail(ErrorCode::kConflict, "discount-rejected", "This discount was rejected.");
  if (discount.proposed->by == context.actor)
    return fail(ErrorCode::kForbidden, "same-person",
                "A discount is approved by another person than the one who proposed it.");
  if (!discount.proposed->booking.empty()) return approve_for_booking(**project, discount, context);
  ProposeDiscount again;
  again.project = c.project;
  again.hold = discount.proposed->hold;
  if (const auto hold = check_hold(**project, again, context.now); !hold) return fail(hold.error());
  DiscountApproved e;
  e.project = c.project;
  e.discount = c.discount;
  e.by = context.actor;
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const RejectDiscount& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto found = discount_in(**project, c.discount);
  if (!found) return fail(found.error());
  if ((*found)->status == DiscountStatus::Rejected) return Events{};
  if ((*found)->status == DiscountStatus::Approved)
    return fail(ErrorCode::kConflict, "discount-approved", "This discount is in force already.");
  DiscountRejected e;
  e.project = c.project;
  e.discount = c.discount;
  e.reason = c.reason;
  e.by = context.actor;
  Events events;
  add(events, std::move(e));
  return events;
}

void fold(State& state, const DiscountProposed& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  const auto [at, fresh] = project.discounts.try_emplace(e.discount);
  promise(fresh, "a discount was proposed twice");
  at->second.proposed = std::make_unique<DiscountProposed>(e);
}

// Of a booking: the schedule that fits the new price follows in the same record.
void fold(State& state, const DiscountApproved& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  const auto found = project.discounts.find(e.discount);
  promise(found != project.discounts.end() && found->second.status == DiscountStatus::Proposed,
          "a discount was approved that was not proposed");
  found->second.status = DiscountStatus::Approved;
  if (e.booking.empty()) return;
  promise(e.line != nullptr, "a discount of a booking without its line");
  add_to_price(must_find_booking(project, e.booking), *e.line);
}

void fold(State& state, const DiscountRejected& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  const auto found = project.discounts.find(e.discount);
  promise(found != project.discounts.end(), "a discount was rejected that was not proposed");
  found->second.status = DiscountStatus::Rejected;
}

}  // namespace ledger::rules
