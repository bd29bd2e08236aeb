#include <algorithm>

#include "events/numbers.h"
#include "events/pricing.h"
#include "writer/domain/account.h"
#include "writer/domain/rules.h"

// A booking changes hands, plots or dates; money and papers stay with it.
namespace ledger::rules {
namespace {

using fold::PlotStatus;

const char* const kDiscountIncome = "discount";

// The booking's plots after the swap, in order; or what is wrong with it.
Result<std::vector<std::uint32_t>> places_after(const Project& project,
                                                const fold::BookingT& booking, const SwapPlots& c,
                                                Instant now) {
  auto from = places_of(project, c.from);
  if (!from) return from;
  auto to = places_of(project, c.to);
  if (!to) return to;
  if (from->empty() || from->size() != to->size())
    return fail(ErrorCode::kInvalid, "plots-count", "Name as many plots to take as to give.");
  auto places = booking.plots;
  for (std::size_t i = 0; i < from->size(); ++i) {
    const auto mine = std::find(places.begin(), places.end(), (*from)[i]);
    if (mine == places.end())
      return refuse_plots(ErrorCode::kConflict, "plot-not-booked", {c.from[i].str()},
                          "is not this booking's.");
    *mine = (*to)[i];
  }
  if (auto taken = not_free(project, *to, now); !taken.empty())
    return refuse_plots(ErrorCode::kConflict, "plot-unavailable", std::move(taken),
                        "is not available.", "are not available.");
  return places;
}

// What finance had approved stays approved.
void carry_discounts(const fold::BookingT& booking, PriceLines& lines) {
  for (const auto& head : booking.heads)
    if (head->head == kDiscountHead && !lines.empty())
      lines.push_back(discount_line(lines.front()->plot, -head->amount, head->tax_basis_points));
}

Result<void> check_schedule(const fold::BookingT& booking,
                            const std::vector<wire::InstallmentT>& installments) {
  if (installments.empty() || installments.size() > 120)
    return fail(ErrorCode::kInvalid, "installments-count", "Between 1 and 120 installments.");
  Money sum;
  for (const auto& part : installments) {
    if (part.amount <= Money() || part.amount.paise() > kMaxPaise || part.label.empty())
      return fail(ErrorCode::kInvalid, "installment-out-of-range",
                  "Every installment needs a label and an amount above zero.");
    if (part.due_day == 0 && part.milestone.empty())
      return fail(ErrorCode::kInvalid, "installment-undated",
                  "Every installment is due on a day or at a milestone.");
    sum += part.amount;
  }
  if (sum == booking.total) return {};
  return fail(
      ErrorCode::kConflict, "plan-does-not-sum",
      "The installments come to " + rupees(sum) + ", the price to " + rupees(booking.total) + ".");
}

Result<const fold::PartT*> waivable(const fold::BookingT& booking, const WaiveInstallment& c) {
  const auto* part = find_part(booking, c.installment);
  if (part == nullptr)
    return fail(ErrorCode::kNotFound, "installment-unknown", "There is no such installment.");
  if (c.amount <= Money() || c.amount > open_part(*part))
    return fail(ErrorCode::kConflict, "amount-over-open",
                "No more than the open " + rupees(open_part(*part)) + " can be waived.");
  if (c.reason.empty()) return fail(ErrorCode::kInvalid, "reason-missing", "Say why it is waived.");
  return part;
}

template <class E>
E waiver(const WaiveInstallment& c, const std::string& by) {
  E e;
  e.project = c.project;
  e.booking = c.booking;
  e.installment = c.installment;
  e.amount = c.amount;
  e.reason = c.reason;
  e.by = by;
  return e;
}

// The account that a waived part comes out of.
std::string waived_account(const fold::PartT& part) {
  if (part.kind == wire::PartKind::Interest) return income_account("interest");
  return income_account(part.kind == wire::PartKind::Principal ? kDiscountIncome : "waived");
}

template <class E>
void fold_waiver(State& state, const E& e) {
  auto& project = must_find(state, e.project);
  auto& booking = must_find_booking(project, e.booking);
  const auto part = std::find_if(booking.parts.begin(), booking.parts.end(),
                                 [&](const auto& p) { return p->no == e.installment; });
  promise(part != booking.parts.end() && e.amount <= open_part(**part),
          "more was waived than was open");
  (*part)->amount -= e.amount;
  for (auto& step : (*part)->steps) step->open = std::max(Money(), step->open - e.amount);
  if ((*part)->kind != wire::PartKind::Principal) return;
  wire::PriceLineT line;
  line.head = kDiscountHead;
  line.amount = -e.amount;
  add_to_price(booking, line);
}

}  // namespace

// Income, taxes and what is owed move by the difference between two prices of one booking.
void post_price_change(Desk& desk, const fold::BookingT& before, const fold::BookingT& after,
                       const char* memo) {
  Journal journal(desk.project, memo, after.booking.str(), after.booking);
  Money cgst;
  Money sgst;
  for (const auto& head : before.heads) {
    journal.debit(income_account(head->head), head->amount);
    cgst -= head->cgst;
    sgst -= head->sgst;
  }
  for (const auto& head : after.heads) {
    journal.credit(income_account(head->head), head->amount);
    cgst += head->cgst;
    sgst += head->sgst;
  }
  journal.credit(kCgst, cgst)
      .credit(kSgst, sgst)
      .debit(kReceivable, open_sum(after) - open_sum(before))
      .credit(kAdvances, after.credit - before.credit);
  if (!journal.merged().empty()) desk.say(journal.entry());
}

Decision decide(const State& state, const TransferBooking& c, const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& [project, booking] = *place;
  if (is_cancelled(booking)) return refuse_cancelled();
  if (const auto people = check_applicants(c.applicants); !people) return fail(people.error());
  Desk desk(project, context.now);
  BookingTransferred e;
  e.project = c.project;
  e.booking = c.booking;
  for (const auto& a : c.applicants) e.applicants.push_back(std::make_unique<wire::ApplicantT>(a));
  e.reason = c.reason;
  e.by = context.actor;
  desk.say(std::move(e));
  auto account = booking;
  levy(desk, account, "name-transfer", project.money.transfer_fee,
       project.money.transfer_tax_basis_points, c.reason);
  return std::move(desk.events);
}

Decision decide(const State& state, const SwapPlots& c, const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& [project, booking] = *place;
  if (is_cancelled(booking)) return refuse_cancelled();
  if (is_registered(booking))
    return fail(ErrorCode::kConflict, "booking-stage",
                "The agreement names its plot; cancel it first.");
  const auto places = places_after(project, booking, c, context.now);
  if (!places) return fail(places.error());
  Desk desk(project, context.now);
  const auto to = places_of(project, c.to);
  add_all(desk.events, expire_on(project, *to, context.now));
  PlotsSwapped e;
  e.project = c.project;
  e.booking = c.booking;
  e.from = c.from;
  e.to = c.to;
  e.price_version = project.prices.back().version;
  e.lines = lines_of(project, *places, e.price_version, desk.today);
  carry_discounts(booking, e.lines);
  e.total = total_of(e.lines);
  e.reason = c.reason;
  e.by = context.actor;
  auto account = booking;
  set_heads(account, e.lines);
  const Money total = e.total;
  desk.say(std::move(e));
  reschedule_to(desk, account, total, "plots-swapped", context.actor);
  post_price_change(desk, booking, account, "swap");
  return std::move(desk.events);
}

Decision decide(const State& state, const Reschedule& c, const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& [project, booking] = *place;
  if (is_cancelled(booking)) return refuse_cancelled();
  if (const auto good = check_schedule(booking, c.installments); !good) return fail(good.error());
  InstallmentsRescheduled e;
  e.project = c.project;
  e.booking = c.booking;
  e.version = booking.schedule_version + 1;
  for (const auto& part : c.installments) {
    auto& to = *e.installments.emplace_back(std::make_unique<wire::InstallmentT>(part));
    to.no = static_cast<std::uint32_t>(e.installments.size());
    const auto reached = project.milestones.find(to.milestone);
    if (!to.milestone.empty() && reached != project.milestones.end())
      to.due_day = reached->second + static_cast<Day>(to.days);
  }
  e.reason = c.reason;
  e.by = context.actor;
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const WaiveInstallment& c, const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& [project, booking] = *place;
  if (is_cancelled(booking)) return refuse_cancelled();
  const auto part = waivable(booking, c);
  if (!part) return fail(part.error());
  Desk desk(project, context.now);
  if ((*part)->kind == wire::PartKind::Interest) {
    desk.say(waiver<InterestWaived>(c, context.actor));
  } else {
    desk.say(waiver<InstallmentWaived>(c, context.actor));
  }
  desk.say(Journal(project, "waiver", (*part)->label, c.booking)
               .debit(waived_account(**part), c.amount)
               .credit(kReceivable, c.amount)
               .entry());
  TaxedLines lines;
  lines.push_back(taxed_line((*part)->label, c.amount, 0));
  credit_note(desk, booking, std::move(lines), {}, c.reason);
  return std::move(desk.events);
}

void fold(State& state, const BookingTransferred& e, Instant /*at*/) {
  auto& booking = must_find_booking(must_find(state, e.project), e.booking);
  booking.buyers.clear();
  for (const auto& applicant : e.applicants) booking.buyers.push_back(applicant->buyer);
}

void fold(State& state, const PlotsSwapped& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  auto& booking = must_find_booking(project, e.booking);
  const auto from = places_of(project, e.from);
  const auto to = places_of(project, e.to);
  promise(from && to && from->size() == to->size(), "plots were swapped that are not there");
  for (std::size_t i = 0; i < from->size(); ++i) {
    auto& given = project.plots[(*from)[i]];
    auto& taken = project.plots[(*to)[i]];
    const auto mine = std::find(booking.plots.begin(), booking.plots.end(), (*from)[i]);
    promise(mine != booking.plots.end() && given.hold == holder_of(booking) &&
                taken.status == PlotStatus::Available,
            "a plot was swapped that is another's");
    taken.status = std::exchange(given.status, PlotStatus::Available);
    taken.hold = std::exchange(given.hold, HoldId());
    *mine = (*to)[i];
  }
  booking.price_version = e.price_version;
  set_heads(booking, e.lines);
}

void fold(State& state, const InstallmentWaived& e, Instant /*at*/) {
  fold_waiver(state, e);
}

void fold(State& state, const InterestWaived& e, Instant /*at*/) {
  fold_waiver(state, e);
}

}  // namespace ledger::rules
