#pragma once

#include <string>

#include "projectors/recon.h"
#include "projectors/terms.h"

namespace ledger {

// A project's rules about money in force, its plans and milestones.
std::string terms_json(const Rows& terms_rows, const Rows& recon_rows, const ProjectId& project,
                       const std::string& position);

std::string discounts_json(const std::vector<rows::DiscountRowT>& discounts);

}  // namespace ledger
