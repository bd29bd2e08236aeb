#pragma once

#include <optional>

#include "writer/commands.h"
#include "writer/gateway/gateway.h"

// What the gateway says of a payment, in the ledger's words: the same whichever way it was heard.
namespace ledger {

// A snapshot, which may be old: refunded money was captured before. nullopt: it was only created,
// and nothing is known of it.
std::optional<PaymentStatus> status_of(const GatewayPayment& payment);

// What is to be recorded in `project`; it may be empty while nobody knows whose the payment is. The
// refund that it would need, were the plot gone, follows from the payment's id: news that comes
// twice, by webhook and by poll, cannot ask for two. nullopt as in status_of.
std::optional<RecordPayment> news_of(const ProjectId& project, const GatewayPayment& payment,
                                     wire::Source source);

}  // namespace ledger
