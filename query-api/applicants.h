#pragma once

#include <vector>

#include "query-api/submit.h"
#include "writer/command_json.h"

namespace ledger {

// The applicants as they go into a record: each registered in the directory if he is new, his
// details sealed under his own key. Else what to answer.
tl::expected<std::vector<wire::ApplicantT>, Reply> seal_applicants(
    ApiContext& context, const Call& call,
    const std::vector<CheckoutRequest::Applicant>& applicants);

}  // namespace ledger
