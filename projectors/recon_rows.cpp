#include "projectors/recon.h"
#include "projectors/recon_keys.h"
#include "projectors/row_access.h"

namespace ledger::recon {
namespace {

template <class RowT>
void each_row(const Rows& rows, const Key& prefix, const std::function<bool(const RowT&)>& each) {
  rows.scan(prefix, prefix, [&each](std::string_view, std::string_view value) {
    return each(decode_row<RowT>(value));
  });
}

}  // namespace

void entries(const Rows& rows, const ProjectId& project,
             const std::function<bool(const rows::ReconRowT&)>& each) {
  each_row<rows::ReconRowT>(rows, Key(kEntry).text(project), each);
}

std::optional<rows::ReconRowT> entry(const Rows& rows, const ProjectId& project,
                                     const std::string& entity) {
  return get_row<rows::ReconRowT>(rows, Key(kEntry).text(project).text(entity));
}

std::vector<rows::SettlementRowT> settlements(const Rows& rows, const ProjectId& project) {
  return all_rows<rows::SettlementRowT>(rows, Key(kSettlement).text(project));
}

void bank_lines(const Rows& rows, const ProjectId& project,
                const std::function<bool(const rows::BankLineRowT&)>& each) {
  each_row<rows::BankLineRowT>(rows, Key(kBankLine).text(project), each);
}

std::optional<rows::ClosedDayRowT> last_closed_day(const Rows& rows, const ProjectId& project) {
  auto days = all_rows<rows::ClosedDayRowT>(rows, Key(kClosedDay).text(project));
  if (days.empty()) return std::nullopt;
  return std::move(days.back());
}

std::vector<rows::LaunchCheckRowT> launch_checks(const Rows& rows, const ProjectId& project) {
  return all_rows<rows::LaunchCheckRowT>(rows, Key(kLaunchCheck).text(project));
}

std::vector<rows::PartnerRowT> partners(const Rows& rows, const ProjectId& project) {
  return all_rows<rows::PartnerRowT>(rows, Key(kPartner).text(project));
}

std::optional<rows::PartnerRowT> partner(const Rows& rows, const ProjectId& project,
                                         const std::string& partner) {
  return get_row<rows::PartnerRowT>(rows, Key(kPartner).text(project).text(partner));
}

std::vector<rows::PartnerLineRowT> partner_lines(const Rows& rows, const ProjectId& project,
                                                 const std::string& partner) {
  return all_rows<rows::PartnerLineRowT>(rows, Key(kPartnerLine).text(project).text(partner));
}

}  // namespace ledger::recon
