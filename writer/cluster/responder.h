#pragma once

#include <functional>
#include <future>
#include <string>
#include <string_view>
#include <vector>

#include "events/instant.h"
#include "writer/cluster/messages.h"
#include "writer/cluster/seal.h"

namespace ledger::cluster {

// Where other nodes post their questions.
inline constexpr const char* kPath = "/cluster/v1/questions";

// Answers the questions of other nodes, from this node alone: nothing is ever passed on a second
// time, so that no question can go round in circles. Thread-safe.
class Responder {
 public:
  struct Local {
    std::function<std::future<Result<Answer>>(Partition, Submission)> decide;
    std::function<Result<std::vector<BuyerId>>(const std::vector<Hash>&)> known_buyers;
    std::function<void(const OrderId&)> hurry;
    std::function<void()> confirm_clock;
    std::function<void(const Answer&)> decided;  // for another node, just now
  };

  Responder(std::string_view secret, LedgerId ledger, Clock& clock, Local local)
      : seal_(secret), ledger_(std::move(ledger)), clock_(clock), local_(std::move(local)) {}

  // The sealed reply. kForbidden "not-of-this-cluster": not sealed by one of its nodes.
  Result<std::string> answer(std::string_view sealed_request) const;

 private:
  [[nodiscard]] Result<Reply> reply_to(std::string_view plain) const;
  [[nodiscard]] Result<void> check(const Request& request) const;
  [[nodiscard]] Result<Reply> decide(Decide question, Micros budget) const;

  const Seal seal_;
  const LedgerId ledger_;
  Clock& clock_;
  const Local local_;
};

}  // namespace ledger::cluster
