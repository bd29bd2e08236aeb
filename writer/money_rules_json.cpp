#include <array>

#include "writer/money_json.h"
#include "writer/money_readers_json.h"

// The rules of a project about money.
namespace ledger {
namespace {

wire::TaxRuleT read_tax_rule(ObjectReader& object) {
  wire::TaxRuleT rule;
  rule.head = object.text("head", 64, true);
  rule.from_day = read_day(object, "from", true);
  rule.basis_points = read_rate(object, "basis_points", true);
  rule.hsn = object.text("hsn", 8, false);
  return rule;
}

wire::PlanStageT read_stage(ObjectReader& object) {
  wire::PlanStageT stage;
  stage.label = object.text("label", 60, true);
  stage.basis_points = static_cast<int>(object.integer("basis_points", 1, kBasisPoints, true));
  stage.days = read_days(object, "days", false);
  stage.milestone = object.text("milestone", 60, false);
  return stage;
}

wire::RateSliceT read_slice(ObjectReader& object) {
  wire::RateSliceT slice;
  slice.from_day = read_day(object, "from", true);
  slice.basis_points = read_rate(object, "basis_points", true);
  return slice;
}

wire::CancellationStepT read_step(ObjectReader& object) {
  wire::CancellationStepT step;
  step.up_to_days = read_days(object, "up_to_days", true);
  step.basis_points = read_rate(object, "basis_points", true);
  return step;
}

wire::CommissionSlabT read_slab(ObjectReader& object) {
  wire::CommissionSlabT slab;
  slab.from_value = Money::paise(object.integer("from_paise", 0, kMaxPaise, true));
  slab.basis_points = read_rate(object, "basis_points", true);
  return slab;
}

wire::PlanKind plan_kind(const std::string& word) {
  if (word == "construction") return wire::PlanKind::Construction;
  return word == "down_payment" ? wire::PlanKind::DownPayment : wire::PlanKind::Time;
}

wire::CapMode cap_mode(const std::string& word) {
  if (word == "off") return wire::CapMode::Off;
  return word == "enforce" ? wire::CapMode::Enforce : wire::CapMode::Warn;
}

}  // namespace

Result<SetTaxRules> parse_tax_rules(const ProjectId& project, std::string_view body) {
  return parse_object<SetTaxRules>(body, [&](ObjectReader& object, std::vector<Fault>& faults) {
    SetTaxRules command{project, {}};
    command.rules = read_list<wire::TaxRuleT>(object, "rules", 200, faults, read_tax_rule);
    return command;
  });
}

Result<SetPaymentPlan> parse_payment_plan(const ProjectId& project, std::string_view body) {
  return parse_object<SetPaymentPlan>(body, [&](ObjectReader& object, std::vector<Fault>& faults) {
    SetPaymentPlan command;
    command.project = project;
    command.kind = plan_kind(object.word("kind", {"time", "construction", "down_payment"}, true));
    command.title = object.text("title", 100, false);
    command.stages = read_list<wire::PlanStageT>(object, "stages", 40, faults, read_stage);
    return command;
  });
}

Result<SetMoneyRules> parse_money_rules(const ProjectId& project, std::string_view body) {
  return parse_object<SetMoneyRules>(body, [&](ObjectReader& object, std::vector<Fault>& faults) {
    SetMoneyRules command;
    auto& rules = command.rules;
    rules.project = project;
    if (object.has("interest"))
      command.interest = read_list<wire::RateSliceT>(object, "interest", 200, faults, read_slice);
    rules.grace_days = read_days(object, "grace_days", false);
    rules.bounce_charge = read_optional(object, "bounce_charge_paise");
    rules.bounce_tax_basis_points = read_rate(object, "bounce_tax_basis_points", false);
    rules.transfer_fee = read_optional(object, "transfer_fee_paise");
    rules.transfer_tax_basis_points = read_rate(object, "transfer_tax_basis_points", false);
    rules.cap = cap_mode(object.word("advance_cap", {"off", "warn", "enforce"}, false));
    rules.cap_basis_points =
        object.has("cap_basis_points") ? read_rate(object, "cap_basis_points", true) : 1000;
    rules.cash_limit = object.has("cash_limit_paise") ? read_optional(object, "cash_limit_paise")
                                                      : Money::paise(20'000'00);
    rules.order =
        object.word("allocation", {"interest_first", "principal_first"}, false) == "principal_first"
            ? wire::AllocationOrder::PrincipalFirst
            : wire::AllocationOrder::InterestFirst;
    rules.link_days = object.has("link_days") ? read_days(object, "link_days", true) : 7;
    return command;
  });
}

Result<SetCancellationRules> parse_cancellation_rules(const ProjectId& project,
                                                      std::string_view body) {
  return parse_object<SetCancellationRules>(
      body, [&](ObjectReader& object, std::vector<Fault>& faults) {
        SetCancellationRules command;
        command.project = project;
        command.from_day = read_day(object, "from", true);
        command.steps = read_list<wire::CancellationStepT>(object, "steps", 20, faults, read_step);
        if (object.has("refund_within_days"))
          command.refund_within_days = read_days(object, "refund_within_days", true);
        return command;
      });
}

Result<SetCommissionRules> parse_commission_rules(const ProjectId& project, std::string_view body) {
  return parse_object<SetCommissionRules>(
      body, [&](ObjectReader& object, std::vector<Fault>& faults) {
        SetCommissionRules command;
        command.project = project;
        command.from_day = read_day(object, "from", true);
        command.slabs = read_list<wire::CommissionSlabT>(object, "slabs", 20, faults, read_slab);
        command.rera_no = object.text("rera_no", 60, false);
        command.rera_valid_to_day = read_day(object, "rera_valid_to", false);
        return command;
      });
}

Result<ReachMilestone> parse_milestone(const ProjectId& project, std::string_view body) {
  return parse_object<ReachMilestone>(body, [&](ObjectReader& object, std::vector<Fault>&) {
    ReachMilestone command;
    command.project = project;
    command.milestone = object.text("milestone", 60, true);
    command.day = read_day(object, "date", false);
    command.certificate = object.text("certificate", 200, false);
    return command;
  });
}

}  // namespace ledger
