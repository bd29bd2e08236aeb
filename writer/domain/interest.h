#pragma once

#include <memory>
#include <vector>

#include "events/civil.h"
#include "events/event.h"
#include "state_generated.h"

namespace ledger {

using RateSlices = std::vector<std::unique_ptr<wire::RateSliceT>>;
using OpenSteps = std::vector<std::unique_ptr<fold::StepT>>;

// Simple interest on delay from the day `from` to the day before `to`: Σ over the days of what was
// open × the rate in force / 365, in exact arithmetic, rounded half up once. RERA s.18 and s.19(7)
// want one rate for both sides; the rate itself is the State's (dated slices, basis points a year).
//
// `steps` say from which day on how much was open, by day; before the first nothing was. Days
// before the first slice bear no interest.
Money interest(const OpenSteps& steps, const RateSlices& rates, Day from, Day to);

// What was open at the beginning of `day`.
Money open_at(const OpenSteps& steps, Day day);

}  // namespace ledger
