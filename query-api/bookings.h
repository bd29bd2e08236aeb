#pragma once

#include <string_view>
#include <vector>

#include "projectors/lookup.h"
#include "query-api/booking_json.h"
#include "query-api/context.h"

namespace ledger {

// Reads one booking's facts out of a snapshot; the project must be known.
BookingFacts booking_facts(const ApiContext& context, const ReadSnapshot& snapshot,
                           rows::BookingRowT booking, rows::ProjectRowT project);

// The booking of the path's {booking}, as typed. Staff: of the projects that the key may see. Else
// "booking-unknown".
Result<BookingFacts> staff_booking(const ApiContext& context, Call& call);

// The same for its buyer, who shows the token of the hold that it came from.
Result<BookingFacts> own_booking(const ApiContext& context, Call& call);

// ?limit= (1 to 200, 50 if not said).
Result<std::size_t> limit_of(const Call& call);

// The Link header of a list that goes on after `cursor`.
std::string next_link(const HttpRequest& request, std::string_view cursor);

}  // namespace ledger
