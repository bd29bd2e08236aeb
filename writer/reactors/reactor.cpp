#include "writer/reactors/reactor.h"

#include <algorithm>

#include "writer/gateway/payment_news.h"
#include "writer/reactors/news.h"

namespace ledger {
namespace {

constexpr std::size_t kMost = 256;           // of each to-do list at one look
constexpr std::size_t kMostShredded = 4096;  // keys at once
constexpr Micros kShortestLook = milliseconds(2);
constexpr const char* kRefundNote = "refund";
constexpr std::size_t kRemembered = 20'000;  // paces kept before the old ones are dropped

GatewayNotes notes_of(const OrderWanted& wanted) {
  GatewayNotes notes{{"project", wanted.project.str()}};
  if (wanted.request.empty()) {
    notes.emplace("hold", wanted.hold.str());
  } else {
    notes.emplace("request", wanted.request.str());
  }
  return notes;
}

// The attempt that has not failed; else, of one that was begun, what became of it.
const GatewayRefund* ours_among(const std::vector<GatewayRefund>& refunds, const RefundDue& due) {
  const GatewayRefund* failed = nullptr;
  for (const auto& refund : refunds) {
    const auto note = refund.notes.find(kRefundNote);
    const bool ours = note != refund.notes.end() && note->second == due.refund.str();
    if (ours && refund.status != GatewayRefundStatus::kFailed) return &refund;
    if (due.initiated && refund.id == due.gateway_refund) failed = &refund;
  }
  return failed;
}

// Whatever the gateway said to a question: the refund itself was not refused.
tl::unexpected<Error> later(Error error) {
  error.code = ErrorCode::kUnavailable;
  return fail(std::move(error));
}

// One key an attempt: a new one only after the gateway said that the last has failed.
std::string gateway_key(const RefundDue& due) {
  std::string key = due.refund.str();
  std::erase(key, '-');
  return due.failures == 0 ? key : key + "-" + std::to_string(due.failures);
}

}  // namespace

Reactor::Reactor(Desk desk, Door& door, Gateway& gateway, Vault& vault, Clock& clock,
                 ReactorPace pace)
    : desk_(std::move(desk)),
      door_(door),
      gateway_(gateway),
      vault_(vault),
      clock_(clock),
      pace_(pace) {}

bool Reactor::step() {
  auto job = take();
  if (!job) {
    look();
    job = take();
  }
  if (!job) return false;
  const auto run = job->only_after ? once_history(*job) : job->run;
  if (run) run();
  const std::lock_guard lock(mutex_);
  in_hand_.erase(job->name);
  not_before_[job->name] = clock_.steady() + (run ? job->pace : pace_.look_again);
  return true;
}

void Reactor::look_soon() {
  const std::lock_guard lock(mutex_);
  next_look_ = std::min(next_look_, last_look_ + kShortestLook);
}

void Reactor::hurry(const OrderId& order) {
  const std::lock_guard lock(mutex_);
  not_before_["poll " + order.str()] = Micros{};
  next_look_ = Micros{};
}

std::optional<Reactor::Job> Reactor::take() {
  const std::lock_guard lock(mutex_);
  if (jobs_.empty()) return std::nullopt;
  auto job = std::move(jobs_.front());
  jobs_.pop_front();
  return job;
}

// Looks at what is to be done, at most one thread at a time.
void Reactor::look() {
  const auto now = clock_.steady();
  {
    const std::lock_guard lock(mutex_);
    if (looking_ || now < next_look_) return;
    looking_ = true;
    last_look_ = now;
    next_look_ = now + pace_.look_again;
    if (not_before_.size() > kRemembered) {
      std::erase_if(not_before_, [now](const auto& pace) { return pace.second < now; });
    }
    if (asked_.size() > kRemembered) asked_.clear();
  }
  const auto wall = clock_.now();
  desk_.each([&](Partition partition, const State& state) { look_at(partition, state, wall); });
  const std::lock_guard lock(mutex_);
  looking_ = false;
}

void Reactor::look_at(Partition partition, const State& state, Instant now) {
  const auto shredded = shredded_to(partition);
  for (const auto& project : projects_with_expiry_due(state, now)) {
    plan({"expire " + project.str(), pace_.look_again,
          [=, this] { tell(partition, ExpireHolds{project}, "timer"); }});
  }
  for (const auto& wanted : orders_wanted(state, kMost)) {
    plan({"order " + wanted.receipt, pace_.retry, [=, this] { make_order(partition, wanted); }});
  }
  for (const auto& lost : orders_lost(state, now, kMost)) {
    plan({"lost " + lost.receipt, watch_pace(now - lost.since),
          [=, this] { make_order(partition, lost); }});
  }
  for (const auto& open : orders_to_settle(state, now, kMost)) {
    plan({"settle " + open.order.str(), pace_.settle,
          [=, this] { ask(partition, open, /*settle=*/true); }});
  }
  for (const auto& open : open_orders(state, kMost)) {
    plan({"poll " + open.order.str(), pace_.poll,
          [=, this] { ask(partition, open, /*settle=*/false); }},
         pace_.poll);
  }
  for (const auto& closed : to_watch(partition, state, now)) {
    plan({"watch " + closed.order.str(), watch_pace(now - closed.closed_at),
          [=, this] { ask(partition, closed, /*settle=*/false); }},
         pace_.poll);
  }
  for (const auto& due : refunds_due(state, kMost)) {
    plan({"refund " + due.refund.str(), pace_.retry,
          [=, this] { send_refund(partition, due.refund); },
          Doorstep{partition, ExpireHolds{due.project}}});
  }
  for (const auto& unmatched : unmatched_payments(state, kMost)) {
    plan({"match " + unmatched.payment.payment.str(), pace_.poll, [=, this] { match(unmatched); }});
  }
  const auto ended = ended_holds(state, shredded, kMostShredded);
  if (!ended.empty()) {
    plan({"shred " + std::to_string(partition), pace_.shred, [=, this] { shred(partition, ended); },
          Doorstep{partition, ExpireHolds{ended.front().project}}},
         pace_.shred);
  }
}

// Closed orders are looked through a part at a time, so that none waits for ever behind others.
std::vector<OpenOrder> Reactor::to_watch(Partition partition, const State& state, Instant now) {
  auto closed = orders_to_watch(state, now, watched_[partition], kMost);
  watched_[partition] = closed.size() < kMost ? OrderAt{} : place_of(closed.back());
  return closed;
}

// What was over long ago is asked about ever more rarely.
Micros Reactor::watch_pace(Micros age) const {
  return std::clamp<Micros>(age / 20, pace_.watch, hours(6));
}

// `first_after`: how long after it is first seen, so that what answers itself is not asked about.
void Reactor::plan(Job job, Micros first_after) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.steady();
  const auto [due, first] = not_before_.try_emplace(job.name, now + first_after);
  if (due->second > now || !in_hand_.insert(job.name).second) return;
  jobs_.push_back(std::move(job));
}

// What to run, as it was planned when it was first asked for, once everything that was decided
// before is accepted history or thrown away; nothing until then. The door knows: a command that
// changes nothing is answered only after what it was decided on.
std::function<void()> Reactor::once_history(Job job) {
  const std::lock_guard lock(mutex_);
  const auto asked = asked_.find(job.name);
  if (asked == asked_.end()) {
    Submission question;
    question.envelope.actor = "reactor";
    question.command = std::move(job.only_after->question);
    auto answer = door_.submit(job.only_after->partition, std::move(question));
    asked_.emplace(job.name, Question{std::move(answer), std::move(job.run)});
    return {};
  }
  auto& [answer, run] = asked->second;
  if (answer.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return {};
  const bool known = answer.get().has_value();
  auto planned = std::move(run);
  asked_.erase(asked);
  return known ? planned : std::function<void()>();
}

void Reactor::make_order(Partition partition, const OrderWanted& wanted) {
  auto found = gateway_.find_order_by_receipt(wanted.receipt);
  if (!found) return;
  if (!*found) {
    if (wanted.hold_ended) return;
    auto made =
        gateway_.create_order(wanted.amount, wanted.currency, wanted.receipt, notes_of(wanted));
    if (!made) return;
    *found = std::move(*made);
  }
  tell(partition,
       RecordOrder{wanted.project, wanted.hold, (*found)->id, (*found)->amount, (*found)->currency,
                   wanted.request},
       wanted.receipt);
}

void Reactor::ask(Partition partition, const OpenOrder& open, bool settle) {
  const auto payments = gateway_.payments_of(open.order);
  if (payments) {
    for (const auto& payment : *payments) {
      if (is_news(partition, open.project, payment)) tell_payment(partition, open.project, payment);
    }
  }
  if (!settle) return;
  const auto finding = payments ? finding_in(*payments) : OrderFinding::kUnreachable;
  tell(partition, SettleOrder{open.project, open.hold, open.order, finding, open.request},
       open.order.str());
}

// Orders are asked about again and again: what their project knows is not told once more.
bool Reactor::is_news(Partition partition, const ProjectId& id,
                      const GatewayPayment& payment) const {
  bool known = false;
  desk_.each([&](Partition at, const State& state) {
    const auto* project = at == partition ? find_project(state, id) : nullptr;
    known = known || (project != nullptr && knows(*project, payment));
  });
  return !known;
}

void Reactor::send_refund(Partition partition, const RefundId& id) {
  const auto due = still_due(partition, id);
  if (!due) return;
  RecordRefund outcome{due->project, id, RefundFinding::kProcessed, {}, {}};
  const auto refund = begun_or_attempted(*due);
  if (!refund) {
    if (refund.error().code != ErrorCode::kInvalid)
      return;  // not done, or unknown: the same key again
    outcome.finding = RefundFinding::kFailed;
    outcome.reason = refund.error().message;
  } else {
    outcome.gateway_refund = refund->id;
    if (refund->status == GatewayRefundStatus::kPending)
      outcome.finding = RefundFinding::kInitiated;
    if (refund->status == GatewayRefundStatus::kFailed) outcome.finding = RefundFinding::kFailed;
  }
  tell(partition, std::move(outcome), id.str());
}

std::optional<RefundDue> Reactor::still_due(Partition partition, const RefundId& refund) const {
  std::optional<RefundDue> found;
  desk_.each([&](Partition at, const State& state) {
    if (at != partition) return;
    for (auto& due : refunds_due(state, kMost))
      if (due.refund == refund) found = std::move(due);
  });
  return found;
}

// A refund that the gateway has taken on is only asked about: sending it again would give the first
// answer again. And news of a failure may be older than the attempt that is on its way.
Result<GatewayRefund> Reactor::begun_or_attempted(const RefundDue& due) {
  if (due.initiated || due.failures > 0) {
    const auto refunds = gateway_.refunds_of(due.payment);
    if (!refunds) return later(refunds.error());
    if (const auto* begun = ours_among(*refunds, due)) return *begun;
    if (due.initiated) {
      return later({ErrorCode::kUnavailable, "refund-not-listed",
                    "the gateway does not list the refund " + due.gateway_refund});
    }
  }
  return gateway_.refund(due.payment, due.amount, gateway_key(due),
                         {{"project", due.project.str()}, {kRefundNote, due.refund.str()}});
}

std::uint64_t Reactor::shredded_to(Partition partition) {
  const std::lock_guard lock(mutex_);
  return shredded_[partition];
}

void Reactor::shred(Partition partition, const std::vector<EndedHold>& seen) {
  std::vector<EndedHold> ended;  // of what was seen, what became history
  desk_.each([&](Partition at, const State& state) {
    if (at == partition) ended = ended_holds(state, seen.front().number - 1, seen.size());
  });
  std::erase_if(ended, [&](const EndedHold& hold) {
    return std::find(seen.begin(), seen.end(), hold) == seen.end();
  });
  if (ended.empty()) return;
  std::vector<PersonId> persons;
  for (const auto& hold : ended)
    if (!hold.person.empty()) persons.push_back(hold.person);
  if (!vault_.shred(persons)) return;
  const std::lock_guard lock(mutex_);
  shredded_[partition] = ended.back().number;
}

// A payment of no order that we knew: the order's notes say whose it is. Once its project has heard
// what the gateway says of it, wherever that is decided, and that is history, it is matched.
void Reactor::match(const UnmatchedPayment& unmatched) {
  const auto& id = unmatched.payment.payment;
  const auto order = gateway_.order(unmatched.payment.order);
  if (!order) return;
  const auto note = order->notes.find("project");
  if (note == order->notes.end()) return;
  const ProjectId project(note->second);
  const auto partition = desk_.partition_of(project);
  const auto payment = gateway_.payment(id);
  if (!partition || !payment) return;
  auto news = news_of(project, *payment, wire::Source::Poll);
  if (!news) return;
  // Named by what is said: older news that was heard is no answer to newer.
  const auto name = "matched " + id.str() + " " + std::to_string(static_cast<int>(news->status));
  plan({name, pace_.look_again,
        [=, this] { tell(kDirectory, MatchPayment{id, project}, id.str()); },
        Doorstep{*partition, std::move(*news)}});
}

void Reactor::tell_payment(Partition partition, const ProjectId& project,
                           const GatewayPayment& payment) {
  auto news = news_of(project, payment, wire::Source::Poll);
  if (news) tell(partition, std::move(*news), payment.id.str());
}

// Outcomes are not waited for: until one is history, its to-do stays listed.
void Reactor::tell(Partition partition, Command command, std::string cause) {
  Submission submission;
  submission.envelope.actor = "reactor";
  submission.envelope.causation_id = std::move(cause);
  submission.command = std::move(command);
  (void)door_.submit(partition, std::move(submission));
}

}  // namespace ledger
