#include <algorithm>

#include "projectors/portal.h"
#include "tests/sim/life.h"
#include "tests/support/given.h"
#include "writer/domain/account.h"

namespace ledger::sim {
namespace {

using test::kProject;

RefundId refund_named(const std::string& name) {
  return RefundId(name);
}

}  // namespace

Person Life::person(std::size_t number) const {
  Person to;
  to.name = "Person " + std::to_string(number);
  to.phone = "+9198000000" + std::to_string(10 + number);
  if (number % 2 == 0) to.email = "person" + std::to_string(number) + "@example.com";
  return to;
}

std::string Life::fresh(const std::string& kind, std::size_t person) {
  return kind + "-" + std::to_string(person) + "-" + std::to_string(++numbers_);
}

void Life::act() {
  const auto choice = chance_.below(10);
  if (choice < 3 || holds_.empty()) return hold_something(chance_.below(kPersons));
  if (choice == 3) return cancel_some_booking();
  if (choice == 4) return approve_refunds();
  const auto recent = std::min<std::size_t>(holds_.size(), 6);
  go_on_with(holds_[holds_.size() - 1 - chance_.below(recent)]);
}

void Life::hold_something(std::size_t who) {
  std::vector<PlotId> plots{PlotId(std::to_string(1 + chance_.below(6)))};
  if (chance_.one_in(4)) {
    const PlotId second(std::to_string(1 + chance_.below(6)));
    if (second != plots.front()) plots.push_back(second);
  }
  Ask what;
  what.key = fresh("hold", who);
  what.actor = "visitor";
  what.make = [this, who, plots](Envelope& envelope) -> Command {
    auto* node = nodes_[0] ? nodes_[0].get() : nodes_[1].get();
    auto& vault = node->vault();
    HoldPlots command;
    command.project = kProject;
    command.hold = HoldId(fresh("hold", who));
    command.plots = plots;
    command.contact_hashes = contact_hashes(vault, person(who));
    auto sealed = vault.seal_new(PersonId(fresh("contact", who)), pack(person(who)));
    command.contact = std::move(sealed.sealed);
    envelope.keys.push_back(std::move(sealed.key));
    return command;
  };
  what.done = [this, who](const Record& record) {
    if (const auto* held = find<PlotHeld>(record.events)) holds_.push_back({held->hold, who});
  };
  ask(std::move(what));
}

void Life::go_on_with(const Held& held) {
  const auto choice = chance_.below(24);
  if (choice < 9) return check_out(held);
  if (choice < 20) return pay(held);
  Ask what;
  what.actor = "visitor";
  what.key = fresh(choice < 22 ? "release" : "extend", held.person);
  what.make = [hold = held.hold, choice](Envelope&) -> Command {
    if (choice < 22) return ReleaseHold{kProject, hold, "", false};
    return ExtendHold{kProject, hold};
  };
  ask(std::move(what));
}

// As the door does it: the buyer is registered in the directory first, then the order is started.
void Life::check_out(const Held& held) {
  auto* node = some_node(0);
  if (node == nullptr) return;
  const auto hashes = contact_hashes(node->vault(), person(held.person));
  const auto known = node->writer(0).known_buyers(hashes);
  if (known.empty()) {
    RegisterBuyer command;
    command.buyer = BuyerId(fresh("buyer", held.person));
    command.contact_hashes = hashes;
    auto sealed = node->vault().seal_new(PersonId(command.buyer.str()), pack(person(held.person)));
    command.contact = std::move(sealed.sealed);
    Envelope envelope{.actor = "visitor"};
    envelope.keys.push_back(std::move(sealed.key));
    (void)node->submit(0, {std::move(envelope), std::move(command)});
    return;
  }
  Ask what;
  what.key = fresh("checkout", held.person);
  what.actor = "visitor";
  const bool full = chance_.one_in(5);
  what.make = [hold = held.hold, buyer = known.front(), full](Envelope&) -> Command {
    auto command = test::checkout(hold.str().c_str(), full ? wire::Pay::Full : wire::Pay::Token);
    command.applicants = {test::applicant(buyer.str().c_str())};
    return command;
  };
  ask(std::move(what));
}

// Pays on the order that the portal shows.
void Life::pay(const Held& held) {
  const auto snapshot = store_->snapshot();
  const auto shown = portal::hold(snapshot->rows(portal::kView), held.hold);
  if (!shown || shown->order.empty()) return;
  const auto payment = chance_.one_in(25)   ? gateway_.attempt(shown->order, "INR", Money::paise(1))
                       : chance_.one_in(25) ? gateway_.attempt(shown->order, "USD")
                                            : gateway_.attempt(shown->order);
  const auto later = [this](std::uint64_t most) { return seconds(1 + chance_.below(most)); };
  auto at = clock_.now() + later(60);
  if (chance_.one_in(3)) {
    moves_.push_back({at, payment, GatewayPaymentStatus::kFailed});
    if (!chance_.one_in(3)) return;
    at = at + later(3000);  // the late authorisation
  }
  if (chance_.one_in(2)) moves_.push_back({at, payment, GatewayPaymentStatus::kAuthorized});
  if (!chance_.one_in(8))
    moves_.push_back({at + later(40), payment, GatewayPaymentStatus::kCaptured});
}

void Life::cancel_some_booking() {
  const auto* project = find_project(witness_->state(1), kProject);
  if (!chance_.one_in(3)) return;
  std::vector<BookingId> open;
  for (const auto& [id, booking] : project->bookings)
    if (!rules::is_cancelled(booking)) open.push_back(id);
  if (open.empty()) return;
  std::sort(open.begin(), open.end());
  Ask what;
  what.key = fresh("cancel", 0);
  what.actor = "sales";
  what.make = [this, booking = chance_.pick(open)](Envelope&) -> Command {
    CancelBooking command{kProject, booking, "asked to", {}};
    for (int i = 0; i < 6; ++i) command.refunds.push_back(refund_named(fresh("refund", 0)));
    return command;
  };
  ask(std::move(what));
}

void Life::approve_refunds() {
  const auto* project = find_project(witness_->state(1), kProject);
  std::vector<RefundId> waiting;
  for (const auto& [id, refund] : project->refunds)
    if (refund.status == fold::RefundStatus::Requested) waiting.push_back(id);
  std::sort(waiting.begin(), waiting.end());
  for (const auto& refund : waiting) {
    Ask what;
    what.key = fresh("approve", 0);
    what.actor = "finance";
    what.make = [refund](Envelope&) -> Command { return ApproveRefund{kProject, refund}; };
    ask(std::move(what));
  }
}

void Life::ask(Ask what) {
  if (asks_.size() < 24) asks_.push_back(std::move(what));
}

// Everybody who waits looks whether there is an answer, or asks (again).
void Life::ask_around() {
  for (auto& one : asks_) {
    if (one.open) hear(one);
    if (!one.open && !one.over && clock_.now() >= one.again_at) send(one);
  }
  std::erase_if(asks_, [](const Ask& one) { return one.over; });
}

void Life::send(Ask& what) {
  auto* node = calm_ ? nodes_[0].get() : some_node(what.partition);
  if (node == nullptr || (!nodes_[0] && !nodes_[1])) return;
  Envelope envelope;
  envelope.scope = scope_;
  envelope.key = what.key;
  envelope.digest = sha256(what.key);
  envelope.actor = what.actor;
  auto command = what.make(envelope);
  what.future = node->submit(what.partition, {std::move(envelope), std::move(command)});
  what.open = true;
}

void Life::hear(Ask& what) {
  if (what.future.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
    // Impatient: the same key once more, perhaps elsewhere, while the first is on its way.
    if (!calm_ && chance_.one_in(30)) send(what);
    return;
  }
  what.open = false;
  auto answer = what.future.get();
  if (!answer) {
    const auto code = answer.error().code;
    if (code != ErrorCode::kUnavailable && code != ErrorCode::kUnknown)
      throw Wrong(what.key + " was answered with " + answer.error().reason);
    what.again_at = clock_.now() + milliseconds(100 + chance_.below(3'000));
    return;
  }
  ++answers_;
  bear_witness();
  witness_->told(*answer, what.key);
  if (what.told) {
    ++replays_;
    if (what.told->sequence != answer->sequence || !answer->replayed)
      throw Wrong(what.key + " was answered anew");
  } else if (what.done) {
    what.done(*answer->record);
  }
  what.over = what.told.has_value() || chance_.one_in(2) || calm_;
  what.told = std::move(*answer);
  what.again_at = clock_.now() + seconds(chance_.below(600));
}

void Life::move_money() {
  const auto now = clock_.now();
  for (std::size_t i = 0; i < moves_.size();) {
    const auto move = moves_[i];
    if (move.at > now) {
      ++i;
      continue;
    }
    moves_.erase(moves_.begin() + static_cast<std::ptrdiff_t>(i));
    if (move.to == GatewayPaymentStatus::kCaptured) gateway_.capture(move.payment);
    if (move.to == GatewayPaymentStatus::kAuthorized) gateway_.authorize(move.payment);
    if (move.to == GatewayPaymentStatus::kFailed) gateway_.fail(move.payment);
  }
}

// A webhook may be lost, late, doubled and out of order. Of two captures on one order the news
// always comes in the end: nobody asks the gateway about orders that are paid.
void Life::post(Partition partition, Command command, bool may_be_lost) {
  if (may_be_lost && chance_.one_in(4)) return;
  const int copies = chance_.one_in(4) ? 2 : 1;
  for (int i = 0; i < copies; ++i) {
    const auto delay =
        chance_.one_in(6) ? seconds(chance_.below(3'000)) : seconds(chance_.below(9));
    news_.push_back({clock_.now() + delay, partition, command});
  }
}

void Life::tell_of(const GatewayPayment& payment) {
  std::vector<GatewayPayment> captured;
  for (const auto& other : gateway_.payments())
    if (other.captured && other.order_id == payment.order_id) captured.push_back(other);
  const bool twice = captured.size() > 1;
  if (!twice || !payment.captured) return post_payment(payment, !twice);
  for (const auto& one : captured) post_payment(one, /*may_be_lost=*/false);
}

void Life::post_payment(const GatewayPayment& payment, bool may_be_lost) {
  RecordPayment news;
  news.project = kProject;
  news.payment.payment = payment.id;
  news.payment.order = payment.order_id;
  news.payment.amount = payment.amount;
  news.payment.currency = payment.currency;
  news.payment.method = payment.method;
  news.payment.created_at = payment.created_at;
  news.status = payment.captured                                  ? PaymentStatus::kCaptured
                : payment.status == GatewayPaymentStatus::kFailed ? PaymentStatus::kFailed
                                                                  : PaymentStatus::kAuthorized;
  news.refund = refund_named(fresh("refund", 0));
  // Now and then the door does not know (yet) whose order that is.
  if (chance_.one_in(12)) return post(kDirectory, unmatched(news), may_be_lost);
  post(1, std::move(news), may_be_lost);
}

void Life::tell_of(const GatewayRefund& refund) {
  RecordRefund news;
  news.project = kProject;
  news.refund = RefundId(refund.notes.at("refund"));
  news.gateway_refund = refund.id;
  news.finding = refund.status == GatewayRefundStatus::kProcessed ? RefundFinding::kProcessed
                 : refund.status == GatewayRefundStatus::kFailed  ? RefundFinding::kFailed
                                                                  : RefundFinding::kInitiated;
  post(1, std::move(news), true);
}

// As the webhook's route does it: what the project does not know is kept in the directory.
void Life::deliver() {
  std::deque<News> left;
  for (auto& news : std::exchange(news_, {})) {
    if (news.future.valid()) {
      if (auto next = heard_of(news)) left.push_back(std::move(*next));
      continue;
    }
    auto* node = calm_ ? nodes_[0].get() : some_node(news.partition);
    if (node != nullptr && news.at <= clock_.now())
      news.future = node->submit(news.partition, {{.actor = "gateway"}, news.command});
    left.push_back(std::move(news));
  }
  for (auto& news : news_) left.push_back(std::move(news));
  news_ = std::move(left);
}

// What is still to be said once the answer is there: nothing, the same again, or the same
// elsewhere.
std::optional<Life::News> Life::heard_of(News& news) {
  if (news.future.wait_for(std::chrono::seconds(0)) != std::future_status::ready)
    return std::move(news);
  const auto answer = news.future.get();
  const auto code = answer ? ErrorCode::kInvalid : answer.error().code;
  if (code == ErrorCode::kUnavailable || code == ErrorCode::kUnknown)
    return News{clock_.now() + seconds(chance_.below(60)), news.partition, news.command};
  const auto* payment = std::get_if<RecordPayment>(&news.command);
  if (code != ErrorCode::kNotFound || payment == nullptr) return std::nullopt;
  return News{clock_.now(), kDirectory, unmatched(*payment)};
}

KeepUnmatchedPayment Life::unmatched(const RecordPayment& payment) {
  const char* status = payment.status == PaymentStatus::kCaptured     ? "captured"
                       : payment.status == PaymentStatus::kAuthorized ? "authorized"
                                                                      : "failed";
  return {payment.payment, status};
}

}  // namespace ledger::sim
