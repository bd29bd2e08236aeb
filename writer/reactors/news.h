#pragma once

#include <vector>

#include "writer/commands.h"
#include "writer/domain/state.h"
#include "writer/gateway/gateway.h"

// What a gateway's answer to a question means to a project.
namespace ledger {

// Whether the project knows of the payment what the gateway says, or more. Of one that was only
// created there is nothing to know.
bool knows(const Project& project, const GatewayPayment& payment);

// Of an order's payments. Captured money is told before; should that not have arrived, the order is
// not called unpaid.
OrderFinding finding_in(const std::vector<GatewayPayment>& payments);

}  // namespace ledger
