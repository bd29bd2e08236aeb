#pragma once

#include <string>

#include "ops/plotledger/demo_stage.h"

namespace ledger::demo {

// Money outside of the gateway, as staff record it.

// Gives the payment an id and a fresh reference, claims that in the directory, and declares it.
// `role` may be "visitor": the buyer tells it in his portal.
PaymentId declare(Stage& stage, DeclarePayment payment, const std::string& role);

void deposit(Stage& stage, const ProjectId& project, const PaymentId& payment);
void verify(Stage& stage, const ProjectId& project, const PaymentId& payment);
void bounce(Stage& stage, const ProjectId& project, const PaymentId& payment,
            const std::string& reason);

// Approved refunds of such money: finance sends them by bank.
void send_by_bank(Stage& stage, const ProjectId& project, const RefundId& refund);

}  // namespace ledger::demo
