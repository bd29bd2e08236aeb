#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "writer/cluster/messages.h"
#include "writer/cluster/seal.h"
#include "writer/gateway/http_caller.h"

namespace ledger::cluster {

// Asks other nodes, over HTTP, sealed. Thread-safe.
class NodeCaller {
 public:
  NodeCaller(std::string_view secret, LedgerId ledger, Clock& clock)
      : seal_(secret), ledger_(std::move(ledger)), clock_(clock) {}

  struct Heard {
    HttpReply::Fate fate = HttpReply::Fate::kNotSent;
    std::optional<Result<Reply>> reply;  // if answered
  };

  // Waits `kPatience` at most; the other node is told that nobody waits longer.
  Heard ask(const std::string& url, Question question);

  static constexpr milliseconds kPatience{3'000};

 private:
  HttpCaller& caller(const std::string& url);

  const Seal seal_;
  const LedgerId ledger_;
  Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<HttpCaller>> callers_;
};

}  // namespace ledger::cluster
