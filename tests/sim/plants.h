#pragma once

#include <memory>

#include "events/log.h"
#include "projectors/store.h"

namespace ledger::sim {

// Defects put in by hand, to show that a life's checks see them.
enum class Plant {
  kNone,
  kAcknowledgesEarly,  // the log reports a record as durable when it was only handed in
  kForgetsKeys,        // a restarted node believes that its empty index is complete
  kDropsARow,          // the projector's batch loses one change of an account
  kChangesAPaisa,      // finance adds one paisa to one posting's account
};

// `real`, but every record is reported as delivered at once.
std::unique_ptr<EventLog> eager(EventLog& real);

// All views, with one that is defective.
Views spoiled_views(Plant plant);

}  // namespace ledger::sim
