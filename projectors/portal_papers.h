#pragma once

#include <optional>
#include <string>

#include "projectors/paper_row.h"
#include "projectors/view.h"

namespace ledger::portal {

// A paper of this booking, by its number (or the id of a demand letter that was sent).
std::optional<rows::PaperRowT> paper(const Rows& rows, const BookingId& booking,
                                     const std::string& number);

}  // namespace ledger::portal
