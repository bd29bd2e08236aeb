#include <algorithm>

#include "events/numbers.h"
#include "writer/domain/account.h"
#include "writer/domain/rules.h"

// Nothing is edited: what was wrong is said to have been wrong, and money moves by events.
namespace ledger::rules {
namespace {

const char* const kInTransit = "assets:in-transit";

// Credit that may leave a booking: the buyer's, or after a cancellation what is due to him.
Money credit_of(const fold::BookingT& booking) {
  return is_cancelled(booking) ? refundable_after_cancellation(booking) : booking.credit;
}

const char* credit_account(const fold::BookingT& booking) {
  return is_cancelled(booking) ? kRefundsPayable : kAdvances;
}

void void_number(Desk& desk, const fold::BookingT& account, const std::string& number,
                 const std::string& reason, const std::string& by) {
  if (number.empty()) return;
  DocumentNumberVoided e;
  e.project = desk.project.opened.project;
  e.booking = account.booking;
  e.number = number;
  e.reason = reason;
  e.by = by;
  desk.say(std::move(e));
}

Money sum_of(const Shares& shares) {
  Money sum;
  for (const auto& share : shares) sum += share->amount;
  return sum;
}

PaymentReversed reversed(const ReversePayment& c, const fold::PaymentT& payment,
                         Allocation& allocation, Day value_day, const std::string& by) {
  PaymentReversed e;
  e.project = c.project;
  e.booking = payment.booking;
  e.payment = c.payment;
  e.amount = payment.amount;
  e.shares = std::move(allocation.shares);
  e.credit = allocation.credit;
  e.interest = allocation.interest;
  e.value_day = value_day;
  e.reason = c.reason;
  e.by = by;
  return e;
}

Money vouched_tax(const fold::BookingT& account, const PaymentId& payment) {
  Money tax;
  for (const auto& voucher : account.vouchers)
    if (voucher->payment == payment)
      for (const auto& line : voucher->lines) tax += line->cgst + line->sgst;
  return tax;
}

// Its receipt and its vouchers count no more.
void void_papers(Desk& desk, const fold::BookingT& account, const fold::PaymentT& payment,
                 const ReversePayment& c, const std::string& by) {
  void_number(desk, account, payment.receipt_no, c.reason, by);
  for (const auto& voucher : account.vouchers)
    if (voucher->payment == payment.payment)
      void_number(desk, account, voucher->number, c.reason, by);
}

Result<const fold::PaymentT*> reversible(const Project& project, const PaymentId& id) {
  const auto found = project.payments.find(id);
  if (found == project.payments.end())
    return fail(ErrorCode::kNotFound, "payment-unknown", "There is no such payment.");
  const auto& payment = found->second;
  if (payment.mode == wire::Mode::Gateway)
    return fail(ErrorCode::kConflict, "payment-captured",
                "What the gateway captured never goes back; refund it instead.");
  if (payment.stage != fold::PaymentStage::Captured || payment.booking.empty())
    return fail(ErrorCode::kConflict, "payment-not-counted", "This payment does not count.");
  if (kept_of(payment) != payment.amount)
    return fail(ErrorCode::kConflict, "payment-used",
                "Part of this payment was refunded or moved; undo that first.");
  return &payment;
}

PaymentMoved moved(const MoveCredit& c, wire::Leg leg, Money amount, const std::string& by) {
  PaymentMoved e;
  e.project = leg == wire::Leg::In ? c.to_project : c.project;
  e.move = c.move;
  e.leg = leg;
  e.from_project = c.project;
  e.from_booking = c.booking;
  e.to_project = c.to_project;
  e.to_booking = c.to_booking;
  e.amount = amount;
  e.by = by;
  return e;
}

JournalPosted leaving_entry(const Project& project, const fold::BookingT& from,
                            const std::string& move, Money amount) {
  return Journal(project, "credit-moved", move, from.booking)
      .debit(credit_account(from), amount)
      .credit(kInTransit, amount)
      .entry();
}

JournalPosted arriving_entry(const Project& project, const fold::BookingT& to,
                             const std::string& move, Money amount) {
  return Journal(project, "credit-moved", move, to.booking)
      .debit(kInTransit, amount)
      .credit(credit_account(to), amount)
      .entry();
}

bool share_a_buyer(const fold::BookingT& a, const fold::BookingT& b) {
  return std::any_of(a.buyers.begin(), a.buyers.end(), [&](const BuyerId& buyer) {
    return std::find(b.buyers.begin(), b.buyers.end(), buyer) != b.buyers.end();
  });
}

void apply_credit(Desk& desk, fold::BookingT& account, Money amount, const std::string& by) {
  auto allocation = allocate(desk.project, account, std::min(amount, open_sum(account)));
  if (allocation.shares.empty()) return;
  OverpaymentApplied e;
  e.project = desk.project.opened.project;
  e.booking = account.booking;
  for (const auto& share : allocation.shares)
    e.shares.push_back(std::make_unique<wire::ShareT>(*share));
  e.amount = sum_of(allocation.shares);
  e.tax = allocation.tax;
  e.interest = allocation.interest;
  e.by = by;
  const Money applied = e.amount;
  account.credit -= applied;
  pay_shares(account, allocation.shares, desk.today, +1);
  desk.say(std::move(e));
  desk.say(Journal(desk.project, "credit-applied", account.booking.str(), account.booking)
               .debit(kAdvances, applied)
               .credit(kReceivable, applied)
               .entry());
  follow_up(desk, account, allocation, PaymentId());
}

// Takes moved credit from the payments it came by, the last first.
void take_from_payments(Project& project, const fold::BookingT& booking, Money amount) {
  for (auto id = booking.payments.rbegin(); id != booking.payments.rend(); ++id) {
    auto& payment = project.payments.at(*id);
    const Money part = std::min(kept_of(payment), amount);
    if (part <= Money()) continue;
    payment.moved += part;
    amount -= part;
  }
}

}  // namespace

void undo_allocation(Desk& desk, fold::BookingT& account, Money amount, const std::string& reason) {
  if (account.credit >= amount) return;
  auto undone = unallocate(desk.project, account, amount);
  AllocationUndone e;
  e.project = desk.project.opened.project;
  e.booking = account.booking;
  e.amount = sum_of(undone.shares);
  e.interest = undone.interest;
  e.value_day = desk.today;
  e.reason = reason;
  pay_shares(account, undone.shares, desk.today, -1);
  account.credit += e.amount;
  e.shares = std::move(undone.shares);
  const Money freed = e.amount;
  desk.say(std::move(e));
  desk.say(Journal(desk.project, "allocation-undone", account.booking.str(), account.booking)
               .debit(kReceivable, freed)
               .credit(kAdvances, freed)
               .entry());
  follow_commission(desk, account, PaymentId(), reason);
}

Decision decide(const State& state, const ReversePayment& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  const auto payment = reversible(project, c.payment);
  if (!payment) return fail(payment.error());
  if (c.reason.empty())
    return fail(ErrorCode::kInvalid, "reason-missing", "Say why the payment is reversed.");
  auto account = project.bookings.at((*payment)->booking);
  if (is_cancelled(account)) return refuse_cancelled();
  Desk desk(project, context.now);
  const Day day = c.day == 0 ? desk.today : c.day;
  if (const auto good = check_value_day(project, day, desk.today); !good) return fail(good.error());
  auto allocation = unallocate(project, account, (*payment)->amount);
  pay_shares(account, allocation.shares, day, -1);
  auto e = reversed(c, **payment, allocation, day, context.actor);
  e.tax = vouched_tax(account, c.payment);
  const Money credit = e.credit;
  desk.say(std::move(e));
  void_papers(desk, account, **payment, c, context.actor);
  desk.say(Journal(project, "reversal", c.payment.str(), account.booking)
               .on(day)
               .debit(kReceivable, (*payment)->amount - credit)
               .debit(kAdvances, credit)
               .credit(account_of((*payment)->mode), (*payment)->amount)
               .entry());
  follow_commission(desk, account, c.payment, "reversed");
  return std::move(desk.events);
}

Decision decide(const State& state, const ApplyCredit& c, const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& [project, booking] = *place;
  if (is_cancelled(booking)) return refuse_cancelled();
  const Money amount = c.amount.zero() ? booking.credit : c.amount;
  if (amount <= Money() || amount > booking.credit)
    return fail(ErrorCode::kConflict, "credit-exceeded",
                "The buyer's credit is " + rupees(booking.credit) + ".");
  if (open_sum(booking).zero())
    return fail(ErrorCode::kConflict, "nothing-open", "Nothing is left to pay on this booking.");
  auto account = booking;
  Desk desk(project, context.now);
  apply_credit(desk, account, amount, context.actor);
  return std::move(desk.events);
}

Decision decide(const State& state, const MoveCredit& c, const Context& context) {
  const auto place = booking_in(state, c.project, c.booking);
  if (!place) return fail(place.error());
  const auto& [project, from] = *place;
  if (c.move.empty() || project.moves.contains(c.move.str() + "/out")) return Events{};
  const Money amount = c.amount.zero() ? credit_of(from) : c.amount;
  if (amount <= Money() || amount > credit_of(from))
    return fail(ErrorCode::kConflict, "credit-exceeded",
                "No more can be moved than " + rupees(credit_of(from)) + ".");
  if (c.booking == c.to_booking)
    return fail(ErrorCode::kInvalid, "same-booking", "Credit moves to another booking.");
  Desk desk(project, context.now);
  if (c.to_project != c.project) {
    desk.say(moved(c, wire::Leg::Out, amount, context.actor));
    desk.say(leaving_entry(project, from, c.move.str(), amount));
    return std::move(desk.events);
  }
  const auto to = booking_in(state, c.project, c.to_booking);
  if (!to) return fail(to.error());
  auto account = to->booking;
  if (is_cancelled(account)) return refuse_cancelled();
  if (!share_a_buyer(from, account))
    return fail(ErrorCode::kForbidden, "another-buyer",
                "Credit moves only between bookings of the same buyer.");
  desk.say(moved(c, wire::Leg::Both, amount, context.actor));
  desk.say(leaving_entry(project, from, c.move.str(), amount));
  desk.say(arriving_entry(project, account, c.move.str(), amount));
  account.credit += amount;
  account.kept += amount;
  apply_credit(desk, account, amount, context.actor);
  return std::move(desk.events);
}

// The other project's half: what left there must arrive.
Decision decide(const State& state, const ReceiveCredit& c, const Context& context) {
  const auto place = booking_in(state, c.credit.to_project, c.credit.to_booking);
  if (!place) return fail(place.error());
  const auto& [project, booking] = *place;
  if (project.moves.contains(c.credit.move.str() + "/in")) return Events{};
  Desk desk(project, context.now);
  auto account = booking;
  desk.say(moved(c.credit, wire::Leg::In, c.credit.amount, context.actor));
  desk.say(arriving_entry(project, account, c.credit.move.str(), c.credit.amount));
  account.kept += c.credit.amount;
  if (is_cancelled(account)) return std::move(desk.events);
  account.credit += c.credit.amount;
  apply_credit(desk, account, c.credit.amount, context.actor);
  return std::move(desk.events);
}

void fold(State& state, const PaymentReversed& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  auto& booking = must_find_booking(project, e.booking);
  auto& payment = project.payments.at(e.payment);
  promise(payment.stage == fold::PaymentStage::Captured && payment.amount == e.amount &&
              sum_of(e.shares) + e.credit == e.amount,
          "a payment was reversed that did not count, or not in full");
  payment.stage = fold::PaymentStage::Reversed;
  pay_shares(booking, e.shares, e.value_day, -1);
  booking.credit -= e.credit;
  booking.kept -= e.amount;
  promise(!booking.credit.negative(), "more credit was taken back than there is");
}

void fold(State& state, const AllocationUndone& e, Instant /*at*/) {
  auto& booking = must_find_booking(must_find(state, e.project), e.booking);
  pay_shares(booking, e.shares, e.value_day, -1);
  booking.credit += e.amount;
}

void fold(State& state, const OverpaymentApplied& e, Instant at) {
  auto& project = must_find(state, e.project);
  auto& booking = must_find_booking(project, e.booking);
  promise(sum_of(e.shares) == e.amount && e.amount <= booking.credit,
          "more credit was applied than there is");
  pay_shares(booking, e.shares, day_of(at, project.zone), +1);
  booking.credit -= e.amount;
}

void fold(State& state, const PaymentMoved& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  if (e.leg != wire::Leg::In) {
    auto& from = must_find_booking(project, e.from_booking);
    promise(project.moves.insert(e.move.str() + "/out").second, "credit left twice");
    promise(e.amount <= credit_of(from), "more credit moved than there is");
    if (!is_cancelled(from)) from.credit -= e.amount;
    from.kept -= e.amount;
    take_from_payments(project, from, e.amount);
  }
  if (e.leg != wire::Leg::Out) {
    auto& to = must_find_booking(project, e.to_booking);
    promise(project.moves.insert(e.move.str() + "/in").second, "credit arrived twice");
    if (!is_cancelled(to)) to.credit += e.amount;
    to.kept += e.amount;
  }
}

}  // namespace ledger::rules
