#include <algorithm>

#include "projectors/directory.h"
#include "projectors/lookup.h"
#include "query-api/hold_json.h"
#include "query-api/routes.h"
#include "writer/command_json.h"
#include "writer/gateway/payment_news.h"
#include "writer/gateway/signature.h"
#include "writer/gateway/webhook_json.h"

namespace ledger {
namespace {

constexpr Micros kWebhookWait = seconds(4);  // the gateway gives up after 5 s
constexpr std::size_t kMaxEventId = 64;

tl::unexpected<Error> bad_signature() {
  return fail(ErrorCode::kInvalid, "invalid-signature", "the signature does not match");
}

// --- the browser's return ---

// A page posts JSON; the gateway's own redirect posts a form.
Result<CallbackRequest> callback_of(const HttpRequest& request) {
  const auto type = request.header("Content-Type");
  if (!type.starts_with("application/x-www-form-urlencoded")) return parse_callback(request.body);
  CallbackRequest callback;
  for (const auto& [name, value] : parse_pairs(request.body).value_or(std::vector<NameValue>{})) {
    if (name == "razorpay_order_id") callback.order = OrderId(value);
    if (name == "razorpay_payment_id") callback.payment = PaymentId(value);
    if (name == "razorpay_signature") callback.signature = value;
  }
  return callback;
}

// How the order's hold stands, or that its booking's payment is being looked at.
Reply order_state(const ApiContext& context, const Call& call, const lookup::Place& place) {
  const auto hold = portal::hold(portal_rows(call), place.hold);
  if (!hold) return json_reply(202, booking_state_json(place.booking));
  const auto state = portal::state_of(*hold, context.services.clock.now());
  return json_reply(state == "booked" ? 200 : 202, hold_state_json(hold->hold, state));
}

// The signature proves that a payment of this order exists, but not how much it is: the gateway is
// asked at once, and what it says is recorded like a webhook.
Result<Reply> take_callback(ApiContext& context, Call& call) {
  const auto callback = callback_of(call.request);
  if (!callback) return fail(callback.error());
  auto place = lookup::order(lookup_rows(call), callback->order);
  if (!place) {
    if (auto current = context.catch_up(call.snapshot); !current) return fail(current.error());
    place = lookup::order(lookup_rows(call), callback->order);
  }
  const auto& services = context.services;
  if (!place || !callback_signature_ok(callback->order, callback->payment, callback->signature,
                                       services.gateway.key_secret)) {
    return bad_signature();
  }
  const auto project = directory::project(directory_rows(call), place->project);
  if (services.hurry_order && project) services.hurry_order(project->partition, callback->order);
  if (services.wake_reactors) services.wake_reactors();
  return order_state(context, call, *place);
}

// --- webhooks ---

std::string_view name_of_status(PaymentStatus status) {
  if (status == PaymentStatus::kAuthorized) return "authorized";
  return status == PaymentStatus::kCaptured ? "captured" : "failed";
}

// The project that the order was made for: as we know the order, else as its notes say.
std::optional<rows::ProjectRowT> project_of_order(const Call& call, const WebhookEvent& event) {
  const auto place = lookup::order(lookup_rows(call), event.payment->order_id);
  if (place) return directory::project(directory_rows(call), place->project);
  std::vector<const GatewayNotes*> said = {&event.payment->notes};
  if (event.order) said.push_back(&event.order->notes);
  for (const auto* notes : said) {
    if (const auto found = notes->find("project"); found != notes->end()) {
      return directory::project(directory_rows(call), ProjectId(found->second));
    }
  }
  return std::nullopt;
}

Result<void> tell(ApiContext& context, Partition partition, Command command) {
  Envelope envelope;
  envelope.actor = "gateway";
  const auto answer =
      context.services.door.ask(partition, {std::move(envelope), std::move(command)}, kWebhookWait);
  if (!answer) return fail(answer.error());
  if (context.services.wake_reactors) context.services.wake_reactors();
  return {};
}

Result<void> keep_unmatched(ApiContext& context, RecordPayment news) {
  return tell(
      context, kDirectory,
      KeepUnmatchedPayment{std::move(news.payment), std::string(name_of_status(news.status))});
}

Result<void> take_payment(ApiContext& context, const Call& call, const WebhookEvent& event) {
  const auto project = project_of_order(call, event);
  auto news =
      news_of(project ? project->project : ProjectId(), *event.payment, wire::Source::Webhook);
  if (!news) return {};
  const auto event_id = call.request.header("x-razorpay-event-id");
  news->payment.gateway_event = std::string(event_id.substr(0, kMaxEventId));
  if (!project) return keep_unmatched(context, std::move(*news));
  auto told = tell(context, project->partition, *news);
  if (told || told.error().code != ErrorCode::kNotFound) return told;
  return keep_unmatched(context, std::move(*news));
}

// A refund that nobody asked for here: the gateway's own, or made in its dashboard. It enters once
// it is processed; its id here follows from the gateway's, so that it enters once.
Result<void> take_foreign_refund(ApiContext& context, const Call& call, const GatewayRefund& news) {
  if (news.status != GatewayRefundStatus::kProcessed) return {};
  const auto place = lookup::payment(lookup_rows(call), news.payment_id);
  if (!place) return {};
  const auto project = directory::project(directory_rows(call), place->project);
  if (!project) return {};
  RecordForeignRefund command;
  command.project = place->project;
  command.payment = news.payment_id;
  command.refund = RefundId("gateway-" + news.id);
  command.gateway_refund = news.id;
  command.amount = news.amount;
  return tell(context, project->partition, std::move(command));
}

// News of a refund that we asked for: its notes carry our id. Others are the gateway's own.
Result<void> take_refund(ApiContext& context, const Call& call, const GatewayRefund& news) {
  const auto ours = news.notes.find("refund");
  if (ours == news.notes.end()) return take_foreign_refund(context, call, news);
  const RefundId id(ours->second);
  const auto place = lookup::refund(lookup_rows(call), id);
  if (!place) return {};
  const auto project = directory::project(directory_rows(call), place->project);
  if (!project) return {};
  RecordRefund command{.project = place->project, .refund = id, .gateway_refund = news.id};
  switch (news.status) {
    case GatewayRefundStatus::kPending:
      command.finding = RefundFinding::kInitiated;
      break;
    case GatewayRefundStatus::kProcessed:
      command.finding = RefundFinding::kProcessed;
      break;
    case GatewayRefundStatus::kFailed:
      command.finding = RefundFinding::kFailed;
      command.reason = "the gateway says that the refund failed";
      break;
  }
  return tell(context, project->partition, std::move(command));
}

// What must not be answered with 200: the gateway has to send it again.
bool must_come_again(const Error& error) {
  return error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kUnknown ||
         error.code == ErrorCode::kCorrupt;
}

Result<void> take_event(ApiContext& context, const Call& call, const WebhookEvent& event) {
  const bool about_payment = event.event.starts_with("payment.") || event.event == "order.paid";
  if (about_payment && event.payment) {
    if (auto taken = take_payment(context, call, event); !taken) return taken;
  }
  if (event.event.starts_with("refund.") && event.refund) {
    return take_refund(context, call, *event.refund);
  }
  return {};
}

Result<Reply> take_webhook(ApiContext& context, Call& call) {
  const auto& secrets = context.services.gateway.webhook_secrets;
  if (!webhook_signature_ok(call.request.body, call.request.header("X-Razorpay-Signature"),
                            secrets)) {
    return bad_signature();
  }
  const auto event = parse_webhook(call.request.body);
  if (!event) return fail(event.error());
  const auto taken = take_event(context, call, *event);
  if (taken) return json_reply(200, R"({"status":"ok"})");
  if (must_come_again(taken.error())) return fail(taken.error());
  context.log("webhook " + event->event.substr(0, 40) +
              " changed nothing: " + taken.error().reason);
  return json_reply(200, R"({"status":"ok"})");
}

}  // namespace

void add_payment_routes(Routes& routes, ApiContext& context) {
  routes.add("POST", "/v1/payments/callback",
             [&](Call& call) { return take_callback(context, call); });
  routes.add(
      "POST", "/v1/webhooks/razorpay", [&](Call& call) { return take_webhook(context, call); },
      BodyClass::kWebhook);
}

}  // namespace ledger
