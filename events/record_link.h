#pragma once

#include "events/chain.h"
#include "events/record.h"

namespace ledger {

// What the chain rule asks of a record that is decoded already: the same as read_link() of its
// stored bytes, without verifying them once more.
Link link_of(const Record& record, std::string_view bytes);

}  // namespace ledger
