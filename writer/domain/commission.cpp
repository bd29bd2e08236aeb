#include <algorithm>

#include "writer/domain/account.h"
#include "writer/domain/rules.h"

// A partner earns with what he sold, slab by slab, pro rata to the money that came: commission ×
// paid / price. Cancelled, reversed: what was accrued is clawed back.
namespace ledger::rules {
namespace {

const char* const kExpense = "expenses:commission";
const char* const kPayable = "liabilities:commission-payable";
constexpr std::size_t kMaxSlabs = 20;

const CommissionRulesSet* rules_on(const fold::PartnerAccountT& partner, Day day) {
  const CommissionRulesSet* in_force = nullptr;
  for (const auto& rules : partner.rules)
    if (rules->from_day <= day && (in_force == nullptr || rules->from_day >= in_force->from_day))
      in_force = rules.get();
  return in_force;
}

// `value`, of sales that begin after `before`, each piece by the slab that it falls into.
Money by_slabs(const CommissionRulesSet& rules, Money before, Money value) {
  Money commission;
  for (auto slab = rules.slabs.begin(); slab != rules.slabs.end(); ++slab) {
    const auto next = std::next(slab);
    const Money from = std::max(before, (*slab)->from_value);
    const Money to =
        next == rules.slabs.end() ? before + value : std::min(before + value, (*next)->from_value);
    if (to > from) commission += scaled(to - from, (*slab)->basis_points, kBasisPoints);
  }
  return commission;
}

Result<void> check_slabs(const std::vector<wire::CommissionSlabT>& slabs) {
  const auto refuse = [](const char* what) {
    return fail(ErrorCode::kInvalid, "slabs-invalid", what);
  };
  if (slabs.empty() || slabs.size() > kMaxSlabs) return refuse("Name between 1 and 20 slabs.");
  if (!slabs.front().from_value.zero()) return refuse("The first slab begins at 0.");
  for (auto slab = slabs.begin(); slab != slabs.end(); ++slab) {
    if (slab->basis_points < 0 || slab->basis_points > kBasisPoints)
      return refuse("A slab's rate is between 0 and 100 %.");
    if (slab != slabs.begin() && slab->from_value <= std::prev(slab)->from_value)
      return refuse("Slabs rise: each begins above the one before.");
  }
  return {};
}

Result<const fold::PartnerAccountT*> partner_in(const Project& project, const std::string& name) {
  const auto found = project.partners.find(name);
  if (found != project.partners.end()) return &found->second;
  return fail(ErrorCode::kNotFound, "partner-unknown",
              "There is no partner \"" + name + "\" with commission in this project.");
}

// RERA s.9: nobody is paid for facilitating a sale who is not registered.
Result<void> check_registered(const fold::PartnerAccountT& partner, Day today) {
  const auto* rules = rules_on(partner, today);
  if (rules == nullptr || rules->rera_valid_to_day == 0 || rules->rera_valid_to_day >= today)
    return {};
  return fail(ErrorCode::kConflict, "partner-rera-expired",
              "The partner's RERA registration ended on " + date_text(rules->rera_valid_to_day) +
                  "; nothing is paid until it is renewed.");
}

void post_commission(Desk& desk, const fold::BookingT& account, Money amount) {
  desk.say(Journal(desk.project, "commission", account.commission->partner, account.booking)
               .debit(kExpense, amount)
               .credit(kPayable, amount)
               .entry());
}

// What the paid share of the price has earned; nothing of a cancelled booking.
Money earned(const fold::BookingT& account) {
  if (is_cancelled(account) || account.total.zero()) return Money();
  return scaled(account.commission->amount, principal_paid(account).paise(), account.total.paise());
}

fold::PartnerAccountT& must_find_partner(Project& project, const std::string& name) {
  const auto found = project.partners.find(name);
  promise(found != project.partners.end(), "commission of a partner that is not known");
  return found->second;
}

}  // namespace

std::unique_ptr<fold::CommissionT> commission_of(const Project& project, const std::string& name,
                                                 Money price_without_tax, Day on) {
  const auto partner = project.partners.find(name);
  if (partner == project.partners.end()) return nullptr;
  const auto* rules = rules_on(partner->second, on);
  if (rules == nullptr) return nullptr;
  auto commission = std::make_unique<fold::CommissionT>();
  commission->partner = name;
  commission->rules_version = rules->version;
  commission->amount = by_slabs(*rules, partner->second.sold, price_without_tax);
  return commission;
}

void follow_commission(Desk& desk, fold::BookingT& account, const PaymentId& payment,
                       const std::string& reason) {
  if (account.commission == nullptr) return;
  auto& commission = *account.commission;
  const Money change = earned(account) - commission.accrued;
  if (change.zero()) return;
  commission.accrued += change;
  if (change.negative()) {
    CommissionClawedBack e;
    e.project = desk.project.opened.project;
    e.booking = account.booking;
    e.partner = commission.partner;
    e.amount = -change;
    e.reason = reason;
    desk.say(std::move(e));
  } else {
    CommissionAccrued e;
    e.project = desk.project.opened.project;
    e.booking = account.booking;
    e.partner = commission.partner;
    e.payment = payment;
    e.amount = change;
    e.commission = commission.amount;
    e.rules_version = commission.rules_version;
    desk.say(std::move(e));
  }
  post_commission(desk, account, change);
}

Decision decide(const State& state, const SetCommissionRules& c, const Context& /*context*/) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  if (c.partner.empty())
    return fail(ErrorCode::kInvalid, "partner-unnamed", "Name the partner whose rules these are.");
  if (const auto slabs = check_slabs(c.slabs); !slabs) return fail(slabs.error());
  const auto known = (*project)->partners.find(c.partner);
  const auto* partner = known == (*project)->partners.end() ? nullptr : &known->second;
  CommissionRulesSet e;
  e.project = c.project;
  e.partner = c.partner;
  e.version = partner == nullptr ? 1 : static_cast<std::uint32_t>(partner->rules.size() + 1);
  e.from_day = c.from_day;
  for (const auto& slab : c.slabs) e.slabs.push_back(std::make_unique<wire::CommissionSlabT>(slab));
  e.rera_no = c.rera_no;
  e.rera_valid_to_day = c.rera_valid_to_day;
  Events events;
  add(events, std::move(e));
  return events;
}

Decision decide(const State& state, const ApproveCommission& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto found = partner_in(**project, c.partner);
  if (!found) return fail(found.error());
  const auto& partner = **found;
  const Money due = partner.accrued - partner.approved;
  if (due <= Money())
    return fail(ErrorCode::kConflict, "commission-not-due",
                "Nothing has accrued to this partner since the last approval.");
  Desk desk(**project, context.now);
  if (const auto valid = check_registered(partner, desk.today); !valid) return fail(valid.error());
  CommissionApproved e;
  e.project = c.project;
  e.partner = c.partner;
  e.approval = c.partner + "/" + std::to_string(partner.approvals + 1);
  e.amount = due;
  e.by = context.actor;
  desk.say(std::move(e));
  return std::move(desk.events);
}

Decision decide(const State& state, const PayCommission& c, const Context& context) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto found = (*project)->approvals.find(c.approval);
  if (found == (*project)->approvals.end())
    return fail(ErrorCode::kNotFound, "approval-unknown", "There is no such approval.");
  const auto& approval = found->second;
  if (approval.paid)
    return fail(ErrorCode::kConflict, "commission-paid", "This commission is paid already.");
  if (approval.by == context.actor)
    return fail(ErrorCode::kForbidden, "same-person",
                "Commission is paid by another person than the one who approved it.");
  Desk desk(**project, context.now);
  const auto& partner = (*project)->partners.at(approval.partner);
  if (const auto valid = check_registered(partner, desk.today); !valid) return fail(valid.error());
  if (const auto day = check_value_day(**project, c.day, desk.today); !day)
    return fail(day.error());
  CommissionPaid e;
  e.project = c.project;
  e.partner = approval.partner;
  e.approval = c.approval;
  e.amount = approval.amount;
  e.reference = c.reference;
  e.day = c.day;
  e.by = context.actor;
  desk.say(std::move(e));
  desk.say(Journal(**project, "commission-paid", c.approval)
               .on(c.day)
               .debit(kPayable, approval.amount)
               .credit(kBank, approval.amount)
               .entry());
  return std::move(desk.events);
}

void fold(State& state, const CommissionRulesSet& e, Instant /*at*/) {
  auto& partner = must_find(state, e.project).partners[e.partner];
  partner.partner = e.partner;
  promise(e.version == partner.rules.size() + 1, "commission rules are out of turn");
  partner.rules.push_back(std::make_unique<CommissionRulesSet>(e));
}

void fold(State& state, const CommissionAccrued& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  must_find_partner(project, e.partner).accrued += e.amount;
  auto& booking = must_find_booking(project, e.booking);
  promise(booking.commission != nullptr, "commission of a booking without a partner");
  booking.commission->accrued += e.amount;
  promise(booking.commission->accrued <= booking.commission->amount,
          "more commission accrued than was agreed");
}

void fold(State& state, const CommissionClawedBack& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  must_find_partner(project, e.partner).accrued -= e.amount;
  auto& booking = must_find_booking(project, e.booking);
  promise(booking.commission != nullptr, "commission of a booking without a partner");
  booking.commission->accrued -= e.amount;
  promise(!booking.commission->accrued.negative(), "more commission is clawed back than accrued");
}

void fold(State& state, const CommissionApproved& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  auto& partner = must_find_partner(project, e.partner);
  ++partner.approvals;
  partner.approved += e.amount;
  auto& approval = project.approvals[e.approval];
  promise(approval.approval.empty(), "an approval's name is used twice");
  approval.approval = e.approval;
  approval.partner = e.partner;
  approval.amount = e.amount;
  approval.by = e.by;
}

void fold(State& state, const CommissionPaid& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  auto& approval = project.approvals[e.approval];
  promise(!approval.paid && approval.amount == e.amount,
          "commission was paid that was not approved");
  approval.paid = true;
  must_find_partner(project, e.partner).paid += e.amount;
}

}  // namespace ledger::rules
