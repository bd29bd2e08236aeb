#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "events/civil.h"
#include "projectors/row.h"
#include "projectors/view.h"

namespace ledger {

// A project's rules about money as they stand, and what was agreed within them.
//
//   T project                   TaxRulesSet
//   M project                   MoneyRulesSet
//   P project plan version      PaymentPlanSet          every version
//   C project version           CancellationRulesSet    every version
//   K project milestone         MilestoneRow
//   E project kind lang version TemplateRow             every version
//   D project discount          DiscountRow
class TermsView final : public View {
 public:
  [[nodiscard]] std::string_view name() const override { return "terms"; }

  [[nodiscard]] std::uint32_t version() const override { return 1; }

  void apply(const Accepted& accepted, Batch& rows) const override;
};

namespace terms {

inline constexpr std::string_view kView = "terms";

std::optional<TaxRulesSet> taxes(const Rows& rows, const ProjectId& project);
std::optional<MoneyRulesSet> money(const Rows& rows, const ProjectId& project);

// The latest version of each plan, by name.
std::vector<PaymentPlanSet> plans(const Rows& rows, const ProjectId& project);
std::optional<PaymentPlanSet> plan(const Rows& rows, const ProjectId& project,
                                   const std::string& name);
std::vector<CancellationRulesSet> cancellations(const Rows& rows, const ProjectId& project);

// The day on which a milestone was reached.
std::optional<Day> milestone(const Rows& rows, const ProjectId& project, const std::string& name);

struct Milestone {
  std::string name;
  rows::MilestoneRowT row;
};

std::vector<Milestone> milestones(const Rows& rows, const ProjectId& project);

// The template in force (version 0), or that version of it.
std::optional<rows::TemplateRowT> template_of(const Rows& rows, const ProjectId& project,
                                              const std::string& kind, const std::string& language,
                                              std::uint32_t version = 0);

std::optional<rows::DiscountRowT> discount(const Rows& rows, const ProjectId& project,
                                           const DiscountId& discount);
std::vector<rows::DiscountRowT> discounts(const Rows& rows, const ProjectId& project);

}  // namespace terms
}  // namespace ledger
