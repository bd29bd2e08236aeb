#include "events/money.h"
#include "ops/sandbox-gateway/books_json.h"
#include "ops/sandbox-gateway/core.h"
#include "ops/sandbox-gateway/http_json.h"
#include "ops/sandbox-gateway/server.h"

namespace ledger::sandbox {
namespace {

using httplib::Request;
using httplib::Response;
using nlohmann::json;

constexpr std::int64_t kMostCopies = 10'000;
constexpr std::int64_t kMostDelayMs = 24 * 3'600'000;

WebhookOptions webhook_options(Args& args) {
  Args webhooks = args.object("webhooks");
  const WebhookOptions options{
      .copies = webhooks.integer("copies", 1, kMostCopies).value_or(1),
      .delay = milliseconds(webhooks.integer("delay_ms", 0, kMostDelayMs).value_or(0)),
      .order = webhooks.one_of<WebhookOrder>("order", {{"normal", WebhookOrder::kNormal},
                                                       {"reversed", WebhookOrder::kReversed},
                                                       {"shuffled", WebhookOrder::kShuffled}}),
      .drop = webhooks.flag("drop", false),
      .bad_signature = webhooks.flag("bad_signature", false)};
  args.include(webhooks);
  return options;
}

json paid_json(const Payment& payment, const std::string& secret) {
  const Callback callback = callback_of(payment, secret);
  return {{"payment_id", payment.id},
          {"status", payment.status},
          {"callback",
           {{"razorpay_payment_id", callback.payment_id},
            {"razorpay_order_id", callback.order_id},
            {"razorpay_signature", callback.signature}}}};
}

Outcome<json> pay(Core& core, const Request& request) {
  Args args(request.body);
  const bool silent = args.text("outcome", "success") == "silent";
  NewPayment payment{
      .outcome = args.one_of<PayOutcome>("outcome", {{"success", PayOutcome::kCaptured},
                                                     {"silent", PayOutcome::kCaptured},
                                                     {"failure", PayOutcome::kFailed},
                                                     {"authorized", PayOutcome::kAuthorized}}),
      .method = args.text("method", "upi", 20),
      .amount = args.integer("amount_paise", 1, kMaxPaise)};
  if (const std::string currency = args.text("currency", "", 3); !currency.empty()) {
    payment.currency = currency;
  }
  WebhookOptions options = webhook_options(args);
  options.drop |= silent;
  if (args.refusal()) return tl::make_unexpected(*args.refusal());
  const Outcome<Change> change = core.books.pay(request.matches[1], payment);
  if (!change) return tl::make_unexpected(change.error());
  core.announce(change->notices, options);
  return paid_json(change->payment, core.config.secret);
}

Outcome<json> capture_late(Core& core, const Request& request) {
  Args args(request.body);
  const WebhookOptions options = webhook_options(args);
  if (args.refusal()) return tl::make_unexpected(*args.refusal());
  const Outcome<Change> change = core.books.capture_late(request.matches[1]);
  if (!change) return tl::make_unexpected(change.error());
  core.announce(change->notices, options);
  return paid_json(change->payment, core.config.secret);
}

Outcome<json> replay(Core& core, const Request& request) {
  Args args(request.body);
  const std::string id = args.text("payment_id", "");
  const WebhookOptions options = webhook_options(args);
  if (args.refusal()) return tl::make_unexpected(*args.refusal());
  const Outcome<std::vector<Notice>> notices = core.books.notices_of(id);
  if (!notices) return tl::make_unexpected(notices.error());
  core.announce(*notices, options);
  return json{{"webhooks", notices->size()}};
}

Outcome<json> outage(Core& core, const Request& request) {
  Args args(request.body);
  const bool webhooks = args.flag("webhooks", false);
  const bool api = args.flag("api", false);
  const bool lost = args.flag("lost_answers", false);
  if (args.refusal()) return tl::make_unexpected(*args.refusal());
  core.api_down = api;
  core.answers_lost = lost;
  core.dispatcher.set_network(!webhooks);
  return json{{"webhooks", webhooks}, {"api", api}, {"lost_answers", lost}};
}

Outcome<json> summary(Core& core, const Request&) {
  const Summary books = core.books.summary();
  const DispatcherCounts webhooks = core.dispatcher.counts();
  return json{{"orders", books.orders},
              {"payments", books.payments},
              {"refunds", books.refunds},
              {"captured_paise", books.captured},
              {"refunded_paise", books.refunded},
              {"webhooks",
               {{"pending", webhooks.pending},
                {"delivered", webhooks.delivered},
                {"failed_attempts", webhooks.failed_attempts}}}};
}

Outcome<json> refunds(Core& core, const Request&) {
  json items = json::array();
  for (const Refund& refund : core.books.refunds()) items.push_back(refund_json(refund));
  return json{{"count", items.size()}, {"items", std::move(items)}};
}

}  // namespace

void add_drive_routes(Server& server, Core& core) {
  using Route = Outcome<json> (*)(Core&, const Request&);
  const auto with = [&core](Route route) {
    return [&core, route](const Request& request, Response& response) {
      answer(response, route(core, request));
    };
  };
  server.Post(R"(/sandbox/orders/([A-Za-z0-9_]{1,40})/pay)", with(pay));
  server.Post(R"(/sandbox/payments/([A-Za-z0-9_]{1,40})/capture-late)", with(capture_late));
  server.Post("/sandbox/webhooks/replay", with(replay));
  server.Post("/sandbox/outage", with(outage));
  server.Get("/sandbox/summary", with(summary));
  server.Get("/sandbox/refunds", with(refunds));
}

}  // namespace ledger::sandbox
