#include "projectors/terms.h"

#include <map>

#include "projectors/row_access.h"

namespace ledger {
namespace {

constexpr char kTaxes = 'T';
constexpr char kMoney = 'M';
constexpr char kPlan = 'P';
constexpr char kCancellation = 'C';
constexpr char kMilestone = 'K';
constexpr char kTemplate = 'E';
constexpr char kDiscount = 'D';

class Fold {
 public:
  Fold(const Accepted& accepted, Batch& rows) : accepted_(accepted), rows_(rows) {}

  void operator()(const TaxRulesSet& event) {
    put_row(rows_, Key(kTaxes).text(event.project), event);
  }

  void operator()(const MoneyRulesSet& event) {
    put_row(rows_, Key(kMoney).text(event.project), event);
  }

  void operator()(const PaymentPlanSet& event) {
    put_row(rows_, Key(kPlan).text(event.project).text(event.plan).number(event.version), event);
  }

  void operator()(const CancellationRulesSet& event) {
    put_row(rows_, Key(kCancellation).text(event.project).number(event.version), event);
  }

  void operator()(const MilestoneReached& event) {
    rows::MilestoneRowT row;
    row.day = event.day;
    row.certificate = event.certificate;
    row.position = accepted_.position();
    put_row(rows_, Key(kMilestone).text(event.project).text(event.milestone), row);
  }

  void operator()(const TemplateSet& event) {
    rows::TemplateRowT row;
    row.set = std::make_unique<TemplateSet>(event);
    row.at = accepted_.record->recorded_at;
    row.position = accepted_.position();
    put_row(rows_,
            Key(kTemplate)
                .text(event.project)
                .text(event.kind)
                .text(event.language)
                .number(event.version),
            row);
  }

  void operator()(const DiscountProposed& event) {
    rows::DiscountRowT row;
    row.proposed = std::make_unique<DiscountProposed>(event);
    row.state = "proposed";
    put(event.project, event.discount, std::move(row));
  }

  void operator()(const DiscountApproved& event) {
    change(event.project, event.discount, "approved", event.by, {});
  }

  void operator()(const DiscountRejected& event) {
    change(event.project, event.discount, "rejected", event.by, event.reason);
  }

  template <class Other>
  void operator()(const Other& /*event*/) {}

 private:
  void change(const ProjectId& project, const DiscountId& discount, const char* state,
              const std::string& by, const std::string& reason) {
    auto row = terms::discount(rows_, project, discount);
    if (!row)
      throw HistoryBroken(accepted_.position() + ": discount " + discount.str() +
                          " was never proposed");
    row->state = state;
    row->decided_by = by;
    row->reason = reason;
    put(project, discount, std::move(*row));
  }

  void put(const ProjectId& project, const DiscountId& discount, rows::DiscountRowT row) {
    row.at = accepted_.record->recorded_at;
    row.position = accepted_.position();
    put_row(rows_, Key(kDiscount).text(project).text(discount), row);
  }

  const Accepted& accepted_;
  Batch& rows_;
};

}  // namespace

void TermsView::apply(const Accepted& accepted, Batch& rows) const {
  Fold fold(accepted, rows);
  for (const auto& event : accepted.record->events) std::visit(fold, event);
}

namespace terms {

std::optional<TaxRulesSet> taxes(const Rows& rows, const ProjectId& project) {
  return get_row<TaxRulesSet>(rows, Key(kTaxes).text(project));
}

std::optional<MoneyRulesSet> money(const Rows& rows, const ProjectId& project) {
  return get_row<MoneyRulesSet>(rows, Key(kMoney).text(project));
}

std::vector<PaymentPlanSet> plans(const Rows& rows, const ProjectId& project) {
  std::map<std::string, PaymentPlanSet> latest;
  for (auto& plan : all_rows<PaymentPlanSet>(rows, Key(kPlan).text(project)))
    latest.insert_or_assign(plan.plan, std::move(plan));
  std::vector<PaymentPlanSet> plans;
  for (auto& [name, plan] : latest) plans.push_back(std::move(plan));
  return plans;
}

std::optional<PaymentPlanSet> plan(const Rows& rows, const ProjectId& project,
                                   const std::string& name) {
  auto versions = all_rows<PaymentPlanSet>(rows, Key(kPlan).text(project).text(name));
  if (versions.empty()) return std::nullopt;
  return std::move(versions.back());
}

std::vector<CancellationRulesSet> cancellations(const Rows& rows, const ProjectId& project) {
  return all_rows<CancellationRulesSet>(rows, Key(kCancellation).text(project));
}

std::optional<Day> milestone(const Rows& rows, const ProjectId& project, const std::string& name) {
  const auto row = get_row<rows::MilestoneRowT>(rows, Key(kMilestone).text(project).text(name));
  return row ? std::optional(Day{row->day}) : std::nullopt;
}

std::vector<Milestone> milestones(const Rows& rows, const ProjectId& project) {
  std::vector<Milestone> all;
  const auto prefix = Key(kMilestone).text(project);
  rows.scan(prefix, prefix, [&all](std::string_view key, std::string_view value) {
    KeyParts parts(key);
    parts.text();
    all.push_back({parts.text().value(), decode_row<rows::MilestoneRowT>(value)});
    return true;
  });
  return all;
}

std::optional<rows::TemplateRowT> template_of(const Rows& rows, const ProjectId& project,
                                              const std::string& kind, const std::string& language,
                                              std::uint32_t version) {
  const auto prefix = Key(kTemplate).text(project).text(kind).text(language);
  if (version != 0) {
    auto key = prefix;
    return get_row<rows::TemplateRowT>(rows, key.number(version));
  }
  auto versions = all_rows<rows::TemplateRowT>(rows, prefix);
  if (versions.empty()) return std::nullopt;
  return std::move(versions.back());
}

std::optional<rows::DiscountRowT> discount(const Rows& rows, const ProjectId& project,
                                           const DiscountId& discount) {
  return get_row<rows::DiscountRowT>(rows, Key(kDiscount).text(project).text(discount));
}

std::vector<rows::DiscountRowT> discounts(const Rows& rows, const ProjectId& project) {
  return all_rows<rows::DiscountRowT>(rows, Key(kDiscount).text(project));
}

}  // namespace terms
}  // namespace ledger
