#pragma once

#include <optional>
#include <vector>

#include "projectors/row.h"
#include "projectors/view.h"

namespace ledger {

// Who and what the ledger knows: projects, API keys, buyers, writers, payments of no known order.
//
//   L                   LedgerRow            the ledger itself
//   P project           ProjectRow           K key       ApiKeyRow
//   B buyer             BuyerRow (sealed)    U payment   UnmatchedPaymentRow, until it is matched
//   W partition         WriterRow            of every partition; all others come from partition 0
class DirectoryView final : public View {
 public:
  [[nodiscard]] std::string_view name() const override { return "directory"; }

  [[nodiscard]] std::uint32_t version() const override { return 1; }

  void apply(const Accepted& accepted, Batch& rows) const override;
};

namespace directory {

inline constexpr std::string_view kView = "directory";

std::optional<rows::LedgerRowT> ledger(const Rows& rows);
std::optional<rows::ProjectRowT> project(const Rows& rows, const ProjectId& project);
std::vector<rows::ProjectRowT> projects(const Rows& rows);                    // by project id
std::optional<rows::ApiKeyRowT> api_key(const Rows& rows, const KeyId& key);  // revoked ones too
std::vector<rows::ApiKeyRowT> api_keys(const Rows& rows);
std::optional<rows::BuyerRowT> buyer(const Rows& rows, const BuyerId& buyer);
std::vector<rows::UnmatchedPaymentRowT> unmatched_payments(const Rows& rows);
std::vector<rows::WriterRowT> writers(const Rows& rows);  // by partition
std::optional<rows::WriterRowT> writer(const Rows& rows, Partition partition);

}  // namespace directory
}  // namespace ledger
