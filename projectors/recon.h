#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "events/civil.h"
#include "projectors/row.h"
#include "projectors/view.h"

namespace ledger {

// The same money three times: as the books have it, as the gateway settled it, as the bank's
// statement shows it; and what partners earn. Finance reconciles here.
//
//   P project entity        ReconRow        payments, refunds, paid commission, adjustments
//   S project settlement    SettlementRow
//   L project line          BankLineRow
//   D project day           ClosedDayRow
//   C project sequence      LaunchCheckRow
//   A project partner       PartnerRow
//   B project partner seq n PartnerLineRow
class ReconView final : public View {
 public:
  [[nodiscard]] std::string_view name() const override { return "recon"; }

  [[nodiscard]] std::uint32_t version() const override { return 1; }

  void apply(const Accepted& accepted, Batch& rows) const override;
};

namespace recon {

inline constexpr std::string_view kView = "recon";

// In the order of their ids, until `each` returns false.
void entries(const Rows& rows, const ProjectId& project,
             const std::function<bool(const rows::ReconRowT&)>& each);
std::optional<rows::ReconRowT> entry(const Rows& rows, const ProjectId& project,
                                     const std::string& entity);
std::vector<rows::SettlementRowT> settlements(const Rows& rows, const ProjectId& project);
void bank_lines(const Rows& rows, const ProjectId& project,
                const std::function<bool(const rows::BankLineRowT&)>& each);
std::optional<rows::ClosedDayRowT> last_closed_day(const Rows& rows, const ProjectId& project);
std::vector<rows::LaunchCheckRowT> launch_checks(const Rows& rows, const ProjectId& project);
std::vector<rows::PartnerRowT> partners(const Rows& rows, const ProjectId& project);
std::optional<rows::PartnerRowT> partner(const Rows& rows, const ProjectId& project,
                                         const std::string& partner);
std::vector<rows::PartnerLineRowT> partner_lines(const Rows& rows, const ProjectId& project,
                                                 const std::string& partner);

}  // namespace recon
}  // namespace ledger
