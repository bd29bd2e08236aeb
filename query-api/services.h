#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "events/log.h"
#include "events/vault.h"
#include "projectors/runner.h"
#include "projectors/store.h"
#include "writer/door.h"
#include "writer/gateway/settled_item.h"

namespace ledger {

// What browsers and callbacks need to know of the payment gateway.
struct GatewayFacts {
  std::string provider = "razorpay";  // or "sandbox"
  std::string key_id;
  std::string key_secret;
  std::vector<std::string> webhook_secrets;  // the one in force and, while it changes, the last one
  std::string checkout_base_url;  // a buyer pays order o at this + o; empty: there is no gateway
};

// How this node sees one partition's writing.
struct PartitionStatus {
  Partition partition = 0;
  Head head;              // accepted, as far as this node has read
  std::string node;       // of the present term's writer
  std::string owner_url;  // advertised by the present term's writer; may be empty on one machine
  std::string phase;  // "following" | "claiming" | "serving" | "stopped"; "reading": no writer here
  std::uint64_t skipped = 0;
  std::optional<Error> failure;

  // Somebody decides for it: this node, or the owner that it follows.
  [[nodiscard]] bool has_owner() const {
    return phase == "serving" || ((phase == "following" || phase == "reading") && head.term > 0);
  }
};

// Something about where the log is kept that endangers history, and what to do about it.
struct LogDanger {
  std::string name;
  std::string message;
  std::string fix;
};

using AsOf = std::variant<Instant, Position>;

// Everything that the routes need, handed in; owned by the program. All references and functions
// must be safe to use from many threads and outlive the Api. A function that is left empty means
// that this node cannot do it.
struct Services {
  Door& door;
  ViewStore& store;
  EventLog& log;
  Vault& vault;
  Clock& clock;

  // Asks the directory's writer: who has one of these contact hashes, oldest first.
  std::function<std::vector<BuyerId>(const std::vector<Hash>&)> known_buyers;
  std::function<std::vector<PartitionStatus>()> partitions;
  std::function<Health()> projections;
  std::function<std::vector<LogDanger>()> dangers;  // found when the log was last looked at
  std::function<void()> hurry_projections;          // somebody waits for the read model
  std::function<void()> wake_reactors;              // something was decided just now
  std::function<void(Partition, const OrderId&)> hurry_order;  // ask the gateway about it at once
  std::function<Result<std::vector<SettledItem>>(Day)> settled_on;  // asks the gateway
  std::function<Result<Snapshot>(const AsOf&)> as_of;          // rows folded to that point
  std::function<void()> confirm_clock;             // an operator says: the wall clock is right
  std::function<void(std::string_view)> log_line;  // never holds personal data

  GatewayFacts gateway;
  std::string public_url;  // "https://plots.example"; empty: as the request came, plain http
  std::string version = "0.1.0";
  std::string web_dir;  // the built pages; empty or missing: a page that says how to build them
  bool limits = true;   // rates per address and key
  bool queries = true;  // false: this node only decides; reads are another's

  // How long an answer may take; past it 503, and the same key goes on.
  Micros decision_wait = seconds(8);  // until a command's record is history
  Micros order_wait = seconds(8);     // until the gateway has made an order
};

}  // namespace ledger
