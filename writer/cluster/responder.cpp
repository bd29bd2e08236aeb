#include "writer/cluster/responder.h"

#include <algorithm>
#include <chrono>

#include "writer/writer_errors.h"

namespace ledger::cluster {
namespace {

// The nodes' clocks may differ a little; and a question that lay in the socket of a process that
// was stopped must not be answered when it wakes.
constexpr Micros kSkew = seconds(5);
constexpr Micros kLongestBudget = seconds(30);

}  // namespace

Result<std::string> Responder::answer(std::string_view sealed_request) const {
  const auto plain = seal_.open_request(sealed_request);
  if (!plain) {
    return fail(ErrorCode::kForbidden, "not-of-this-cluster",
                "this was not sealed with this cluster's secret");
  }
  return seal_.reply(pack_reply(reply_to(*plain)), sealed_request);
}

Result<Reply> Responder::reply_to(std::string_view plain) const {
  auto request = unpack_request(plain);
  if (!request) return fail(request.error());
  if (auto fit = check(*request); !fit) return fail(fit.error());
  return std::visit(
      Match{
          [&](Decide& question) { return decide(std::move(question), Micros(request->budget_us)); },
          [&](KnownBuyers& question) {
            return local_.known_buyers(question.hashes).map([](std::vector<BuyerId> buyers) {
              return Reply(std::move(buyers));
            });
          },
          [&](HurryOrder& question) {
            local_.hurry(question.order);
            return Result<Reply>(Done{});
          },
          [&](ConfirmClock& /*question*/) {
            local_.confirm_clock();
            return Result<Reply>(Done{});
          }},
      request->question);
}

Result<void> Responder::check(const Request& request) const {
  if (request.ledger != ledger_) {
    return fail(ErrorCode::kForbidden, "ledger-differs", "this node serves " + ledger_.str());
  }
  const auto now = clock_.now();
  const auto until = request.sent_at + Micros(request.budget_us) + kSkew;
  if (now > until || request.sent_at > now + minutes(1)) {
    return fail(unavailable("message-late", "the question came too late to be answered", 1));
  }
  return {};
}

Result<Reply> Responder::decide(Decide question, Micros budget) const {
  auto future = local_.decide(question.partition, std::move(question.submission));
  const auto wait = std::clamp(budget, Micros(0), kLongestBudget);
  if (future.wait_for(wait) != std::future_status::ready) return fail(unknown_outcome());
  auto answer = future.get();
  if (!answer) return fail(answer.error());
  if (local_.decided) local_.decided(*answer);
  return std::move(*answer);
}

}  // namespace ledger::cluster
