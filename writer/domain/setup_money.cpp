#include <algorithm>
#include <set>

#include "events/pricing.h"
#include "writer/domain/account.h"
#include "writer/domain/rules.h"

// A project's rules about money. Each is dated or versioned: what was agreed under one version
// stays under it.
namespace ledger::rules {
namespace {

constexpr std::size_t kMaxRules = 200;
constexpr std::size_t kMaxStages = 40;
constexpr std::size_t kMaxSteps = 20;
constexpr std::size_t kMaxText = 200;
constexpr std::uint32_t kMaxDays = 36'500;
constexpr Money kMostOfACharge = Money::paise(100'000'00);

tl::unexpected<Error> invalid(const char* reason, std::string message) {
  return fail(ErrorCode::kInvalid, reason, std::move(message));
}

bool is_rate(int basis_points) {
  return basis_points >= 0 && basis_points <= kBasisPoints;
}

bool is_named(std::string_view text) {
  return !text.empty() && text.size() <= kMaxText;
}

bool is_charge(Money amount) {
  return !amount.negative() && amount <= kMostOfACharge;
}

Result<void> check_taxes(const std::vector<wire::TaxRuleT>& rules) {
  if (rules.size() > kMaxRules) return invalid("rules-count", "At most 200 tax rules.");
  std::set<std::pair<std::string_view, Day>> seen;
  for (const auto& rule : rules) {
    if (!is_named(rule.head)) return invalid("head-name-invalid", "A tax rule names its head.");
    if (!is_rate(rule.basis_points))
      return invalid("tax-out-of-range", "A tax is between 0 and 100 %.");
    if (!seen.emplace(rule.head, rule.from_day).second)
      return invalid("rules-overlap", "Two tax rules of \"" + rule.head + "\" begin on " +
                                          date_text(rule.from_day) + ".");
  }
  return {};
}

Result<void> check_stages(const std::vector<wire::PlanStageT>& stages) {
  if (stages.empty() || stages.size() > kMaxStages)
    return invalid("stages-count", "A plan has between 1 and 40 stages.");
  std::int64_t sum = 0;
  for (const auto& stage : stages) {
    if (!is_named(stage.label)) return invalid("stage-unnamed", "Every stage needs a label.");
    if (stage.basis_points <= 0 || stage.days > kMaxDays || stage.milestone.size() > kMaxText)
      return invalid("stage-out-of-range",
                     "Stage \"" + stage.label + "\" needs a share above 0 and at most 100 years.");
    sum += stage.basis_points;
  }
  if (sum == kBasisPoints) return {};
  return invalid("plan-does-not-sum", "The stages come to " + std::to_string(sum) +
                                          " basis points of the price, not to 10,000.");
}

Result<void> check_interest(const std::vector<wire::RateSliceT>& slices) {
  if (slices.size() > kMaxRules) return invalid("rules-count", "At most 200 interest rates.");
  std::set<Day> seen;
  for (const auto& slice : slices) {
    if (!is_rate(slice.basis_points))
      return invalid("rate-out-of-range", "A yearly rate is between 0 and 100 %.");
    if (!seen.insert(slice.from_day).second)
      return invalid("rules-overlap",
                     "Two interest rates begin on " + date_text(slice.from_day) + ".");
  }
  return {};
}

Result<void> check_money_rules(const SetMoneyRules& c) {
  if (const auto rates = check_interest(c.interest); !rates) return rates;
  const auto& rules = c.rules;
  if (!is_charge(rules.bounce_charge) || !is_charge(rules.transfer_fee))
    return invalid("charge-out-of-range", "A charge is between ₹0 and ₹1,00,000.");
  if (!is_rate(rules.bounce_tax_basis_points) || !is_rate(rules.transfer_tax_basis_points) ||
      !is_rate(rules.cap_basis_points))
    return invalid("tax-out-of-range", "A tax or cap is between 0 and 100 %.");
  if (rules.grace_days > kMaxDays || rules.link_days == 0 || rules.link_days > 365)
    return invalid("days-out-of-range", "Grace is at most 100 years, a link lives 1 to 365 days.");
  if (rules.cash_limit.negative() || rules.cash_limit > kCashLimit)
    return invalid("cash-limit-out-of-range",
                   "The law lets nobody take ₹20,000 or more in cash; the limit cannot be higher.");
  return {};
}

Result<void> check_steps(const std::vector<wire::CancellationStepT>& steps) {
  if (steps.empty() || steps.size() > kMaxSteps)
    return invalid("steps-count", "Name between 1 and 20 steps.");
  for (auto step = steps.begin(); step != steps.end(); ++step) {
    if (!is_rate(step->basis_points))
      return invalid("rate-out-of-range", "What is kept is between 0 and 100 % of the price.");
    if (step != steps.begin() && step->up_to_days <= std::prev(step)->up_to_days)
      return invalid("rules-overlap", "Steps rise: each ends later than the one before.");
  }
  return {};
}

template <class T, class From>
void copy_into(std::vector<std::unique_ptr<T>>& to, const std::vector<From>& from) {
  for (const auto& one : from) to.push_back(std::make_unique<T>(one));
}

template <class E>
Decision only(E event) {
  Events events;
  add(events, std::move(event));
  return events;
}

// The plan of the highest version under a name; it may be the standard one's.
std::uint32_t next_plan_version(const Project& project, const std::string& plan) {
  const auto found = project.plans.find(plan);
  return found == project.plans.end() ? 1 : static_cast<std::uint32_t>(found->second.size() + 1);
}

}  // namespace

// Interest as most States have it (SBI's highest MCLR + 2 %) cannot be guessed: none until it is
// set.
MoneyRulesSet default_money_rules(const ProjectId& project) {
  MoneyRulesSet rules;
  rules.project = project;
  rules.cap = wire::CapMode::Warn;
  rules.cap_basis_points = 1000;
  rules.cash_limit = kCashLimit;
  rules.link_days = 7;
  return rules;
}

Decision decide(const State& state, const SetTaxRules& c, const Context& /*context*/) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  if (const auto good = check_taxes(c.rules); !good) return fail(good.error());
  TaxRulesSet e;
  e.project = c.project;
  e.version = (*project)->taxes.version + 1;
  copy_into(e.rules, c.rules);
  return only(std::move(e));
}

Decision decide(const State& state, const SetPaymentPlan& c, const Context& /*context*/) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  if (!is_named(c.plan) || c.plan == kStandardPlan)
    return invalid("plan-name-invalid", "A plan needs a name of its own; \"standard\" is taken.");
  if (const auto good = check_stages(c.stages); !good) return fail(good.error());
  PaymentPlanSet e;
  e.project = c.project;
  e.plan = c.plan;
  e.version = next_plan_version(**project, c.plan);
  e.kind = c.kind;
  e.title = c.title;
  copy_into(e.stages, c.stages);
  return only(std::move(e));
}

Decision decide(const State& state, const SetMoneyRules& c, const Context& /*context*/) {
  const auto project = project_in(state, c.rules.project);
  if (!project) return fail(project.error());
  if (const auto good = check_money_rules(c); !good) return fail(good.error());
  MoneyRulesSet e(c.rules);
  e.version = (*project)->money.version + 1;
  e.interest.clear();
  copy_into(e.interest, c.interest);
  return only(std::move(e));
}

Decision decide(const State& state, const SetCancellationRules& c, const Context& /*context*/) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  if (const auto good = check_steps(c.steps); !good) return fail(good.error());
  const auto& known = (*project)->cancellations;
  if (std::any_of(known.begin(), known.end(),
                  [&](const auto& rules) { return rules.from_day == c.from_day; }))
    return fail(ErrorCode::kConflict, "rules-overlap",
                "Cancellation rules from " + date_text(c.from_day) + " on are set already.");
  CancellationRulesSet e;
  e.project = c.project;
  e.version = static_cast<std::uint32_t>(known.size() + 1);
  e.from_day = c.from_day;
  copy_into(e.steps, c.steps);
  e.refund_within_days = c.refund_within_days;
  return only(std::move(e));
}

Decision decide(const State& state, const SetTemplate& c, const Context& /*context*/) {
  const auto project = project_in(state, c.project);
  if (!project) return fail(project.error());
  const auto known = (*project)->templates.find({c.kind, c.language});
  TemplateSet e;
  e.project = c.project;
  e.kind = c.kind;
  e.language = c.language;
  e.version = known == (*project)->templates.end() ? 1 : known->second.version + 1;
  e.document = c.document;
  return only(std::move(e));
}

Decision decide(const State& state, const ReachMilestone& c, const Context& context) {
  const auto found = project_in(state, c.project);
  if (!found) return fail(found.error());
  const auto& project = **found;
  if (!is_named(c.milestone)) return invalid("milestone-unnamed", "Name the milestone.");
  const bool planned = std::any_of(project.plans.begin(), project.plans.end(), [&](const auto& p) {
    const auto& stages = p.second.back().stages;
    return std::any_of(stages.begin(), stages.end(),
                       [&](const auto& stage) { return stage->milestone == c.milestone; });
  });
  if (!planned)
    return fail(ErrorCode::kNotFound, "milestone-unknown",
                "No payment plan waits for \"" + c.milestone + "\".");
  if (project.milestones.contains(c.milestone))
    return fail(ErrorCode::kConflict, "milestone-reached",
                "\"" + c.milestone + "\" was reached on " +
                    date_text(project.milestones.at(c.milestone)) + ".");
  const auto today = day_of(context.now, project.zone);
  if (c.day > today) return invalid("day-in-future", "A milestone is not reached before its day.");
  MilestoneReached e;
  e.project = c.project;
  e.milestone = c.milestone;
  e.day = c.day == 0 ? today : c.day;
  e.certificate = c.certificate;
  return only(std::move(e));
}

void fold(State& state, const TaxRulesSet& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  promise(e.version == project.taxes.version + 1, "tax rules are out of turn");
  project.taxes = e;
}

void fold(State& state, const PaymentPlanSet& e, Instant /*at*/) {
  auto& versions = must_find(state, e.project).plans[e.plan];
  promise(e.version == versions.size() + 1, "a plan's version is out of turn");
  versions.push_back(e);
}

void fold(State& state, const MoneyRulesSet& e, Instant /*at*/) {
  must_find(state, e.project).money = e;
}

void fold(State& state, const CancellationRulesSet& e, Instant /*at*/) {
  must_find(state, e.project).cancellations.push_back(e);
}

void fold(State& state, const TemplateSet& e, Instant /*at*/) {
  must_find(state, e.project).templates[{e.kind, e.language}] = e;
}

// Every installment that waited for it has its day now.
void fold(State& state, const MilestoneReached& e, Instant /*at*/) {
  auto& project = must_find(state, e.project);
  project.milestones[e.milestone] = e.day;
  for (auto& [id, booking] : project.bookings)
    for (auto& part : booking.parts)
      if (part->milestone == e.milestone && part->due_day == 0)
        part->due_day = e.day + static_cast<Day>(part->days);
}

}  // namespace ledger::rules
