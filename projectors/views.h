#pragma once

#include "projectors/store.h"

namespace ledger {

// Every projection, in the order they are applied. Stateless; they live as long as the program.
const Views& all_views();

}  // namespace ledger
