#include <algorithm>

#include "writer/domain/account.h"
#include "writer/domain/rules.h"

// Asking for what is due: a draft first, the letter when it is sent, interest on what stays open
// past its days of grace.
namespace ledger::rules {
namespace {

using wire::PartKind;

constexpr std::size_t kAtOnce = 200;  // bookings in one record

bool is_due(const fold::PartT& part, Day by) {
  return part.due_day != 0 && part.due_day <= by && !open_part(part).zero();
}

bool is_asked_for(const fold::BookingT& booking, const fold::PartT& part) {
  if (part.demanded_day != 0) return true;
  return std::any_of(booking.demands.begin(), booking.demands.end(), [&](const auto& demand) {
    return std::find(demand->parts.begin(), demand->parts.end(), part.no) != demand->parts.end();
  });
}

std::string next_demand(const fold::BookingT& booking) {
  return booking.booking.str() + "/D" + std::to_string(booking.demands.size() + 1);
}

std::unique_ptr<wire::DemandLineT> demand_line(const fold::BookingT& booking,
                                               const fold::PartT& part) {
  auto line = std::make_unique<wire::DemandLineT>();
  line->installment = part.no;
  line->label = part.label;
  line->amount = open_part(part);
  line->due_day = part.due_day;
  line->earlier = is_asked_for(booking, part);
  return line;
}

// A letter for what falls due by that day and was not asked for, with all earlier dues and interest
// carried into it; nothing where there is nothing new.
std::optional<DemandDrafted> draft(const ProjectId& project, const fold::BookingT& booking, Day by,
                                   Day today) {
  DemandDrafted e;
  e.project = project;
  e.booking = booking.booking;
  e.demand = next_demand(booking);
  e.day = today;
  bool anything_new = false;
  for (const auto& part : booking.parts) {
    if (!is_due(*part, by)) continue;
    e.lines.push_back(demand_line(booking, *part));
    e.total += open_part(*part);
    anything_new = anything_new || !e.lines.back()->earlier;
  }
  if (!anything_new) return std::nullopt;
  return e;
}

// The bookings a command means, by id: those it names, or all that stand.
Result<std::vector<const fold::BookingT*>> meant(const Project& project,
                                                 const std::vector<BookingId>& named) {
  std::vector<const fold::BookingT*> bookings;
  for (const auto& id : named) {
    const auto found = project.bookings.find(id);
    if (found == project.bookings.end())
      return fail({ErrorCode::kNotFound,
                   "booking-unknown",
                   "There is no booking " + id.str() + ".",
                   {},
                   {id.str()}});
    bookings.push_back(&found->second);
  }
  if (named.empty())
    for (const auto& [id, booking] : project.bookings) bookings.push_back(&booking);
  std::erase_if(bookings, [](const auto* booking) { return is_cancelled(*booking); });
  std::sort(bookings.begin(), bookings.end(),
            [](const auto* a, const auto* b) { return a->booking < b->booking; });
  return bookings;
}

const fold::DemandT* find_demand(const fold::BookingT& booking, const std::string& demand) {
  for (const auto& known : booking.demands)
    if (known->demand == demand) return known.get();
  return nullptr;
}

// From which day an open installment bears interest: after its due day and the days of grace, which
// run from the letter if there was one.
Day interest_from(const Project& project, const fold::PartT& part) {
  const auto grace = static_cast<Day>(project.money.grace_days);
  const Day asked = part.demanded_day == 0 ? part.due_day : part.demanded_day;
  return std::max({part.due_day, asked + grace, part.charged_to});
}

InterestCharged interest_of(const Project& project, const fold::BookingT& booking, Day to) {
  InterestCharged e;
  e.project = project.opened.project;
  e.booking = booking.booking;
  e.to_day = to;
  for (const auto& part : booking.parts) {
    if (part->kind != PartKind::Principal || part->due_day == 0) continue;
    const Day from = interest_from(project, *part);
    if (from >= to) continue;
    const Money amount = interest(part->steps, project.money.interest, from, to);
    if (amount.zero()) continue;
    auto& line = *e.lines.emplace_back(std::make_unique<wire::InterestLineT>());
    line.installment = part->no;
    line.from_day = from;
    line.to_day = to;
    line.amount = amount;
    e.amount += amount;
  }
  return e;
}

void charge(Desk& desk, const fold::BookingT& booking, InterestCharged e) {
  auto account = booking;
  e.installment =
      add_levied(account, PartKind::Interest, "interest", e.amount, desk.today, desk.today);
  const Money amount = e.amount;
  desk.say(std::move(e));
  desk.say(Journal(desk.project, "interest", booking.booking.str(), booking.booking)
               .debit(kReceivable, amount)
               .credit(income_account("interest"), amount)
               .entry());
  TaxedLines lines;
  lines.push_back(taxed_line("interest", amount, 0));
  debit_note(desk, booking, std::move(lines), "interest on delay");
}

}  // namespace

Decision decide(const State& state, const DraftDemands& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto bookings = meant(**project, c.bookings);
  if (!bookings) return fail(bookings.error());
  const auto today = day_of(context.now, (*project)->zone);
  Events events;
  for (const auto* booking : *bookings) {
    if (events.size() == kAtOnce) break;
    if (auto demand = draft(c.project, *booking, c.due_by == 0 ? today : c.due_by, today))
      add(events, std::move(*demand));
  }
  return events;
}

Decision decide(const State& state, const IssueDemands& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  if (c.demands.empty() || c.demands.size() > kAtOnce)
    return fail(ErrorCode::kInvalid, "demands-count", "Name between 1 and 200 demands.");
  Events events;
  for (const auto& demand : c.demands) {
    const auto booking = (*project)->bookings.find(BookingId(demand.substr(0, demand.find('/'))));
    const auto* known =
        booking == (*project)->bookings.end() ? nullptr : find_demand(booking->second, demand);
    if (known == nullptr)
      return fail({ErrorCode::kNotFound,
                   "demand-unknown",
                   "There is no draft " + demand + ".",
                   {},
                   {demand}});
    if (known->sent_day != 0) continue;
    DemandIssued e;
    e.project = c.project;
    e.booking = booking->first;
    e.demand = demand;
    e.sent_day = day_of(context.now, (*project)->zone);
    e.by = context.actor;
    add(events, std::move(e));
  }
  return events;
}

Decision decide(const State& state, const ChargeInterest& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto bookings = meant(**project, c.bookings);
  if (!bookings) return fail(bookings.error());
  Desk desk(**project, context.now);
  const Day to = c.to_day == 0 ? desk.today : c.to_day;
  if (to > desk.today)
    return fail(ErrorCode::kInvalid, "day-in-future", "Interest is charged up to today at most.");
  std::size_t charged = 0;
  for (const auto* booking : *bookings) {
    if (charged == kAtOnce) break;
    auto e = interest_of(**project, *booking, to);
    if (e.amount.zero()) continue;
    charge(desk, *booking, std::move(e));
    ++charged;
  }
  return std::move(desk.events);
}

void fold(State& state, const DemandDrafted& e, Instant /*at*/) {
  auto& booking = must_find_booking(must_find(state, e.project), e.booking);
  promise(e.demand == next_demand(booking), "a demand's number is out of turn");
  auto& demand = *booking.demands.emplace_back(std::make_unique<fold::DemandT>());
  demand.demand = e.demand;
  for (const auto& line : e.lines) demand.parts.push_back(line->installment);
}

void fold(State& state, const DemandIssued& e, Instant /*at*/) {
  auto& booking = must_find_booking(must_find(state, e.project), e.booking);
  for (auto& demand : booking.demands) {
    if (demand->demand != e.demand) continue;
    demand->sent_day = e.sent_day;
    for (auto& part : booking.parts) {
      const bool named =
          std::find(demand->parts.begin(), demand->parts.end(), part->no) != demand->parts.end();
      if (named && part->demanded_day == 0) part->demanded_day = e.sent_day;
    }
    return;
  }
  promise(false, "a demand was issued that was not drafted");
}

void fold(State& state, const InterestCharged& e, Instant at) {
  auto& project = must_find(state, e.project);
  auto& booking = must_find_booking(project, e.booking);
  const auto today = day_of(at, project.zone);
  promise(
      add_levied(booking, PartKind::Interest, "interest", e.amount, today, today) == e.installment,
      "a charge's number is out of turn");
  for (const auto& line : e.lines) {
    const auto part = std::find_if(booking.parts.begin(), booking.parts.end(),
                                   [&](const auto& p) { return p->no == line->installment; });
    promise(part != booking.parts.end() && (*part)->charged_to <= line->from_day,
            "interest was charged twice for one day");
    (*part)->charged_to = line->to_day;
  }
}

void fold(State& state, const ChargeLevied& e, Instant at) {
  auto& project = must_find(state, e.project);
  auto& booking = must_find_booking(project, e.booking);
  promise(add_levied(booking, PartKind::Charge, e.label, e.amount + e.cgst + e.sgst, e.due_day,
                     day_of(at, project.zone)) == e.installment,
          "a charge's number is out of turn");
  booking.levied_tax += e.cgst + e.sgst;
}

}  // namespace ledger::rules
