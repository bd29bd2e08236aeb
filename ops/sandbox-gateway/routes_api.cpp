#include <algorithm>
#include <charconv>
#include <chrono>

#include <openssl/crypto.h>

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

constexpr Paise kLeastAmount = 100;  // Razorpay's: one rupee
constexpr Seconds kIndianOffset = 19'800;
constexpr const char* kOrder = R"(/v1/orders/([A-Za-z0-9_]{1,40}))";
constexpr const char* kPayment = R"(/v1/payments/([A-Za-z0-9_]{1,40}))";

template <class Entity>
json collection(const std::vector<Entity>& entities, json (*render)(const Entity&)) {
  json items = json::array();
  for (const Entity& entity : entities) items.push_back(render(entity));
  return {{"entity", "collection"}, {"count", items.size()}, {"items", std::move(items)}};
}

bool same_text(const std::string& a, const std::string& b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool authenticated(const Request& request, const SandboxConfig& config) {
  const auto expected = httplib::make_basic_authentication_header(config.key_id, config.secret);
  return same_text(request.get_header_value("Authorization"), expected.second);
}

// The guard before every route of the API: outage, credentials; then the answer, unless it is lost.
httplib::Server::Handler guarded(Core& core, Handler handler) {
  return [&core, handler = std::move(handler)](const Request& request, Response& response) {
    if (core.api_down) {
      return answer(response, tl::make_unexpected(Refusal{503, "SERVER_ERROR",
                                                          "The gateway is out of order.", ""}));
    }
    if (!authenticated(request, core.config)) {
      response.set_header("WWW-Authenticate", "Basic realm=\"Razorpay\"");
      return answer(response, tl::make_unexpected(
                                  Refusal{401, "BAD_REQUEST_ERROR", "Authentication failed", ""}));
    }
    answer(response, handler(request));
    if (core.answers_lost) Server::lose_this_answer();
  };
}

// A number in the query; `fallback` when absent; nullopt when it is none or out of range.
std::optional<std::int64_t> query_number(const Request& request, const char* name,
                                         std::int64_t fallback, std::int64_t least,
                                         std::int64_t most) {
  if (!request.has_param(name)) return fallback;
  const std::string text = request.get_param_value(name);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (number < least || number > most) return std::nullopt;
  return number;
}

struct Page {
  std::size_t count = 0;
  std::size_t skip = 0;
};

Outcome<Page> page_of(const Request& request, std::int64_t fallback, std::int64_t most) {
  const auto count = query_number(request, "count", fallback, 1, most);
  const auto skip = query_number(request, "skip", 0, 0, INT32_MAX);
  if (!count) return refuse("The count must be from 1 to " + std::to_string(most) + ".", "count");
  if (!skip) return refuse("The skip must be at least 0.", "skip");
  return Page{static_cast<std::size_t>(*count), static_cast<std::size_t>(*skip)};
}

template <class Entity>
void cut(std::vector<Entity>& entities, const Page& page) {
  const std::size_t from = std::min(page.skip, entities.size());
  const std::size_t until = std::min(from + page.count, entities.size());
  entities = {entities.begin() + static_cast<std::ptrdiff_t>(from),
              entities.begin() + static_cast<std::ptrdiff_t>(until)};
}

bool is_currency(const std::string& text) {
  return text.size() == 3 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

Outcome<json> create_order(Core& core, const Request& request) {
  Args args(request.body);
  const auto amount = args.integer("amount", INT64_MIN, kMaxPaise);
  NewOrder order{.amount = amount.value_or(0),
                 .currency = args.text("currency", ""),
                 .receipt = args.text("receipt", "", 40),
                 .notes = args.notes()};
  if (!amount) args.refuse("The amount field is required.", "amount");
  if (order.amount < kLeastAmount) {
    args.refuse("Order amount less than minimum amount allowed", "amount");
  }
  if (order.currency.empty()) args.refuse("The currency field is required.", "currency");
  if (!is_currency(order.currency)) args.refuse("Currency is not supported", "currency");
  if (args.refusal()) return tl::make_unexpected(*args.refusal());
  return order_json(core.books.create_order(std::move(order)));
}

Outcome<json> list_orders(Core& core, const Request& request) {
  const Outcome<Page> page = page_of(request, 10, 100);
  if (!page) return tl::make_unexpected(page.error());
  const std::string receipt = request.get_param_value("receipt");
  return collection(core.books.orders(receipt, page->count, page->skip), order_json);
}

Outcome<json> capture(Core& core, const Request& request) {
  Args args(request.body);
  const auto amount = args.integer("amount", 1, kMaxPaise);
  const std::string currency = args.text("currency", "INR");
  if (!amount) args.refuse("The amount field is required.", "amount");
  if (args.refusal()) return tl::make_unexpected(*args.refusal());
  const Outcome<Change> change = core.books.capture(request.matches[1], *amount, currency);
  if (!change) return tl::make_unexpected(change.error());
  core.announce(change->notices, {});
  return payment_json(change->payment);
}

Outcome<json> refund(Core& core, const Request& request) {
  Args args(request.body);
  const auto amount = args.integer("amount", 1, kMaxPaise);
  const Notes notes = args.notes();
  const std::string key = request.get_header_value("X-Refund-Idempotency");
  if (!key.empty() && key.size() < 10) {
    args.refuse("The idempotency key must be at least 10 characters.", "X-Refund-Idempotency");
  }
  if (args.refusal()) return tl::make_unexpected(*args.refusal());
  const Outcome<Refunded> refunded = core.books.refund(request.matches[1], amount, notes, key);
  if (!refunded) return tl::make_unexpected(refunded.error());
  core.announce(refunded->notices, {});
  return refund_json(refunded->refund);
}

Outcome<json> list_refunds(Core& core, const Request& request) {
  const Outcome<Page> page = page_of(request, 10, 100);
  if (!page) return tl::make_unexpected(page.error());
  Outcome<std::vector<Refund>> refunds = core.books.refunds_of(request.matches[1]);
  if (!refunds) return tl::make_unexpected(refunds.error());
  cut(*refunds, *page);
  return collection(*refunds, refund_json);
}

// Of all payments, newest first.
Outcome<json> list_all_refunds(Core& core, const Request& request) {
  const Outcome<Page> page = page_of(request, 10, 100);
  if (!page) return tl::make_unexpected(page.error());
  std::vector<Refund> refunds = core.books.refunds();
  std::ranges::reverse(refunds);
  cut(refunds, *page);
  return collection(refunds, refund_json);
}

Outcome<json> refund_of(Core& core, const Request& request) {
  const Outcome<Refund> found = core.books.refund(request.matches[2]);
  if (!found) return tl::make_unexpected(found.error());
  if (found->payment_id != request.matches[1].str())
    return refuse("The id provided does not exist");
  return refund_json(*found);
}

struct Period {
  Seconds from = 0;
  Seconds until = 0;
};

// One Indian day, or one month when no day is named.
Outcome<Period> period_of(const Request& request) {
  using namespace std::chrono;
  const auto y = query_number(request, "year", 0, 2000, 9998);
  const auto m = query_number(request, "month", 0, 1, 12);
  const auto d = query_number(request, "day", 0, 1, 31);
  if (!y || !m || *y == 0 || *m == 0) return refuse("The year and month are required.", "year");
  if (!d) return refuse("The day must be from 1 to 31.", "day");
  const year_month month = year(static_cast<int>(*y)) / static_cast<int>(*m);
  const year_month_day first = month / static_cast<int>(*d == 0 ? 1 : *d);
  if (!first.ok()) return refuse("There is no such day.", "day");
  const sys_days from = first;
  const sys_days until = *d == 0 ? sys_days((month + months(1)) / 1) : from + std::chrono::days(1);
  const auto begin = [](sys_days day) {
    return duration_cast<std::chrono::seconds>(day.time_since_epoch()).count() - kIndianOffset;
  };
  return Period{begin(from), begin(until)};
}

Outcome<json> reconciliation(Core& core, const Request& request) {
  const Outcome<Period> period = period_of(request);
  if (!period) return tl::make_unexpected(period.error());
  const Outcome<Page> page = page_of(request, 10, 1000);
  if (!page) return tl::make_unexpected(page.error());
  const auto receipt = [&](const Payment& payment) {
    return core.books.order(payment.order_id)->receipt;
  };
  std::vector<json> lines;
  for (const Payment& payment : core.books.captured_between(period->from, period->until)) {
    lines.push_back(settled_payment_json(payment, receipt(payment)));
  }
  for (const Refund& refund : core.books.refunded_between(period->from, period->until)) {
    const Payment payment = *core.books.payment(refund.payment_id);
    lines.push_back(settled_refund_json(refund, payment, receipt(payment)));
  }
  cut(lines, *page);
  return json{{"entity", "collection"}, {"count", lines.size()}, {"items", lines}};
}

Outcome<json> payments_of(Core& core, const Request& request) {
  return core.books.payments_of(request.matches[1]).map([](const std::vector<Payment>& payments) {
    return collection(payments, payment_json);
  });
}

}  // namespace

void add_api_routes(Server& server, Core& core) {
  const auto get = [&](const std::string& path, Outcome<json> (*handler)(Core&, const Request&)) {
    server.Get(path,
               guarded(core, [&core, handler](const Request& r) { return handler(core, r); }));
  };
  const auto post = [&](const std::string& path, Outcome<json> (*handler)(Core&, const Request&)) {
    server.Post(path,
                guarded(core, [&core, handler](const Request& r) { return handler(core, r); }));
  };
  const std::string order = kOrder;
  const std::string payment = kPayment;
  post("/v1/orders", create_order);
  get("/v1/orders", list_orders);
  get(order, [](Core& c, const Request& r) { return c.books.order(r.matches[1]).map(order_json); });
  get(order + "/payments", payments_of);
  get(payment,
      [](Core& c, const Request& r) { return c.books.payment(r.matches[1]).map(payment_json); });
  post(payment + "/capture", capture);
  post(payment + "/refund", refund);
  get(payment + "/refunds", list_refunds);
  get(payment + "/refunds/([A-Za-z0-9_]{1,40})", refund_of);
  get("/v1/refunds", list_all_refunds);
  get(R"(/v1/refunds/([A-Za-z0-9_]{1,40}))",
      [](Core& c, const Request& r) { return c.books.refund(r.matches[1]).map(refund_json); });
  get("/v1/settlements/recon/combined", reconciliation);
}

}  // namespace ledger::sandbox
