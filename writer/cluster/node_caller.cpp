#include "writer/cluster/node_caller.h"

#include "writer/cluster/responder.h"

namespace ledger::cluster {
namespace {

constexpr milliseconds kConnectWithin{1'000};

Error not_understood(int status) {
  Error error{ErrorCode::kUnavailable, "node-refuses",
              "the owner's node does not answer as one of this cluster (status " +
                  std::to_string(status) + "); have all nodes the same cluster secret?"};
  error.retry_after_s = 1;
  return error;
}

}  // namespace

NodeCaller::Heard NodeCaller::ask(const std::string& url, Question question) {
  const Request request{ledger_, clock_.now(), Micros(kPatience).count(), std::move(question)};
  const auto sealed = seal_.request(pack_request(request));
  const auto reply = caller(url).post_bytes(kPath, sealed);
  if (reply.fate != HttpReply::Fate::kAnswered) return {reply.fate, std::nullopt};
  const auto plain =
      reply.status == 200 ? seal_.open_reply(reply.body, sealed) : std::optional<std::string>();
  if (!plain) return {reply.fate, fail(not_understood(reply.status))};
  return {reply.fate, unpack_reply(*plain)};
}

HttpCaller& NodeCaller::caller(const std::string& url) {
  const std::lock_guard lock(mutex_);
  auto& known = callers_[url];
  if (!known) {
    HttpCallerConfig config;
    config.base_url = url;
    config.connect_timeout = kConnectWithin;
    config.total_timeout = kPatience;
    known = std::make_unique<HttpCaller>(std::move(config));
  }
  return *known;
}

}  // namespace ledger::cluster
