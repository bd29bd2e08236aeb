#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/position.h"
#include "events/result.h"
#include "projectors/store.h"
#include "query-api/caller.h"
#include "query-api/http.h"

namespace ledger {

// One request on its way through a route.
struct Call {
  const HttpRequest& request;
  Caller caller;
  Snapshot snapshot;  // as far as the caller asked for (Ledger-Min-Position)
};

struct CommandOnItsWay;

// What a route answers.
struct Reply {
  int status = 200;
  std::string type = "application/json";
  std::shared_ptr<const std::string> body = nullptr;
  std::vector<NameValue> headers = {};
  std::optional<Position> position = std::nullopt;  // else the call's snapshot's
  StreamProvider stream = nullptr;
  std::shared_ptr<CommandOnItsWay> later = nullptr;  // then this is to be made of its answer
};

inline Reply json_reply(int status, std::string body) {
  return {.status = status, .body = std::make_shared<const std::string>(std::move(body))};
}

using Handle = std::function<Result<Reply>(Call&)>;

}  // namespace ledger
