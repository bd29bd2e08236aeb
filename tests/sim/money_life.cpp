#include "tests/sim/money_life.h"

#include <algorithm>
#include <stdexcept>

#include "projectors/portal_check.h"
#include "projectors/views.h"

namespace ledger::test {
namespace {

constexpr std::size_t kPlots = 60;

template <class T>
const T* only(const Events& events) {
  return find<T>(events);
}

Money sum_of(const JournalPosted& entry) {
  Money sum;
  for (const auto& posting : entry.postings) sum += posting->amount;
  return sum;
}

Money parts_of(const fold::BookingT& booking, bool principal) {
  Money sum;
  for (const auto& part : booking.parts)
    if ((part->kind == wire::PartKind::Principal) == principal) sum += part->amount;
  return sum;
}

}  // namespace

MoneyLife::MoneyLife(std::uint64_t seed, MoneyHistogram& histogram)
    : seed_(seed),
      chance_(seed * 0xbf58476d1ce4e5b9),
      histogram_(histogram),
      store_(all_views()) {}

MoneyLife::~MoneyLife() = default;

void MoneyLife::expect(bool good, const std::string& what) const {
  if (!good) throw std::runtime_error("seed " + std::to_string(seed_) + ": " + what);
}

// --- chance ---

std::uint64_t MoneyLife::below(std::uint64_t bound) {
  std::uint64_t z = (chance_ += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return (z ^ (z >> 31)) % bound;
}

bool MoneyLife::one_in(std::uint64_t n) {
  return below(n) == 0;
}

const Project& MoneyLife::project() const {
  return state_.projects.at(kProject);
}

BookingId MoneyLife::some_booking() {
  return some_key(project().bookings);
}

PlotId MoneyLife::some_plot(fold::PlotStatus status) {
  std::vector<PlotId> fitting;
  for (const auto& plot : project().plots)
    if (plot.status == status) fitting.push_back(plot.plot);
  if (fitting.empty() || one_in(30)) return PlotId(std::to_string(1 + below(kPlots)));
  return fitting[below(fitting.size())];
}

Money MoneyLife::some_amount(Money most) {
  if (one_in(25)) return most + Money::paise(1);
  if (most <= Money() || one_in(4)) return most;
  return Money::paise(1 +
                      static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most.paise()))));
}

std::string MoneyLife::fresh(const char* what) {
  return std::string(what) + "-" + std::to_string(++fresh_);
}

// --- history ---

bool MoneyLife::act(const Command& command, const char* actor) {
  static constexpr const char* kActors[] = {"sales", "finance", "admin"};
  const auto decided =
      decide(state_, command, {now_, actor == nullptr ? kActors[below(3)] : actor});
  ++histogram_.decisions;
  if (!decided) {
    ++histogram_.refusals[decided.error().reason];
    expect(!decided.error().message.empty(), "a refusal without a sentence");
    return false;
  }
  if (!decided->empty()) record(*decided);
  return true;
}

// Folds the record into the state and all views, as a writer and a projector would.
void MoneyLife::record(Events events) {
  Record record;
  record.sequence = ++sequence_;
  record.previous = head_;
  record.recorded_at = now_;
  for (const auto& event : events) {
    ++histogram_.events[std::string(name_of(event))];
    see(event);
    try {
      evolve(state_, event, now_);
    } catch (const std::logic_error& broken) {
      expect(false, std::string(name_of(event)) + ": " + broken.what());
    }
  }
  if (const auto* confirmed = only<BookingConfirmed>(events)) {
    const auto* schedule = only<InstallmentsScheduled>(events);
    expect(schedule != nullptr, "a booking was confirmed without its installments");
    Money sum;
    for (const auto& part : schedule->installments) sum += part->amount;
    expect(sum == confirmed->total, "the installments of a booking do not sum to its price");
    ++histogram_.bookings;
  }
  if (only<BookingImported>(events) != nullptr) ++histogram_.bookings;
  record.events = std::move(events);
  const auto bytes = encode(record);
  head_ = sha256(bytes);
  if (listener_) listener_(bytes);
  const Accepted accepted{0, static_cast<Offset>(sequence_), head_, &record};
  Staged staged(store_.snapshot());
  for (const auto* view : all_views()) view->apply(accepted, staged.rows(view->name()));
  store_.write(std::move(staged));
}

void MoneyLife::see(const Event& event) {
  const auto number = [&](const std::string& text, int year) {
    auto& last = serials_[{text.front(), year}];
    const auto expected = std::to_string(100'000 + ++last).substr(1);
    expect(text.substr(text.size() - 5) == expected, "number " + text + " is out of turn");
    expect(text.size() <= 16, "number " + text + " is too long for rule 46");
    expect(year == financial_year(day_of(now_, kIndia)), "number " + text + " is of another year");
  };
  const auto paper = [&](const auto& e) { number(e.paper->number, e.paper->financial_year); };
  std::visit(
      Match{
          [&](const JournalPosted& e) { expect(sum_of(e).zero(), "postings do not sum to zero"); },
          [&](const ReceiptIssued& e) { number(e.number, e.financial_year); },
          [&](const VoucherIssued& e) { paper(e); }, [&](const InvoiceIssued& e) { paper(e); },
          [&](const CreditNoteIssued& e) { paper(e); }, [&](const DebitNoteIssued& e) { paper(e); },
          [&](const DemandDrafted& e) { demands_.push_back(e.demand); },
          [&](const PaymentCaptured& e) {
            captured_[e.payment->payment.str()] += e.payment->amount;
          },
          [&](const OfflinePaymentDeclared& e) { captured_[e.payment.str()] += e.amount; },
          [&](const PaymentImported& e) { captured_[e.payment.str()] += e.amount; },
          [&](const RefundRequested& e) {
            refunded_[e.refund.str()] = e.amount;
            refunded_["of " + e.payment.str()] += e.amount;
            expect(refunded_["of " + e.payment.str()] <= captured_[e.payment.str()],
                   "more is to go back than came");
          },
          [&](const RefundWithdrawn& e) {
            const auto& refund = project().refunds.at(e.refund);
            refunded_["of " + refund.payment.str()] -= refund.amount;
          },
          [](const auto& /*other*/) {}},
      event);
}

// --- looks ---

void MoneyLife::look_at_booking(const fold::BookingT& booking) {
  Money paid;
  for (const auto& part : booking.parts) {
    paid += part->paid;
    expect(!part->paid.negative() && part->paid <= part->amount, "an installment is overpaid");
  }
  expect(parts_of(booking, true) == booking.total, "installments do not sum to the price");
  if (!fold::EnumNameBookingStage(booking.stage)) expect(false, "a booking of no stage");
  if (booking.stage == fold::BookingStage::Cancelled) return;
  expect(booking.kept == paid + booking.credit, "money of a booking is neither paid nor credit");
  expect(!booking.credit.negative(), "a buyer's credit is negative");
}

void MoneyLife::look() {
  for (const auto& [id, booking] : project().bookings) look_at_booking(booking);
  const auto snapshot = store_.snapshot();
  const auto& books = snapshot->rows(finance::kView);
  const auto& portal_rows = snapshot->rows(portal::kView);
  const auto check = check_portal(books, portal_rows);
  for (const auto& mismatch : check.mismatches)
    expect(false, "booking " + mismatch.booking.str() + ", " + mismatch.figure + ": books " +
                      std::to_string(mismatch.finance.paise()) + ", portal " +
                      std::to_string(mismatch.portal.paise()));
  expect(check.bookings == project().bookings.size(), "a booking is missing from a view");
  expect(finance::trial_balance(books, kProject).sum.zero(), "the books do not balance");
  for (const auto& [id, booking] : project().bookings) {
    const auto figures = portal::figures(*portal::booking(portal_rows, id));
    if (booking.stage != fold::BookingStage::Cancelled) {
      Money open;
      for (const auto& part : booking.parts) open += part->amount - part->paid;
      expect(figures.outstanding == open && figures.credit == booking.credit,
             "the state and the portal differ on " + id.str());
    }
    Money closing;
    portal::statement(portal_rows, id, std::numeric_limits<Day>::max(),
                      [&](const portal::StatementLine& line) {
                        closing += line.row.charge - line.row.money;
                        ++histogram_.days_compared;
                        return true;
                      });
    expect(closing == portal::balance(figures),
           "the statement of " + id.str() + " closes otherwise than its figures");
  }
}

// --- life ---

void MoneyLife::found() {
  record({founded()});
  act(open_project());
  act(import_layout(kPlots));
  act(set_prices());
  act(ReleasePlots{kProject, true, {}});
  act(money_rules());
  act(construction_plan());
  set_rules();
}

void MoneyLife::live(int steps) {
  found();
  for (int i = 0; i < steps; ++i) {
    step();
    if (one_in(25)) look();
  }
  look();
  const auto bytes = snapshot(state_);
  const auto restored = restore(bytes);
  expect(restored.has_value() && snapshot(*restored) == bytes, "a restored state differs");
}

void MoneyLife::step() {
  using Happening = void (MoneyLife::*)();
  static constexpr std::pair<Happening, unsigned> kHappenings[] = {
      {&MoneyLife::pass_time, 14},       {&MoneyLife::book_by_gateway, 10},
      {&MoneyLife::book_by_bank, 5},     {&MoneyLife::import, 2},
      {&MoneyLife::pay_online, 8},       {&MoneyLife::pay_offline, 12},
      {&MoneyLife::decide_declared, 14}, {&MoneyLife::correct, 7},
      {&MoneyLife::discount, 5},         {&MoneyLife::change_hands, 5},
      {&MoneyLife::end_or_revive, 5},    {&MoneyLife::refund, 8},
      {&MoneyLife::demand, 6},           {&MoneyLife::commission, 4},
      {&MoneyLife::reconcile, 6},        {&MoneyLife::set_rules, 1},
      {&MoneyLife::nonsense, 6}};
  std::uint64_t all = 0;
  for (const auto& [what, weight] : kHappenings) all += weight;
  auto lot = below(all);
  for (const auto& [what, weight] : kHappenings) {
    if (lot < weight) return (this->*what)();
    lot -= weight;
  }
}

void MoneyLife::pass_time() {
  const auto kind = below(10);
  if (kind < 5) now_ = now_ + hours(1 + below(30));
  if (kind >= 5 && kind < 9) now_ = now_ + days(1 + below(20));
  if (kind == 9) {  // to a moment around the financial year's end in India
    const auto year = financial_year(day_of(now_, kIndia)) + 1;
    const auto end = start_of(*parse_date(std::to_string(year) + "-04-01"), kIndia);
    const auto to = one_in(2) ? end : end - Micros(1);
    if (to > now_) now_ = to;
  }
  act(ExpireHolds{kProject});
}

}  // namespace ledger::test
