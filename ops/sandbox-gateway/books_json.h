#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "events/result.h"
#include "ops/sandbox-gateway/books.h"

// The entities in Razorpay's shape, and the books in the state file's.
namespace ledger::sandbox {

nlohmann::json order_json(const Order& order);
nlohmann::json payment_json(const Payment& payment);
nlohmann::json refund_json(const Refund& refund);
nlohmann::json refusal_json(const Refusal& refusal);

// One settled line of the combined reconciliation report. Everything settles at once.
nlohmann::json settled_payment_json(const Payment& payment, const std::string& receipt);
nlohmann::json settled_refund_json(const Refund& refund, const Payment& payment,
                                   const std::string& receipt);

// A webhook's body.
std::string webhook_body(const Notice& notice);

std::string dump_tables(const Tables& tables);
Result<Tables> load_tables(
    std::string_view text);  // kCorrupt when it is not what dump_tables wrote

}  // namespace ledger::sandbox
