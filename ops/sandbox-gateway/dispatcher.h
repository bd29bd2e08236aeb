#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "events/instant.h"

namespace httplib {
class Client;
}

namespace ledger::sandbox {

enum class WebhookOrder { kNormal, kReversed, kShuffled };

struct WebhookOptions {
  std::int64_t copies = 1;
  milliseconds delay{0};
  WebhookOrder order = WebhookOrder::kNormal;  // within each set of copies
  bool drop = false;
  bool bad_signature = false;
};

struct Webhook {
  std::string event_id;  // the same for copies and retries
  std::string body;
};

struct DispatcherCounts {
  std::size_t pending = 0;  // waiting, parked or under way
  std::size_t delivered = 0;
  std::size_t failed_attempts = 0;
};

// Delivers webhooks in the background, at least once: a 2xx within 5 s, else again after 0.5 s, 1
// s, 2 s, … until 24 h have passed since the first attempt. Also runs things that are due later.
// Never blocks its callers.
class Dispatcher {
 public:
  Dispatcher(std::string url, std::string webhook_secret);
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  // Each copy of the list is delivered one after the other, in the order asked for; different
  // copies travel side by side.
  void send(const std::vector<Webhook>& webhooks, const WebhookOptions& options);

  void after(milliseconds delay, std::function<void()> task);

  // While off, webhooks are parked; they go out when it is on again. Likewise while the URL is "".
  void set_network(bool on);
  void set_url(std::string url);
  [[nodiscard]] std::string url() const;

  [[nodiscard]] DispatcherCounts counts() const;

  // Breaks off what is under way; what is pending is forgotten.
  void stop();

 private:
  using Steady = std::chrono::steady_clock;

  struct Job {
    std::vector<Webhook> webhooks;
    bool bad_signature = false;
    int attempt = 0;
    Steady::time_point first_due;
    std::function<void()> task;
  };

  class Worker;

  void enqueue(Steady::time_point due, Job job);
  void unpark_locked();
  [[nodiscard]] bool stopping() const;
  bool next(Job& job);
  void work(Worker& worker);
  void deliver(Worker& worker, Job job);
  void settle(const Job& job, bool delivered);
  std::vector<Webhook> arranged(std::vector<Webhook> webhooks, WebhookOrder order);

  const std::string secret_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<Steady::time_point, Job> waiting_;
  std::vector<Job> parked_;
  std::string url_;
  DispatcherCounts counts_;
  std::mt19937_64 random_{std::random_device{}()};
  bool network_ = true;
  bool stopping_ = false;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::thread> threads_;
};

}  // namespace ledger::sandbox
