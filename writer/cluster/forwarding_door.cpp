#include "writer/cluster/forwarding_door.h"

#include <chrono>
#include <set>
#include <utility>

#include "writer/writer_errors.h"

namespace ledger::cluster {
namespace {

constexpr std::size_t kMostThreads = 64;    // submissions on their way to other nodes
constexpr std::size_t kMostWaiting = 4096;  // … and behind them
constexpr auto kPause = milliseconds(50);   // between two looks for an owner

Error stopping() {
  return unavailable("shutting-down", "the server is stopping; try again", 1);
}

std::future<Result<Answer>> refused(Error error) {
  std::promise<Result<Answer>> promise;
  promise.set_value(fail(std::move(error)));
  return promise.get_future();
}

// Reasons of an owner that is none any more, or not yet.
bool asks_elsewhere(const Error& error) {
  return error.reason == "not-owner" || error.reason == "shutting-down" ||
         error.reason == "message-late";
}

}  // namespace

ForwardingDoor::ForwardingDoor(Here here, OwnerUrl owner, Ask ask)
    : here_(std::move(here)), owner_(std::move(owner)), ask_(std::move(ask)) {}

ForwardingDoor::~ForwardingDoor() {
  stop();
}

void ForwardingDoor::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

std::future<Result<Answer>> ForwardingDoor::submit(Partition partition, Submission submission) {
  if (here_.owns(partition)) return here_.decide(partition, std::move(submission));
  return enqueue(partition, std::move(submission));
}

std::future<Result<Answer>> ForwardingDoor::enqueue(Partition partition, Submission submission) {
  const std::lock_guard lock(mutex_);
  if (stop_) return refused(stopping());
  if (errands_.size() >= kMostWaiting) {
    return refused(unavailable("queue-full", "too many requests wait; try again", 1));
  }
  auto& errand = errands_.emplace_back();
  errand.partition = partition;
  errand.submission = std::move(submission);
  errand.until = Steady::now() + kBudget;
  if (errands_.size() > idle_ && threads_.size() < kMostThreads) {
    threads_.emplace_back([this] { run(); });
  }
  changed_.notify_one();
  return errand.promise.get_future();
}

void ForwardingDoor::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_;
    changed_.wait(lock, [this] { return stop_ || !errands_.empty(); });
    --idle_;
    if (errands_.empty()) return;
    auto errand = std::move(errands_.front());
    errands_.pop_front();
    lock.unlock();
    carry(errand);
    lock.lock();
  }
}

void ForwardingDoor::carry(Errand& errand) {
  std::optional<Result<Answer>> answer;
  while (!answer && Steady::now() < errand.until) {
    answer = attempt(errand);
    if (!answer && !pause()) break;
  }
  if (!answer) answer = fail(not_owner());
  // What one owner did not do, another may have done before.
  const bool not_done = !*answer && answer->error().code == ErrorCode::kUnavailable;
  if (not_done && errand.in_doubt) answer = fail(unknown_outcome());
  errand.promise.set_value(std::move(*answer));
}

// None: to be tried again.
std::optional<Result<Answer>> ForwardingDoor::attempt(Errand& errand) {
  if (here_.owns(errand.partition)) {
    auto future = here_.decide(errand.partition, errand.submission);
    if (future.wait_until(errand.until) != std::future_status::ready)
      return fail(unknown_outcome());
    auto answer = future.get();
    if (!answer && asks_elsewhere(answer.error())) return std::nullopt;
    return answer;
  }
  const auto url = owner_(errand.partition);
  if (url.empty() || url == here_.url) return std::nullopt;
  return heard(errand, ask_(url, Decide{errand.partition, errand.submission}));
}

std::optional<Result<Answer>> ForwardingDoor::heard(Errand& errand, NodeCaller::Heard heard) {
  if (heard.fate == HttpReply::Fate::kLost) errand.in_doubt = true;
  if (!heard.reply) return std::nullopt;
  auto& reply = *heard.reply;
  if (reply) {
    if (auto* answer = std::get_if<Answer>(&*reply)) return std::move(*answer);
    return std::nullopt;
  }
  if (asks_elsewhere(reply.error())) return std::nullopt;
  return fail(std::move(reply.error()));
}

// False: the node stops.
bool ForwardingDoor::pause() {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, kPause, [this] { return stop_; });
}

std::vector<BuyerId> ForwardingDoor::known_buyers(const std::vector<Hash>& hashes) {
  if (here_.owns(kDirectory)) return here_.known_buyers(hashes);
  const auto url = owner_(kDirectory);
  if (url.empty() || url == here_.url) return {};
  auto heard = ask_(url, KnownBuyers{hashes});
  if (!heard.reply || !*heard.reply) return {};
  auto* buyers = std::get_if<std::vector<BuyerId>>(&**heard.reply);
  return buyers == nullptr ? std::vector<BuyerId>() : std::move(*buyers);
}

void ForwardingDoor::hurry(Partition partition, const OrderId& order) {
  if (here_.owns(partition)) return here_.hurry(order);
  const auto url = owner_(partition);
  if (!url.empty() && url != here_.url) (void)ask_(url, HurryOrder{order});
}

void ForwardingDoor::confirm_clocks(Partition partitions) {
  std::set<std::string> owners;
  for (Partition partition = 0; partition < partitions; ++partition) {
    owners.insert(owner_(partition));
  }
  for (const auto& url : owners) {
    if (!url.empty() && url != here_.url) (void)ask_(url, ConfirmClock{});
  }
}

}  // namespace ledger::cluster
