#include "query-api/terms_json.h"

#include "query-api/json_parts.h"

namespace ledger {
namespace {

Json day_json(Day day) {
  return day == 0 ? Json() : Json(date_text(day));
}

Json tax_rules(const std::optional<TaxRulesSet>& rules) {
  Json list = Json::array();
  if (!rules) return list;
  for (const auto& rule : rules->rules)
    list.push_back({{"head", rule->head},
                    {"from", date_text(rule->from_day)},
                    {"basis_points", rule->basis_points},
                    {"hsn", rule->hsn}});
  return list;
}

const char* kind_of(wire::PlanKind kind) {
  switch (kind) {
    case wire::PlanKind::Time:
      return "time";
    case wire::PlanKind::Construction:
      return "construction";
    case wire::PlanKind::DownPayment:
      return "down_payment";
  }
  return "time";
}

Json plan_of(const PaymentPlanSet& plan) {
  Json stages = Json::array();
  for (const auto& stage : plan.stages)
    stages.push_back({{"label", stage->label},
                      {"basis_points", stage->basis_points},
                      {"days", stage->days},
                      {"milestone", stage->milestone.empty() ? Json() : Json(stage->milestone)}});
  return {{"plan", plan.plan},
          {"version", plan.version},
          {"kind", kind_of(plan.kind)},
          {"title", plan.title},
          {"stages", stages}};
}

const char* cap_of(wire::CapMode cap) {
  if (cap == wire::CapMode::Off) return "off";
  return cap == wire::CapMode::Enforce ? "enforce" : "warn";
}

Json money_rules(const std::optional<MoneyRulesSet>& set) {
  if (!set) return {};
  Json interest = Json::array();
  for (const auto& slice : set->interest)
    interest.push_back(
        {{"from", date_text(slice->from_day)}, {"basis_points", slice->basis_points}});
  const bool principal_first = set->order == wire::AllocationOrder::PrincipalFirst;
  return {{"version", set->version},
          {"interest", interest},
          {"grace_days", set->grace_days},
          {"bounce_charge_paise", set->bounce_charge.paise()},
          {"bounce_tax_basis_points", set->bounce_tax_basis_points},
          {"transfer_fee_paise", set->transfer_fee.paise()},
          {"transfer_tax_basis_points", set->transfer_tax_basis_points},
          {"advance_cap", cap_of(set->cap)},
          {"cap_basis_points", set->cap_basis_points},
          {"cash_limit_paise", set->cash_limit.paise()},
          {"allocation", principal_first ? "principal_first" : "interest_first"},
          {"link_days", set->link_days}};
}

Json cancellation_rules(const std::vector<CancellationRulesSet>& sets) {
  Json list = Json::array();
  for (const auto& set : sets) {
    Json steps = Json::array();
    for (const auto& step : set.steps)
      steps.push_back({{"up_to_days", step->up_to_days}, {"basis_points", step->basis_points}});
    list.push_back({{"version", set.version},
                    {"from", date_text(set.from_day)},
                    {"steps", steps},
                    {"refund_within_days", set.refund_within_days}});
  }
  return list;
}

Json partners_of(const std::vector<rows::PartnerRowT>& partners) {
  Json list = Json::array();
  for (const auto& partner : partners) {
    Json slabs = Json::array();
    const auto* rules = partner.rules.empty() ? nullptr : partner.rules.back().get();
    if (rules != nullptr)
      for (const auto& slab : rules->slabs)
        slabs.push_back(
            {{"from_paise", slab->from_value.paise()}, {"basis_points", slab->basis_points}});
    list.push_back({{"partner", partner.partner},
                    {"rera_no", rules == nullptr ? "" : rules->rera_no},
                    {"rera_valid_to", day_json(rules == nullptr ? 0 : rules->rera_valid_to_day)},
                    {"slabs", slabs},
                    {"accrued_paise", partner.accrued.paise()},
                    {"approved_paise", partner.approved.paise()},
                    {"paid_paise", partner.paid.paise()}});
  }
  return list;
}

}  // namespace

std::string terms_json(const Rows& terms_rows, const Rows& recon_rows, const ProjectId& project,
                       const std::string& position) {
  Json plans = Json::array();
  for (const auto& plan : terms::plans(terms_rows, project)) plans.push_back(plan_of(plan));
  Json milestones = Json::array();
  for (const auto& [name, row] : terms::milestones(terms_rows, project))
    milestones.push_back({{"milestone", name},
                          {"date", date_text(row.day)},
                          {"certificate", row.certificate},
                          {"position", row.position}});
  return text_of(
      {{"project", project.str()},
       {"tax_rules", tax_rules(terms::taxes(terms_rows, project))},
       {"plans", plans},
       {"money_rules", money_rules(terms::money(terms_rows, project))},
       {"cancellation_rules", cancellation_rules(terms::cancellations(terms_rows, project))},
       {"milestones", milestones},
       {"partners", partners_of(recon::partners(recon_rows, project))},
       {"position", position}});
}

std::string discounts_json(const std::vector<rows::DiscountRowT>& discounts) {
  Json list = Json::array();
  for (const auto& row : discounts) {
    const auto& proposed = *row.proposed;
    list.push_back(
        {{"discount_id", proposed.discount.str()},
         {"booking_id", proposed.booking.empty() ? Json() : Json(proposed.booking.str())},
         {"hold_id", proposed.hold.empty() ? Json() : Json(proposed.hold.str())},
         {"head", proposed.head},
         {"label", proposed.label},
         {"paise", proposed.amount.paise()},
         {"reason", proposed.reason},
         {"by", proposed.by},
         {"state", row.state},
         {"decided_by", row.decided_by.empty() ? Json() : Json(row.decided_by)},
         {"at", time_json(row.at)},
         {"position", row.position}});
  }
  return text_of({{"discounts", list}});
}

}  // namespace ledger
