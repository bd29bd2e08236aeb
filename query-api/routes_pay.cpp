#include "events/hash.h"
#include "query-api/hold_json.h"
#include "query-api/holds.h"
#include "query-api/pay_json.h"
#include "query-api/routes.h"
#include "query-api/staff_command.h"
#include "writer/money_json.h"

// A buyer pays what is due: in his portal, or by a link that he was sent.
namespace ledger {
namespace {

tl::unexpected<Error> no_such_link() {
  return fail(ErrorCode::kNotFound, "link-unknown", "there is no such payment link");
}

// The same id each time the request comes, in the shape of a UUID.
std::string derived_id(const Vault& vault, const char* what, const Envelope& envelope) {
  const auto hex_digits = hex(vault.keyed(what, envelope.scope + "\n" + envelope.key));
  std::string id = hex_digits.substr(0, 32);
  for (const std::size_t at : {20U, 16U, 12U, 8U}) id.insert(at, 1, '-');
  return id;
}

// The request that a decision made, or the open one that it found for the same amount.
const rows::RequestLineT* request_in(const rows::BookingRowT& booking, const Answer& answer,
                                     Money amount, const LinkId& link) {
  const auto* made = answer.record ? find<PaymentRequested>(answer.record->events) : nullptr;
  for (auto line = booking.requests.rbegin(); line != booking.requests.rend(); ++line) {
    if (made != nullptr) {
      if ((*line)->request == made->request) return line->get();
      continue;
    }
    const bool same = (*line)->link == link && (amount.zero() || (*line)->amount == amount);
    const bool open =
        (*line)->state == rows::OrderState::Wanted || (*line)->state == rows::OrderState::Open;
    if (same && open) return line->get();
  }
  return nullptr;
}

// Waits until the gateway has made the order.
Result<Reply> tell_order(ApiContext& context, Call& call, const BookingFacts& facts,
                         const Answer& answer, const RequestPayment& command) {
  std::optional<rows::BookingRowT> booking;
  const rows::RequestLineT* line = nullptr;
  const auto ready = [&](const ReadSnapshot& snapshot) {
    booking = portal::booking(snapshot.rows(portal::kView), facts.booking.booking);
    line = booking ? request_in(*booking, answer, command.amount, command.link) : nullptr;
    return line != nullptr && line->state != rows::OrderState::Wanted;
  };
  call.snapshot = context.freshness.wait(ready, context.services.order_wait);
  if (line == nullptr || line->order.empty())
    return fail(Error{.code = ErrorCode::kUnavailable,
                      .reason = "order-pending",
                      .message = "the gateway has not made the order yet; nothing was charged",
                      .retry_after_s = 2});
  return command_reply(
      answer, 201,
      order_json(line->order, line->amount, facts.booking.currency, context.services.gateway));
}

Result<Reply> ask(ApiContext& context, Call& call, const BookingFacts& facts, LinkId link) {
  auto& services = context.services;
  auto envelope = json_envelope_of(call, services.vault);
  if (!envelope) return fail(envelope.error());
  auto command = parse_pay(call.request.body);
  if (!command) return fail(command.error());
  if (services.gateway.checkout_base_url.empty())
    return fail(ErrorCode::kUnavailable, "no-gateway", "this server has no payment gateway");
  command->project = facts.booking.project;
  command->booking = facts.booking.booking;
  command->request = RequestId(derived_id(services.vault, "request", *envelope));
  command->receipt = receipt_of(command->request);
  command->link = std::move(link);
  auto answer = decide_at(context, call, facts.project.partition, {std::move(*envelope), *command});
  if (!answer) return std::move(answer.error());
  return tell_order(context, call, facts, *answer, *command);
}

Result<Reply> pay_own(ApiContext& context, Call& call) {
  const auto facts = own_booking(context, call);
  if (!facts) return fail(facts.error());
  return ask(context, call, *facts, LinkId());
}

// --- links ---

std::string link_token(const Vault& vault, const LinkId& link) {
  return vault.token("link", link);
}

struct ShownLink {
  BookingFacts facts;
  rows::LinkLineT line;
};

// The link of {link}, whose secret ?t= has to show.
Result<ShownLink> shown_link(const ApiContext& context, Call& call) {
  const LinkId id(call.request.param("link"));
  const auto token = call.request.query_value("t").value_or("");
  if (id.length() > 64 || !same_secret(link_token(context.services.vault, id), token))
    return no_such_link();
  const auto booking = portal::booking_of_link(portal_rows(call), id);
  auto row = booking ? portal::booking(portal_rows(call), *booking) : std::nullopt;
  if (!row) return no_such_link();
  auto project = context.project(call, row->project);
  if (!project) return no_such_link();
  for (const auto& line : row->links) {
    if (line->link != id) continue;
    auto found = *line;
    return ShownLink{booking_facts(context, *call.snapshot, std::move(*row), std::move(*project)),
                     std::move(found)};
  }
  return no_such_link();
}

Result<Reply> show_link(const ApiContext& context, Call& call) {
  const auto link = shown_link(context, call);
  if (!link) return fail(link.error());
  return json_reply(200, link_json(link->line, link->facts, context.services.clock.now()));
}

Result<Reply> pay_link(ApiContext& context, Call& call) {
  const auto link = shown_link(context, call);
  if (!link) return fail(link.error());
  return ask(context, call, link->facts, link->line.link);
}

Result<Reply> issue_link(ApiContext& context, Call& call) {
  auto& services = context.services;
  auto envelope = json_envelope_of(call, services.vault);
  if (!envelope) return fail(envelope.error());
  auto command = parse_payment_link(call.request.body);
  if (!command) return fail(command.error());
  const auto facts = staff_booking(context, call);
  if (!facts) return fail(facts.error());
  command->project = facts->booking.project;
  command->booking = facts->booking.booking;
  command->link = LinkId(derived_id(services.vault, "link-id", *envelope));
  const auto url = services.public_url + "/pay/" + command->link.str() +
                   "?t=" + link_token(services.vault, command->link);
  auto answer = decide_at(context, call, facts->project.partition,
                          {std::move(*envelope), std::move(*command)});
  if (!answer) return std::move(answer.error());
  wait_until_visible(context, *answer);
  return command_reply(*answer, 201, link_issued_json(*answer->record, url));
}

Result<Reply> cancel_link(ApiContext& context, Call& call) {
  auto envelope = json_envelope_of(call, context.services.vault);
  if (!envelope) return fail(envelope.error());
  auto reason = parse_reason(call.request.body);
  if (!reason) return fail(reason.error());
  const LinkId id(call.request.param("link"));
  const auto place = lookup::link(lookup_rows(call), id);
  if (!place) return no_such_link();
  const auto project = context.project(call, place->project);
  if (!project) return no_such_link();
  return decide_and_tell(context, call, std::move(*envelope), project->partition,
                         {CancelPaymentLink{place->project, id, std::move(*reason)}});
}

}  // namespace

void add_pay_routes(Routes& routes, ApiContext& context) {
  routes.add("POST", "/v1/me/bookings/{booking}/pay",
             [&](Call& call) { return pay_own(context, call); });
  routes.add("POST", "/v1/bookings/{booking}/links",
             [&](Call& call) { return issue_link(context, call); });
  routes.add("POST", "/v1/links/{link}/cancel",
             [&](Call& call) { return cancel_link(context, call); });
  routes.add("GET", "/v1/pay/{link}", [&](Call& call) { return show_link(context, call); });
  routes.add("POST", "/v1/pay/{link}", [&](Call& call) { return pay_link(context, call); });
}

}  // namespace ledger
