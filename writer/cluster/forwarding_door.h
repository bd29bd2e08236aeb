#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "writer/cluster/node_caller.h"
#include "writer/door.h"

namespace ledger::cluster {

// A node's door: what this node decides for goes to its own writers, everything else to the
// partition's owner, as the log names it. A submission is sent again, to whoever owns the partition
// by then, until it is answered or its time is over: it carries its key, or is idempotent by its
// own content. Thread-safe.
class ForwardingDoor final : public Door {
 public:
  struct Here {
    std::function<bool(Partition)> owns;
    std::function<std::future<Result<Answer>>(Partition, Submission)> decide;
    std::function<std::vector<BuyerId>(const std::vector<Hash>&)> known_buyers;
    std::function<void(const OrderId&)> hurry;
    std::string url;  // this node's own, as it advertises it
  };

  // `owner`: the URL that the partition's present owner advertises; empty if there is none.
  using OwnerUrl = std::function<std::string(Partition)>;
  using Ask = std::function<NodeCaller::Heard(const std::string& url, Question question)>;

  ForwardingDoor(Here here, OwnerUrl owner, Ask ask);
  ~ForwardingDoor() override;
  ForwardingDoor(const ForwardingDoor&) = delete;
  ForwardingDoor& operator=(const ForwardingDoor&) = delete;

  std::future<Result<Answer>> submit(Partition partition, Submission submission) override;

  // Of the directory's owner; none also where it cannot be asked now: it is asked again when the
  // buyer is registered.
  std::vector<BuyerId> known_buyers(const std::vector<Hash>& hashes);

  // Asks the gateway about the order at once, on the node that decides for `partition`.
  void hurry(Partition partition, const OrderId& order);

  // Passes an operator's word on the wall clock on to the owners of partitions 0 to `partitions`
  // - 1.
  void confirm_clocks(Partition partitions);

  // Whoever waits is told that the server stops; nothing is taken any more.
  void stop();

  static constexpr Micros kBudget = milliseconds(7'500);

 private:
  using Steady = std::chrono::steady_clock;

  struct Errand {
    Partition partition = 0;
    Submission submission;
    Steady::time_point until;
    std::promise<Result<Answer>> promise;
    bool in_doubt = false;  // it may have reached an owner
  };

  void run();
  void carry(Errand& errand);
  std::optional<Result<Answer>> attempt(Errand& errand);
  std::optional<Result<Answer>> heard(Errand& errand, NodeCaller::Heard heard);
  bool pause();
  std::future<Result<Answer>> enqueue(Partition partition, Submission submission);

  const Here here_;
  const OwnerUrl owner_;
  const Ask ask_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Errand> errands_;
  std::size_t idle_ = 0;
  bool stop_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace ledger::cluster
