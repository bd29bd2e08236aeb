#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "query-api/bookings.h"
#include "query-api/routes.h"
#include "query-api/submit.h"

namespace ledger {

// Commands that staff give, all in one way: the body's shape, the place it is about, a decision,
// and an answer that tells what was recorded: {"position", "recorded_at", …ids, "events": […]}, as
// in GET /v1/ledger/records. What a body says is turned into a command by `make`. Ids that are
// given here are read back from the record, so that a repeated request gets the first ones.

struct Made {
  Command command;
  int status = 200;
};

using MakeAtProject =
    std::function<Result<Made>(const rows::ProjectRowT& project, std::string_view body)>;
using MakeAtBooking =
    std::function<Result<Made>(const BookingFacts& booking, std::string_view body)>;

// About the project of {project}, or the booking of {booking}.
Handle at_project(ApiContext& context, MakeAtProject make);
Handle at_booking(ApiContext& context, MakeAtBooking make);

// Decides, waits until it can be read, and tells what was recorded.
Result<Reply> decide_and_tell(ApiContext& context, Call& call, Envelope envelope,
                              Partition partition, Made made);

// {"position", "recorded_at", …ids, "events"}; of a decision that changed nothing no events.
std::string recorded_json(const Answer& answer);

// `count` fresh refund ids: what a command brings in case that money must go back.
std::vector<RefundId> fresh_refunds(const ApiContext& context, std::size_t count);

}  // namespace ledger
