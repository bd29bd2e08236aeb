#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "events/instant.h"
#include "events/result.h"
#include "writer/commands.h"

namespace ledger::cluster {

// What one node asks of the partition's owner.
struct Decide {
  Partition partition = 0;
  Submission submission;
};

struct KnownBuyers {
  std::vector<Hash> hashes;
};

struct HurryOrder {
  OrderId order;
};

// An operator says that the wall clock is right.
struct ConfirmClock {
  bool right = true;
};

using Question = std::variant<Decide, KnownBuyers, HurryOrder, ConfirmClock>;

struct Request {
  LedgerId ledger;
  Instant sent_at;
  std::int64_t budget_us = 0;  // after it nobody waits for the answer any more
  Question question;
};

struct Done {};

using Reply = std::variant<Answer, std::vector<BuyerId>, Done>;

// The bytes name the shape of all commands: kUnavailable "nodes-differ" where the other node's
// program has other commands; kInvalid "message-malformed".
std::string pack_request(const Request& request);
Result<Request> unpack_request(std::string_view bytes);

std::string pack_reply(const Result<Reply>& reply);
Result<Reply> unpack_reply(std::string_view bytes);

}  // namespace ledger::cluster
