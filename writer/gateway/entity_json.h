#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "events/result.h"
#include "writer/gateway/gateway.h"

namespace ledger {

inline constexpr std::size_t kMaxJsonDepth = 32;

// One JSON text, read strictly: valid UTF-8, no key twice in one object, at most kMaxJsonDepth
// deep. kTooLarge beyond `max_bytes`, else kInvalid.
Result<nlohmann::json> parse_strictly(std::string_view text, std::size_t max_bytes);

// The gateway's entities. `at` is the JSON pointer of `entity`; each fault found is added to
// `faults`, and the value returned is only good when none was.
GatewayOrder read_order(const nlohmann::json& entity, const std::string& at,
                        std::vector<Fault>& faults);
GatewayPayment read_payment(const nlohmann::json& entity, const std::string& at,
                            std::vector<Fault>& faults);
GatewayRefund read_refund(const nlohmann::json& entity, const std::string& at,
                          std::vector<Fault>& faults);

SettledItem read_settled_item(const nlohmann::json& entity, const std::string& at,
                              std::vector<Fault>& faults);

// Whole seconds since the epoch, as the gateway writes its times.
Instant read_time(const nlohmann::json& object, const char* key, const std::string& at,
                  std::vector<Fault>& faults);

}  // namespace ledger
