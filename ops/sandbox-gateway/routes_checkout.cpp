#include <algorithm>

#include <httplib.h>

#include "ops/sandbox-gateway/checkout_page.h"
#include "ops/sandbox-gateway/core.h"
#include "ops/sandbox-gateway/server.h"
#include "ops/sandbox-gateway/url.h"

namespace ledger::sandbox {
namespace {

using httplib::Request;
using httplib::Response;

void show(Response& response, int status, const std::string& page) {
  response.status = status;
  response.set_content(page, "text/html; charset=utf-8");
}

// The page runs no script and loads nothing; its form may lead back to the shop only.
void protect(Response& response, const Core& core) {
  std::string policy =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; "
      "form-action 'self'";
  for (const std::string& origin : core.return_origins()) policy += " " + origin;
  response.set_header("Content-Security-Policy", policy);
  response.set_header("Referrer-Policy", "no-referrer");
  response.set_header("Cache-Control", "no-store");
}

// The order and the way back, or a page that says what is wrong.
std::optional<Order> order_of(Core& core, const Request& request, Response& response) {
  protect(response, core);
  if (!core.may_return_to(request.get_param_value("return"))) {
    show(response, 400, message_page("The return address is missing, or not an allowed one."));
    return std::nullopt;
  }
  const Outcome<Order> order = core.books.order(request.matches[1]);
  if (!order) {
    show(response, 404, message_page("There is no such order."));
    return std::nullopt;
  }
  return *order;
}

NewPayment payment_for(Choice choice) {
  if (choice == Choice::kFail) return {.outcome = PayOutcome::kFailed};
  if (choice == Choice::kLater) return {.outcome = PayOutcome::kAuthorized};
  return {};
}

WebhookOptions webhooks_for(Choice choice) {
  return {.copies = choice == Choice::kTriple ? 3 : 1,
          .order = choice == Choice::kReversed ? WebhookOrder::kReversed : WebhookOrder::kNormal,
          .drop = choice == Choice::kSilent || choice == Choice::kLost,
          .bad_signature = choice == Choice::kForged};
}

std::string closed_query(const std::string& order_id) {
  return "razorpay_order_id=" + order_id + "&razorpay_closed=1";
}

std::string failed_query(const Payment& payment) {
  return "razorpay_order_id=" + payment.order_id + "&razorpay_payment_id=" + payment.id +
         "&razorpay_error_code=BAD_REQUEST_ERROR&razorpay_error_description=" +
         percent_encoded("Payment was unsuccessful at the payer's bank");
}

std::string paid_query(const Payment& payment, const std::string& secret) {
  const Callback callback = callback_of(payment, secret);
  return "razorpay_payment_id=" + callback.payment_id + "&razorpay_order_id=" + callback.order_id +
         "&razorpay_signature=" + callback.signature;
}

void capture_later(Core& core, const std::string& payment_id) {
  core.dispatcher.after(core.config.confirm_after, [&core, payment_id] {
    const Outcome<Change> change = core.books.capture_late(payment_id);
    if (change) core.announce(change->notices, {});
  });
}

// Does what was chosen; what the browser is to tell the shop.
std::string act(Core& core, const Order& order, Choice choice) {
  if (choice == Choice::kClose) return closed_query(order.id);
  const Change change = *core.books.pay(order.id, payment_for(choice));
  core.announce(change.notices, webhooks_for(choice));
  if (choice == Choice::kLater) capture_later(core, change.payment.id);
  if (choice == Choice::kSilent) return closed_query(order.id);
  if (choice == Choice::kFail) return failed_query(change.payment);
  return paid_query(change.payment, core.config.secret);
}

void choose(Core& core, const Request& request, Response& response) {
  const std::optional<Order> order = order_of(core, request, response);
  if (!order) return;
  const std::string name = request.get_param_value("choice");
  const auto chosen = std::ranges::find(choices(), name, &ChoiceText::name);
  if (chosen == choices().end()) {
    return show(response, 400, message_page("There is no such button."));
  }
  const std::string to = request.get_param_value("return");
  response.set_redirect(with_query(to, act(core, *order, chosen->choice)), 303);
}

}  // namespace

void add_checkout_routes(Server& server, Core& core) {
  constexpr const char* kPath = R"(/v1/checkout/([A-Za-z0-9_]{1,40}))";
  server.Get(kPath, [&core](const Request& request, Response& response) {
    const std::optional<Order> order = order_of(core, request, response);
    if (!order) return;
    const bool hindi = request.get_param_value("lang") == "hi";
    show(response, 200, checkout_page(*order, request.get_param_value("return"), hindi));
  });
  server.Post(kPath, [&core](const Request& request, Response& response) {
    choose(core, request, response);
  });
}

}  // namespace ledger::sandbox
