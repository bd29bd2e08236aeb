#include <algorithm>

#include "events/numbers.h"
#include "writer/domain/account.h"
#include "writer/domain/rules.h"

// What the gateway and the bank say of money that the books know, closed days, and the check before
// buyers are invited.
namespace ledger::rules {
namespace {

const char* const kFees = "expenses:gateway-fees";
const char* const kInputTax = "assets:gst-input";
constexpr std::size_t kMaxLines = 2000;
constexpr const char* kByReference = "rule:reference";

Money net_of(const std::vector<wire::SettledItemT>& items) {
  Money net;
  for (const auto& item : items) net += item.amount - item.fee - item.tax;
  return net;
}

Money matched_of(const fold::BankRowT& row) {
  Money sum;
  for (const auto& match : row.matched) sum += match->amount;
  return sum;
}

bool is_matched(const Project& project, const std::string& entity) {
  for (const auto& [line, row] : project.bank)
    for (const auto& match : row.matched)
      if (match->entity == entity) return true;
  return false;
}

// What a bank row may be of: its kind, and what it comes to (money out is negative).
struct Candidate {
  const char* kind;
  std::string entity;
  Money amount;
};

// Everything that carries this reference, whatever its amount.
std::vector<Candidate> by_reference(const Project& project, const std::string& reference) {
  std::vector<Candidate> found;
  if (reference.empty()) return found;
  for (const auto& [id, payment] : project.payments)
    if (payment.reference == reference && payment.mode != wire::Mode::Gateway)
      found.push_back({"payment", id.str(), payment.amount});
  for (const auto& [id, settlement] : project.settlements)
    if (settlement.utr == reference) found.push_back({"settlement", id, settlement.net});
  for (const auto& [id, refund] : project.refunds)
    if (refund.gateway_refund == reference) found.push_back({"refund", id.str(), -refund.amount});
  return found;
}

BankLineMatched matched(const ProjectId& project, const std::string& line, const Candidate& what,
                        Money amount, std::string by) {
  BankLineMatched e;
  e.project = project;
  e.line = line;
  e.kind = what.kind;
  e.entity = what.entity;
  e.amount = amount;
  e.by = std::move(by);
  return e;
}

// Matched by its own reference only if it is unmistakable: one thing, and the very amount.
std::optional<BankLineMatched> match_by_rule(const Project& project, const wire::BankLineT& line) {
  const auto found = by_reference(project, line.reference);
  if (found.size() != 1 || found[0].amount != line.amount || is_matched(project, found[0].entity))
    return std::nullopt;
  return matched(project.opened.project, line.line, found[0], line.amount, kByReference);
}

Result<Candidate> candidate_of(const Project& project, const MatchBankLine& c) {
  if (c.kind == "payment") {
    const auto found = project.payments.find(PaymentId(c.entity));
    if (found != project.payments.end())
      return Candidate{"payment", c.entity, found->second.amount};
  } else if (c.kind == "settlement") {
    const auto found = project.settlements.find(c.entity);
    if (found != project.settlements.end())
      return Candidate{"settlement", c.entity, found->second.net};
  } else if (c.kind == "refund") {
    const auto found = project.refunds.find(RefundId(c.entity));
    if (found != project.refunds.end()) return Candidate{"refund", c.entity, -found->second.amount};
  } else if (c.kind == "commission") {
    const auto found = project.approvals.find(c.entity);
    if (found != project.approvals.end())
      return Candidate{"commission", c.entity, -found->second.amount};
  }
  return fail(ErrorCode::kNotFound, "match-unknown",
              "There is no " + c.kind + " \"" + c.entity + "\" in this project.");
}

bool same_sign(Money a, Money b) {
  return a.negative() == b.negative();
}

Money size_of(Money amount) {
  return amount.negative() ? -amount : amount;
}

JournalPosted settlement_entry(const Project& project, const ImportSettlement& c) {
  Money gross;
  Money fees;
  Money tax;
  for (const auto& item : c.items) {
    gross += item.amount;
    fees += item.fee;
    tax += item.tax;
  }
  return Journal(project, "settlement", c.settlement)
      .on(c.day)
      .debit(kBank, gross - fees - tax)
      .debit(kFees, fees)
      .debit(kInputTax, tax)
      .credit(kGatewayClearing, gross)
      .entry();
}

JournalPosted undone_entry(const Project& project, const fold::SettlementT& settlement, Day day) {
  return Journal(project, "settlement undone", settlement.settlement)
      .on(day)
      .credit(kBank, settlement.net)
      .credit(kFees, settlement.fees)
      .credit(kInputTax, settlement.tax)
      .debit(kGatewayClearing, settlement.net + settlement.fees + settlement.tax)
      .entry();
}

Result<void> check_items(const Project& project, const ImportSettlement& c) {
  if (c.settlement.empty() || c.items.empty() || c.items.size() > kMaxLines)
    return fail(ErrorCode::kInvalid, "settlement-malformed",
                "A settlement has an id and between 1 and 2,000 items.");
  for (const auto& item : c.items) {
    if (item.entity.empty() || item.amount.zero() || item.fee.negative() || item.tax.negative() ||
        size_of(item.amount).paise() > kMaxPaise)
      return fail(ErrorCode::kInvalid, "settlement-malformed",
                  "Every item has an id, an amount, and no negative fee.");
    if (project.settled.contains(item.entity))
      return fail({ErrorCode::kConflict,
                   "settled-twice",
                   item.entity + " is in another settlement already.",
                   {},
                   {item.entity}});
  }
  return {};
}

}  // namespace

Result<void> check_value_day(const Project& project, Day day, Day today) {
  if (day > today)
    return fail(ErrorCode::kInvalid, "day-in-future", "Money is not valued before it is here.");
  if (day > project.closed_day) return {};
  return fail(
      ErrorCode::kConflict, "day-closed",
      "The books are closed up to " + date_text(project.closed_day) + "; value it on a later day.");
}

Decision decide(const State& state, const ImportSettlement& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  if (const auto known = project.settlements.find(c.settlement);
      known != project.settlements.end()) {
    if (known->second.net == net_of(c.items) && known->second.utr == c.utr) return Events{};
    return fail(ErrorCode::kConflict, "settlement-differs",
                "Settlement " + c.settlement + " was imported with other figures.");
  }
  if (const auto items = check_items(project, c); !items) return fail(items.error());
  const auto today = day_of(context.now, project.zone);
  if (const auto day = check_value_day(project, c.day, today); !day) return fail(day.error());
  SettlementImported e;
  e.project = c.project;
  e.settlement = c.settlement;
  e.utr = c.utr;
  e.day = c.day;
  for (const auto& item : c.items) e.items.push_back(std::make_unique<wire::SettledItemT>(item));
  e.net = net_of(c.items);
  e.net_in_all = c.net_in_all;
  Events events;
  add(events, std::move(e));
  add(events, settlement_entry(project, c));
  return events;
}

Decision decide(const State& state, const UndoSettlement& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  const auto known = project.settlements.find(c.settlement);
  if (known == project.settlements.end())
    return fail(ErrorCode::kNotFound, "settlement-unknown", "There is no such settlement.");
  if (is_matched(project, c.settlement))
    return fail(ErrorCode::kConflict, "settlement-matched",
                "Settlement " + c.settlement +
                    " is matched with the bank's statement: undo the match first.");
  SettlementUndone e;
  e.project = c.project;
  e.settlement = c.settlement;
  e.reason = c.reason;
  e.by = context.actor;
  Events events;
  add(events, std::move(e));
  add(events, undone_entry(project, known->second, day_of(context.now, project.zone)));
  return events;
}

// A row that was imported before is passed over, so that statements may overlap.
Decision decide(const State& state, const ImportBankLines& c, const Context& /*context*/) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  if (c.lines.empty() || c.lines.size() > kMaxLines)
    return fail(ErrorCode::kInvalid, "lines-count", "Between 1 and 2,000 rows at once.");
  BankLinesImported e;
  e.project = c.project;
  e.document = c.document;
  Events matches;
  for (const auto& line : c.lines) {
    const bool again = std::any_of(e.lines.begin(), e.lines.end(),
                                   [&](const auto& known) { return known->line == line.line; });
    if (again || project.bank.contains(line.line)) continue;
    e.lines.push_back(std::make_unique<wire::BankLineT>(line));
    auto match = match_by_rule(project, line);
    const bool taken = match && std::any_of(matches.begin(), matches.end(), [&](const auto& m) {
                         return std::get<BankLineMatched>(m).entity == match->entity;
                       });
    if (match && !taken) add(matches, std::move(*match));
  }
  if (e.lines.empty()) return Events{};
  Events events;
  add(events, std::move(e));
  add_all(events, std::move(matches));
  return events;
}

Decision decide(const State& state, const MatchBankLine& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  const auto row = project.bank.find(c.line);
  if (row == project.bank.end())
    return fail(ErrorCode::kNotFound, "bank-line-unknown", "There is no such row.");
  const auto what = candidate_of(project, c);
  if (!what) return fail(what.error());
  const Money left = row->second.amount - matched_of(row->second);
  const Money amount = c.amount.zero() ? left : c.amount;
  if (amount.zero() || !same_sign(amount, row->second.amount) || size_of(amount) > size_of(left) ||
      !same_sign(amount, what->amount) || size_of(amount) > size_of(what->amount))
    return fail(ErrorCode::kConflict, "match-exceeds",
                "Only " + rupees(left) + " of this row is unmatched, and " + c.entity +
                    " comes to " + rupees(what->amount) + ".");
  Events events;
  add(events, matched(c.project, c.line, *what, amount, context.actor));
  return events;
}

Decision decide(const State& state, const UndoBankMatch& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto row = (*project)->bank.find(c.line);
  const bool known = row != (*project)->bank.end() &&
                     std::any_of(row->second.matched.begin(), row->second.matched.end(),
                                 [&](const auto& match) { return match->entity == c.entity; });
  if (!known) return fail(ErrorCode::kNotFound, "match-unknown", "There is no such match.");
  BankMatchUndone e;
  e.project = c.project;
  e.line = c.line;
  e.entity = c.entity;
  e.reason = c.reason;
  e.by = context.actor;
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const CloseDay& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  if (c.day >= day_of(context.now, project.zone))
    return fail(ErrorCode::kInvalid, "day-not-over", "A day is closed once it is over.");
  if (c.day <= project.closed_day)
    return fail(ErrorCode::kConflict, "day-closed",
                "The books are closed up to " + date_text(project.closed_day) + " already.");
  DayClosed e;
  e.project = c.project;
  e.day = c.day;
  e.entries = project.entries;
  e.by = context.actor;
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const SignLaunchCheck& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  for (const auto& booking : c.bookings)
    if (!(*project)->bookings.contains(booking))
      return fail(ErrorCode::kNotFound, "booking-unknown",
                  "There is no booking " + booking.str() + ".");
  LaunchCheckSigned e;
  e.project = c.project;
  e.bookings = c.bookings;
  e.position = c.position;
  e.by = context.actor;
  Events events;
  add(events, std::move(e));
  return events;
}

void fold(State& state, const SettlementImported& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  auto& settlement = project.settlements[e.settlement];
  promise(settlement.settlement.empty(), "a settlement was imported twice");
  settlement.settlement = e.settlement;
  settlement.utr = e.utr;
  settlement.net = e.net;
  for (const auto& item : e.items) {
    promise(project.settled.insert(item->entity).second, "a payment was settled twice");
    settlement.items.push_back(item->entity);
    settlement.fees += item->fee;
    settlement.tax += item->tax;
  }
}

void fold(State& state, const SettlementUndone& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  const auto settlement = project.settlements.find(e.settlement);
  promise(settlement != project.settlements.end(), "a settlement was undone that is not there");
  for (const auto& item : settlement->second.items) project.settled.erase(item);
  project.settlements.erase(settlement);
}

void fold(State& state, const BankLinesImported& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  for (const auto& line : e.lines) {
    auto& row = project.bank[line->line];
    row.line = line->line;
    row.day = line->day;
    row.reference = line->reference;
    row.amount = line->amount;
  }
}

void fold(State& state, const BankLineMatched& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  const auto row = project.bank.find(e.line);
  promise(row != project.bank.end(), "a bank row was matched that is not there");
  auto& match = *row->second.matched.emplace_back(std::make_unique<fold::BankMatchT>());
  match.entity = e.entity;
  match.amount = e.amount;
  promise(size_of(matched_of(row->second)) <= size_of(row->second.amount),
          "more of a bank row was matched than there is");
}

void fold(State& state, const BankMatchUndone& e, Instant /*at*/) {
  auto& row = must_find(state, e.project).bank.at(e.line);
  std::erase_if(row.matched, [&](const auto& match) { return match->entity == e.entity; });
}

void fold(State& state, const DayClosed& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  promise(e.day > project.closed_day, "a day was closed twice");
  project.closed_day = e.day;
}

void fold(State& state, const LaunchCheckSigned& e, Instant /*at*/) {
  must_find(state, e.project);
}

}  // namespace ledger::rules
